"""Why a tip was closed, as a code: the words are forgotten with the tip."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision: str | None = "0009"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    with op.batch_alter_table("tip") as tip:
        tip.add_column(sa.Column("closed_as", sa.String(), nullable=True))
        tip.create_index("ix_tip_ended_at", ["ended_at"])


def downgrade() -> None:
    with op.batch_alter_table("tip") as tip:
        tip.drop_index("ix_tip_ended_at")
        tip.drop_column("closed_as")
