"""Suggest: the category of personal data that a column's name and type make one think of; never more than a guess."""

from __future__ import annotations

import re
from functools import lru_cache

from docgen.model.name import Name
from docgen.model.relation import Column

_TEXT = re.compile(r"(pg_catalog\.)?(text|character|varchar|char|name|json|jsonb|bytea|xml)\b|.*citext\b")
_DATE = re.compile(r"(date|timestamp|text|character)\b")
_PLACE = re.compile(r"(numeric|double precision|real|point|text|character)\b|.*(geometry|geography)\b")
_NETWORK = re.compile(r"(inet|cidr|macaddr|macaddr8)(\[\])?\Z")
_WORDS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[^\W\d_A-Z]+|\d+")

# Category, the types that can hold it, and the words by which it goes, in English and German.
_SIGNS: tuple[tuple[str, re.Pattern[str], tuple[str, ...]], ...] = (
    ("contact", _TEXT, ("email", "e mail", "mail address", "phone", "telephone", "mobile", "fax", "telefon", "handy")),
    (
        "contact",
        _TEXT,
        ("address", "street", "postal code", "postcode", "zip", "zip code", "strasse", "plz"),
    ),
    ("identity", _TEXT, ("first name", "last name", "full name", "legal name", "given name", "family name", "surname")),
    ("identity", _TEXT, ("middle name", "maiden name", "display name", "username", "user name", "nickname")),
    ("identity", _TEXT, ("vorname", "nachname", "geburtsname", "firstname", "lastname", "fullname", "avatar", "photo")),
    (
        "official number",
        _TEXT,
        ("passport", "ssn", "social security", "tax number", "tax id", "national id"),
    ),
    ("official number", _TEXT, ("id card", "driving licence", "driving license", "ausweisnummer", "steuernummer")),
    (
        "birth",
        _DATE,
        ("birth date", "date of birth", "birthdate", "birthday", "dob", "born on", "geburtsdatum"),
    ),
    ("payment", _TEXT, ("iban", "bic", "account number", "card number", "kontonummer", "credit card")),
    ("online identifier", _TEXT, ("ip", "ip address", "user agent", "device id", "cookie id", "remote addr")),
    ("location", _PLACE, ("latitude", "longitude", "geolocation", "gps")),
    ("special category", _TEXT, ("religion", "ethnicity", "gender", "health", "diagnosis", "disability", "geschlecht")),
    ("special category", _TEXT, ("sexual orientation", "political opinion", "blood type", "krankheit")),
)
_ANY_SIGN = re.compile(f" (?:{'|'.join(sign for _, _, signs in _SIGNS for sign in signs)}) ")
# Names and types come again and again: for so many pairs the answer is kept.
_REMEMBERED = 1 << 15


def suggestion(column: Column, made_types: frozenset[Name]) -> tuple[str, str]:
    """The category that ``column`` may be of and the sign that says so; two empty texts when nothing does.

    ``made_types``: domains and composite types, whose values may be text and whose names speak as columns' do.
    """
    made = column.type_name is not None and column.type_name in made_types
    return _of(column.name, column.type, column.type_name.name if made and column.type_name else "")


@lru_cache(maxsize=_REMEMBERED)
def _of(name: str, type_: str, made: str) -> tuple[str, str]:
    """The suggestion for a column's name and type; ``made``: the type's own name where it speaks, else ""."""
    if _NETWORK.match(type_):
        return "online identifier", f"its type {type_}"
    for source, spoken in (("its name", name), ("the name of its type", made)):
        words = _words(spoken)
        for category, types, signs in _SIGNS if _ANY_SIGN.search(words) else ():
            sign = next((sign for sign in signs if f" {sign} " in words), "")
            if sign and (made or types.match(type_)):
                return category, f"{source}: {sign}"
    return "", ""


def _words(name: str) -> str:
    """The words of a name in lower case with a space around each: `` date of birth `` of dateOfBirth."""
    return f" {' '.join(word.lower() for word in _WORDS.findall(name))} "
