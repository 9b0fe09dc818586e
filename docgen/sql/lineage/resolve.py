"""Resolve: a statement's tree to what it reads, gives and writes, every name followed to the relation behind it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from docgen.model.name import Name
from docgen.sql.libpg_query import Node
from docgen.sql.lineage.joining import add
from docgen.sql.lineage.nouns import ColumnOf, Known, Names, Output, Write, renamed, union
from docgen.sql.lineage.scope import Scope, Source, of_relation
from docgen.sql.lineage.writing import write
from docgen.sql.tree import qualified, strings

Shared = dict[str, list[Output]]  # the WITH queries in sight, by name

# A recursive query's columns are followed round until nothing is new; each round adds at least one source.
_MOST_ROUNDS = 100
_CLAUSES = ("whereClause", "havingClause", "groupClause", "limitOffset", "limitCount")
_ORDERED = ("sortClause", "distinctClause")
# Nothing below these stands for a column: constants, names of functions, operators and types.
_NAMELESS = frozenset(("A_Const", "funcname", "name", "names", "typmods"))


class Resolver:
    """Follows the names of statements and notes what is read and written on the way."""

    def __init__(self, names: Names) -> None:
        self._names = names
        self.reads: set[ColumnOf] = set()
        self.relations: dict[Name, None] = {}  # every relation that is read from, in order
        self.writes: dict[Write, None] = {}

    def statement(self, node: Node, scope: Scope | None = None, shared: Shared | None = None) -> list[Output]:
        """The columns that a SELECT, INSERT, UPDATE, DELETE or MERGE gives; none for any other statement."""
        if "SelectStmt" in node:
            return self.query(node["SelectStmt"], scope, shared or {})
        return write(self, node, scope, shared or {})

    def query(self, select: Node, around: Scope | None, shared: Shared) -> list[Output]:
        """The columns that a SELECT, VALUES or set operation gives."""
        shared = self.with_queries(select.get("withClause", {}), around, shared)
        if "valuesLists" in select:
            return self._values(select, around, shared)
        if "larg" in select:
            return self._set_operation(select, around, shared)
        scope = Scope(around=around)
        self.sources(select.get("fromClause", ()), scope, shared)
        for window in select.get("windowClause", ()):
            fields = window["WindowDef"]
            scope.windows[fields.get("name", "")] = self.value(_without_name(fields), scope, shared)
        outputs = self.targets(select.get("targetList", ()), scope, shared)
        self._read_clauses(select, scope, outputs, shared)
        return outputs

    def _read_clauses(self, select: Node, scope: Scope, outputs: list[Output], shared: Shared) -> None:
        for clause in _CLAUSES:
            if clause in select:
                named = {one.name: one for one in outputs} if clause == "groupClause" else {}
                self.value(select[clause], Scope(around=scope, outputs=named), shared)
        # A bare name in ORDER BY is an output column first.
        ordered = Scope(merged={one.name: one for one in outputs}, around=scope)
        for clause in _ORDERED:
            for item in select.get(clause, ()):
                inner = item.get("SortBy", {}).get("node", item)
                self.value(inner, ordered if "ColumnRef" in inner else scope, shared)

    def _values(self, select: Node, around: Scope | None, shared: Shared) -> list[Output]:
        rows = [row["List"].get("items", []) for row in select["valuesLists"]]
        values = [[self.value(item, Scope(around=around), shared) for item in row] for row in rows]
        columns = zip(*values, strict=False)
        return [union(list(column), f"column{number}") for number, column in enumerate(columns, 1)]

    def _set_operation(self, select: Node, around: Scope | None, shared: Shared) -> list[Output]:
        left = self.query(select["larg"], around, shared)
        right = self.query(select["rarg"], around, shared)
        outputs = left  # EXCEPT and INTERSECT let rows of the left through
        if select.get("op") == "SETOP_UNION":
            outputs = [union([one, other], one.name) for one, other in zip(left, right, strict=False)]
        self._read_clauses(select, Scope(around=around), outputs, shared)
        return outputs

    def with_queries(self, clause: Node, around: Scope | None, shared: Shared) -> Shared:
        """The WITH queries in sight once those of ``clause`` are added."""
        shared = dict(shared)
        for item in clause.get("ctes", ()):
            fields = item["CommonTableExpr"]
            name, query = fields["ctename"], fields["ctequery"]
            if clause.get("recursive"):
                shared[name] = self._recursive(fields, query, around, shared)
            else:
                shared[name] = self._cte(fields, self.statement(query, around, shared))
        return shared

    def _recursive(self, fields: Node, query: Node, around: Scope | None, shared: Shared) -> list[Output]:
        select = query.get("SelectStmt", {})
        name = fields["ctename"]
        if "larg" not in select:
            return self._cte(fields, self.statement(query, around, {**shared, name: []}))
        start = self.with_queries(select.get("withClause", {}), around, shared)
        found = self._cte(fields, self.query(select["larg"], around, start))
        for _ in range(_MOST_ROUNDS):
            following = self._cte(fields, self.query(select, around, {**shared, name: found}))
            if following == found:
                break
            found = following
        return found

    def _cte(self, fields: Node, outputs: list[Output]) -> list[Output]:
        named = renamed(outputs, strings(fields.get("aliascolnames")))
        search = fields.get("search_clause", {})
        cycle = fields.get("cycle_clause", {})
        for clause, columns, added in (
            (search, "search_col_list", ("search_seq_column",)),
            (cycle, "cycle_col_list", ("cycle_mark_column", "cycle_path_column")),
        ):
            from_ = set(strings(clause.get(columns)))
            made = union([one for one in named if one.name in from_])._replace(copied=False, expressions=())
            named += [made._replace(name=clause[key]) for key in added if key in clause]
        return named

    def targets(self, nodes: Iterable[Node], scope: Scope, shared: Shared) -> list[Output]:
        """The columns of a target list or RETURNING; ``*`` gives all that it stands for."""
        outputs: list[Output] = []
        for node in nodes:
            target = node["ResTarget"]
            value = target.get("val", {})
            fields = value.get("ColumnRef", {}).get("fields", ())
            if fields and "A_Star" in fields[-1]:
                names = strings(fields[:-1])
                columns = scope.star(names[-1] if names else None)
                self.reads.update(source for one in columns for source in one.sources if one.copied and source[1])
                outputs += columns
                continue
            found = self.value(value, scope, shared)
            # A bare column shows what makes it further in, if that is known.
            if not ("ColumnRef" in value and (found.copied or found.expressions)) and target.get("location", -1) >= 0:
                found = found._replace(expressions=((target["location"], -1),))
            outputs.append(found._replace(name=target.get("name") or _name_of(value)))
        return outputs

    def value(self, node: Any, scope: Scope, shared: Shared) -> Output:
        """What an expression is made of."""
        if isinstance(node, dict):
            if "ColumnRef" in node:
                return self._reference(node["ColumnRef"], scope)
            if "TypeCast" in node and "ColumnRef" in node["TypeCast"].get("arg", {}):
                inner = self._reference(node["TypeCast"]["arg"]["ColumnRef"], scope)
                return inner._replace(expressions=())
        return Output("", frozenset().union(*(one.sources for one in self._parts(node, scope, shared))))

    def _parts(self, node: Any, scope: Scope, shared: Shared) -> Iterable[Output]:
        stack = [node]
        while stack:
            current = stack.pop()
            if type(current) is list:  # what is decoded from JSON holds no subclass
                stack += current
            elif type(current) is dict:
                for key, inner in current.items():
                    kind = type(inner)
                    if (kind is not dict and kind is not list) or key in _NAMELESS:
                        continue
                    if key == "ColumnRef":
                        yield self._reference(inner, scope)
                    elif key == "SubLink":
                        yield from self._sublink(inner, scope, shared)
                    else:
                        if key == "over":
                            windows = {name: value for one in scope.outwards() for name, value in one.windows.items()}
                            yield from (windows[inner[one]] for one in ("name", "refname") if inner.get(one) in windows)
                        stack.append(inner)

    def _sublink(self, link: Node, scope: Scope, shared: Shared) -> Iterable[Output]:
        outputs = self.query(link["subselect"]["SelectStmt"], scope, shared)
        if link.get("subLinkType") != "EXISTS_SUBLINK":
            yield from outputs
        yield self.value(link.get("testexpr"), scope, shared)

    def _reference(self, reference: Node, scope: Scope) -> Output:
        fields = reference.get("fields", ())
        names = [*strings(fields), *(["*"] if fields and "A_Star" in fields[-1] else [])]
        found = None
        if len(names) == 1:
            found = scope.bare(names[0])
        elif len(names) > 1:
            found = scope.qualified(names[-2], names[-1], names[-3] if len(names) > 2 else "")
        if found is None:
            return Output(names[-1] if names else "")
        self.reads |= found.reads
        return found.output

    def sources(self, nodes: Iterable[Node], scope: Scope, shared: Shared) -> None:
        """Put what is in a FROM list into ``scope``, from the left."""
        for node in nodes:
            add(self, node, scope, shared)

    def relation(self, node: Node, shared: Shared, *, writing: bool = False) -> Source:
        """The source that a name in FROM, or the target of a statement, stands for."""
        schema, name = node.get("schemaname", ""), node["relname"]
        alias = node.get("alias", {})
        names = strings(alias.get("colnames"))
        if not schema and not writing and name in shared:
            return Source(alias.get("aliasname", name), renamed(shared[name], names))
        known = self._names.relation(schema, name)
        if not writing:
            self.relations.setdefault(known.name)
        return of_relation(known, alias.get("aliasname", ""), names)

    def rows(self, function: tuple[str, ...]) -> Known | None:
        """The relation whose rows a function in FROM returns."""
        return self._names.rows(*qualified(function))


def _without_name(fields: Node) -> Node:
    return {key: value for key, value in fields.items() if key not in ("name",)}


def _name_of(value: Node) -> str:
    """The name that PostgreSQL gives a column without AS: of the column or function, below a cast."""
    if "ColumnRef" in value:
        return (strings(value["ColumnRef"].get("fields")) or ("",))[-1]
    if "FuncCall" in value:
        return strings(value["FuncCall"].get("funcname"))[-1]
    if "TypeCast" in value:
        return _name_of(value["TypeCast"].get("arg", {}))
    if "A_Indirection" in value:
        return (strings(value["A_Indirection"].get("indirection")) or ("",))[-1]
    return "?column?"
