"""Security: a relation's page on who may do what: the effective matrix, the policies, the grants, plain warnings."""

from __future__ import annotations

from collections.abc import Mapping

from docgen.analysis.access.effective import Access, reads_as_owner
from docgen.analysis.access.privileges import COMMANDS, RELATION_PRIVILEGES
from docgen.analysis.access.roles import EVERYONE
from docgen.analysis.access.rows import Condition
from docgen.analysis.ddl.policies import bracketed
from docgen.model.relation import Grant, Policy, Relation
from docgen.render.access_words import reach, role_name, role_names, why
from docgen.render.filters import Markdown, block, cell, code, join, paragraph, table

_ALWAYS_TRUE = ("true", "(true)")
# Roles that anybody may act as: everyone, and the two that the API of Supabase and PostgREST acts as.
_OUTSIDERS = (EVERYONE, "anon", "authenticated")


def access_table(relation: Relation, access: Access) -> Markdown:
    """Role by command: which rows each role reaches in the end, and why it may."""
    rows = []
    for role in access.concerned(relation):
        verdicts = [access.verdict(role, relation, command) for command in COMMANDS]
        cells = [reach(verdict, named=True) for verdict in verdicts]
        if any(cell != "—" for cell in cells):
            rows.append((role_name(role), *cells, why(access, role, relation)))
    return table(rows, "Role", *(command.capitalize() for command in COMMANDS), "Why")


def condition_table(relation: Relation, access: Access) -> Markdown:
    """The policies that apply to each role and command, put together: what a row must fulfil."""
    groups: dict[tuple[str, Condition], list[str]] = {}
    for role in access.concerned(relation):
        for command in COMMANDS:
            verdict = access.verdict(role, relation, command)
            if verdict.reach == "policies":
                groups.setdefault((command, verdict.condition), []).append(role)
    rows = [
        (cell(command.capitalize()), role_names(roles), code(condition.using), code(condition.check))
        for (command, condition), roles in sorted(groups.items(), key=lambda group: COMMANDS.index(group[0][0]))
    ]
    return table(rows, "Command", "Role", "Rows that fulfil", "New rows must fulfil")


def policy_sections(relation: Relation, since: Mapping[str, Markdown]) -> list[tuple[Markdown, Markdown, Markdown]]:
    """Each policy as title line with the migrations behind it, comment, and its expressions in a fenced block."""
    return [
        (
            Markdown(
                f"**{code(policy.name)}**: {'permissive' if policy.permissive else '**restrictive**'}, for "
                f"{'all commands' if policy.command == 'all' else policy.command}, to {role_names(policy.roles)}"
                f"{_since(since.get(policy.name))}"
            ),
            paragraph(policy.comment),
            _expressions(policy),
        )
        for policy in relation.policies
    ]


def _since(cell: Markdown | None) -> str:
    return f" · {cell.replace('<br>', ', ')}" if cell else ""


def expression_cell(policy: Policy) -> Markdown:
    """The expressions of a policy for a table's cell."""
    parts = [str(code(policy.using))] if policy.using else []
    if policy.check and policy.check != policy.using:
        parts.append(f"new rows: {code(policy.check)}")
    return Markdown("<br>".join(parts))


def _expressions(policy: Policy) -> Markdown:
    parts = []
    if policy.using:
        parts.append(f"USING {bracketed(policy.using)}")
    if policy.check:
        parts.append(f"WITH CHECK {bracketed(policy.check)}")
    return block("\n".join(parts)) if parts else Markdown("")


def warnings(relation: Relation, access: Access) -> list[Markdown]:
    """Plain words on what a reader would not expect, one sentence each."""
    if relation.kind in ("view", "materialized view"):
        return _view_warnings(relation, access)
    found: list[str] = []
    if relation.policies and not relation.row_security:
        found.append("Policies exist, but row-level security is off: **none of them is in force**.")
    if relation.row_security and not relation.policies:
        found.append("Row-level security is on without a policy: only roles that bypass it reach any row.")
    if not relation.row_security and not relation.policies:
        open_to = [role for role in access.concerned(relation) if role in _OUTSIDERS]
        writes = any(access.verdict(role, relation, "select").reach == "all" for role in open_to)
        if writes:
            names = join([role_name(role) for role in open_to])
            found.append(f"Row-level security is off: every row is open to {names}.")
    if relation.row_security:
        wide = [policy for policy in relation.policies if policy.permissive and _open(policy)]
        found += [f"Policy {code(policy.name)} lets **every row** through." for policy in wide]
    return [Markdown(sentence) for sentence in found]


def _open(policy: Policy) -> bool:
    return (policy.using in _ALWAYS_TRUE or policy.check in _ALWAYS_TRUE) and not (
        policy.command == "select" and policy.using in _ALWAYS_TRUE
    )


def _view_warnings(relation: Relation, access: Access) -> list[Markdown]:
    readers = [role for role in access.concerned(relation) if role in _OUTSIDERS]
    if not readers or not reads_as_owner(relation):
        return []
    return [
        Markdown(
            f"This view reads with the rights of its owner {code(relation.owner)}: row-level security of the tables "
            "below holds for the owner, not for the reader."
        )
    ]


def grant_table(relation: Relation) -> Markdown:
    """The grants as they were given: grantee by privilege."""
    rows = [_grant_row(grant) for grant in relation.grants if grant.grantee != relation.owner]
    headers = [privilege.capitalize() for privilege in RELATION_PRIVILEGES]
    return table(rows, "Granted to", *headers)


def _grant_row(grant: Grant) -> tuple[Markdown, ...]:
    everything = "all" in grant.privileges
    cells = []
    for privilege in RELATION_PRIVILEGES:
        held = everything or privilege in grant.privileges
        passing = held and (privilege in grant.grantable or "all" in grant.grantable)
        cells.append(Markdown("yes, may grant" if passing else "yes" if held else ""))
    return (role_name(grant.grantee), *cells)


def column_grant_table(relation: Relation) -> Markdown:
    """The grants on single columns."""
    rows = [
        (
            code(column.name),
            role_name(grant.grantee),
            cell(", ".join(grant.privileges)),
            cell(", ".join(grant.grantable)),
        )
        for column in relation.columns
        for grant in column.grants
    ]
    return table(rows, "Column", "Granted to", "Privileges", "May grant")
