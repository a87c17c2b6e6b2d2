"""Learning: the competency framework and its versions."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision: str | None = "0026"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

INSTANT = sa.DateTime(timezone=True)
TABLES = (
    "competency",
    "competency_wording",
    "competency_descriptor",
    "framework_version",
    "framework_level",
    "framework_item",
)


def upgrade() -> None:
    op.create_table(
        "competency",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_competency"),
    )
    op.create_table(
        "competency_wording",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("competency_id", sa.Integer(), nullable=False),
        sa.Column("area_mn", sa.String(), nullable=False),
        sa.Column("area_en", sa.String(), nullable=True),
        sa.Column("title_mn", sa.String(), nullable=False),
        sa.Column("title_en", sa.String(), nullable=True),
        sa.Column("is_example", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["competency_id"], ["competency.id"], name="fk_competency_wording_competency_id"),
        sa.PrimaryKeyConstraint("id", name="pk_competency_wording"),
    )
    op.create_index("ix_competency_wording_competency_id", "competency_wording", ["competency_id"])
    op.create_table(
        "competency_descriptor",
        sa.Column("wording_id", sa.Integer(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("text_mn", sa.String(), nullable=False),
        sa.Column("text_en", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["wording_id"], ["competency_wording.id"], name="fk_competency_descriptor_wording_id"),
        sa.PrimaryKeyConstraint("wording_id", "level", name="pk_competency_descriptor"),
    )
    op.create_table(
        "framework_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("made_at", INSTANT, nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["made_by_id"], ["user.id"], name="fk_framework_version_made_by_id"),
        sa.PrimaryKeyConstraint("id", name="pk_framework_version"),
        sa.UniqueConstraint("number", name="uq_framework_version_number"),
    )
    op.create_table(
        "framework_level",
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name_mn", sa.String(), nullable=False),
        sa.Column("name_en", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["version_id"], ["framework_version.id"], name="fk_framework_level_version_id"),
        sa.PrimaryKeyConstraint("version_id", "number", name="pk_framework_level"),
    )
    op.create_table(
        "framework_item",
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("wording_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["version_id"], ["framework_version.id"], name="fk_framework_item_version_id"),
        sa.ForeignKeyConstraint(["wording_id"], ["competency_wording.id"], name="fk_framework_item_wording_id"),
        sa.PrimaryKeyConstraint("version_id", "wording_id", name="pk_framework_item"),
    )
    op.create_index("ix_framework_item_wording_id", "framework_item", ["wording_id"])


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)
