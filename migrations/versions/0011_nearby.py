"""Centres of places, and where people live."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision: str | None = "0010"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    for name in ("latitude", "longitude"):
        op.add_column("place", sa.Column(name, sa.Double(), nullable=True))
    op.create_table(
        "home_place",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("place_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name="fk_home_place_user_id"),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name="fk_home_place_place_id"),
        sa.PrimaryKeyConstraint("user_id", name="pk_home_place"),
    )


def downgrade() -> None:
    op.drop_table("home_place")
    for name in ("longitude", "latitude"):
        op.drop_column("place", name)
