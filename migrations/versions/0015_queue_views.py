"""The queue of reviewers: filters kept under a name; whose review it was, to find one's own."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision: str | None = "0014"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

DEFAULT = sa.text("is_default")


def upgrade() -> None:
    op.create_table(
        "queue_view",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("filters", sa.JSON(), nullable=False),
        sa.Column("is_default", sa.Boolean(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name="fk_queue_view_user_id"),
        sa.PrimaryKeyConstraint("id", name="pk_queue_view"),
        sa.UniqueConstraint("user_id", "key", name="uq_queue_view_user_id_key"),
    )
    where = {"sqlite_where": DEFAULT, "postgresql_where": DEFAULT}
    op.create_index("uq_queue_view_default", "queue_view", ["user_id"], unique=True, **where)
    op.create_index("ix_observation_reviewed_by", "observation", ["reviewed_by_id", "state"])


def downgrade() -> None:
    op.drop_index("ix_observation_reviewed_by", "observation")
    op.drop_index("uq_queue_view_default", "queue_view")
    op.drop_table("queue_view")
