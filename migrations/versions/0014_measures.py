"""What measures count in public, and its tallies. `flask prepare` counts what was published before."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision: str | None = "0013"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "published_case",
        sa.Column("measure", sa.String(), nullable=False),
        sa.Column("scope", sa.String(), nullable=False),
        sa.Column("subject", sa.Integer(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.Column("finding_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["finding_id"], ["finding.id"], name="fk_published_case_finding_id"),
        sa.PrimaryKeyConstraint("measure", "scope", "subject", "unit", name="pk_published_case"),
    )
    op.create_index("ix_published_case_unit", "published_case", ["unit"])
    op.create_index("ix_published_case_finding_id", "published_case", ["finding_id"])
    key = ["measure", "scope", "subject", "value", "finding_id", "unit"]
    op.create_index("ix_published_case_value", "published_case", key)
    op.create_table(
        "published_tally",
        sa.Column("measure", sa.String(), nullable=False),
        sa.Column("scope", sa.String(), nullable=False),
        sa.Column("subject", sa.Integer(), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.Column("cases", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("measure", "scope", "subject", "value", name="pk_published_tally"),
    )


def downgrade() -> None:
    op.drop_table("published_tally")
    op.drop_table("published_case")
