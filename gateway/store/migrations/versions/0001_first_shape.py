"""First shape: every table, index and trigger of the first release.

Until that release a new table just joins it; from then on each change is a revision of its own.
"""

from alembic import op

from gateway.store.migrate import schema

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    schema().create_all(op.get_bind())


def downgrade() -> None:
    schema().drop_all(op.get_bind())
