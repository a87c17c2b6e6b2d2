"""Tips from citizens without an account."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision: str | None = "0006"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "tip",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("form_key", sa.String(), nullable=False),
        sa.Column("receipt_hash", sa.String(), nullable=False),
        sa.Column("contract_id", sa.Integer(), nullable=True),
        sa.Column("place_id", sa.Integer(), nullable=True),
        sa.Column("place_note", sa.String(), nullable=True),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("seen_on", sa.Date(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("observation_id", sa.Integer(), nullable=True),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("forgotten_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["contract_id"], ["contract.id"], name="fk_tip_contract_id"),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name="fk_tip_place_id"),
        sa.ForeignKeyConstraint(["observation_id"], ["observation.id"], name="fk_tip_observation_id"),
        sa.PrimaryKeyConstraint("id", name="pk_tip"),
        sa.UniqueConstraint("form_key", name="uq_tip_form_key"),
        sa.UniqueConstraint("receipt_hash", name="uq_tip_receipt_hash"),
        sa.UniqueConstraint("observation_id", name="uq_tip_observation_id"),
    )
    op.create_index("ix_tip_contract_id", "tip", ["contract_id"])
    op.create_index("ix_tip_state", "tip", ["state"])
    op.create_table(
        "tip_file",
        sa.Column("tip_id", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["tip_id"], ["tip.id"], name="fk_tip_file_tip_id"),
        sa.ForeignKeyConstraint(["file_id"], ["stored_file.id"], name="fk_tip_file_file_id"),
        sa.PrimaryKeyConstraint("tip_id", "file_id", name="pk_tip_file"),
    )
    op.create_index("ix_tip_file_file_id", "tip_file", ["file_id"])
    op.create_table(
        "tip_word",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("tip_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["tip_id"], ["tip.id"], name="fk_tip_word_tip_id"),
        sa.PrimaryKeyConstraint("id", name="pk_tip_word"),
    )
    op.create_index("ix_tip_word_tip_id", "tip_word", ["tip_id"])


def downgrade() -> None:
    op.drop_table("tip_word")
    op.drop_table("tip_file")
    op.drop_table("tip")
