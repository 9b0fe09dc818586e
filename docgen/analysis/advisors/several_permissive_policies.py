"""Several permissive policies for one role and command are all asked for every row, and any of them lets it through.

One policy with OR is as strict, is read in one place, and is asked once.
"""

from __future__ import annotations

from collections.abc import Iterator

from docgen.analysis.advice import Advice
from docgen.model.catalog import Catalog
from docgen.model.finding import Severity
from docgen.model.name import quote
from docgen.model.relation import Policy

SEVERITY: Severity = "info"
REMEDY = "Make one policy of them with OR, or give each its own roles and command."
QUERY = """
    select p.polrelid::regclass as table, r.rolname as role, c.command,
           pg_catalog.array_agg(p.polname order by p.polname) as policies
    from pg_catalog.pg_policy p
    join pg_catalog.pg_roles r on p.polroles @> array[r.oid] or p.polroles = array[0::oid]
    cross join lateral pg_catalog.unnest(
        case p.polcmd when '*' then '{r,a,w,d}'::"char"[] else array[p.polcmd] end
    ) as c (command)
    where p.polpermissive and not r.rolbypassrls and not r.rolsuper and r.rolname not like 'pg\\_%'
    group by 1, 2, 3
    having count(*) > 1
    order by 1, 2, 3;
"""
_COMMANDS = ("select", "insert", "update", "delete")


def check(catalog: Catalog) -> Iterator[Advice]:
    """Tables with two permissive policies or more that one role meets for one command."""
    passing = {role.name for role in catalog.roles if role.bypass_row_security or role.superuser}
    for relation in catalog.relations:
        policies = [policy for policy in relation.policies if policy.permissive]
        if len(policies) < 2:
            continue
        asked = {role for policy in policies for role in policy.roles} - passing
        met: dict[tuple[str, ...], set[str]] = {}
        for role in asked:
            for command in _COMMANDS:
                names = tuple(sorted(policy.name for policy in policies if _meets(policy, role, command)))
                if len(names) > 1:
                    met.setdefault(names, set()).add(command)
        for names, commands in sorted(met.items()):
            verbs = ", ".join(command for command in _COMMANDS if command in commands)
            listed = ", ".join(quote(name) for name in names)
            yield Advice(str(relation.id), f"Policies {listed} of {relation.id} all answer for {verbs}.")


def _meets(policy: Policy, role: str, command: str) -> bool:
    return policy.command in ("all", command) and (role in policy.roles or "public" in policy.roles)
