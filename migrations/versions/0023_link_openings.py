"""When a reply link was first opened in a browser, and an address of the head of a body."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision: str | None = "0022"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    op.add_column("public_body", sa.Column("head_email", sa.String()))
    op.create_table(
        "link_opening",
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["request_id"], ["request.id"], name=op.f("fk_link_opening_request_id_request")),
        sa.PrimaryKeyConstraint("request_id", "epoch", name=op.f("pk_link_opening")),
    )


def downgrade() -> None:
    op.drop_table("link_opening")
    op.drop_column("public_body", "head_email")
