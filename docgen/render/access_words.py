"""Access in words: what a role reaches, on which condition, and why it may."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from docgen.analysis.access.effective import Access, Below, Verdict
from docgen.analysis.access.privileges import COMMANDS, OTHER_PRIVILEGES, Reason
from docgen.analysis.access.roles import EVERYONE
from docgen.model.relation import Relation
from docgen.render.filters import Markdown, code, codes, join
from docgen.render.links import spelled

# A longer expression is named by its policies: the object's page shows it whole.
_LONGEST = 100


def role_name(role: str) -> Markdown:
    """A role as code; everyone in words."""
    return Markdown("everyone (`public`)") if role == EVERYONE else code(role)


def role_names(roles: Iterable[str]) -> Markdown:
    """Roles, one after the other."""
    return join([role_name(role) for role in roles])


def reach(verdict: Verdict, *, named: bool = False, longest: int | None = _LONGEST) -> Markdown:
    """What a verdict lets a role reach.

    Policies stand as one condition; they are named instead with ``named``, and where it is longer than ``longest``.
    """
    words = {
        "none": "—",
        "schema": "— (no usage of the schema)",
        "read only": "— (the view cannot be written)",
        "nothing": "no rows",
        "trigger": "what its trigger or rule does",
        "unknown": "not documented",
        "all": "all rows, past the policies" if verdict.bypass else "all rows",
    }.get(verdict.reach)
    if verdict.reach == "policies":
        words = str(_by_policies(verdict) if named else _by_condition(verdict, longest))
    elif verdict.reach == "below":
        words = "<br>".join(_below(limit) for limit in verdict.below)
    elif verdict.reach == "refused":
        refused = [limit for limit in verdict.below if limit.verdict.reach in ("none", "refused", "read only")]
        words = "— (" + "; ".join(_refused(limit) for limit in refused) + ")"
    suffix = f"<br>only columns {codes(verdict.columns)}" if verdict.columns else ""
    return Markdown(f"{words}{suffix}")


def _by_condition(verdict: Verdict, longest: int | None) -> Markdown:
    using, check = verdict.condition
    if verdict.condition.all:
        return Markdown("all rows by policy")
    if longest is not None and max(len(using), len(check)) > longest:
        return Markdown(f"by policy {codes(policy.name for policy in verdict.policies)}")
    parts = [f"where {code(using)}"] if using not in ("", "true") else []
    if check not in ("", "true") and check != using:
        parts.append(f"new rows where {code(check)}")
    return Markdown("<br>".join(parts))


def _by_policies(verdict: Verdict) -> Markdown:
    permissive = [code(policy.name) for policy in verdict.policies if policy.permissive]
    restrictive = [f"and {code(policy.name)}" for policy in verdict.policies if not policy.permissive]
    return Markdown("<br>".join([*(f"{'or ' if i else ''}{name}" for i, name in enumerate(permissive)), *restrictive]))


def _below(limit: Below) -> str:
    found = limit.verdict.reach
    table = code(spelled(limit.relation))
    if found == "unknown":
        return f"what {table} gives (not documented)"
    if found == "nothing":
        return f"no row of {table} (as {code(limit.actor)})"
    if found == "trigger":
        return f"what the trigger or rule of {table} does"
    return f"rows of {table} that its policies show {role_name(limit.actor)}"


def _refused(limit: Below) -> str:
    return f"{role_name(limit.actor)} may not touch {code(spelled(limit.relation))}"


def reason(one: Reason) -> Markdown:
    """Why a role holds a privilege: by a grant, by ownership, by which memberships."""
    way = " → ".join(str(code(role)) for role in one.way)
    if one.kind == "superuser":
        return Markdown("superuser")
    if one.kind == "owner":
        return Markdown(f"as {way}, the owner" if way else "the owner")
    if one.kind == "predefined":
        return Markdown(f"member of {way}" if way else "predefined role")
    if one.holder == EVERYONE:
        return Markdown("granted to everyone")
    return Markdown(f"granted to {way}" if way else "granted")


def reasons(found: Iterable[Reason]) -> Markdown:
    """Several reasons, each of which would do."""
    return Markdown("; ".join(reason(one) for one in found))


def why(access: Access, role: str, relation: Relation) -> Markdown:
    """Why ``role`` holds what it holds on ``relation``: one reason for all, or command by command."""
    return by_privilege([(command, access.reasons(role, relation, command)) for command in COMMANDS + OTHER_PRIVILEGES])


def by_privilege(held: Sequence[tuple[str, tuple[Reason, ...]]]) -> Markdown:
    """The reasons of each privilege; those with the same reasons together."""
    groups: dict[str, list[str]] = {}
    for privilege, found in held:
        if found:
            groups.setdefault(reasons(found), []).append(privilege)
    if len(groups) == 1:
        return Markdown(next(iter(groups)))
    return Markdown("<br>".join(f"{', '.join(privileges)}: {words}" for words, privileges in groups.items()))
