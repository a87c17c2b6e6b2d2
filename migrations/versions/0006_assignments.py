"""Assignments: one open one for each monitor and contract; when the monitor was reminded."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision: str | None = "0005"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

OPEN = "state = 'assigned'"
DOUBLED = f"""UPDATE assignment SET state = 'recalled' WHERE {OPEN} AND id NOT IN
    (SELECT min(id) FROM assignment WHERE {OPEN} GROUP BY monitor_id, contract_id)"""


def upgrade() -> None:
    op.execute(DOUBLED)
    with op.batch_alter_table("assignment") as table:
        for name in ("reminded_at", "overdue_told_at"):
            table.add_column(sa.Column(name, sa.DateTime(timezone=True), nullable=True))
    where = {f"{dialect}_where": sa.text(OPEN) for dialect in ("sqlite", "postgresql")}
    op.create_index("uq_assignment_open", "assignment", ["monitor_id", "contract_id"], unique=True, **where)


def downgrade() -> None:
    op.drop_index("uq_assignment_open", "assignment")
    with op.batch_alter_table("assignment") as table:
        for name in ("overdue_told_at", "reminded_at"):
            table.drop_column(name)
