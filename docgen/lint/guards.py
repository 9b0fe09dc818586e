"""Guards: whether the IFs and exception handlers of a DO body keep an action from doing harm on the second run."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from typing import NamedTuple

from docgen.lint.keys import RELATIONS
from docgen.lint.reads import columns_of
from docgen.lint.world import World
from docgen.sql.libpg_query import Node, ParseError, parse_tree
from docgen.sql.offsets import encode
from docgen.sql.statement import Statement
from docgen.sql.tree import strings, walk

CONDITIONS = {
    "duplicate_object": "42710",
    "duplicate_table": "42P07",
    "duplicate_column": "42701",
    "duplicate_function": "42723",
    "duplicate_schema": "42P06",
    "duplicate_database": "42P04",
    "duplicate_prepared_statement": "42P05",
    "invalid_table_definition": "42P16",
    "unique_violation": "23505",
    "object_not_in_prerequisite_state": "55000",
    "wrong_object_type": "42809",
    "invalid_parameter_value": "22023",
    "undefined_table": "42P01",
    "undefined_column": "42703",
    "undefined_object": "42704",
    "undefined_function": "42883",
    "invalid_schema_name": "3F000",
    "invalid_catalog_name": "3D000",
    "dependent_objects_still_exist": "2BP01",
    "datatype_mismatch": "42804",
    "syntax_error_or_access_rule_violation": "42000",
    "integrity_constraint_violation": "23000",
    "data_exception": "22000",
}
NAMES = {state: name for name, state in CONDITIONS.items()}


class Test(NamedTuple):
    """One existence test of a condition: holds when the thing named by one of ``literals`` exists (or does not)."""

    exists: bool
    catalog: bool
    literals: tuple[str, ...]
    kinds: frozenset[str] = frozenset()  # of which kind the relation must be, where pg_class.relkind is asked


_RELKINDS = {
    "r": "table",
    "p": "table",
    "f": "foreign table",
    "v": "view",
    "m": "materialized view",
    "i": "index",
    "S": "sequence",
}


# Catalogs that list one kind of relation.
_LISTS = {
    "pg_tables": "table",
    "pg_views": "view",
    "pg_matviews": "materialized view",
    "pg_sequences": "sequence",
}


def caught(sqlstate: str, handlers: tuple[str, ...]) -> bool:
    """Whether a handler for one of these conditions catches the SQLSTATE."""
    for handler in handlers:
        code = CONDITIONS.get(handler, handler.upper())
        if handler == "others" or code == sqlstate or (code.endswith("000") and code[:2] == sqlstate[:2]):
            return True
    return False


def skipped(statement: Statement, world: World) -> bool:
    """Whether the conditions around a statement keep it from running again; doubt counts as yes."""
    return any(_false_now(condition, world) for condition in statement.conditions)


def _false_now(condition: str, world: World) -> bool:
    if condition == "handler":
        return True
    tests = existence_tests(condition)
    if not tests:
        return True  # a variable, a setting, a count: not decidable by parsing
    return any(_test_fails(test, world) for test in tests)


def _test_fails(test: Test, world: World) -> bool:
    if not test.catalog:
        return True
    facts = [fact for literal in test.literals for fact in world.named(literal)]
    if test.exists:
        made = [fact.action.kind for fact in facts if fact.present and fact.action and fact.action.kind in RELATIONS]
        if test.kinds and made and test.kinds.isdisjoint(made):
            return True
        # Another literal may well exist (the table beside the column): one that is gone decides.
        return any(not fact.present for fact in facts)
    return not test.literals or any(fact.present for fact in facts)


@functools.lru_cache(maxsize=4096)
def existence_tests(condition: str) -> tuple[Test, ...]:
    """The existence tests that must all hold for the condition; () where it holds something else."""
    try:
        statement = parse_tree(encode(f"select {condition}"))[0]["stmt"]
        value = statement["SelectStmt"]["targetList"][0]["ResTarget"]["val"]
    except (ParseError, KeyError, IndexError):
        return ()
    return tuple(_tests(value, True))


class Lookup(NamedTuple):
    """One query of a condition that reads one catalog: which, and the columns that it names."""

    catalog: str
    columns: frozenset[str]
    joined: bool  # it reads another relation too


@functools.lru_cache(maxsize=4096)
def lookups(condition: str) -> tuple[Lookup, ...]:
    """The queries over catalogs in a condition; () where it cannot be read."""
    try:
        tree = parse_tree(encode(f"select {condition}"))[0]["stmt"]
    except (ParseError, KeyError, IndexError):
        return ()
    found = []
    for kind, fields in walk(tree):
        if kind == "SubLink":
            relations = [inner.get("relname", "") for name, inner in walk(fields) if name == "RangeVar"]
            columns = frozenset(columns_of(fields.get("subselect")))
            found += [Lookup(relations[0], columns, len(relations) > 1)] if relations else []
    return tuple(found)


def _tests(node: Node, wanted: bool) -> Iterator[Test]:
    for kind, fields in node.items():
        if kind == "BoolExpr":
            operator, arguments = fields.get("boolop"), fields.get("args", [])
            if operator == "NOT_EXPR":
                yield from _tests(arguments[0], not wanted)
            elif (operator == "AND_EXPR") == wanted:
                for argument in arguments:
                    yield from _tests(argument, wanted)
            else:
                alternatives = [list(_tests(argument, wanted)) for argument in arguments]
                yield from alternatives[0] if alternatives and all(alternatives) else ()
        elif kind == "SubLink":
            if fields.get("subLinkType") == "EXISTS_SUBLINK":
                yield _test(fields, wanted)
        elif kind == "NullTest":
            is_null = fields.get("nulltesttype") == "IS_NULL"
            yield _test(fields, is_null != wanted)
        elif kind == "A_Expr":
            yield from _comparison(fields, wanted)


def _comparison(fields: Node, wanted: bool) -> Iterator[Test]:
    operator = strings(fields.get("name"))[-1:]
    right = fields.get("rexpr", {}).get("A_Const", {})
    number = right.get("ival", {}).get("ival", 0) if "ival" in right else None
    text = right.get("sval", {}).get("sval", "") if "sval" in right else None
    if text == "" and operator == ("=",):
        yield Test(not wanted, True, ())  # (select attidentity ...) = ''
    elif fields.get("kind") == "AEXPR_IN" or (fields.get("kind") == "AEXPR_OP_ANY"):
        if any(kind == "SubLink" for kind, _ in walk(fields)):
            yield _test(fields, wanted == (operator != ("<>",)))
    elif number is not None and any(kind == "SubLink" for kind, _ in walk(fields.get("lexpr"))):
        empty = (operator == ("=",) and number == 0) or operator == ("<",)
        yield _test(fields, wanted != empty)


def _test(node: Node, exists: bool) -> Test:
    literals: list[str] = []
    kinds: set[str] = set()
    catalog = False
    for kind, fields in walk(node):
        if kind == "A_Const" and "sval" in fields:
            text = fields["sval"].get("sval", "")
            literals.extend(part.strip('"') for part in text.partition("(")[0].split("."))
        elif kind == "A_Expr" and "relkind" in strings(fields.get("lexpr", {}).get("ColumnRef", {}).get("fields")):
            kinds |= {_RELKINDS[letter] for letter in _constants(fields.get("rexpr")) if letter in _RELKINDS}
        elif kind == "RangeVar":
            schema, name = fields.get("schemaname", ""), fields.get("relname", "")
            catalog = catalog or schema in ("pg_catalog", "information_schema") or name.startswith("pg_")
            kinds |= {_LISTS[name]} if name in _LISTS else set()
        elif kind == "FuncCall":
            catalog = catalog or strings(fields.get("funcname"))[-1:][0].startswith(("to_reg", "has_", "pg_"))
        elif kind == "TypeCast":
            target = strings(fields.get("typeName", {}).get("names"))[-1:]
            catalog = catalog or bool(target and target[0].startswith("reg"))
    return Test(exists, catalog, tuple(literals), frozenset(kinds))


def _constants(node: object) -> list[str]:
    return [fields["sval"].get("sval", "") for kind, fields in walk(node) if kind == "A_Const" and "sval" in fields]
