"""Worlds: whole documents in which every name, expression and comment is given, for the tests of the pages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from docgen.analysis.personal.register import PersonalColumn, Register
from docgen.model.catalog import (
    Catalog,
    Collation,
    DefaultPrivilege,
    EventTrigger,
    Extension,
    ForeignServer,
    Membership,
    OtherObject,
    Property,
    Publication,
    PublishedTable,
    Role,
    Routine,
    Schema,
    Type,
)
from docgen.model.catalog import Sequence as DatabaseSequence
from docgen.model.finding import Finding
from docgen.model.migration import Migration, Touch
from docgen.model.name import Name
from docgen.model.relation import (
    Column,
    Constraint,
    ExtendedStatistics,
    Grant,
    Index,
    Policy,
    Reference,
    Relation,
    Rule,
    Trigger,
    Use,
)
from docgen.model.snapshot import Snapshot
from docgen.model.status import ComponentStatus, Status
from docgen.render.document import Document


def world(names: Sequence[str], words: Sequence[str]) -> Document:
    """A document of one schema for each two ``names``; ``words`` stand wherever text can."""
    text = _Cycle(words)
    pairs = list(zip(names[::2], names[1::2], strict=False))
    schemas = sorted({schema for schema, _ in pairs})
    relations = {one.id: one for schema, name in pairs for one in _relations(schema, name, pairs[0], text)}
    roles = (*names, "anon")
    published = PublishedTable(name=Name(*pairs[0]), columns=(text() or "x",), condition=text())
    catalog = Catalog(
        schemas=tuple(Schema(name=name, owner=name, comment=text(), grants=_grants(roles)) for name in schemas),
        relations=tuple(relations[name] for name in sorted(relations)),
        sequences=tuple(
            DatabaseSequence(schema=schema, name=name, owner=name, owned_by=(Name(schema, name), "id"), comment=text())
            for schema, name in sorted(set(pairs))
        ),
        types=tuple(one for schema, name in sorted(set(pairs)) for one in _types(schema, name, text)),
        routines=tuple(one for schema, name in sorted(set(pairs)) for one in _routines(schema, name, text)),
        extensions=(Extension(name=text(), schema=names[0], version=text(), comment=text(), members=((text(), 2),)),),
        roles=tuple(
            Role(name=name, member_of=(Membership(role=names[0]),), settings=(text(),), comment=text())
            for name in sorted(set(roles))
        ),
        default_privileges=(DefaultPrivilege(role=names[0], schema=names[0], kind="tables", grants=_grants(roles)),),
        event_triggers=(
            EventTrigger(name=text(), event=text(), function=Name(*pairs[0]), owner=text(), tags=(text(),)),
        ),
        publications=(Publication(name=text(), owner=text(), tables=(published,), comment=text()),),
        servers=(ForeignServer(name=text(), wrapper=text(), owner=text(), options=(text(),), comment=text()),),
        collations=(Collation(schema=names[0], name=text(), provider="icu", locale=text(), owner=text()),),
        others=_others(names[0], text),
        unreadable=(text(),),
        unknown=(text(),),
    )
    return Document(
        title=text(),
        snapshot=Snapshot(catalog=catalog, origin="live"),
        migrations=(Migration(version="1", name="first", path="m/1.sql", sql="", digest=""),),
        touches=tuple(
            Touch(path="m/1.sql", version="1", line=1, verb="create", kind="table", object=str(Name(*pair)))
            for pair in pairs
        ),
        personal=Register(
            labelled=(_personal(pairs[0], "configuration", text),),
            suggested=(_personal(pairs[0], "suggestion", text),),
            unmatched=(text(),),
        ),
        advice=tuple(
            Finding(rule="a-rule", family="x", severity="error", message=text(), remedy=text(), object=str(Name(*pair)))
            for pair in pairs
        ),
        status=Status(
            components=(
                ComponentStatus(
                    name=text(),
                    page="core/all",
                    owner=text(),
                    note=text(),
                    relations=tuple(relations),
                    missing=(text(),),
                ),
            )
        ),
    )


def _personal(pair: tuple[str, str], source: Literal["configuration", "suggestion"], text: _Cycle) -> PersonalColumn:
    return PersonalColumn(
        relation=Name(*pair), column=pair[1], type=text(), source=source, category=text(), purpose=text(),
        retention=text(), sign=text(),
    )  # fmt: skip


class _Cycle:
    """The words, one after the other, again and again."""

    def __init__(self, words: Sequence[str]) -> None:
        self._words, self._next = words, 0

    def __call__(self) -> str:
        self._next += 1
        return self._words[self._next % len(self._words)]


def _grants(roles: Sequence[str]) -> tuple[Grant, ...]:
    return tuple(Grant(grantee=role, privileges=("all",)) for role in roles)


def _relations(schema: str, name: str, target: tuple[str, str], text: _Cycle) -> list[Relation]:
    own = Name(schema, name)
    column = Column(name=name, type=text(), type_name=own, default=text(), comment=text(), grants=_grants((name,)))
    return [
        Relation(
            schema=schema,
            name=name,
            kind="partitioned table",
            owner=name,
            comment=text(),
            columns=(Column(name="id", type="bigint", not_null=True), column),
            constraints=(
                Constraint(name="p", kind="primary key", columns=("id",), definition="PRIMARY KEY (id)"),
                Constraint(
                    name=name,
                    kind="foreign key",
                    columns=(name,),
                    definition=text(),
                    references=Reference(table=Name(*target), columns=(target[1],), on_delete="cascade"),
                ),
                Constraint(name=text(), kind="check", columns=(), definition=text(), comment=text()),
            ),
            indexes=(
                Index(name=name, definition=text(), method="btree", columns=("",), predicate=text(), comment=text()),
            ),
            triggers=(
                Trigger(
                    name=name,
                    definition=text(),
                    function=own,
                    timing="after",
                    events=(text(),),
                    level="row",
                    comment=text(),
                ),
            ),
            policies=(
                Policy(
                    name=name, command="all", permissive=True, roles=(name,), using=text(), check=text(), comment=text()
                ),
            ),
            rules=(Rule(name=name, definition=text(), event=text(), comment=text()),),
            statistics=(ExtendedStatistics(name=own, definition=text(), comment=text()),),
            grants=_grants((name, "anon")),
            uses=(Use(kind="routine", name=own, via=f"policy {name}", columns=(name,)),),
            options=(text(),),
            row_security=True,
            partition_key=text(),
        ),
        Relation(
            schema=schema,
            name=f"{name} part",
            kind="table",
            owner=name,
            partition_of=own,
            partition_bound=text(),
            comment=text(),
        ),
        Relation(
            schema=schema,
            name=f"{name} view",
            kind="view",
            owner=name,
            columns=(column,),
            definition=text(),
            grants=_grants(("anon",)),
            uses=(Use(kind="relation", name=Name(schema, f"{name} part"), via="view", columns=(name,)),),
        ),
    ]


def _types(schema: str, name: str, text: _Cycle) -> list[Type]:
    return [
        Type(schema=schema, name=name, kind="enum", owner=name, labels=(text(), text()), comment=text()),
        Type(
            schema=schema,
            name=f"{name} d",
            kind="domain",
            owner=name,
            base_type=text(),
            default=text(),
            constraints=(Constraint(name=text(), kind="check", columns=(), definition=text()),),
        ),
        Type(
            schema=schema,
            name=f"{name} c",
            kind="composite",
            owner=name,
            attributes=(Column(name=text() or "x", type=text(), comment=text()),),
        ),
    ]


def _others(schema: str, text: _Cycle) -> tuple[OtherObject, ...]:
    properties = (Property(name=text(), value=text()),)
    return (
        OtherObject(kind="cast", schema="", name=text(), owner="", properties=properties),
        OtherObject(
            kind="operator", schema=schema, name=text(), signature=text(), owner=text(), properties=properties,
            comment=text(),
        ),
    )  # fmt: skip


def _routines(schema: str, name: str, text: _Cycle) -> list[Routine]:
    return [
        Routine(
            schema=schema,
            name=name,
            kind="function",
            arguments=text(),
            signature=signature,
            result=text(),
            language=text(),
            owner=name,
            security_definer=True,
            settings=(text(),),
            definition=text(),
            grants=_grants((name,)),
            uses=(Use(kind="type", name=Name(schema, name), via=text()),),
            comment=text(),
        )
        for signature in ("", text() + "!")
    ]
