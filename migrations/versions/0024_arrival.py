"""The day on which a letter on paper arrived."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision: str | None = "0023"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    op.add_column("response", sa.Column("arrived_on", sa.Date(), nullable=True))


def downgrade() -> None:
    op.drop_column("response", "arrived_on")
