"""Indexes, and what of a table rests on one: clustering and replica identity; extended statistics."""

from __future__ import annotations

import re

from docgen.analysis.ddl.identifiers import identifier, qualified
from docgen.analysis.ddl.statement import Ddl, Form, comment
from docgen.model.name import Name
from docgen.model.relation import Index, Relation

SECTION = "Indexes"
STATISTICS = "Statistics"
_CREATE = re.compile(r"CREATE (UNIQUE )?INDEX ")


def indexes(relation: Relation, before: Relation | None, form: Form) -> list[Ddl]:
    """CREATE INDEX for all that back no constraint; those of partitions too, which their table's index takes over."""
    known = {one.name: one for one in before.indexes} if before else {}
    statements = []
    for one in relation.indexes:
        if not one.constraint and one.name not in known:
            statements.append(Ddl(section=SECTION, object=qualified(relation.id), text=index(one, form), attached=True))
        old = known[one.name].comment if one.name in known else ""
        statements += comment(SECTION, "INDEX", qualified(Name(relation.schema, one.name)), one.comment, old)
    return statements


def index(wanted: Index, form: Form) -> str:
    """The CREATE INDEX statement; on a partitioned table for all partitions."""
    text = wanted.definition.replace(" ON ONLY ", " ON ", 1)
    return (_CREATE.sub(r"CREATE \1INDEX IF NOT EXISTS ", text, count=1) if form.idempotent else text) + ";"


def identities(relation: Relation, before: Relation | None = None) -> list[Ddl]:
    """CLUSTER ON and REPLICA IDENTITY."""
    start = f"ALTER TABLE {qualified(relation.id)}"
    texts = [f"{start} CLUSTER ON {identifier(one.name)};" for one in relation.indexes if one.clustered]
    if relation.kind == "materialized view":
        texts = [text.replace("ALTER TABLE", "ALTER MATERIALIZED VIEW", 1) for text in texts]
    if relation.replica_identity == "index":
        used = next((one.name for one in relation.indexes if one.replica_identity), "")
        texts += [f"{start} REPLICA IDENTITY USING INDEX {identifier(used)};"] if used else []
    elif relation.replica_identity:
        texts.append(f"{start} REPLICA IDENTITY {relation.replica_identity.upper()};")
    if before is not None:
        earlier = {one.text for one in identities(before)}
        texts = [text for text in texts if text not in earlier]
    return [Ddl(section=SECTION, object=qualified(relation.id), text=text, attached=True) for text in texts]


def statistics(relation: Relation, before: Relation | None, form: Form) -> list[Ddl]:
    """CREATE STATISTICS."""
    known = {one.name for one in before.statistics} if before else set()
    statements = []
    for one in relation.statistics:
        if one.name in known:
            continue
        text = one.definition
        if form.idempotent:
            text = text.replace("CREATE STATISTICS ", "CREATE STATISTICS IF NOT EXISTS ", 1)
        statements.append(Ddl(section=STATISTICS, object=qualified(relation.id), text=f"{text};", attached=True))
        statements += comment(STATISTICS, "STATISTICS", qualified(one.name), one.comment)
    return statements
