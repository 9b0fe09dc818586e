"""Filters: the one place where text of a database becomes Markdown that is safe on GitHub and on the site."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import chain, compress
from typing import TYPE_CHECKING

from markupsafe import Markup

# Names and types come again and again: this many texts are kept as the code that they became.
_REMEMBERED = 1 << 15
_HIDDEN = (
    "\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f"
    "\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff0-\ufffb\ud800-\udfff\U000e0000-\U000e0fff"
)
_INVISIBLE = re.compile(f"[{_HIDDEN}]")
_ODD_SPACES = "\xa0\u1680\u2000-\u200a\u202f\u205f\u3000"
_ODD_SPACE = re.compile(f"[{_ODD_SPACES}]")
_SPACE = re.compile(f"[ \t\n{_ODD_SPACES}]+")
_BREAK = re.compile(r"[ \t]*\n[ \t]*")
_BLANK_LINES = re.compile(r"\n[ \t]*\n\s*")
_BACKTICKS = re.compile("`+")
# A line's link whose first bracket inside is `]:` would be taken for the definition of a reference.
_PLAIN_CODE = re.compile(
    r"(?! |[^\[\]]*\]:)(?:[\w‹› .,:;()\[\]'\"=+\-*/!?@#%^~$>]|<(?![A-Za-z/!?])|&(?![A-Za-z#]))+(?<! )\Z"
)
# Most texts are of these characters alone: one set, repeated, is told many times as fast as alternatives are tried.
_CODE_SET = r"A-Za-z0-9_.,:;()\[\]'\"=+\-*/!?@#%^~$<>&"
_USUAL_CODE = re.compile(rf"[{_CODE_SET}](?:[{_CODE_SET} ]*[{_CODE_SET}])?\Z")
_MARKUP = re.compile(r"[<&](?:(?<=<)[A-Za-z/!?]|(?<=&)[A-Za-z#])")
_USUAL_TEXT = re.compile(r"[A-Za-z\"%'(),.;](?:[A-Za-z0-9\"%'(),.;#!?/\- ]*[A-Za-z0-9\"%'(),.;!?/\-])?\Z")
_TROUBLE = re.compile(rf"[&<>|\\`*{{}}\[\]~^=$\n\t_:+{_ODD_SPACES}{_HIDDEN}]|  |\A[ #\-!?/0-9]|[ #]\Z|://|www\.|@")
_UNDERSCORE = re.compile(r"_(?:(?<![^\W_]_)|(?![^\W_]))")  # with no letter or digit before it, or none behind it
_SHORT_CODE = re.compile(r":(?=[\w+\-]+:)|\A:")
_NUMBERED = re.compile(r"\A(\d+)([.)])")
_WEB_ADDRESS = re.compile(r"(?i)(?<=[a-z])(:)(?=//)|(?<=\bwww)(\.)|(@)")
_ENTITIES = {ord(character): f"&#{ord(character)};" for character in "|\\`*{}[]~^$"}
_ENTITIES |= {ord("&"): "&amp;", ord("<"): "&lt;", ord(">"): "&gt;"}
_ENTITY = re.compile("[" + re.escape("".join(map(chr, _ENTITIES))) + "]")
_EVERY_MARK = {code: f"&#{code};" for code in map(ord, "!\"#$%'()*+-./:;=?@[\\]^_`{|}~")}
_EVERY_MARK |= {ord("&"): "&amp;", ord("<"): "&lt;", ord(">"): "&gt;"}
_LEADING = "#-+=!?/:"


class Markdown(Markup):
    """Text that is Markdown already: made by a filter, a template, or a person of the project."""

    __slots__ = ()
    if not TYPE_CHECKING:
        __new__ = str.__new__  # Markup's own looks for __html__, which costs thrice as much

    @classmethod
    def escape(cls, s: object, /) -> Markdown:
        """``s`` as prose, unless it is Markdown already."""
        return Markdown(s) if isinstance(s, Markup) else text(s)


_EMPTY = Markdown("")
_READY = frozenset((Markdown,))


def visible(value: str) -> str:
    """``value`` with every invisible or reordering character written out: ‹U+202E›. Newlines and tabs stay."""
    if value.isascii() and (value.isprintable() or value.replace("\n", "").replace("\t", "").isprintable()):
        return value
    value = value.replace("\r\n", "\n").replace("\r", "\n")
    return _INVISIBLE.sub(_written_out, value)


def _written_out(match: re.Match[str]) -> str:
    return f"‹U+{ord(match[0]):04X}›"


def text(value: object) -> Markdown:
    """One line of prose: nothing in it is markup, a link, a list or a heading, wherever it stands."""
    string = value if type(value) is str else str(value)
    if _USUAL_TEXT.match(string) and "  " not in string and "www." not in string:
        return Markdown(string)
    return _prose(string) if _TROUBLE.search(string) else Markdown(string)


@lru_cache(maxsize=_REMEMBERED)
def _prose(string: str) -> Markdown:
    string = visible(string)
    if "  " in string or not string.isascii() or not string.isprintable():
        string = _SPACE.sub(" ", string)
    string = string.strip(" ")
    if _ENTITY.search(string):
        string = string.translate(_ENTITIES)
    if "_" in string:
        string = _UNDERSCORE.sub("&#95;", string)
    if ":" in string:
        string = _SHORT_CODE.sub("&#58;", string)
    if "@" in string or "//" in string or "ww" in string.lower():
        string = _WEB_ADDRESS.sub(lambda match: f"&#{ord(match[0])};", string)
    string = string.replace("++", "&#43;&#43;").replace("==", "&#61;&#61;")
    if string and string[0] in _LEADING:
        string = f"&#{ord(string[0])};{string[1:]}"
    if string[-1:] == "#":  # behind a heading's text it closes the heading
        string = f"{string[:-1]}&#35;"
    if string[:1].isdigit():
        string = _NUMBERED.sub(lambda match: f"{match[1]}&#{ord(match[2])};", string)
    return Markdown(string)


def cell(value: object) -> Markdown:
    """Prose in a table's cell: lines become ``<br>``."""
    if isinstance(value, Markup):
        return Markdown(value)
    string = str(value)
    if not string:
        return _EMPTY
    if "\n" not in string and "\r" not in string:
        return text(string)
    lines = [text(line) for line in visible(string).strip().split("\n")]
    return Markdown(re.sub("(<br>){3,}", "<br><br>", "<br>".join(lines)))


def paragraph(value: object) -> Markdown:
    """A comment of several lines as prose: its paragraphs and line breaks stay, nothing else does."""
    if isinstance(value, Markup):
        return Markdown(value)
    blocks = _BLANK_LINES.split(visible(str(value)).strip())
    return Markdown("\n\n".join("<br>\n".join(text(line) for line in _BREAK.split(block)) for block in blocks))


def first_sentence(value: str, limit: int = 160) -> Markdown:
    """The first paragraph of a comment as one line of prose, cut at a sentence or a word near ``limit``."""
    line = _SPACE.sub(" ", _BLANK_LINES.split(visible(value).strip())[0])
    if len(line) <= limit:
        return text(line)
    end = line.rfind(". ", 0, limit)
    return text(line[: end + 1]) if end > limit // 3 else text(line[: line.rfind(" ", 0, limit)].strip() + " …")


def code(value: object) -> Markdown:
    """Inline code, safe in tables, links and headings too; empty text gives nothing."""
    return _code(value if type(value) is str else str(value))


@lru_cache(maxsize=_REMEMBERED)
def _code(string: str) -> Markdown:
    if (
        _USUAL_CODE.match(string)
        and "  " not in string
        and "]:" not in string
        and not (("<" in string or "&" in string) and _MARKUP.search(string))
    ):
        return Markdown(f"`{string}`")
    if not string:
        return Markdown("")
    string = _ODD_SPACE.sub(_written_out, visible(string))
    string = _SPACE.sub(" ", string).strip(" ") or "‹space›"
    if _PLAIN_CODE.match(string):
        return Markdown(f"`{string}`")
    return Markdown(f"<code>{string.translate(_EVERY_MARK)}</code>")


def codes(values: Iterable[object], between: str = ", ") -> Markdown:
    """Several values, each as inline code."""
    if type(values) is tuple and len(values) == 1:  # most keys have one column
        return code(values[0])
    return Markdown(between.join(map(code, values)))


def title(value: object) -> Markdown:
    """The title of a link, with its quotes: what is shown when it is pointed at."""
    return Markdown(f'"{_SPACE.sub(" ", visible(str(value))).strip().translate(_EVERY_MARK)}"')


def block(value: object, language: str = "sql") -> Markdown:
    """A fenced block whose fence is longer than any run of backticks inside."""
    string = visible(str(value)).strip("\n").rstrip()
    fence = "```"
    if fence in string:
        fence = "`" * max([len(run) + 1 for run in _BACKTICKS.findall(string)])
    return Markdown(f"{fence}{language}\n{string}\n{fence}")


def table(rows: Sequence[Sequence[object]], *headers: object) -> Markdown:
    """A compact table; a cell that is not Markdown already is escaped as prose. Columns without content are left out.

    The first column stays whatever it holds.
    """
    if not rows:
        return _EMPTY
    titles = _titles(headers)
    filled = list(map(any, zip(*rows, strict=True)))
    filled[:1] = [True] * bool(filled)
    if not all(filled):
        titles = tuple(compress(titles, filled))
        rows = [tuple(compress(row, filled)) for row in rows]
    if not _READY.issuperset(map(type, chain.from_iterable(rows))):
        rows = [[cell("" if one is None else one) for one in row] for row in rows]
    lines = [" | ".join(titles), " | ".join(["---"] * len(titles)), *map(" | ".join, rows)]  # type: ignore[arg-type]
    return Markdown("".join(("| ", " |\n| ".join(lines), " |")))


@lru_cache(maxsize=1024)
def _titles(headers: tuple[object, ...]) -> tuple[Markdown, ...]:
    return tuple(cell(header) for header in headers)


def join(values: Iterable[object], between: str = ", ") -> Markdown:
    """The values as prose, one after the other; ``between`` is Markdown."""
    return Markdown(between.join([one if type(one) is Markdown else Markdown.escape(one) for one in values]))


def count(number: int, singular: str, plural: str = "") -> str:
    """A number with its noun: 1 column, 2 columns."""
    return f"{number:,} {singular if number == 1 else plural or singular + 's'}"
