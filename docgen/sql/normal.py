"""Normal: a digest of SQL that stays the same when only comments, white space and line ends change."""

from __future__ import annotations

import hashlib
import re

from docgen.sql.split import split

_KEPT = r"""'(?:[^']|'')*' | "(?:[^"]|"")*" | (?P<mark>\$(?:[A-Za-z_]\w*)?\$).*?(?P=mark)"""
_BLANK = re.compile(rf"(?P<keep>{_KEPT}) | --[^\r\n]* | /\*.*?\*/ | \s+", re.VERBOSE | re.DOTALL)
_AROUND = re.compile(rf"(?P<keep>{_KEPT}) | [ ;]*(?P<sign>[(),])[ ;]* | [ ;]+", re.VERBOSE | re.DOTALL)
_STATEMENT = 16


def normal(sql: str) -> str:
    """The text without comments and semicolons, white space outside of quotes as one space, line ends as line feeds."""
    plain = _BLANK.sub(lambda match: match["keep"] or " ", sql.replace("\r\n", "\n"))
    return _AROUND.sub(lambda match: match["keep"] or match["sign"] or " ", plain).strip()


def statement_digests(sql: str) -> tuple[str, ...]:
    """A digest of each statement of the text, 16 hexadecimal digits; none for a text of comments."""
    return tuple(_digest(normal(sql[start:end]))[:_STATEMENT] for start, end in split(sql))


def sql_digest(sql: str) -> str:
    """A digest of all statements of the text, in their order, 32 hexadecimal digits."""
    return _digest(normal(sql))


def _digest(text: str) -> str:
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
