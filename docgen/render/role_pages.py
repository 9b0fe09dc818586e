"""Role pages: the roles that own, may do or are named by something, and for each what it sees, may do and owns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from docgen.analysis.access.roles import EVERYONE
from docgen.model.catalog import Membership, Role
from docgen.render.access_lines import Line, Owned
from docgen.render.access_pages import exposed, lines_of
from docgen.render.document import Document, Page
from docgen.render.environment import Environment
from docgen.render.filters import Markdown, cell, code, codes, count, join, paragraph, table
from docgen.render.links import ACCESS, ROLES, anchor, link, relative, role_page
from docgen.render.notes import note
from docgen.render.references import References

# A role's page has up to this many lines, and names up to this many objects of one kind; above it counts them.
_LINES = 300
_NAMED = 60
_KINDS = {
    "schema": ("schema", "schemas"),
    "relation": ("relation", "relations"),
    "routine": ("function", "functions"),
    "sequence": ("sequence", "sequences"),
    "type": ("type", "types"),
}


def role_pages(document: Document, environment: Environment) -> Iterator[Page]:
    """roles.md, and a page for everyone and for each role that may do more."""
    roles, lines = document.catalog.roles, environment.access_lines
    paged = set(lines.roles)
    rows = [
        (
            Markdown(f'<a id="{anchor("role", role.name)}"></a>{_role(role.name, paged, ROLES)}'),
            Markdown("<br>".join(_attributes(role))),
            join([_membership(membership, paged, ROLES) for membership in role.member_of], "<br>"),
            codes(role.settings, "<br>"),
            cell(role.comment),
        )
        for role in roles
    ]
    yield environment.page(
        "roles.md.j2",
        ROLES,
        roles=table(rows, "Role", "Attributes", "Member of", "Settings", "Description"),
        everyone=Markdown(role_page(EVERYONE)),
        bypassing=[code(role.name) for role in roles if role.superuser or role.bypass_row_security],
        without=[code(role.name) for role in roles if role.name not in paged],
        notes=note(document, ROLES),
    )
    members = _members(roles)
    for name in lines.roles:
        yield _page(name, document, environment, members)


def _page(name: str, document: Document, environment: Environment, members: Mapping[str, Sequence[str]]) -> Page:
    page, references, lines = role_page(name), environment.references, environment.access_lines
    role, paged = references.roles.get(name), set(lines.roles)
    mine = lines.of_roles.get(name, [])
    exposure = next((one for one in lines.exposures if one.role == name), None)
    together = len(mine) <= _LINES
    return environment.page(
        "role.md.j2",
        page,
        link(page, ROLES, Markdown("Roles")),
        name=Markdown("Everyone (`public`)") if name == EVERYONE else code(name),
        everyone=name == EVERYONE,
        everyone_link=Markdown(relative(page, role_page(EVERYONE))),
        access=Markdown(relative(page, ACCESS)),
        role=role,
        attributes=[Markdown(phrase) for phrase in _attributes(role)] if role else [],
        settings=codes(role.settings) if role else Markdown(""),
        comment=paragraph(role.comment) if role else Markdown(""),
        member_of=join([_membership(one, paged, page) for one in role.member_of]) if role else Markdown(""),
        members=join([_role(one, paged, page) for one in members.get(name, ())]),
        api_schemas=[code(schema) for schema in document.api_schemas],
        api=_api(exposed(exposure, references, page)) if exposure and together else Markdown(""),
        schemas=_table([line for line in lines.schemas if line.role == name], "Schema", references, page),
        relations=_table(_of(mine, "relation"), "Relation", references, page) if together else Markdown(""),
        others=_table(_of(mine, "routine", "sequence", "type"), "Object", references, page)
        if together
        else Markdown(""),
        by_schema=Markdown("") if together else _by_schema(mine, references, page),
        later=_later(name, document),
        owned=_owned(lines.owned.get(name, []), references, page),
        notes=note(document, page),
    )


def _api(cells: Sequence[Markdown]) -> Markdown:
    titles = ("reads rows of", "writes to", "calls (RPC)")
    return Markdown("\n".join(f"- {title} {found}" for title, found in zip(titles, cells, strict=True)))


def _of(lines: Sequence[Line], *kinds: str) -> list[Line]:
    return [line for line in lines if line.kind in kinds]


def _table(lines: Sequence[Line], header: str, references: References, page: str) -> Markdown:
    rows = [
        (
            references.link(page, line.kind, line.name, "" if line.kind == "relation" else _label(line)),
            line.whole,
            line.why,
        )
        for line in lines
    ]
    return table(rows, header, "May", "Why")


def _label(line: Line) -> str:
    return line.label if line.kind == "schema" else f"{line.name.schema}.{line.label}"


def _by_schema(lines: Sequence[Line], references: References, page: str) -> Markdown:
    """How many objects of each kind the role has a line for, schema by schema, with the page that holds the lines."""
    counted: dict[str, dict[str, int]] = {}
    for line in lines:
        kinds = counted.setdefault(line.name.schema, {})
        kinds[line.kind] = kinds.get(line.kind, 0) + 1
    rows = [
        (
            Markdown(f"[{code(schema)}]({relative(page, lines_of(schema, references))})"),
            cell(", ".join(count(number, *_KINDS[kind]) for kind, number in kinds.items())),
        )
        for schema, kinds in sorted(counted.items())
    ]
    return table(rows, "Schema", "Has a line for")


def _later(name: str, document: Document) -> Markdown:
    rows = [
        (cell(one.kind), code(one.role), code(one.schema) if one.schema else Markdown("any"), cell(listed))
        for one in document.catalog.default_privileges
        for grant in one.grants
        if grant.grantee == name and (listed := ", ".join(grant.privileges))
    ]
    return table(rows, "Kind", "Made by", "In schema", "Privileges")


def _owned(things: Sequence[Owned], references: References, page: str) -> list[Markdown]:
    """One line for each kind of object: by name, or counted where there are many."""
    kinds: dict[str, list[Markdown]] = {}
    for one in dict.fromkeys(things):
        kinds.setdefault(one.kind, []).append(_link(one, references, page))
    return [
        Markdown(f"{count(len(links), *_KINDS[kind])}: {join(links[:_NAMED])}{', …' if len(links) > _NAMED else ''}")
        for kind, links in kinds.items()
    ]


def _link(one: Owned, references: References, page: str) -> Markdown:
    return references.link(page, one.kind, one.name, one.name.schema if one.kind == "schema" else "")


def _members(roles: Sequence[Role]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for role in roles:
        for membership in role.member_of:
            found.setdefault(membership.role, []).append(role.name)
    return found


def _role(name: str, paged: set[str], page: str) -> Markdown:
    return Markdown(f"[{code(name)}]({relative(page, role_page(name))})") if name in paged else code(name)


def _attributes(role: Role) -> list[str]:
    return [
        *(["**superuser**"] if role.superuser else []),
        "can log in" if role.login else "cannot log in",
        *(["**bypasses row-level security**"] if role.bypass_row_security else []),
        *(["creates roles"] if role.create_role else []),
        *(["creates databases"] if role.create_database else []),
        *(["replication"] if role.replication else []),
        *([] if role.inherit else ["does not inherit"]),
        *([f"at most {role.connection_limit} connections"] if role.connection_limit >= 0 else []),
    ]


def _membership(membership: Membership, paged: set[str], page: str) -> Markdown:
    shown = _role(membership.role, paged, page)
    remarks = [
        *(["may grant it"] if membership.admin else []),
        *([] if membership.inherit else ["not inherited"]),
        *([] if membership.set else ["may not become it"]),
    ]
    return Markdown(f"{shown} ({', '.join(remarks)})") if remarks else shown
