"""Two indexes that answer the same queries cost two writes: the one with fewer columns, or the later twin, can go."""

from __future__ import annotations

from collections.abc import Iterator

from docgen.analysis.advice import Advice
from docgen.model.catalog import Catalog
from docgen.model.finding import Severity
from docgen.model.name import Name, quote
from docgen.model.relation import Index, Relation

SEVERITY: Severity = "warning"
REMEDY = (
    "DROP INDEX CONCURRENTLY the one that is covered, after a look at pg_stat_user_indexes on every replica; "
    "or the constraint that made it."
)
QUERY = """
    select x.indrelid::regclass as table, x.indexrelid::regclass as index, y.indexrelid::regclass as covered_by
    from pg_catalog.pg_index x
    join pg_catalog.pg_index y on y.indrelid = x.indrelid and y.indexrelid <> x.indexrelid
    where not x.indisunique and x.indpred is null and y.indpred is null and x.indexprs is null and y.indexprs is null
      and (y.indkey::int2[])[0:x.indnkeyatts - 1] = (x.indkey::int2[])[0:x.indnkeyatts - 1]
      and (y.indclass::oid[])[0:x.indnkeyatts - 1] = (x.indclass::oid[])[0:x.indnkeyatts - 1]
      and (y.indoption::int2[])[0:x.indnkeyatts - 1] = (x.indoption::int2[])[0:x.indnkeyatts - 1]
    order by 1, 2, 3;
"""


def check(catalog: Catalog) -> Iterator[Advice]:
    """Indexes whose keys another index begins with; that of a constraint only where another constraint has its twin."""
    for relation in catalog.relations:
        if len(relation.indexes) > 1:
            kept: dict[str, str] = {}
            for index in sorted(relation.indexes, key=_worth):
                keys = index.definition.partition(" ON ")[2]
                name = str(Name(relation.schema, index.name))
                # The index of a constraint goes with the constraint: told only where another one is its twin.
                other = kept.get(keys) or (_longer(index, relation) if _plain(index) and not index.constraint else "")
                if other and not index.inherited:
                    message = f"Index {name} on {relation.id} answers nothing that {other} does not answer too."
                    yield Advice(f"{relation.id}.{quote(index.name)}", message)
                kept.setdefault(keys, name)


def _worth(index: Index) -> tuple[bool, bool, bool, str]:
    """Indexes that must stay come first: the primary key's, those of constraints, then unique ones, then by name."""
    return (not index.primary, not index.constraint, not index.unique, index.name)


def _plain(index: Index) -> bool:
    usual = index.method == "btree" and not index.unique and not index.include
    return usual and not index.predicate and all(index.columns)


def _keys(index: Index) -> str:
    return index.definition.partition(" USING btree (")[2].removesuffix(")")


def _longer(index: Index, relation: Relation) -> str:
    """The index whose keys begin with all of ``index``'s, or are the same in a unique one."""
    own = _keys(index)
    for other in relation.indexes:
        if other is index or other.method != "btree" or other.predicate or not other.valid:
            continue
        if _keys(other).startswith(f"{own}, ") or (other.unique and _keys(other) == own):
            return str(Name(relation.schema, other.name))
    return ""
