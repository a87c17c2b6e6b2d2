"""What measures count in the present, and its tallies: counted by `flask prepare` and the worker."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision: str | None = "0024"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "present_case",
        sa.Column("measure", sa.String(), nullable=False),
        sa.Column("scope", sa.String(), nullable=False),
        sa.Column("subject", sa.Integer(), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.Column("unit", sa.Integer(), nullable=False),
        sa.Column("contract_id", sa.Integer(), nullable=False),
        sa.Column("finding_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["contract_id"], ["contract.id"], name="fk_present_case_contract_id"),
        sa.PrimaryKeyConstraint(
            "measure", "scope", "subject", "value", "unit", "contract_id", name="pk_present_case"
        ),
    )
    op.create_index("ix_present_case_contract_id", "present_case", ["contract_id"])
    op.create_table(
        "present_tally",
        sa.Column("measure", sa.String(), nullable=False),
        sa.Column("scope", sa.String(), nullable=False),
        sa.Column("subject", sa.Integer(), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.Column("cases", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("measure", "scope", "subject", "value", name="pk_present_tally"),
    )
    op.create_table(
        "present_count",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("entries", sa.Integer(), nullable=False),
        sa.Column("counted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("whole_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_present_count"),
    )
    op.create_index("ix_commitment_item_id", "commitment", ["item_id"])
    op.create_index("ix_finding_stated", "finding", ["stated_at", "id"])


def downgrade() -> None:
    op.drop_index("ix_finding_stated", "finding")
    op.drop_index("ix_commitment_item_id", "commitment")
    op.drop_table("present_count")
    op.drop_table("present_tally")
    op.drop_table("present_case")
