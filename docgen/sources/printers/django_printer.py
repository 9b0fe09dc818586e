"""Runs in the project's own Python, from the folder of manage.py: what sqlmigrate prints of every migration, as JSON.

One process for all: manage.py sets up Django as it always does, and its command is replaced. Where Django would ask the
database for the names of constraints, they are taken from what was printed before. It imports nothing of docgen.
Arguments: the file to write.
"""

import ast
import datetime
import importlib.util
import json
import os
import re
import runpy
import sys
import traceback
import uuid

from django_constraints import Constraints

NO_TOOL = 3  # the exit code where this Python has no Django


def refuse(event, arguments):
    """Printing needs no network: what asks for one stops here."""
    if event in ("socket.connect", "socket.getaddrinfo", "socket.bind"):
        raise PermissionError("a migration that is printed may not use the network (" + event + ")")


def literal(value):
    """A value as PostgreSQL reads it, written without a connection."""
    try:
        from psycopg import sql
    except ImportError:
        from psycopg2.extensions import adapt

        adapted = adapt(value)
        if hasattr(adapted, "encoding"):
            adapted.encoding = "utf8"
        return adapted.getquoted().decode("utf8")
    return sql.Literal(value).as_string(None)


class NoCursor:
    """Stands in for a cursor: nothing that is printed asks the database."""

    connection = None

    def __enter__(self):
        return self

    def __exit__(self, *raised):
        return None

    def execute(self, *arguments):
        raise PermissionError("a migration that is printed may not ask the database")


def prepared(connection, constraints):
    """The connection, which never connects."""
    connection.pg_version = 180000
    connection.cursor = NoCursor
    connection.introspection.get_constraints = lambda cursor, table: constraints.of(table)
    connection.ops.compose_sql = lambda sql, params: sql % tuple(map(literal, params)) if params else sql
    connection.SchemaEditorClass.quote_value = lambda editor, value: literal(
        value.replace("%", "%%") if isinstance(value, str) else value
    )
    return connection


def collected(connection, migration, run, state):
    """The statements of one way of one migration, each with the number of its operation, and the state after it."""
    editor = connection.schema_editor(collect_sql=True, atomic=migration.atomic)
    editor.atomic_migration = True  # no transaction is begun: nothing runs
    editor.deferred_sql = []
    state = run(state, editor, collect_sql=True)
    after = len(editor.collected_sql)
    for statement in editor.deferred_sql:
        editor.execute(statement, None)
    found, operation, marks = [], 0, 0
    for number, text in enumerate(editor.collected_sql):
        if text == "--":
            marks += 1
            operation = (marks - 1) // 2
        elif not text.startswith("--"):
            found.append([operation if number < after else -1, text])
    return found, state


def lines_of(path):
    """The line of the class, and of each operation in it."""
    with open(path, encoding="utf-8") as file:
        tree = ast.parse(file.read())
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef) and node.name == "Migration":
            for part in node.body:
                targets = getattr(part, "targets", [])
                if targets and getattr(targets[0], "id", "") == "operations" and isinstance(part.value, ast.List):
                    last = getattr(part, "end_lineno", part.lineno)
                    return [one.lineno for one in part.value.elts] + [last]
            return [node.lineno]
    return [1]


def printed(connection, constraints, migration, state):
    """One migration as JSON, and the state after it."""
    path = sys.modules[type(migration).__module__].__file__
    lines = lines_of(path)
    before, error, down = state.clone(), "", []
    try:
        statements, state = collected(connection, migration, migration.apply, state)
    except Exception as raised:
        statements, error = [], "%s: %s" % (type(raised).__name__, raised)
        state = migration.mutate_state(before.clone(), preserve=False)
    for _, text in statements:
        constraints.read(text)
    try:
        down = [] if error else collected(connection, migration, migration.unapply, before)[0]
    except Exception:  # a way down that cannot be written as SQL is none
        down = []
    return {
        "version": migration.app_label + "." + migration.name,
        "name": migration.name,
        "path": path,
        "own": not re.search(r"[\\/](?:site|dist)-packages[\\/]", path),
        "transaction": bool(migration.atomic),
        "statements": [
            [lines[number] if -1 <= number < len(lines) else lines[-1], text] for number, text in statements
        ],
        "down": [text for _, text in down],
        "error": error,
        "unseen": any(not one.reduces_to_sql for one in migration.operations),
    }, state


def fixed():
    """Let what is printed be the same each time: a default that asks the clock or makes up a key gives one value."""
    from django.utils import timezone

    moment = datetime.datetime(2000, 1, 1, tzinfo=datetime.timezone.utc)
    timezone.now = lambda: moment
    uuid.uuid4 = lambda: uuid.UUID(int=0)


def print_all(target):
    """Stands in for the command of manage.py."""
    import django
    from django.conf import settings
    from django.db import connections
    from django.db.migrations.loader import MigrationLoader

    fixed()
    django.setup()
    alias = next((one for one in connections if connections[one].vendor == "postgresql"), None)
    if alias is None:
        vendors = ", ".join(connections[one].vendor for one in connections)
        raise SystemExit(
            "the settings configure no PostgreSQL, but %s: docgen reads PostgreSQL" % (vendors or "nothing")
        )
    constraints = Constraints()
    connection = prepared(connections[alias], constraints)
    loader = MigrationLoader(None, replace_migrations=False)
    plan = []
    for leaf in loader.graph.leaf_nodes():
        plan += [node for node in loader.graph.forwards_plan(leaf) if node not in plan]
    state, found = loader.project_state([]), []
    for node in plan:
        one, state = printed(connection, constraints, loader.graph.nodes[node], state)
        found.append(one)
    module = sys.modules[settings.SETTINGS_MODULE]
    folders = {os.path.dirname(one["path"]) for one in found}
    result = {"migrations": found, "read": [os.path.abspath("manage.py"), module.__file__], "folders": sorted(folders)}
    with open(target, "w", encoding="utf-8") as file:
        json.dump(result, file)


def main(target):
    if importlib.util.find_spec("django") is None:
        return NO_TOOL
    from django.core import management

    sys.addaudithook(refuse)
    management.execute_from_command_line = lambda *arguments: print_all(target)
    sys.argv = ["manage.py", "sqlmigrate"]
    sys.path[0] = os.getcwd()
    runpy.run_path("manage.py", run_name="__main__")
    return 0


if __name__ == "__main__":
    try:
        code = main(sys.argv[1])
    except SystemExit as stop:
        sys.stderr.write("%s\n" % stop)
        code = 1
    except BaseException:
        traceback.print_exc()
        code = 1
    sys.exit(code)
