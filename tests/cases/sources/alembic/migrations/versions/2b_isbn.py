"""isbn"""

import sqlalchemy as sa
from alembic import op

revision = "2b"
down_revision = "9a"


def upgrade():
    # docgen: allow column-without-guard: Alembic runs it once
    op.add_column("books", sa.Column("isbn", sa.Text))
    with op.get_context().autocommit_block():
        op.create_index("books_isbn", "books", ["isbn"], postgresql_concurrently=True, if_not_exists=True)


def downgrade():
    op.drop_column("books", "isbn")
