"""Findings that become one, or two: where they went, what came with them, and who had a hand in them."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision: str | None = "0015"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

POINTERS = ("merged_into_id", "split_from_id")


def upgrade() -> None:
    with op.batch_alter_table("finding") as table:
        table.add_column(sa.Column("revision", sa.Integer(), server_default="1", nullable=False))
        for name in POINTERS:
            table.add_column(sa.Column(name, sa.Integer(), nullable=True))
            table.create_foreign_key(f"fk_finding_{name}", "finding", [name], ["id"])
            table.create_index(f"ix_finding_{name}", [name])
    with op.batch_alter_table("finding_observation") as table:
        table.add_column(sa.Column("came_with_id", sa.Integer(), nullable=True))
        table.create_foreign_key("fk_finding_observation_came_with_id", "finding", ["came_with_id"], ["id"])
    op.create_table(
        "finding_hand",
        sa.Column("finding_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["finding_id"], ["finding.id"], name="fk_finding_hand_finding_id"),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name="fk_finding_hand_user_id"),
        sa.PrimaryKeyConstraint("finding_id", "user_id", name="pk_finding_hand"),
    )


def downgrade() -> None:
    """What was merged is dropped from then on: before, nothing was ever merged."""
    op.execute("UPDATE finding SET state = 'dropped' WHERE state = 'merged'")
    op.drop_table("finding_hand")
    with op.batch_alter_table("finding_observation") as table:
        table.drop_constraint("fk_finding_observation_came_with_id", type_="foreignkey")
        table.drop_column("came_with_id")
    with op.batch_alter_table("finding") as table:
        for name in POINTERS:
            table.drop_index(f"ix_finding_{name}")
            table.drop_constraint(f"fk_finding_{name}", type_="foreignkey")
            table.drop_column(name)
        table.drop_column("revision")
