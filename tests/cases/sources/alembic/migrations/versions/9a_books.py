"""the books"""

import sqlalchemy as sa
from alembic import op

revision = "9a"
down_revision = None


def upgrade():
    op.create_table(
        "books",
        sa.Column("id", sa.BigInteger, primary_key=True),
        sa.Column("title", sa.Text, nullable=False),
    )
    for column in ("author", "year"):
        op.add_column("books", sa.Column(column, sa.Text, server_default="it's -- not known"))
    op.execute(
        """
        CREATE FUNCTION latest() RETURNS bigint LANGUAGE sql AS $$
          SELECT max(id) FROM books -- of all
        $$
        """
    )


def downgrade():
    op.drop_table("books")
