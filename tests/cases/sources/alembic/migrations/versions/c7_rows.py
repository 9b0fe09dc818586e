"""rows that only a database can tell"""

from alembic import op

revision = "c7"
down_revision = "2b"


def upgrade():
    for (name,) in op.get_bind().exec_driver_sql("SELECT title FROM books"):
        op.execute(f"COMMENT ON TABLE books IS '{name}'")


def downgrade():
    pass
