"""Blame: what the migrations did to one object, or to one part of it, followed back through renames."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterable, Mapping, Sequence

from docgen.analysis.provenance import history_of, owner_of
from docgen.analysis.recorded import done, recorded
from docgen.model.blame import Blame, BlameEntry
from docgen.model.catalog import Catalog
from docgen.model.change import Change
from docgen.model.migration import Migration, Replay, Touch
from docgen.model.name import Name, quote

_MAKING = frozenset(("create", "add"))
_NEAR = 4


class UnknownObjectError(LookupError):
    """No migration speaks of such an object; ``near`` are names like it."""

    def __init__(self, near: Sequence[str]) -> None:
        super().__init__()
        self.near = tuple(near)


def blame(
    name: str,
    migrations: Sequence[Migration],
    replay: Replay | None,
    catalog: Catalog,
    drift: Sequence[Change] = (),
) -> Blame:
    """The story of the object of that name: ``orders``, ``shop.orders``, ``shop.orders.code``, ``shop.total()``.

    A name that it had earlier means it too. ``catalog``: what there is now, for the columns that came with their
    table; ``drift``: what of it no migration makes. Raises UnknownObjectError.
    """
    histories = history_of(done(migrations, replay))
    by_hand = {(one.relation, tail_of(one.object, one.relation)) for one in drift if one.kind == "unexpected"}
    stories = _Stories(histories, catalog, by_hand)
    found = stories.find(name)
    if found is None:
        raise UnknownObjectError(stories.near(name))
    spelling, touches = found
    records = recorded(migrations, replay)
    dates = {one.path: one.date for one in migrations}
    return Blame(
        object=spelling,
        story=tuple(_entry(touch, dates[touch.path], touch.path in records) for touch in reversed(touches)),
        files=len(migrations),
        parsed=len(migrations) - len(records),
    )


def part_story(history: Sequence[Touch], tail: str) -> tuple[Touch, ...]:
    """Of a relation's or type's history what speaks of one part, by its last name; last the oldest first.

    A part that no statement made came with the whole, whose creation is then the first of the story.
    """
    told: list[Touch] = []
    for place in range(len(history) - 1, -1, -1):
        touch = history[place]
        if not touch.relation:
            if touch.verb == "create" and touch.kind != "row" and (not told or told[-1].verb not in _MAKING):
                told.append(touch)
            continue
        if touch.new_name and tail_of(touch.new_name, touch.relation) == tail:
            tail = tail_of(touch.object, touch.relation)
            told.append(touch)
        elif tail_of(touch.object, touch.relation) == tail and not touch.new_name:
            told.append(touch)
    return tuple(reversed(told))


def tail_of(spelling: str, relation: str) -> str:
    """What a part is called without its relation: ``code`` of public.orders.code; an index keeps its name alone."""
    if relation and spelling.startswith(f"{relation}."):
        return spelling[len(relation) + 1 :]
    return spelling.rpartition(".")[2] if not spelling.endswith('"') else spelling.partition(".")[2]


class _Stories:
    """The objects that have a story, and how they may be called."""

    def __init__(
        self, histories: Mapping[str, Sequence[Touch]], catalog: Catalog, by_hand: Collection[tuple[str, str]]
    ) -> None:
        self._histories = histories
        self._parts: dict[str, tuple[str, str]] = {}  # spelling -> owner, tail
        self._whole: dict[str, str] = {}
        for owner, history in histories.items():
            for touch in history:
                self._remember(owner, touch)
        for owner in histories:
            self._whole[owner] = owner
        for owner, tail in _parts_of(catalog):
            if owner in histories and (owner, tail) not in by_hand:
                self._parts[f"{owner}.{tail}"] = owner, tail

    def _remember(self, owner: str, touch: Touch) -> None:
        earlier = owner_of(touch)
        self._whole.setdefault(earlier, owner)
        if touch.relation:
            for name in filter(None, (touch.object, touch.new_name)):
                if name != touch.relation:
                    self._parts[name] = owner, tail_of(name, touch.relation)

    def find(self, name: str) -> tuple[str, Sequence[Touch]] | None:
        """The last name of what is called so, and its touches, the oldest first."""
        for spelling in self._spellings(name):
            if spelling in self._whole:
                owner = self._whole[spelling]
                return owner, self._histories[owner]
            if spelling in self._parts:
                owner, tail = self._parts[spelling]
                story = part_story(self._histories[owner], self._last(owner, tail))
                if story:
                    return f"{owner}.{self._last(owner, tail)}", story
        return None

    def _last(self, owner: str, tail: str) -> str:
        """The name that the part has in the end."""
        for touch in self._histories[owner]:
            if touch.relation and touch.new_name and tail_of(touch.object, touch.relation) == tail:
                tail = tail_of(touch.new_name, touch.relation)
        return tail

    def _spellings(self, name: str) -> Iterable[str]:
        """The name as it may be spelled: as it is, of a routine, of a schema or extension; in public, in any schema."""
        yield name
        yield f"{name.partition('(')[0]}()"
        yield from (f"{kind} {name}" for kind in ("schema", "extension"))
        names = [*self._whole, *self._parts]
        wanted = name.partition("(")[0]
        ends = [one for one in names if one.removesuffix("()").endswith(f".{wanted}")]
        bare = [one for one in names if '"' in one and f".{one.replace(chr(34), '')}".endswith(f".{wanted}")]
        yield from sorted(ends, key=_nearest)
        yield from sorted(bare, key=_nearest)

    def near(self, name: str) -> list[str]:
        """Names like it."""
        names = sorted({*self._whole, *self._parts})
        close = difflib.get_close_matches(name, names, _NEAR)
        if close:
            return close
        tails = {one.rpartition(".")[2]: one for one in names}
        return [tails[tail] for tail in difflib.get_close_matches(name.rpartition(".")[2], tails, _NEAR)]


def _nearest(name: str) -> tuple[bool, int, str]:
    return not name.startswith("public."), name.count("."), name


def _parts_of(catalog: Catalog) -> Iterable[tuple[str, str]]:
    for relation in catalog.relations:
        named = (relation.columns, relation.constraints, relation.indexes, relation.policies, relation.triggers)
        for group in named:
            yield from ((str(relation.id), quote(one.name)) for one in group)
    for type_ in catalog.types:
        yield from ((str(Name(type_.schema, type_.name)), quote(label)) for label in type_.labels)


def _entry(touch: Touch, date: str, is_recorded: bool) -> BlameEntry:
    return BlameEntry(
        version=touch.version,
        date=date,
        file=touch.path,
        line=touch.line,
        verb=touch.verb,
        kind=touch.kind,
        object=touch.object,
        new_name=touch.new_name,
        detail=touch.detail,
        known="recorded" if is_recorded else "parsed",
    )
