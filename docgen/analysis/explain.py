"""Explain: the words for each kind of conflict: what was meant, what a fresh database does, what to do."""

from __future__ import annotations

from docgen.analysis.chain import Made
from docgen.model.migration import Conflict, file_name

_ERRORS = {
    "table": "42P07",
    "foreign table": "42P07",
    "view": "42P07",
    "materialized view": "42P07",
    "sequence": "42P07",
    "index": "42P07",
    "column": "42701",
    "schema": "42P06",
    "function": "42723",
    "procedure": "42723",
}
_WITH_INDEX = ("unique", "primary key", "exclude ")  # their name is the index's too
_GUARDS = {
    "constraint": "drop it first with DROP CONSTRAINT IF EXISTS, or add it inside a block that looks in pg_constraint",
    "policy": "write DROP POLICY IF EXISTS before it",
    "trigger": "write CREATE OR REPLACE TRIGGER, or DROP TRIGGER IF EXISTS before it",
    "rule": "write CREATE OR REPLACE RULE",
    "type": "make it inside a DO block that catches duplicate_object",
    "domain": "make it inside a DO block that catches duplicate_object",
    "enum value": "write ADD VALUE IF NOT EXISTS",
    "column": "write ADD COLUMN IF NOT EXISTS",
    "function": "write CREATE OR REPLACE FUNCTION",
    "procedure": "write CREATE OR REPLACE PROCEDURE",
    "view": "write CREATE OR REPLACE VIEW",
}


def made_twice(name: str, first: Made, second: Made) -> Conflict:
    """The second statement has no guard: it fails wherever the first one ran."""
    code = "42P07" if second.definition.startswith(_WITH_INDEX) else _ERRORS.get(second.kind, "42710")
    same = " in the same way" if first.definition and first.definition == second.definition else ""
    what = f"the {second.kind} {name}" if first.kind == second.kind else f"a {second.kind} called {name}"
    explanation = (
        f"{_file(first)} makes {_the(first)} {name}, and {_file(second)} makes {what}{same} again. "
        f"On a fresh database the second statement fails: it exists already ({code}), and no later migration runs. "
        "One that has run only the first fails at the same place when it is migrated; on one that has both it is over, "
        "until it is made anew."
    )
    guard = _GUARDS.get(second.kind, f"write CREATE {second.kind.upper()} IF NOT EXISTS")
    remedy = f"Take one of the two out, if no database needs both. Otherwise make the second safe to repeat: {guard}."
    return _conflict(f"{second.kind} made twice", name, first, second, explanation, remedy)


def twin(name: str, first: Made, second: Made) -> Conflict:
    """No name was given, so PostgreSQL makes up another one and both exist."""
    explanation = (
        f"{_file(first)} and {_file(second)} add the same constraint without a name. The first one becomes {name}; "
        "for the second one PostgreSQL makes up another name, so the table checks the same thing twice, "
        "also on a database that has run only the first so far; one that has both has the copy already."
    )
    remedy = "Take the second one out, and drop its copy with ALTER TABLE ... DROP CONSTRAINT IF EXISTS."
    return _conflict("constraint made twice", name, first, second, explanation, remedy)


def skipped(name: str, first: Made, second: Made, differences: tuple[str, ...] = ()) -> Conflict:
    """The guard of the second statement hides that it wanted something else."""
    explanation = (
        f"{_file(first)} makes {_the(first)} {name}; {_file(second)} makes {_the(second)} of that name in another way, "
        "but only if there is none. On a fresh database the second statement does nothing: what the first one said "
        "stays, also on a database that has run only the first so far. "
        "A database that never ran the first file has the second one's: the two differ for good."
    )
    change = {
        "index": "drop the old index and create the new one under a name of its own",
        "column": "change the column with ALTER TABLE ... ALTER COLUMN ... TYPE ...",
        "type": "change the type with ALTER TYPE ... ADD VALUE IF NOT EXISTS or ADD ATTRIBUTE",
    }.get(second.kind, f"drop the old {second.kind} with IF EXISTS and create the new one")
    remedy = f"Decide which of the two is meant. For the second: {change}, in a new migration."
    return _conflict(f"{second.kind} redefined", name, first, second, explanation, remedy, differences)


def redefined(name: str, first: Made, second: Made, differences: tuple[str, ...]) -> Conflict:
    """CREATE TABLE IF NOT EXISTS with another structure: nothing happens, and the new columns are never made."""
    new = [one.split(" (", 1)[0] for one in differences if one.endswith("only in the second")]
    lost = (
        f" Its new columns ({', '.join(new)}) are never made, and every later statement that uses them fails."
        if new
        else ""
    )
    explanation = (
        f"{_file(first)} makes the table {name}, and {_file(second)} makes it again under IF NOT EXISTS with another "
        f"structure. On a fresh database the second statement does nothing: the table keeps the old structure.{lost} "
        "One that has run only the first keeps it too when it is migrated. "
        "A database where the table had been moved away has the new structure instead."
    )
    remedy = (
        "Replace the second CREATE TABLE by ALTER TABLE statements that lead from the old structure to the new one "
        "(ADD COLUMN IF NOT EXISTS, then fill the column, then its constraints), and keep the rows."
    )
    return _conflict("table redefined", name, first, second, explanation, remedy, differences)


def rename_onto(old: str, new: str, taken: Made, by: Made, old_exists: bool) -> Conflict:
    """The new name is taken; ``old_exists``: on a fresh database there is something to rename."""
    fate = (
        f"On a fresh database the rename fails: {new} exists already (42P07), and no later migration runs. One "
        "that has run only the first fails there too, unless somebody has moved the older one away by hand."
        if old_exists
        else f"On a fresh database there is no {old} left to rename, nor on one that has run only the first; where "
        f"there is one, the rename fails, because {new} exists already (42P07)."
    )
    explanation = (
        f"{_file(by)} renames {old} to {new}, but {new} is taken since {_file(taken)}. {fate} On one that has both it "
        "is over, until it is made anew."
    )
    remedy = (
        "Look before you rename: in a DO block, only if the old name exists and the new one does not "
        f"(to_regclass('{new}') is null). Or give this backup a name of its own, with the date in it."
    )
    return _conflict("rename onto a taken name", new, taken, by, explanation, remedy)


def renamed_twice(old: str, first: Made, second: Made) -> Conflict:
    """The name was moved away by an earlier file and never made again."""
    explanation = (
        f"{_file(first)} renames {old} away, and {_file(second)} renames it once more. "
        "On a fresh database the second statement fails: there is no such table (42P01), and no later migration runs. "
        "One that has run only the first fails there too; on one that has both it is over, until it is made anew."
    )
    remedy = "Take one of the two out, or write ALTER TABLE IF EXISTS after a check that the new name is free."
    return _conflict("table renamed twice", old, first, second, explanation, remedy)


def _conflict(
    kind: str,
    name: str,
    first: Made,
    second: Made,
    explanation: str,
    remedy: str,
    differences: tuple[str, ...] = (),
) -> Conflict:
    return Conflict(
        kind=kind,
        object=name,
        first=(first.path, first.line),
        second=(second.path, second.line),
        explanation=explanation,
        remedy=remedy,
        first_text=first.text,
        second_text=second.text,
        differences=differences,
    )


def _the(made: Made) -> str:
    return f"{'an' if made.kind[0] in 'aeiou' else 'a'} {made.kind}"


def _file(made: Made) -> str:
    return f"{file_name(made.path)} (line {made.line})"
