"""The binding to libpg_query: text in UTF-8 to PostgreSQL's parse tree, through the postgast wheel's shared library."""

from __future__ import annotations

import ctypes
import functools
import importlib.util
import re
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from docgen.errors import SqlError

Node = dict[str, Any]
Result = TypeVar("Result")

# The parser's printer recurses: `1+1+1…` costs about 130 bytes of stack for every two bytes of text.
SAFE_LENGTH = 64 * 1024
STACK_PER_BYTE = 160
MAXIMUM_LENGTH = 8 * 1024 * 1024

_LIBRARY_NAMES = ("libpg_query.so", "libpg_query.dylib", "pg_query.dll", "libpg_query.dll")
# libpg_query 18.0 writes the hidden variables of trigger functions as `{}}`.
_BROKEN_DATUM = re.compile(rb"(?<=[,\[])\{\}\}")
_stack_lock = threading.Lock()


class ParseError(Exception):
    """PostgreSQL's grammar refuses the text; ``position`` is the byte offset it points at, -1 if it names none."""

    def __init__(self, message: str, position: int = -1) -> None:
        super().__init__(message)
        self.message = message
        self.position = position


class _Error(ctypes.Structure):
    _fields_ = (
        ("message", ctypes.c_char_p),
        ("funcname", ctypes.c_char_p),
        ("filename", ctypes.c_char_p),
        ("lineno", ctypes.c_int),
        ("cursorpos", ctypes.c_int),
        ("context", ctypes.c_char_p),
    )


class _ParseResult(ctypes.Structure):
    _fields_ = (("tree", ctypes.c_char_p), ("warnings", ctypes.c_char_p), ("error", ctypes.POINTER(_Error)))


class _FunctionResult(ctypes.Structure):
    _fields_ = (("functions", ctypes.c_char_p), ("error", ctypes.POINTER(_Error)))


class _Piece(ctypes.Structure):
    _fields_ = (("location", ctypes.c_int), ("length", ctypes.c_int))


class _SplitResult(ctypes.Structure):
    _fields_ = (
        ("pieces", ctypes.POINTER(ctypes.POINTER(_Piece))),
        ("count", ctypes.c_int),
        ("warnings", ctypes.c_char_p),
        ("error", ctypes.POINTER(_Error)),
    )


def parse_tree(data: bytes) -> list[Node]:
    """The raw statements of ``data``: {"stmt", "stmt_location", "stmt_len"}, offsets in bytes.

    Raises ParseError when the grammar refuses the text or the tree is too deep to be read.
    """
    tree = _with_stack(len(data), lambda: _call("pg_query_parse", data, lambda result: bytes(result.tree)))
    try:
        statements: list[Node] = msgspec.json.decode(tree).get("stmts", [])
    except RecursionError:
        raise ParseError("the statement is nested too deeply to be read") from None
    except msgspec.DecodeError as error:
        raise ParseError(f"the parse tree cannot be read: {error}") from None
    return statements


def parse_functions(data: bytes) -> list[Node]:
    """The PL/pgSQL functions (or the DO block) in ``data``, one statement; raises ParseError."""
    read: Callable[[Any], bytes] = lambda result: bytes(result.functions)  # noqa: E731
    text = _with_stack(len(data), lambda: _call("pg_query_parse_plpgsql", data, read))
    try:
        functions: list[Node] = msgspec.json.decode(_BROKEN_DATUM.sub(b"{}", text))
    except (RecursionError, msgspec.DecodeError) as error:
        raise ParseError(f"the body cannot be read: {error}") from None
    return functions


def scan_pieces(data: bytes) -> list[tuple[int, int]]:
    """Byte spans between semicolons by PostgreSQL's scanner alone; raises ParseError for an unterminated token."""

    def read(result: Any) -> list[tuple[int, int]]:
        pieces = (result.pieces[number].contents for number in range(result.count))
        return [(piece.location, piece.location + piece.length) for piece in pieces]

    return _call("pg_query_split_with_scanner", data, read)


def _call(name: str, data: bytes, read: Callable[[Any], Result]) -> Result:
    library = _library()
    result = getattr(library, name)(data)
    try:
        if result.error:
            error = result.error.contents
            raise ParseError((error.message or b"").decode("utf-8", "replace"), error.cursorpos - 1)
        return read(result)
    finally:
        getattr(library, _FREE[name])(result)


def _with_stack(length: int, work: Callable[[], Result]) -> Result:
    """The result of ``work``, run on a thread whose stack fits a text of ``length`` bytes."""
    if length <= SAFE_LENGTH:
        return work()
    if length > MAXIMUM_LENGTH:
        raise ParseError(f"the statement has {length:,} bytes; more than {MAXIMUM_LENGTH:,} are not read")
    outcome: list[Result] = []
    failure: list[BaseException] = []

    def run() -> None:
        try:
            outcome.append(work())
        except BaseException as error:
            failure.append(error)

    with _stack_lock:
        before = threading.stack_size(16 * 1024 * 1024 + STACK_PER_BYTE * length // 4096 * 4096)
        try:
            thread = threading.Thread(target=run, daemon=True)
            thread.start()
        except RuntimeError:
            raise ParseError("there is not enough memory to read the statement") from None
        finally:
            threading.stack_size(before)
    thread.join()
    if failure:
        raise failure[0]
    return outcome[0]


_FREE = {
    "pg_query_parse": "pg_query_free_parse_result",
    "pg_query_parse_plpgsql": "pg_query_free_plpgsql_parse_result",
    "pg_query_split_with_scanner": "pg_query_free_split_result",
}
_RESULTS: dict[str, type[ctypes.Structure]] = {
    "pg_query_parse": _ParseResult,
    "pg_query_parse_plpgsql": _FunctionResult,
    "pg_query_split_with_scanner": _SplitResult,
}


@functools.cache
def _library() -> ctypes.CDLL:
    # Importing postgast would load protobuf: 98 ms that only its file name is needed for.
    package = importlib.util.find_spec("postgast")
    folders = [Path(place) for place in (package.submodule_search_locations or ())] if package else []
    files = [folder / name for folder in folders for name in _LIBRARY_NAMES if (folder / name).is_file()]
    if not files:
        raise SqlError("PostgreSQL's parser is not installed", 'Install it: pip install "postgast>=0.2,<1".')
    library = ctypes.CDLL(str(files[0]))
    for name, result in _RESULTS.items():
        function = getattr(library, name)
        function.argtypes, function.restype = [ctypes.c_char_p], result
        free = getattr(library, _FREE[name])
        free.argtypes, free.restype = [result], None
    return library
