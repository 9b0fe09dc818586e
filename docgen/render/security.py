"""Security: a relation's page on who may do what: the effective matrix, the policies, the grants, plain warnings."""

from __future__ import annotations

from docgen.analysis.ddl.policies import bracketed
from docgen.model.relation import Grant, Policy, Relation
from docgen.render.filters import Markdown, block, cell, code, codes, join, paragraph, table
from docgen.render.privileges import COMMANDS, EVERYONE, RELATION_PRIVILEGES, Privileges, Verdict, reads_as_owner

_ALWAYS_TRUE = ("true", "(true)")
# Roles that anybody may act as: everyone, and the two that the API of Supabase and PostgREST acts as.
_OUTSIDERS = (EVERYONE, "anon", "authenticated")


def role_name(role: str) -> Markdown:
    """A role as code; everyone in words."""
    return Markdown("everyone (`public`)") if role == EVERYONE else code(role)


def role_names(roles: tuple[str, ...]) -> Markdown:
    """Roles, one after the other."""
    return join([role_name(role) for role in roles])


def access_table(relation: Relation, privileges: Privileges) -> Markdown:
    """Role by command: which rows each role reaches in the end."""
    rows = []
    for role in privileges.concerned(relation):
        verdicts = [privileges.verdict(role, relation, command) for command in COMMANDS]
        rows.append((role_name(role), *(_reach(verdict) for verdict in verdicts)))
    return table(rows, "Role", *(command.capitalize() for command in COMMANDS))


def _reach(verdict: Verdict) -> Markdown:
    if verdict.reach == "none":
        return Markdown("—")
    if verdict.reach == "schema":
        return Markdown("— (no usage of the schema)")
    if verdict.reach == "nothing":
        return Markdown("no rows")
    suffix = f"<br>only columns {codes(verdict.columns)}" if verdict.columns else ""
    if verdict.reach == "below":
        return Markdown(f"what the tables below allow{suffix}")
    if verdict.reach == "all":
        return Markdown(("all rows (bypasses policies)" if verdict.bypass else "all rows") + suffix)
    permissive = [code(policy.name) for policy in verdict.policies if policy.permissive]
    restrictive = [f"and {code(policy.name)}" for policy in verdict.policies if not policy.permissive]
    return Markdown(
        "<br>".join([*(f"{'or ' if i else ''}{name}" for i, name in enumerate(permissive)), *restrictive]) + suffix
    )


def policy_sections(relation: Relation) -> list[tuple[Markdown, Markdown, Markdown]]:
    """Each policy as title line, comment, and its expressions in a fenced block."""
    return [
        (
            Markdown(
                f"**{code(policy.name)}**: {'permissive' if policy.permissive else '**restrictive**'}, for "
                f"{'all commands' if policy.command == 'all' else policy.command}, to {role_names(policy.roles)}"
            ),
            paragraph(policy.comment),
            _expressions(policy),
        )
        for policy in relation.policies
    ]


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


def warnings(relation: Relation, privileges: Privileges) -> list[Markdown]:
    """Plain words on what a reader would not expect, one sentence each."""
    if relation.kind in ("view", "materialized view"):
        return _view_warnings(relation, privileges)
    found: list[str] = []
    if relation.policies and not relation.row_security:
        found.append("Policies exist, but row-level security is off: **none of them is in force**.")
    if relation.row_security and not relation.policies:
        found.append("Row-level security is on without a policy: only roles that bypass it reach any row.")
    if not relation.row_security and not relation.policies:
        open_to = [role for role in privileges.concerned(relation) if role in _OUTSIDERS]
        writes = any(privileges.verdict(role, relation, "select").reach == "all" for role in open_to)
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


def _view_warnings(relation: Relation, privileges: Privileges) -> list[Markdown]:
    readers = [role for role in privileges.concerned(relation) if role in _OUTSIDERS]
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
