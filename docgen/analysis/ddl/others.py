"""Objects of rare kinds: casts, operators, text search, conversions, transforms, languages, wrappers and the like."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from docgen.analysis.ddl import privileges
from docgen.analysis.ddl.identifiers import identifier, qualified
from docgen.analysis.ddl.statement import Ddl, Form, comment, dollar_quoted, guarded, literal
from docgen.model.catalog import OtherObject
from docgen.model.name import Name
from docgen.model.relation import Grant

# The catalog whose row says that the object is there, and the letters that its columns begin with.
_CATALOGS = {
    "access method": ("pg_am", "am"),
    "conversion": ("pg_conversion", "con"),
    "foreign data wrapper": ("pg_foreign_data_wrapper", "fdw"),
    "language": ("pg_language", "lan"),
    "operator class": ("pg_opclass", "opc"),
    "operator family": ("pg_opfamily", "opf"),
    "text search configuration": ("pg_ts_config", "cfg"),
    "text search dictionary": ("pg_ts_dict", "dict"),
    "text search parser": ("pg_ts_parser", "prs"),
    "text search template": ("pg_ts_template", "tmpl"),
}
# What needs nothing of the schema's own but a function in C: it comes before all that is written in it or rests on it.
FIRST = ("access method", "foreign data wrapper", "language", "operator family")
# A subscription would need its connection, which is never read.
LEFT_OUT = ("subscription",)
SECTIONS = {
    "access method": "Access methods",
    "cast": "Casts",
    "conversion": "Conversions",
    "foreign data wrapper": "Foreign data wrappers",
    "language": "Languages",
    "operator": "Operators",
    "operator class": "Operators",
    "operator family": "Operators",
    "text search configuration": "Text search",
    "text search dictionary": "Text search",
    "text search parser": "Text search",
    "text search template": "Text search",
    "transform": "Transforms",
}
_ITEMS = re.compile(r", (?=\d+ )")


def other(wanted: OtherObject, form: Form) -> list[Ddl]:
    """CREATE with owner and comment; nothing for a subscription, or for what is given."""
    if wanted.kind in LEFT_OUT or _is_given(wanted, form):
        return []
    section, name, kind = SECTIONS[wanted.kind], _spelling(wanted), wanted.kind.upper()
    texts = _CREATE[wanted.kind](wanted)
    if form.idempotent:
        texts = [guarded(f"NOT EXISTS (\n    {_found(wanted)}\n  )", *texts)]
    statements = [Ddl(section=section, object=name, text=text, attached=n > 0) for n, text in enumerate(texts)]
    statements += privileges.owner(section, kind, name, wanted.owner, form)
    on = f"({name})" if wanted.kind == "cast" else name
    return statements + comment(section, kind, on, wanted.comment)


def family_members(wanted: OtherObject, form: Form) -> list[Ddl]:
    """What an operator family holds beside its classes, below the operators and functions."""
    if _is_given(wanted, form):
        return []
    name = _spelling(wanted)
    items = [f"OPERATOR {one}" for one in _list(wanted, "operators")]
    items += [f"FUNCTION {one}" for one in _list(wanted, "functions")]
    statements = []
    for item in items:
        text = f"ALTER OPERATOR FAMILY {name} ADD {item};"
        if form.idempotent:
            body = f"\nBEGIN\n  {text}\nEXCEPTION\n  WHEN duplicate_object THEN NULL;\nEND\n"
            text = f"DO {dollar_quoted(body)};"
        statements.append(Ddl(section=SECTIONS["operator family"], object=name, text=text))
    return statements


def other_privileges(wanted: OtherObject, form: Form) -> list[Ddl]:
    """The rights on a language or a wrapper."""
    if wanted.kind not in ("language", "foreign data wrapper") or _is_given(wanted, form):
        return []
    held = (Grant(grantee="public", privileges=("all",)),) if wanted.kind == "language" else ()
    return privileges.privileges(wanted.kind.upper(), _spelling(wanted), wanted.owner, wanted.grants, held)


def _is_given(wanted: OtherObject, form: Form) -> bool:
    return any((one.kind, one.spelling) == (wanted.kind, wanted.spelling) for one in form.given.others)


def _spelling(wanted: OtherObject) -> str:
    """As the statements write it: with ``identifier`` for names, which knows reserved words."""
    if wanted.kind == "operator":
        return f"{identifier(wanted.schema)}.{wanted.name} ({wanted.signature})"
    if wanted.kind in ("cast", "transform"):
        return wanted.name
    return f"{qualified(Name(wanted.schema, wanted.name))} {wanted.signature.upper()}".rstrip()


def _value(wanted: OtherObject, name: str) -> str:
    return next((one.value for one in wanted.properties if one.name == name), "")


def _list(wanted: OtherObject, name: str) -> list[str]:
    value = _value(wanted, name)
    return _ITEMS.split(value) if value else []


def _found(wanted: OtherObject) -> str:
    """The query that gives a row where the object is there."""
    if wanted.kind == "cast":
        source, _, target = wanted.name.rpartition(" as ")
        pair = f"castsource = {literal(source)}::regtype AND casttarget = {literal(target)}::regtype"
        return f"SELECT FROM pg_catalog.pg_cast WHERE {pair}"
    if wanted.kind == "transform":
        type_, language = _transform(wanted)
        return (
            "SELECT FROM pg_catalog.pg_transform t JOIN pg_catalog.pg_language l ON l.oid = t.trflang\n"
            f"    WHERE t.trftype = {literal(type_)}::regtype AND l.lanname = {literal(language)}"
        )
    if wanted.kind == "operator":  # one that another only names as its commutator has no function yet
        operator = literal(f"{identifier(wanted.schema)}.{wanted.name}({wanted.signature})")
        return f"SELECT FROM pg_catalog.pg_operator WHERE oid = to_regoperator({operator}) AND oprcode <> 0"
    catalog, prefix = _CATALOGS[wanted.kind]
    parts = [f"{prefix}name = {literal(wanted.name)}"]
    if wanted.schema:
        parts.append(f"{prefix}namespace = {literal(identifier(wanted.schema))}::regnamespace")
    if wanted.signature:
        catalog += f" JOIN pg_catalog.pg_am ON pg_am.oid = {prefix}method"
        parts.append(f"amname = {literal(wanted.signature.removeprefix('using '))}")
    return f"SELECT FROM pg_catalog.{catalog}\n    WHERE {' AND '.join(parts)}"


def _transform(wanted: OtherObject) -> tuple[str, str]:
    type_, _, language = wanted.name.removeprefix("for ").rpartition(" language ")
    return type_, language


def _access_method(wanted: OtherObject) -> list[str]:
    kind = _value(wanted, "type").upper()
    return [f"CREATE ACCESS METHOD {_spelling(wanted)} TYPE {kind} HANDLER {_value(wanted, 'handler')};"]


def _language(wanted: OtherObject) -> list[str]:
    trusted = "TRUSTED " if _value(wanted, "trusted") else ""
    return [f"CREATE {trusted}LANGUAGE {_spelling(wanted)}{_words(wanted, ('handler', 'inline', 'validator'))};"]


def _wrapper(wanted: OtherObject) -> list[str]:
    text = f"CREATE FOREIGN DATA WRAPPER {_spelling(wanted)}{_words(wanted, ('handler', 'validator'))}"
    pairs = [option.partition("=") for option in _value(wanted, "options").split("\n") if option]
    options = ", ".join(f"{identifier(key)} {literal(value)}" for key, _, value in pairs)
    return [f"{text} OPTIONS ({options});" if options else f"{text};"]


def _words(wanted: OtherObject, names: Iterable[str]) -> str:
    return "".join(f" {name.upper()} {value}" for name in names if (value := _value(wanted, name)))


def _conversion(wanted: OtherObject) -> list[str]:
    default = "DEFAULT " if _value(wanted, "default") else ""
    pair = f"FOR {literal(_value(wanted, 'for'))} TO {literal(_value(wanted, 'to'))}"
    return [f"CREATE {default}CONVERSION {_spelling(wanted)} {pair} FROM {_value(wanted, 'from')};"]


def _cast(wanted: OtherObject) -> list[str]:
    way, as_ = _value(wanted, "with"), _value(wanted, "as")
    how = f"WITH FUNCTION {way.removeprefix('function ')}" if way.startswith("function ") else {
        "inout": "WITH INOUT", "without function": "WITHOUT FUNCTION"
    }[way]  # fmt: skip
    source, _, target = wanted.name.rpartition(" as ")
    return [f"CREATE CAST ({source} AS {target}) {how}{f' AS {as_.upper()}' if as_ else ''};"]


def _transform_text(wanted: OtherObject) -> list[str]:
    type_, language = _transform(wanted)
    parts = [
        f"{word.upper()} WITH FUNCTION {function}({argument})"
        for word, argument in (("from sql", "internal"), ("to sql", "internal"))
        if (function := _value(wanted, word))
    ]
    return [f"CREATE TRANSFORM FOR {type_} LANGUAGE {identifier(language)} ({', '.join(parts)});"]


def _operator(wanted: OtherObject) -> list[str]:
    left, _, right = wanted.signature.rpartition(", ")
    options = [f"FUNCTION = {_value(wanted, 'function')}"]
    options += [f"LEFTARG = {left}"] if left != "none" else []
    options.append(f"RIGHTARG = {right}")
    for name in ("commutator", "negator"):
        if value := _value(wanted, name):
            options.append(f"{name.upper()} = OPERATOR({_qualified_operator(value)})")
    options += [f"{name.upper()} = {value}" for name in ("restrict", "join") if (value := _value(wanted, name))]
    options += [name.upper() for name in ("hashes", "merges") if _value(wanted, name)]
    body = ",\n".join(f"  {option}" for option in options)
    return [f"CREATE OPERATOR {identifier(wanted.schema)}.{wanted.name} (\n{body}\n);"]


def _qualified_operator(text: str) -> str:
    """The name of the operator out of a regoperator: ``=(integer,integer)`` is pg_catalog's."""
    name = text.partition("(")[0]
    return name if "." in name else f"pg_catalog.{name}"


def _operator_class(wanted: OtherObject) -> list[str]:
    name = qualified(Name(wanted.schema, wanted.name))
    default = " DEFAULT" if _value(wanted, "default") else ""
    family = f" FAMILY {value}" if (value := _value(wanted, "family")) else ""
    items = [f"OPERATOR {one}" for one in _list(wanted, "operators")]
    items += [f"FUNCTION {one}" for one in _list(wanted, "functions")]
    storage = _value(wanted, "storage")
    # A class may be empty, its list may not: the type itself as storage says nothing.
    items += [f"STORAGE {storage or _value(wanted, 'for type')}"] if storage or not items else []
    body = ",\n".join(f"  {item}" for item in items)
    method = wanted.signature.removeprefix("using ")
    head = f"CREATE OPERATOR CLASS {name}{default} FOR TYPE {_value(wanted, 'for type')} USING {method}{family} AS"
    return [f"{head}\n{body};"]


def _operator_family(wanted: OtherObject) -> list[str]:
    return [f"CREATE OPERATOR FAMILY {_spelling(wanted)};"]


def _configuration(wanted: OtherObject) -> list[str]:
    name = _spelling(wanted)
    tokens: dict[str, list[str]] = {}
    for one in wanted.properties:
        if one.name.startswith("mapping for "):
            tokens.setdefault(one.value, []).append(one.name.removeprefix("mapping for "))
    return [
        f"CREATE TEXT SEARCH CONFIGURATION {name} (PARSER = {_value(wanted, 'parser')});",
        *(
            f"ALTER TEXT SEARCH CONFIGURATION {name} ADD MAPPING FOR {', '.join(words)} WITH {dictionaries};"
            for dictionaries, words in tokens.items()
        ),
    ]


def _dictionary(wanted: OtherObject) -> list[str]:
    options = f", {value}" if (value := _value(wanted, "options")) else ""
    template = f"TEMPLATE = {_value(wanted, 'template')}"
    return [f"CREATE TEXT SEARCH DICTIONARY {_spelling(wanted)} ({template}{options});"]


def _functions(wanted: OtherObject) -> list[str]:
    options = ", ".join(f"{one.name.upper()} = {one.value}" for one in wanted.properties)
    return [f"CREATE {wanted.kind.upper()} {_spelling(wanted)} ({options});"]


_CREATE: dict[str, Callable[[OtherObject], list[str]]] = {
    "access method": _access_method,
    "cast": _cast,
    "conversion": _conversion,
    "foreign data wrapper": _wrapper,
    "language": _language,
    "operator": _operator,
    "operator class": _operator_class,
    "operator family": _operator_family,
    "text search configuration": _configuration,
    "text search dictionary": _dictionary,
    "text search parser": _functions,
    "text search template": _functions,
    "transform": _transform_text,
}
