"""Prove: runs migrations, then each of them once more, and judges what the second run did."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import msgspec

from docgen.model.migration import Migration, ReplayFailure
from docgen.model.proof import Comparison, FileProof, Mode, Proof, StatementError, Verdict
from docgen.postgres.catalog.fingerprint import compare, read_fingerprint, readable_kinds
from docgen.postgres.proof.second_pass import losses
from docgen.postgres.proof.sentinel import may_destroy, sentinels_for
from docgen.postgres.proof.spare import spare
from docgen.postgres.proof.trial import TIMED_OUT, NeedsCopyError, Outcome, trial, wants_copy
from docgen.postgres.replay.run import Run
from docgen.postgres.replay.script import Piece
from docgen.postgres.replay.shadow import Shadow

Step = Callable[[str], None]
_NO_PARENT = "23503"  # a foreign key's row is not there


def prove(
    shadow: Shadow,
    migrations: Sequence[Migration],
    modes: Sequence[Mode] = ("file",),
    statement_timeout: int = 60,
    step: Step = lambda _: None,
    share: tuple[int, int] = (0, 1),
) -> Proof:
    """Runs the migrations on the shadow and each once more in every mode; the verdict is the first that is not good.

    ``file``: each file twice in a row. ``late``: each once more alone after all. ``chain``: all, then all again.
    ``step`` is told each file when it is judged. ``share`` (number, of how many): only every so manieth file is tried
    again. Raises DatabaseError when the server is lost.
    """
    run = Run(shadow.url, shadow.foreign, statement_timeout, shadow.administrator)
    with run.session():
        for label, text in shadow.setup:
            run.file(label, text, transaction=True)
        return _Proving(run, list(migrations), step, share).proof(modes)


@dataclass
class _Proving:
    run: Run
    migrations: list[Migration]
    step: Step
    share: tuple[int, int]
    proofs: dict[str, FileProof] = field(default_factory=dict)
    kinds: tuple[str, ...] = ()

    def proof(self, modes: Sequence[Mode]) -> Proof:
        self.kinds = readable_kinds(self.run.connection)
        statements, failed = self.run.statements, len(self.run.failures)
        for number, migration in enumerate(self.migrations):
            self._first(migration)
            if "file" in modes and self._mine(number):
                self._again(migration, "file")
        if "late" in modes:
            for number, migration in enumerate(self.migrations):
                if self._mine(number):
                    self._again(migration, "late")
        total, refused = self.run.statements - statements, len(self.run.failures) - failed
        if "chain" in modes:
            self._chain()
        files = tuple(self.proofs[one.path] for one in self.migrations if one.path in self.proofs)
        major = self.run.connection.info.server_version // 10000
        return Proof(files=files, statements=total, refused=refused, major=major)

    def _mine(self, number: int) -> bool:
        return number % self.share[1] == self.share[0]

    def _first(self, migration: Migration) -> None:
        before = len(self.run.failures)
        self.run.file(migration.path, migration.sql, migration.transaction)
        failures = tuple(self.run.failures[before:])
        if failures:
            self.proofs[migration.path] = _failed(migration.path, failures)

    def _again(self, migration: Migration, mode: Mode) -> None:
        known = self.proofs.get(migration.path)
        if known is None or known.verdict == "idempotent":
            self.proofs[migration.path] = msgspec.structs.replace(self._judged(migration), mode=mode)
        self.step(migration.path)

    def _judged(self, migration: Migration) -> FileProof:
        run, path = self.run, migration.path
        run.path, run.sql = path, migration.sql
        pieces = run.pieces(migration.sql)
        if wants_copy(pieces):
            return _file_proof(path, self._on_copy(migration))
        try:
            plain = trial(run, pieces, self.kinds)
            proof = _file_proof(path, plain)
            if proof.verdict == "raises" or not may_destroy(pieces):
                return proof
            return self._with_rows(path, pieces, proof)
        except NeedsCopyError:
            return _file_proof(path, self._on_copy(migration))

    def _with_rows(self, path: str, pieces: Sequence[Piece], proof: FileProof) -> FileProof:
        """The verdict when every table that the file speaks of holds a row."""
        text = "\n".join(piece.text for piece in pieces)
        sentinels = sentinels_for(text)
        found = trial(self.run, pieces, self.kinds, sentinels)
        if any(one.sqlstate == _NO_PARENT for one in found.statements):
            sentinels.parents = True
            found = trial(self.run, pieces, self.kinds, sentinels)
        failed = tuple(".".join(table) for table in sentinels.failed)
        proof = msgspec.structs.replace(proof, without_sentinel=failed)
        if found.statements:
            return proof
        if found.destroyed:
            return msgspec.structs.replace(_file_proof(path, found), without_sentinel=failed)
        if found.comparison.rows and not proof.row_changes:
            # The row came after the first run: this was its first. Only what a further run changes counts.
            found = trial(self.run, pieces, self.kinds, sentinels, times=2)
            if found.comparison.rows and not found.statements:
                return msgspec.structs.replace(_file_proof(path, found), without_sentinel=failed)
        return proof

    def _on_copy(self, migration: Migration) -> Outcome:
        """The second run as the tool would do it, on a copy of the database that is thrown away."""
        with spare(self.run) as copy:
            before = read_fingerprint(copy.connection)
            copy.file(migration.path, migration.sql, migration.transaction)
            copy.connection.execute("discard all")
            after = read_fingerprint(copy.connection)
        return Outcome(_errors(copy.failures), compare(before, after))

    def _chain(self) -> None:
        """Runs all files a second time; what is otherwise at the end is laid to the last file that changed it so."""
        lost = losses(self.run, self.migrations)
        before = read_fingerprint(self.run.connection)
        changed: dict[tuple[str, str], str] = {}
        for migration in self.migrations:
            self.step(migration.path)
            for name in self._changes(migration):
                changed[name] = migration.path
            first = len(self.run.failures)
            self.run.file(migration.path, migration.sql, migration.transaction)
            self._note(migration.path, Outcome(_errors(self.run.failures[first:])))
        whole = compare(before, read_fingerprint(self.run.connection))
        last = self.migrations[-1].path if self.migrations else ""
        found = {path: Comparison(rows=taken) for path, taken in lost.files.items()}
        for one in whole.schema:
            path = changed.get((one.kind, one.object)) or changed.get(("", one.relation), last)
            known = found.get(path, Comparison())
            found[path] = Comparison(schema=(*known.schema, one), rows=known.rows)
        for rows in whole.rows:
            path = changed.get(("rows", rows.table), last)
            known = found.get(path, Comparison())
            if rows.table not in {one.table for one in known.rows}:
                found[path] = Comparison(schema=known.schema, rows=(*known.rows, rows))
        for path, comparison in found.items():
            self._note(path, Outcome((), comparison))
        for path, tables in lost.without_sentinel.items():
            if self.proofs[path].mode == "chain":
                self.proofs[path] = msgspec.structs.replace(self.proofs[path], without_sentinel=tables)

    def _changes(self, migration: Migration) -> list[tuple[str, str]]:
        """Kind and name of what the file would change now, "rows" and the name for rows."""
        self.run.path, self.run.sql = migration.path, migration.sql
        pieces = self.run.pieces(migration.sql)
        try:
            found = (self._on_copy(migration) if wants_copy(pieces) else trial(self.run, pieces, self.kinds)).comparison
        except NeedsCopyError:
            found = self._on_copy(migration).comparison
        schema = [name for one in found.schema for name in ((one.kind, one.object), ("", one.relation or one.object))]
        return schema + [("rows", one.table) for one in found.rows]

    def _note(self, path: str, outcome: Outcome) -> None:
        known = self.proofs.get(path)
        if known is None or known.verdict == "idempotent":
            self.proofs[path] = msgspec.structs.replace(_file_proof(path, outcome), mode="chain")


def _failed(path: str, failures: tuple[ReplayFailure, ...]) -> FileProof:
    refused = [one for one in failures if not one.sqlstate]
    if len(refused) == len(failures):
        return FileProof(file=path, verdict="not-provable", reason=refused[0].message, failures=failures)
    return FileProof(file=path, verdict="first-run-failed", statements=_errors(failures), failures=failures)


def _errors(failures: Sequence[ReplayFailure]) -> tuple[StatementError, ...]:
    """Those that the server refused; what was not sent to it at all is left out."""
    return tuple(
        StatementError(line=one.line, sqlstate=one.sqlstate, message=one.message) for one in failures if one.sqlstate
    )


def _file_proof(path: str, outcome: Outcome) -> FileProof:
    found = outcome.comparison
    verdict = _verdict(outcome.statements, found)
    late = next((one for one in outcome.statements if one.sqlstate == TIMED_OUT), None)
    if late is not None:
        reason = f"line {late.line} ran into the time limit for one statement"
        return FileProof(file=path, verdict="not-provable", statements=outcome.statements, reason=reason)
    return FileProof(
        file=path,
        verdict=verdict,
        statements=outcome.statements,
        schema_changes=found.schema,
        row_changes=found.rows,
    )


def _verdict(statements: Sequence[StatementError], found: Comparison) -> Verdict:
    if statements:
        return "raises"
    if any(one.destroyed or one.delta < 0 for one in found.rows):
        return "destroys"
    if found.schema:
        return "changes-schema"
    return "changes-rows" if found.rows else "idempotent"
