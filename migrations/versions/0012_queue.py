"""Observations: when each came last and when its first verdict fell; indexes for the queue of reviewers."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision: str | None = "0011"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

WAITING = sa.text("state IN ('receiving', 'received', 'in_review')")
SENT = """UPDATE observation SET sent_at = coalesce(
    (SELECT max(sent_at) FROM observation_revision WHERE observation_id = observation.id), received_at, created_at)"""
DECIDED = """UPDATE observation SET decided_at =
    (SELECT min(at) FROM audit_entry WHERE subject_kind = 'observation' AND subject_id = observation.id
     AND verb IN ('accept', 'reject', 'mark_duplicate'))"""


def upgrade() -> None:
    with op.batch_alter_table("observation") as table:
        table.add_column(sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True))
        table.add_column(sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True))
    op.execute(SENT)
    op.execute(DECIDED)
    with op.batch_alter_table("observation") as table:
        table.alter_column("sent_at", existing_type=sa.DateTime(timezone=True), nullable=False)
        table.drop_index("ix_observation_state")
        table.drop_index("ix_observation_contract_id")
        table.create_index("ix_observation_decided_at", ["decided_at"])
        table.create_index("ix_observation_state_contract", ["state", "contract_id"])
        table.create_index("ix_observation_contract_stage", ["contract_id", "stage", "visited_on"])
    where = {"sqlite_where": WAITING, "postgresql_where": WAITING}
    op.create_index("ix_observation_waiting", "observation", ["sent_at", "id"], **where)


def downgrade() -> None:
    op.drop_index("ix_observation_waiting", "observation")
    with op.batch_alter_table("observation") as table:
        for name in ("contract_stage", "state_contract", "decided_at"):
            table.drop_index(f"ix_observation_{name}")
        table.create_index("ix_observation_contract_id", ["contract_id"])
        table.create_index("ix_observation_state", ["state"])
        table.drop_column("decided_at")
        table.drop_column("sent_at")
