"""Tables: CREATE TABLE, foreign tables, partitions and children, and the settings of their columns."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Sequence as Sequence_

from docgen.analysis.ddl import privileges
from docgen.analysis.ddl.constraints import inline
from docgen.analysis.ddl.identifiers import identifier, qualified
from docgen.analysis.ddl.sequences import options as sequence_options
from docgen.analysis.ddl.statement import Ddl, Form, comment, literal
from docgen.model.catalog import Sequence
from docgen.model.name import Name
from docgen.model.relation import Column, Relation

SECTION = "Tables"
Identities = Mapping[tuple[Name, str], Sequence]
_PERSISTENCE = {"unlogged": "UNLOGGED ", "temporary": "TEMPORARY "}


def table(
    wanted: Relation, before: Relation | None, form: Form, identities: Identities, parent: Relation | None
) -> list[Ddl]:
    """CREATE TABLE with the settings of its columns, owner and comments; for a table that is given, what it lacks.

    ``identities`` are the sequences of identity columns; ``parent`` is the partitioned table of a partition.
    """
    name = qualified(wanted.id)
    if before is None:
        guard = "IF NOT EXISTS " if form.idempotent else ""
        texts = [creation(wanted, guard, identities, parent)]
    else:
        known = {column.name for column in before.columns}
        texts = [add_column(wanted, one, identities, form) for one in wanted.columns if one.name not in known]
    statements = [Ddl(section=SECTION, object=name, text=text, attached=n > 0) for n, text in enumerate(texts)]
    settings = _settings(wanted, before, parent)
    statements += [Ddl(section=SECTION, object=name, text=text, attached=True) for text in settings]
    kind = "FOREIGN TABLE" if wanted.kind == "foreign table" else "TABLE"
    statements += privileges.owner(SECTION, kind, name, wanted.owner, form, before.owner if before else None)
    return statements + relation_comments(SECTION, kind, wanted, before)


def creation(
    wanted: Relation,
    guard: str = "",
    identities: Identities | None = None,
    parent: Relation | None = None,
    constraints: Sequence_[str] | None = None,
) -> str:
    """The CREATE TABLE statement: columns, and ``constraints``; by default those that need no other table."""
    kind = "FOREIGN TABLE" if wanted.kind == "foreign table" else "TABLE"
    text = f"CREATE {_PERSISTENCE.get(wanted.persistence, '')}{kind} {guard}{qualified(wanted.id)}"
    lines = _partition_columns(wanted, parent) if parent is not None else _columns(wanted, identities or {})
    lines += [f"  {one}" for one in (inline(wanted) if constraints is None else constraints)]
    if wanted.partition_of is not None:
        text += f" PARTITION OF {qualified(wanted.partition_of)}"
    text += f" OF {qualified(wanted.of_type)}" if wanted.of_type is not None else ""
    if lines or (wanted.of_type is None and wanted.partition_of is None):
        text += " (\n" + ",\n".join(lines) + "\n)" if lines else " ()"
    text += f"\n{wanted.partition_bound}" if wanted.partition_of is not None else ""
    if wanted.inherits:
        text += f"\nINHERITS ({', '.join(map(qualified, wanted.inherits))})"
    return text + _tail(wanted) + ";"


def add_column(wanted: Relation, column: Column, identities: Identities, form: Form) -> str:
    """ALTER TABLE ADD COLUMN."""
    guard = "IF NOT EXISTS " if form.idempotent else ""
    return f"ALTER TABLE {qualified(wanted.id)} ADD COLUMN {guard}{column_text(wanted, column, identities)};"


def column_text(wanted: Relation, column: Column, identities: Identities) -> str:
    """One column as CREATE TABLE writes it."""
    text = f"{identifier(column.name)} {column.type}"
    if column.options and wanted.kind == "foreign table":
        text += f" OPTIONS ({', '.join(map(_option, column.options))})"
    if column.collation:
        text += f" COLLATE {column.collation}"
    return text + _value(wanted, column, identities)


def relation_comments(section: str, kind: str, wanted: Relation, before: Relation | None = None) -> list[Ddl]:
    """The comments on a relation and its columns."""
    name = qualified(wanted.id)
    statements = comment(section, kind, name, wanted.comment, before.comment if before else "")
    known = {column.name: column.comment for column in before.columns} if before else {}
    for column in wanted.columns:
        place = f"{name}.{identifier(column.name)}"
        statements += comment(section, "COLUMN", place, column.comment, known.get(column.name, ""))
    return statements


def _value(wanted: Relation, column: Column, identities: Identities) -> str:
    text = ""
    if column.identity:
        text = f" GENERATED {column.identity.upper()} AS IDENTITY{_identity(wanted, column, identities)}"
    elif column.generated:
        text = f" GENERATED ALWAYS AS ({column.default}) {column.generated.upper()}"
    elif column.default is not None:
        text = f" DEFAULT {column.default}"
    if column.not_null and column.not_null_validated:
        named = f" CONSTRAINT {identifier(column.not_null_constraint)}" if column.not_null_constraint else ""
        text += f"{named} NOT NULL"
    return text


def _identity(wanted: Relation, column: Column, identities: Identities) -> str:
    sequence = identities.get((wanted.id, column.name))
    if sequence is None:
        return ""
    text = sequence_options(sequence)
    # An identity of a smaller type has that type's limits by itself.
    if sequence.type != "bigint":
        limit = {"smallint": 2**15 - 1, "integer": 2**31 - 1}[sequence.type]
        text = text.replace(f" MAXVALUE {limit}", "")
    name = Name(sequence.schema, sequence.name)
    if name != Name(wanted.schema, f"{wanted.name}_{column.name}_seq"):
        text = f" SEQUENCE NAME {qualified(name)}{text}"
    return f" ({text.strip()})" if text else ""


def _columns(wanted: Relation, identities: Identities) -> list[str]:
    if wanted.of_type is not None:
        return [
            f"  {identifier(one.name)} WITH OPTIONS{value}"
            for one in wanted.columns
            if (value := _value(wanted, one, identities))
        ]
    return [f"  {column_text(wanted, one, identities)}" for one in wanted.columns if not one.inherited]


def _partition_columns(wanted: Relation, parent: Relation) -> list[str]:
    known = {column.name: column for column in parent.columns}
    lines = []
    for column in wanted.columns:
        above = known[column.name]
        text = ""
        if column.default != above.default and not column.generated and column.default is not None:
            text += f" DEFAULT {column.default}"
        if column.not_null and not above.not_null:
            text += " NOT NULL"
        if text:
            lines.append(f"  {identifier(column.name)}{text}")
    return lines


def _tail(wanted: Relation) -> str:
    text = f"\nSERVER {identifier(wanted.server)}" if wanted.server else ""
    if wanted.server_options:
        text += f"\nOPTIONS ({', '.join(map(_option, wanted.server_options))})"
    text += f"\nPARTITION BY {wanted.partition_key}" if wanted.partition_key else ""
    text += f"\nUSING {identifier(wanted.access_method)}" if wanted.access_method else ""
    text += f"\nWITH ({', '.join(map(storage_parameter, wanted.options))})" if wanted.options else ""
    return text + (f"\nTABLESPACE {identifier(wanted.tablespace)}" if wanted.tablespace else "")


def storage_parameter(option: str) -> str:
    """``name=value`` of the catalog as WITH and SET write it."""
    name, equals, value = option.partition("=")
    return f"{name}={value if value.replace('_', 'a').isalnum() else literal(value)}" if equals else name


def _option(option: str) -> str:
    name, _, value = option.partition("=")
    return f"{identifier(name)} {literal(value)}"


def _settings(wanted: Relation, before: Relation | None, parent: Relation | None) -> list[str]:
    above = before or parent
    known = {column.name: column for column in above.columns} if above else {}
    start = f"ALTER TABLE {qualified(wanted.id)}"
    texts = []
    for column in wanted.columns:
        old = known.get(column.name) or Column(name=column.name, type=column.type)
        place = f"{start} ALTER COLUMN {identifier(column.name)}"
        if before is not None or not (column.inherited and parent is None and wanted.inherits):
            texts += _column_settings(place, column, old)
        if not column.not_null_validated:
            name, target = identifier(column.not_null_constraint), identifier(column.name)
            texts.append(f"{start} ADD CONSTRAINT {name} NOT NULL {target} NOT VALID;")
        if column.inherited and wanted.inherits and column.default is not None and not column.generated:
            texts.append(f"{place} SET DEFAULT {column.default};")
    return texts


def _column_settings(place: str, column: Column, old: Column) -> list[str]:
    texts = []
    if column.storage and column.storage != old.storage:
        texts.append(f"{place} SET STORAGE {column.storage.upper()};")
    if column.compression and column.compression != old.compression:
        texts.append(f"{place} SET COMPRESSION {column.compression};")
    if column.statistics is not None and column.statistics != old.statistics:
        texts.append(f"{place} SET STATISTICS {column.statistics};")
    options = [option for option in column.options if option.startswith("n_distinct") and option not in old.options]
    if options:
        texts.append(f"{place} SET ({', '.join(map(storage_parameter, options))});")
    return texts
