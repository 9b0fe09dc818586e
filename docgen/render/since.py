"""Since: which migration introduced each part of a relation or type, and which changed it last, as compact links."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from docgen.analysis.blame import tail_of
from docgen.model.migration import Touch
from docgen.model.name import quote
from docgen.render.filters import Markdown
from docgen.render.links import link, migration_place
from docgen.render.references import References

_MAKING = frozenset(("create", "add"))
_SAYING = frozenset(("comment", "grant", "revoke"))
_EMPTY = Markdown("")


class Origin(NamedTuple):
    """The paths of the migrations that introduced something and that changed it last; "" where none is known."""

    first: str
    last: str


class Part(NamedTuple):
    """A part of a relation or type; one that no statement names came with the newest of the ``columns``."""

    name: str
    columns: tuple[str, ...] = ()


class Since:
    """The origins of the parts of one relation or type, as the touches of its history tell them."""

    def __init__(self, history: Sequence[Touch], references: References, page: str) -> None:
        self._whole, self._parts = origins(history)
        self._references = references
        self._page = page
        self._links: dict[str, Markdown] = {}

    def cells(self, kind: str, parts: Iterable[Part]) -> dict[str, Markdown]:
        """By name the date or version of the migration that added a part, and of the last one that changed it.

        What came with the whole and is as it was has none: the page says already who made the whole.
        """
        if not self._parts:
            return {}
        found = {part.name: self._origin(kind, part) for part in parts}
        return {name: self._cell(one) for name, one in found.items() if one != Origin(self._whole, self._whole)}

    def _origin(self, kind: str, part: Part) -> Origin:
        known = self._parts.get((kind, quote(part.name)))
        if known is not None:
            return known
        columns = [self._parts.get(("column", quote(column))) for column in part.columns]
        made = [one.first for one in columns if one is not None] or [self._whole]
        first = max(made, key=lambda path: self._references.migration_order.get(path, -1))
        return Origin(first, first)

    def _cell(self, origin: Origin) -> Markdown:
        said = [f"added {self._link(origin.first)}"] if origin.first not in ("", self._whole) else []
        said += [f"changed {self._link(origin.last)}"] if origin.last != origin.first else []
        return Markdown("<br>".join(said))

    def _link(self, path: str) -> Markdown:
        if path and path not in self._links:
            label = Markdown.escape(self._references.migration_labels.get(path, path.rpartition("/")[2]))
            self._links[path] = link(self._page, migration_place(path), label)
        return self._links.get(path, _EMPTY)


def origins(history: Sequence[Touch]) -> tuple[str, dict[tuple[str, str], Origin]]:
    """The migration that made the whole, and by kind and last name what is known of each part; renames are followed.

    A history may be that of two objects, of which one took the name of the other that was dropped.
    """
    known: dict[str, _Made] = {}
    name = ""
    for touch in history:
        if touch.kind == "row" or touch.verb in _SAYING:
            continue
        name = touch.relation or touch.object
        if name not in known:
            # A schema that was renamed is told in no history but its own.
            known[name] = known.pop(next(iter(known))) if len(known) == 1 and touch.verb != "create" else _Made()
        if touch.relation:
            known[name].change(touch)
        elif touch.verb == "drop":
            del known[name]
        elif touch.new_name:
            name = touch.new_name
            known[name] = known.pop(touch.object)
        elif touch.verb == "create":
            known[name].whole = known[name].whole or touch.path
    last = known.get(name, _Made())
    return last.whole, last.parts


class _Made:
    """What is known of one object: who made it, and each part."""

    def __init__(self) -> None:
        self.whole = ""
        self.parts: dict[tuple[str, str], Origin] = {}

    def change(self, touch: Touch) -> None:
        key = (touch.kind, tail_of(touch.object, touch.relation))
        if touch.verb in _MAKING:
            self.parts[key] = Origin(touch.path, touch.path)
        elif touch.verb == "drop":
            self.parts.pop(key, None)
        else:
            before = self.parts.pop(key, Origin(self.whole, self.whole))
            name = tail_of(touch.new_name, touch.relation) if touch.new_name else key[1]
            self.parts[touch.kind, name] = Origin(before.first, touch.path)
