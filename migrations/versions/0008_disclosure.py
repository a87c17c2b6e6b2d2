"""What others may see of evidence: nothing before somebody looked at it.

What was published before stays in its summaries, and its files are shown again with the next version, once they were
looked at.
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision: str | None = "0007"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

NEVER_LOOKED_AT = """DELETE FROM published_file WHERE sha256 IN
    (SELECT clean_sha256 FROM stored_file JOIN evidence ON evidence.file_id = stored_file.id)"""


def upgrade() -> None:
    with op.batch_alter_table("evidence") as table:
        table.add_column(sa.Column("state", sa.String(), nullable=False, server_default="unseen"))
        table.add_column(sa.Column("decisions", sa.Integer(), nullable=False, server_default="0"))
        for name in ("public_sha256", "public_type", "covers"):
            table.add_column(sa.Column(name, sa.String(), nullable=True))
        table.create_index("ix_evidence_public_sha256", ["public_sha256"])
    op.execute(NEVER_LOOKED_AT)


def downgrade() -> None:
    with op.batch_alter_table("evidence") as table:
        table.drop_index("ix_evidence_public_sha256")
        for name in ("covers", "public_type", "public_sha256", "decisions", "state"):
            table.drop_column(name)
