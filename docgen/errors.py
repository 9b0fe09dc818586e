"""Errors: the one family of exceptions that stops a command, each with what, where and what to do."""

from __future__ import annotations


class DocgenError(Exception):
    """A command cannot run: the message says what and where, the hint what to do. Exit code 2."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class ConfigError(DocgenError):
    """The configuration cannot be read or is not valid."""


class SourceError(DocgenError):
    """The migration files cannot be read, or no tool or more than one fits them."""


class PrintError(SourceError):
    """The project's own Python cannot print the SQL of its migrations."""


class SqlError(DocgenError):
    """Text that is not SQL where SQL was promised."""


class DatabaseError(DocgenError):
    """A server cannot be reached, started, or read."""


class RenderError(DocgenError):
    """A template fails."""


class OutputError(DocgenError):
    """A page cannot be written, or is not ours to write."""
