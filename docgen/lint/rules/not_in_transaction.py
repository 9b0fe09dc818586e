"""A statement that cannot run inside a transaction stands in one.

## What happens

`CREATE INDEX CONCURRENTLY`, `VACUUM`, `CREATE DATABASE`, `ALTER SYSTEM` and some others raise 25001
(active_sql_transaction) inside a transaction: one of the file's own, the one that the migration tool opens, or the one
that PostgreSQL makes of several statements sent as one query.

## Instead

Put the statement into a file of its own, and tell the tool to open no transaction for it: `-- no-transaction` (sqlx),
`-- +goose NO TRANSACTION`, `-- migrate:up transaction:false` (dbmate), `-- +migrate Up notransaction` (sql-migrate),
`-- atlas:txmode none`, `-- transactional: false` (yoyo), `--! no-transaction` (Graphile Migrate),
`runInTransaction:false` behind the changeset (Liquibase).

The fix writes that line, and takes out a `BEGIN` and `COMMIT` that hold nothing else. It is safe where the statement is
alone in its file: without a transaction, what stands above it stays when it fails. There is none for Diesel and
Flyway, which ask for a file of their own (`metadata.toml`, `V1__name.sql.conf`), for a committed file of Graphile
Migrate, whose hash would not fit any more, and for a file of several changesets.

```sql setup
CREATE TABLE invoices (id bigint);
```

```sql bad
BEGIN;
CREATE INDEX CONCURRENTLY IF NOT EXISTS invoices_id ON invoices (id);
COMMIT;
```

```sql fixed
CREATE INDEX CONCURRENTLY IF NOT EXISTS invoices_id ON invoices (id);
```

```sql bad
BEGIN;
VACUUM invoices;
COMMIT;
```

```sql fixed
VACUUM invoices;
```

```sql good
CREATE INDEX IF NOT EXISTS invoices_id ON invoices (id);
```
"""

from __future__ import annotations

from collections.abc import Iterator

from docgen.lint.context import Context
from docgen.lint.fixes.transacting import alone
from docgen.model.finding import Finding
from docgen.sql.statement import Statement
from docgen.sql.tree import walk

FAMILY = "transaction"
SEVERITY = "error"
_NEVER = {
    "CreatedbStmt": "CREATE DATABASE",
    "DropdbStmt": "DROP DATABASE",
    "CreateTableSpaceStmt": "CREATE TABLESPACE",
    "DropTableSpaceStmt": "DROP TABLESPACE",
    "AlterSystemStmt": "ALTER SYSTEM",
}
STATEMENTS = (*_NEVER, "IndexStmt", "DropStmt", "VacuumStmt", "ReindexStmt", "AlterTableStmt detach")


def check_file(context: Context) -> Iterator[Finding]:
    """Each statement that PostgreSQL refuses in the transaction it stands in."""
    found = [refused(statement) for statement in context.statements]
    if not any(found):
        return
    for what, (statement, transaction) in zip(found, context.course.steps, strict=True):
        if what and transaction > 0:
            message = f"{what} cannot run inside a transaction, and here it does (SQLSTATE 25001)."
            remedy = "Put it into a file of its own that runs without a transaction."
            mend = alone(context, statement)
            yield context.finding(message, remedy, statement=statement, sqlstate="25001", fix=mend)


def refused(statement: Statement) -> str:
    """The name of what refuses to run in a transaction; "" for all else."""
    kind, tree = statement.node_kind, statement.tree
    if kind in _NEVER:
        return _NEVER[kind]
    if kind in ("IndexStmt", "DropStmt") and tree.get("concurrent"):
        return f"{'CREATE' if kind == 'IndexStmt' else 'DROP'} INDEX CONCURRENTLY"
    if kind == "VacuumStmt" and tree.get("is_vacuumcmd"):
        return "VACUUM"
    if kind == "ReindexStmt" and _has_option(tree.get("params", ()), "concurrently"):
        return "REINDEX CONCURRENTLY"
    if kind == "AlterTableStmt" and any(action.verb == "detach" for action in statement.actions):
        parts = (fields for name, fields in walk(tree.get("cmds", [])) if name == "PartitionCmd")
        return "DETACH PARTITION CONCURRENTLY" if any(part.get("concurrent") for part in parts) else ""
    return ""


def _has_option(options: object, name: str) -> bool:
    return any(kind == "DefElem" and fields.get("defname") == name for kind, fields in walk(options))
