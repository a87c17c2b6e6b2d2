"""Two persons open a sealed original."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision: str | None = "0008"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

ASKED = sa.text("state = 'requested'")


def upgrade() -> None:
    op.create_table(
        "sealed_opening",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("evidence_id", sa.Integer(), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("refusal", sa.String(), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("opened_as", sa.String(), nullable=True),
        sa.CheckConstraint("decided_by_id <> asked_by_id", name=op.f("ck_sealed_opening_two_persons")),
        sa.ForeignKeyConstraint(["evidence_id"], ["evidence.id"], name="fk_sealed_opening_evidence_id"),
        sa.ForeignKeyConstraint(["asked_by_id"], ["user.id"], name="fk_sealed_opening_asked_by_id"),
        sa.ForeignKeyConstraint(["decided_by_id"], ["user.id"], name="fk_sealed_opening_decided_by_id"),
        sa.PrimaryKeyConstraint("id", name="pk_sealed_opening"),
    )
    op.create_index("ix_sealed_opening_evidence_id", "sealed_opening", ["evidence_id"])
    op.create_index("ix_sealed_opening_state", "sealed_opening", ["state"])
    op.create_index(
        "uq_sealed_opening_asked",
        "sealed_opening",
        ["evidence_id"],
        unique=True,
        sqlite_where=ASKED,
        postgresql_where=ASKED,
    )


def downgrade() -> None:
    op.drop_table("sealed_opening")
