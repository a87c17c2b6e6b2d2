"""Measures are counted by subnetwork too: what was counted goes, and `flask prepare` counts it anew."""

from collections.abc import Sequence

from alembic import op

revision = "0022"
down_revision: str | None = "0021"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    op.execute("DELETE FROM published_case")
    op.execute("DELETE FROM published_tally")


def downgrade() -> None:
    op.execute("DELETE FROM published_case WHERE scope = 'subnetwork'")
    op.execute("DELETE FROM published_tally WHERE scope = 'subnetwork'")
