"""Write: the new migration and the archive of the originals, whole or not at all; one writer at a time."""

from __future__ import annotations

import contextlib
import json
import re
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path

from docgen.consolidation.plan import Plan
from docgen.disk.atomic import make_folder, write_whole
from docgen.errors import OutputError
from docgen.model.migration import Migration

_NESTED = ("migration.sql", "up.sql")
_JOURNAL = "meta/_journal.json"


def check_archive(archive: Path) -> None:
    """Raises OutputError for an archive that is there already."""
    if archive.exists():
        raise OutputError(
            f"{archive} is there already: nothing was written",
            "Name another folder with --archive or [consolidate] archive, or move that one away.",
        )


def write(root: Path, plan: Plan, archive: Path | None) -> list[Path]:
    """Copies the originals into ``archive``, writes the new file, then removes the originals; what was written.

    Without an archive they stay. The new migration appears only when the archive is whole. Raises OutputError.
    """
    if archive is None:
        target = _new_file(root, plan)
        return [target]
    check_archive(archive)
    units = _units(root, plan.archived)
    made = not archive.parent.exists()
    try:
        _store(root, plan, archive, units)
        target = _new_file(root, plan)
    except OutputError:
        shutil.rmtree(archive, ignore_errors=True)
        if made:
            with contextlib.suppress(OSError):
                archive.parent.rmdir()
        if plan.labels is not None:
            (root / plan.labels.new.path).unlink(missing_ok=True)
        raise
    _remove(units, archive, keep=target)
    _journal(root, plan)
    return [archive, target]


def _units(root: Path, archived: Sequence[Migration]) -> list[Path]:
    """What is moved: the files with their down sides, or the folders that hold them."""
    units: dict[Path, None] = {}
    for migration in archived:
        path = root / migration.path
        if path.name in _NESTED:
            units[path.parent] = None
            continue
        units[path] = None
        for up, down in ((".up.sql", ".down.sql"), (".sql", ".down.sql"), (".sql", ".sql.conf")):
            beside = path.with_name(path.name.removesuffix(up) + down)
            if path.name.endswith(up) and beside.is_file():
                units[beside] = None
    return list(units)


def _store(root: Path, plan: Plan, archive: Path, units: Sequence[Path]) -> None:
    staging: Path | None = None
    try:
        archive.parent.mkdir(parents=True, exist_ok=True)
        staging = Path(tempfile.mkdtemp(prefix=f".{archive.name}.", dir=archive.parent))
        staging.chmod(0o755)
        for unit in units:
            copy = shutil.copytree if unit.is_dir() else shutil.copy2
            copy(unit, staging / unit.name)
        (staging / "README.md").write_text(readme(root, plan), encoding="utf-8")
        if plan.skip:
            (staging / "skip.sql.txt").write_text(f"{plan.skip}\n", encoding="utf-8")
        staging.rename(archive)
    except OSError as error:
        if staging is not None:
            shutil.rmtree(staging, ignore_errors=True)
        message = f"cannot write the archive {archive}: {error.strerror or error}"
        raise OutputError(message, "Nothing was changed. Check the folder, its permissions and the disk.") from None


def _new_file(root: Path, plan: Plan) -> Path:
    target = root / plan.new.path
    make_folder(target.parent)
    if plan.labels is not None:
        write_whole(root / plan.labels.new.path, plan.labels.text)
    write_whole(target, plan.text)
    return target


def _remove(units: Sequence[Path], archive: Path, keep: Path) -> None:
    for unit in units:
        # The new file may have the name of an original: that one is replaced already.
        if unit in (keep, keep.parent):
            continue
        try:
            if unit.is_dir():
                shutil.rmtree(unit)
            else:
                unit.unlink()
        except OSError as error:
            raise OutputError(
                f"{unit} could not be removed: {error.strerror}; all originals are in {archive}",
                "Remove what is left of the archived migrations by hand: the new migration is written.",
            ) from None


def _journal(root: Path, plan: Plan) -> None:
    """Drizzle's journal names every file: the archived ones go, the new one comes in their place."""
    path = (root / plan.new.path).parent / _JOURNAL
    if not path.is_file():
        return
    journal = json.loads(path.read_text(encoding="utf-8"))
    gone = {Path(one.path).stem for one in plan.archived}
    entries = []
    for entry in journal["entries"]:
        if entry["tag"] not in gone:
            entries.append(entry)
        elif entry["tag"] == Path(plan.archived[-1].path).stem:
            entries.append({**entry, "when": int(plan.new.version), "tag": Path(plan.new.path).stem})
    journal["entries"] = [{**entry, "idx": number} for number, entry in enumerate(entries)]
    write_whole(path, json.dumps(journal, indent=2) + "\n")


def outdated(file: Path | None, plan: Plan) -> list[str]:
    """Where the configuration names what is archived now, one line for each place."""
    if file is None:
        return []
    versions = sorted({one.version for one in plan.archived})
    found = []
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
        key = line.partition("=")[0].strip()
        named = next((one for one in versions if re.search(rf'=\s*"(?:[^"]*/)?{re.escape(one)}(?!\d)', line)), "")
        if named and key not in ("reason", "note", "remedy"):
            what = "take the decision out" if key == "statement" else f"write {plan.new.version}"
            found.append(f"{file.name}:{number} names {named}, which is archived: {what}")
    return found


def readme(root: Path, plan: Plan) -> str:
    """Why the originals are here, since when, and what every statement became."""
    first, last = plan.archived[0], plan.archived[-1]
    date = last.date or last.version
    lines = [
        f"# Archived migrations: {plan.new.name}",
        "",
        f"These {len(plan.archived)} migrations, {first.version} to {last.version} (the newest is of {date}), were",
        f"put together into `{plan.new.path}` by `docgen consolidate`. No tool runs them any more; they are kept to be",
        "read.",
        "",
        "## Databases that have run them",
        "",
        "The new migration changes nothing there, so it may simply run.",
    ]
    if plan.skip:
        lines += ["To let such a database skip it, and forget the archived ones:", "", "```sql", plan.skip, "```"]
    if plan.labels is not None:
        lines += [
            "",
            f"`{plan.labels.new.path}` runs before it: labels of enums have to be committed before their use.",
        ]
    lines += ["", "## Proofs", "", *(f"- {one.name}{_state(one.detail)}" for one in plan.proofs)]
    lines += ["", "## Statements that the schema alone does not show", ""]
    lines += [f"- `{one.path}:{one.line}` {one.verdict}: {' '.join(one.reason.split())}" for one in plan.carried] or [
        "There are none."
    ]
    if plan.mismatches:
        lines += ["", "## Where the live database differed", ""]
        lines += [f"- {one.object} {one.difference}: {one.repair}" for one in plan.mismatches]
    return "\n".join(lines) + "\n"


def _state(detail: str) -> str:
    return f" ({detail})" if detail else ""
