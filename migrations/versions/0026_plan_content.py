"""What a plan holds: texts, indicators with readings, what sustains it; who agreed to it, and what succeeds it."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision: str | None = "0025"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

INSTANT = sa.DateTime(timezone=True)
FIGURE = sa.Numeric(15, 3)
POINTERS = {"succeeds_id": "strategic_plan", "agreed_meeting_id": "meeting", "edited_by_id": "user"}
AGREED = ("agreed_on", "agreed_by_mn", "agreed_by_en", "agreed_note")


def upgrade() -> None:
    with op.batch_alter_table("strategic_plan") as table:
        table.add_column(sa.Column("agreed_on", sa.Date(), nullable=True))
        for name in AGREED[1:]:
            table.add_column(sa.Column(name, sa.String(), nullable=True))
        table.add_column(sa.Column("edits", sa.Integer(), server_default="0", nullable=False))
        for name, target in POINTERS.items():
            table.add_column(sa.Column(name, sa.Integer(), nullable=True))
            table.create_foreign_key(f"fk_strategic_plan_{name}", target, [name], ["id"])
    with op.batch_alter_table("focus_area") as table:
        table.add_column(sa.Column("pillars", sa.JSON(), server_default="[]", nullable=False))
        table.add_column(sa.Column("share", sa.Integer(), nullable=True))
        table.add_column(sa.Column("edits", sa.Integer(), server_default="0", nullable=False))
        table.add_column(sa.Column("continued_by_id", sa.Integer(), nullable=True))
        table.create_foreign_key("fk_focus_area_continued_by_id", "focus_area", ["continued_by_id"], ["id"])
        table.create_check_constraint(op.f("ck_focus_area_share"), "share BETWEEN 0 AND 100")
    op.create_table(
        "plan_text",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("text_mn", sa.String(), nullable=False),
        sa.Column("text_en", sa.String(), nullable=True),
        sa.Column("edits", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["plan_id"], ["strategic_plan.id"], name="fk_plan_text_plan_id"),
        sa.PrimaryKeyConstraint("id", name="pk_plan_text"),
    )
    op.create_index("ix_plan_text_plan_id", "plan_text", ["plan_id"])
    op.create_table(
        "indicator",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("focus_area_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title_mn", sa.String(), nullable=False),
        sa.Column("title_en", sa.String(), nullable=True),
        sa.Column("unit_mn", sa.String(), nullable=False),
        sa.Column("unit_en", sa.String(), nullable=True),
        sa.Column("source_mn", sa.String(), nullable=True),
        sa.Column("source_en", sa.String(), nullable=True),
        sa.Column("baseline_value", FIGURE, nullable=True),
        sa.Column("baseline_on", sa.Date(), nullable=True),
        sa.Column("target_value", FIGURE, nullable=True),
        sa.Column("target_on", sa.Date(), nullable=True),
        sa.Column("edits", sa.Integer(), nullable=False),
        sa.CheckConstraint("target_on > baseline_on", name=op.f("ck_indicator_days")),
        sa.ForeignKeyConstraint(["focus_area_id"], ["focus_area.id"], name="fk_indicator_focus_area_id"),
        sa.PrimaryKeyConstraint("id", name="pk_indicator"),
    )
    op.create_index("ix_indicator_focus_area_id", "indicator", ["focus_area_id"])
    op.create_table(
        "reading",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("indicator_id", sa.Integer(), nullable=False),
        sa.Column("read_on", sa.Date(), nullable=False),
        sa.Column("value", FIGURE, nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("corrects_id", sa.Integer(), nullable=True),
        sa.Column("entered_by_id", sa.Integer(), nullable=True),
        sa.Column("entered_at", INSTANT, nullable=False),
        sa.CheckConstraint("value IS NOT NULL OR corrects_id IS NOT NULL", name=op.f("ck_reading_something")),
        sa.ForeignKeyConstraint(["indicator_id"], ["indicator.id"], name="fk_reading_indicator_id"),
        sa.ForeignKeyConstraint(["corrects_id"], ["reading.id"], name="fk_reading_corrects_id"),
        sa.ForeignKeyConstraint(["entered_by_id"], ["user.id"], name="fk_reading_entered_by_id"),
        sa.PrimaryKeyConstraint("id", name="pk_reading"),
        sa.UniqueConstraint("corrects_id", name="uq_reading_corrects_id"),
    )
    op.create_index("ix_reading_indicator_id_read_on", "reading", ["indicator_id", "read_on"])
    op.create_table(
        "sustainability_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("text_mn", sa.String(), nullable=False),
        sa.Column("text_en", sa.String(), nullable=True),
        sa.Column("amount", sa.Numeric(24, 2), nullable=True),
        sa.Column("currency", sa.String(), nullable=True),
        sa.Column("in_kind", sa.Boolean(), nullable=False),
        sa.Column("entered_by_id", sa.Integer(), nullable=True),
        sa.Column("entered_at", INSTANT, nullable=False),
        sa.Column("edits", sa.Integer(), nullable=False),
        sa.CheckConstraint("(amount IS NULL) = (currency IS NULL)", name=op.f("ck_sustainability_entry_money")),
        sa.CheckConstraint(
            "(kind = 'resources') = (amount IS NOT NULL OR in_kind)", name=op.f("ck_sustainability_entry_resources")
        ),
        sa.CheckConstraint("amount IS NULL OR NOT in_kind", name=op.f("ck_sustainability_entry_one_of_two")),
        sa.ForeignKeyConstraint(["plan_id"], ["strategic_plan.id"], name="fk_sustainability_entry_plan_id"),
        sa.ForeignKeyConstraint(["entered_by_id"], ["user.id"], name="fk_sustainability_entry_entered_by_id"),
        sa.PrimaryKeyConstraint("id", name="pk_sustainability_entry"),
    )
    op.create_index("ix_sustainability_entry_plan_id_happened_on", "sustainability_entry", ["plan_id", "happened_on"])


def downgrade() -> None:
    for table in ("sustainability_entry", "reading", "indicator", "plan_text"):
        op.drop_table(table)
    with op.batch_alter_table("focus_area") as table:
        table.drop_constraint(op.f("ck_focus_area_share"), type_="check")
        table.drop_constraint("fk_focus_area_continued_by_id", type_="foreignkey")
        for name in ("continued_by_id", "edits", "share", "pillars"):
            table.drop_column(name)
    with op.batch_alter_table("strategic_plan") as table:
        for name in POINTERS:
            table.drop_constraint(f"fk_strategic_plan_{name}", type_="foreignkey")
            table.drop_column(name)
        for name in (*AGREED, "edits"):
            table.drop_column(name)
