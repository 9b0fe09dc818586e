"""Body: what the body of a function reads and writes, by parsing alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from docgen.model.name import Name
from docgen.sql.constant_text import text_of
from docgen.sql.function_text import functions_in
from docgen.sql.libpg_query import Node, ParseError, parse_tree
from docgen.sql.lineage.nouns import WHOLE_ROW, ColumnOf, Names, Output, Write
from docgen.sql.lineage.resolve import Resolver
from docgen.sql.lineage.scope import PSEUDO, Scope, Source
from docgen.sql.offsets import encode
from docgen.sql.tree import walk

# How PL/pgSQL marks its texts: a statement, an expression; from 3 on an assignment.
_STATEMENT, _EXPRESSION = 0, 2
_DYNAMIC = ("PLpgSQL_stmt_dynexecute", "PLpgSQL_stmt_dynfors")
_ASSIGNMENT = re.compile(r"\s*(?P<target>[^:=]+?)\s*:?=(?P<value>.*)\Z", re.DOTALL)
_STATEMENTS = (
    "SelectStmt",
    "InsertStmt",
    "UpdateStmt",
    "DeleteStmt",
    "MergeStmt",
    "TruncateStmt",
    "RefreshMatViewStmt",
)


@dataclass
class Body:
    """What a body reads and writes; the row of a trigger is the relation ``new`` or ``old`` without a schema."""

    reads: set[ColumnOf] = field(default_factory=set)
    relations: dict[Name, None] = field(default_factory=dict)
    writes: dict[Write, None] = field(default_factory=dict)
    dynamic: bool = False  # it runs SQL that is put together when it runs
    problem: str = ""  # why it could not be read, as a clause


def body_of_routine(definition: str, language: str, names: Names) -> Body:
    """The reads and writes of a function or procedure in SQL or PL/pgSQL, from its CREATE statement."""
    body = Body()
    resolver = Resolver(names)
    try:
        create = parse_tree(encode(definition))[0]["stmt"]["CreateFunctionStmt"]
        if language == "plpgsql":
            _plpgsql(functions_in(definition), resolver, body)
        else:
            for node in _sql(create):
                resolver.statement(node, _around(_parameters(create)))
    except ParseError as error:
        body.problem = f"its body cannot be read: {error.message}"
    except (RecursionError, KeyError, IndexError):
        body.problem = "its body cannot be read"
    body.reads, body.relations = resolver.reads, resolver.relations
    body.writes |= resolver.writes
    return body


def _around(variables: tuple[str, ...]) -> Scope:
    rows = [
        Source(name, [], relation=Name("", name), rest=Output("*", frozenset([ColumnOf(Name("", name), WHOLE_ROW)])))
        for name in PSEUDO
    ]
    return Scope(sources=[Source("", [Output(name) for name in variables]), *rows])


def _parameters(create: Node) -> tuple[str, ...]:
    parameters = (one["FunctionParameter"] for one in create.get("parameters", ()))
    return tuple(one["name"] for one in parameters if one.get("name"))


def _sql(create: Node) -> list[Node]:
    """The statements of a body in SQL, written as a text or as BEGIN ATOMIC and RETURN."""
    if "sql_body" in create:
        return list(_atomic(create["sql_body"]))
    options = {one["DefElem"]["defname"]: one["DefElem"].get("arg", {}) for one in create.get("options", ())}
    items = options.get("as", {}).get("List", {}).get("items", ())
    text = items[0]["String"].get("sval", "") if items else ""
    return [raw["stmt"] for raw in parse_tree(encode(text)) if "stmt" in raw]


def _atomic(node: Any) -> Iterator[Node]:
    if "ReturnStmt" in node:
        yield _selected(node["ReturnStmt"].get("returnval", {}))
    for item in node.get("List", {}).get("items", ()):
        yield from _atomic(item)
    if next(iter(node), "") in _STATEMENTS:
        yield node


def _selected(expression: Node) -> Node:
    return {"SelectStmt": {"targetList": [{"ResTarget": {"val": expression}}]}}


def _plpgsql(functions: list[Node], resolver: Resolver, body: Body) -> None:
    if not functions:
        body.problem = "its body cannot be read"
    for function in functions:
        fields = function.get("PLpgSQL_function", {})
        datums: list[Node] = [next(iter(datum.values()), {}) for datum in fields.get("datums", ())]
        scope = _around(tuple(one["refname"] for one in datums if one.get("refname") not in (None, *PSEUDO)))
        dynamic = [text for kind, inner in walk(fields) for text in _dynamic_texts(kind, inner)]
        body.dynamic = any(text_of(text, {}) is None for text in dynamic)
        for text in filter(None, (text_of(text, {}) for text in dynamic)):
            _run(text, _STATEMENT, resolver, scope, body)
        for kind, inner in walk(fields):
            if kind == "PLpgSQL_expr":
                _run(inner.get("query", ""), inner.get("parseMode", 0), resolver, scope, body)


def _dynamic_texts(kind: str, fields: Node) -> Iterator[str]:
    expressions = [fields.get("query") if kind in _DYNAMIC else None, fields.get("dynquery")]
    yield from (one.get("PLpgSQL_expr", {}).get("query", "") for one in expressions if one)


def _run(text: str, mode: int, resolver: Resolver, scope: Scope, body: Body) -> None:
    """Follow one text of a PL/pgSQL body; a text that does not parse is told of."""
    assigned = _ASSIGNMENT.match(text) if mode > _EXPRESSION else None
    if mode != _STATEMENT:
        text = f"select {assigned['value'] if assigned else text}"
    try:
        nodes = [raw["stmt"] for raw in parse_tree(encode(text)) if "stmt" in raw]
    except ParseError as error:
        body.problem = f"a statement in its body cannot be read: {error.message}"
        return
    for node in nodes:
        outputs = resolver.statement(node, scope)
        row, _, column = assigned["target"].lower().partition(".") if assigned else ("", "", "")
        if row == "new" and column and outputs:
            target = ColumnOf(Name("", "new"), column.strip('"'))
            body.writes.setdefault(Write(target, "set", outputs[0].sources, outputs[0].copied))
