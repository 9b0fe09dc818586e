"""Sqitch: deploy/<change>.sql in the order of sqitch.plan, with revert/<change>.sql; psql runs each script."""

from __future__ import annotations

import hashlib
import re
from typing import NamedTuple

from docgen.errors import SourceError
from docgen.model.migration import HistoryQuery, Migration
from docgen.sources.reading import Up, migration, text_of
from docgen.sources.source import Evidence, Folder

PLAN = "sqitch.plan"
_CHANGE = re.compile(r"([^\s#%@+\-\[][^\s\[]*)(?:\s+\[[^\]]*\])?\s+(\d{4}-\d\d-\d\d)T", re.ASCII)
_TAG = re.compile(r"@(\S+)\s")


class _Change(NamedTuple):
    name: str
    date: str
    tags: tuple[str, ...]  # where the change is planned again later: those set until then, each with its @

    @property
    def suffix(self) -> str:
        """What its earlier self is told by."""
        return self.tags[0] if self.tags else ""


class Sqitch:
    """The deploy scripts of one Sqitch project."""

    name = "sqitch"
    title = "Sqitch"
    places = ("deploy", "sqitch/deploy", "db/deploy")
    history = HistoryQuery(
        source="sqitch",
        schema="sqitch",
        table="changes",
        columns=("change_id", "script_hash", "change", "project", "committed_at", "committer_name"),
        # A change that was planned again is called by the tag that its earlier self was released with.
        sql="""
            with last_event as (
              select distinct on (change_id) * from sqitch.events order by change_id, committed_at desc
            )
            select change || case when later then coalesce('@' || tag, '') else '' end as version,
                   change as name,
                   to_char(committed_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as at,
                   committer_name as by, script_hash as checksum, true as success, false as rolled_back
            from (select c.*,
                         exists (select from sqitch.changes as again
                                 where again.project = c.project and again.change = c.change
                                   and again.committed_at > c.committed_at) as later,
                         (select ltrim(t.tag, '@') from sqitch.tags as t join sqitch.changes as at_tag
                            on at_tag.change_id = t.change_id
                          where t.project = c.project and at_tag.committed_at >= c.committed_at
                          order by at_tag.committed_at, t.committed_at limit 1) as tag
                  from sqitch.changes as c) as deployed
            union all
            select change, change, to_char(committed_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
                   committer_name, null, event <> 'fail', event = 'revert'
            from last_event
            where event in ('revert', 'fail')
              and not exists (select from sqitch.changes as c where c.change_id = last_event.change_id)
              and not exists (select from sqitch.changes as c
                              where c.project = last_event.project and c.change = last_event.change)
            order by at""",
    )

    def fits(self, folder: Folder) -> Evidence | None:
        """By the plan, in the folder or above a folder called deploy; sqitch.conf may put the scripts elsewhere."""
        if folder.holds(PLAN) and (folder.has("deploy") or not folder.has("sqitch.conf")):
            return Evidence(f"it holds {PLAN}")
        if folder.path.name == "deploy" and folder.has(f"../{PLAN}"):
            return Evidence(f"{PLAN} lies beside it")
        return None

    def read(self, folder: Folder) -> tuple[Migration, ...]:
        """In the order of the plan. Raises SourceError for a plan without its scripts."""
        above = "" if folder.holds(PLAN) else "../"
        if above and not folder.has(f"../{PLAN}"):
            raise SourceError(
                f"there is no {PLAN} beside {folder.shown}", "Name the folder deploy of a Sqitch project."
            )
        return tuple(_migration(folder, above, change) for change in _planned(text_of(folder, above + PLAN)))


def _planned(plan: str) -> list[_Change]:
    """The changes of a plan in its order."""
    changes: list[_Change] = []
    tags: list[tuple[int, str]] = []  # how many changes stand above each
    for line in plan.splitlines():
        if found := _CHANGE.match(line.strip()):
            changes.append(_Change(found[1], found[2], ()))
        elif tag := _TAG.match(line.strip() + " "):
            tags.append((len(changes), f"@{tag[1]}"))
    again: dict[str, int] = {}  # where each change is planned next
    for number in reversed(range(len(changes))):
        one = changes[number]
        until = again.get(one.name, 0)
        changes[number] = one._replace(tags=tuple(tag for at, tag in tags if number < at <= until))
        again[one.name] = number
    return changes


def _migration(folder: Folder, above: str, change: _Change) -> Migration:
    below = "" if above else "deploy/"
    # An earlier self lies in the file of the tag before it was planned again, which need not be the first.
    scripts = [f"{change.name}{tag}.sql" for tag in change.tags or ("",)]
    script = next((name for name in scripts if folder.has(below + name)), "")
    if not script:
        raise SourceError(
            f"{PLAN} names {change.name}{change.suffix}, but there is no {folder.place(below + scripts[0])}",
            "Restore the script, or take the change out of the plan with sqitch.",
        )
    deploy, revert = below + script, f"{above}revert/{script}"
    return migration(
        folder,
        deploy,
        version=f"{change.name}{change.suffix}",
        title=change.name,
        up=lambda text: Up(text, transaction=False),
        down=revert if folder.has(revert) else "",
        opening="",
        date=change.date,
        checksums=(hashlib.sha1(folder.bytes(deploy)).hexdigest(),),  # noqa: S324 - what Sqitch keeps
    )


SOURCE = Sqitch()
