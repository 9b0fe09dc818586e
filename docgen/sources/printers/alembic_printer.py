"""Runs in the project's own Python, from the folder of alembic.ini: what Alembic prints, revision by revision, as JSON.

It imports nothing of docgen, and runs on every Python that Alembic runs on. Arguments: the file to write.
"""

import functools
import importlib.util
import io
import json
import os
import re
import sys
import traceback

NO_TOOL = 3  # the exit code where this Python has no Alembic
MARK = re.compile(r"-- Running (upgrade|downgrade) (.*) -> ?(.*)$")


def refuse(event, arguments):
    """Printing needs no network: what asks for one stops here."""
    if event in ("socket.connect", "socket.getaddrinfo", "socket.bind"):
        raise PermissionError("a migration that is printed may not use the network (" + event + ")")


class Printer:
    """Collects what is printed, with the line of the revision's file that printed it."""

    def __init__(self, script):
        self.script = script
        self.statements = {}
        self.down = {}
        self.outside = set()
        self.errors = {}
        self.current = None
        self.target = self.statements
        self.dialect = ""

    def output(self, impl, text):
        """Stands in for DefaultImpl.static_output."""
        self.dialect = impl.dialect.name
        mark = MARK.match(text)
        if mark:
            up = mark.group(1) == "upgrade"
            self.current = self.script.get_revision((mark.group(3) if up else mark.group(2)).split(",")[0].strip())
            self.target = self.statements if up else self.down
            self.target.setdefault(self.current.revision, [])
            return
        line = self.line()
        if self.current is None or line is None:
            return  # the tool's own: its transaction and its version table
        if text in ("BEGIN;", "COMMIT;"):
            self.outside.add(self.current.revision)
        else:
            self.target[self.current.revision].append([line, text])

    def line(self):
        """The line of upgrade() that prints, whichever functions it calls for that; None outside of the file."""
        frame, found = sys._getframe(2), None
        while frame is not None:
            if self.current is not None and frame.f_code.co_filename == self.current.path:
                found = frame.f_lineno
                if frame.f_code.co_name in ("upgrade", "downgrade"):
                    break
            frame = frame.f_back
        return found

    def guarded(self, steps):
        """The steps, none of which keeps the later ones from being printed."""
        for step in steps:
            step.migration_fn = self.guard(step.migration_fn, step.revision.revision, step.is_upgrade)
            yield step

    def guard(self, run, revision, up):
        @functools.wraps(run)  # Alembic marks each step by the name of its function
        def guarded(**arguments):
            try:
                run(**arguments)
            except Exception as error:
                if up:
                    self.errors[revision] = "%s: %s" % (type(error).__name__, error)
                (self.statements if up else self.down)[revision] = []

        return guarded


def run(config, script, printer, start, end):
    """One way through the whole chain, offline."""
    from alembic.runtime.environment import EnvironmentContext

    def steps(revision, context):
        found = script._upgrade_revs(end, revision) if start == "base" else script._downgrade_revs(end, revision)
        return printer.guarded(found)

    with EnvironmentContext(config, script, fn=steps, as_sql=True, starting_rev=start, destination_rev=end):
        script.run_env()


def main(target):
    if importlib.util.find_spec("alembic") is None:
        return NO_TOOL
    from alembic.config import Config
    from alembic.ddl.impl import DefaultImpl
    from alembic.script import ScriptDirectory
    from sqlalchemy import event
    from sqlalchemy.engine import Engine

    @event.listens_for(Engine, "do_connect")
    def connect(dialect, record, arguments, options):
        raise PermissionError("a migration that is printed may not connect to a database")

    sys.addaudithook(refuse)
    sys.path[0] = os.getcwd()
    config = Config("alembic.ini", output_buffer=io.StringIO(), stdout=io.StringIO())
    url = config.get_main_option("sqlalchemy.url", "")
    if not url or url.startswith("driver:"):
        config.set_main_option("sqlalchemy.url", "postgresql://")
    script = ScriptDirectory.from_config(config)
    printer = Printer(script)
    DefaultImpl.static_output = lambda impl, text: printer.output(impl, text)
    run(config, script, printer, "base", "heads")
    if printer.dialect not in ("", "postgresql"):
        sys.stderr.write("env.py configures %s: docgen reads PostgreSQL" % printer.dialect)
        return 1
    try:
        run(config, script, printer, script.get_heads()[0], "base")
    except Exception:  # the way down is a bonus: several heads have none that is one
        printer.down = {}
    revisions = {one.revision: one for one in script.walk_revisions()}
    found = [
        {
            "version": name,
            "name": revisions[name].doc,
            "path": os.path.abspath(revisions[name].path),
            "own": True,
            "transaction": name not in printer.outside,
            "statements": statements,
            "down": [text for _, text in printer.down.get(name, [])],
            "error": printer.errors.get(name, ""),
        }
        for name, statements in printer.statements.items()
    ]
    versions = script._version_locations if hasattr(script, "_version_locations") else script.versions
    read = [os.path.abspath(one) for one in ("alembic.ini", script.env_py_location)]
    result = {"migrations": found, "read": read, "folders": [os.path.abspath(one) for one in versions]}
    with open(target, "w", encoding="utf-8") as file:
        json.dump(result, file)
    return 0


if __name__ == "__main__":
    try:
        code = main(sys.argv[1])
    except BaseException:
        traceback.print_exc()
        code = 1
    sys.exit(code)
