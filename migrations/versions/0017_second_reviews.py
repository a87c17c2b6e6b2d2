"""Second looks at decided observations; why an observation was rejected; what the network counts about itself."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision: str | None = "0016"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

COUNTED = ["decided_at", "state", "rejected_for", "received_at"]


def upgrade() -> None:
    with op.batch_alter_table("observation") as table:
        table.add_column(sa.Column("rejected_for", sa.String(), nullable=True))
        table.drop_index("ix_observation_decided_at")
        table.create_index("ix_observation_decided", COUNTED)
    op.create_table(
        "second_review",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("observation_id", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("first_verdict", sa.String(), nullable=False),
        sa.Column("first_by_id", sa.Integer(), nullable=True),
        sa.Column("drawn_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("verdict", sa.String(), nullable=True),
        sa.Column("cause", sa.String(), nullable=True),
        sa.Column("duplicate_of_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("decided_by_id <> first_by_id", name=op.f("ck_second_review_two_persons")),
        sa.ForeignKeyConstraint(["observation_id"], ["observation.id"], name="fk_second_review_observation_id"),
        sa.ForeignKeyConstraint(["duplicate_of_id"], ["observation.id"], name="fk_second_review_duplicate_of_id"),
        sa.ForeignKeyConstraint(["first_by_id"], ["user.id"], name="fk_second_review_first_by_id"),
        sa.ForeignKeyConstraint(["decided_by_id"], ["user.id"], name="fk_second_review_decided_by_id"),
        sa.PrimaryKeyConstraint("id", name="pk_second_review"),
        sa.UniqueConstraint("observation_id", "revision", name="uq_second_review_observation_id_revision"),
    )
    op.create_index("ix_second_review_state", "second_review", ["state"])
    op.create_index("ix_second_review_decided_at", "second_review", ["decided_at"])
    # Who had a part in an observation is asked of the audit chain: without statistics, one of two indexes was a guess.
    op.create_index("ix_audit_entry_subject", "audit_entry", ["subject_kind", "subject_id"])
    for name in ("subject_kind", "subject_id"):
        op.drop_index(f"ix_audit_entry_{name}", "audit_entry")


def downgrade() -> None:
    for name in ("subject_kind", "subject_id"):
        op.create_index(f"ix_audit_entry_{name}", "audit_entry", [name])
    op.drop_index("ix_audit_entry_subject", "audit_entry")
    op.drop_table("second_review")
    with op.batch_alter_table("observation") as table:
        table.drop_index("ix_observation_decided")
        table.create_index("ix_observation_decided_at", ["decided_at"])
        table.drop_column("rejected_for")
