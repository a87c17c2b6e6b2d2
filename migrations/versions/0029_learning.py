"""Learning: the competency framework, assessments, priorities, activities, and what points to competencies."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision: str | None = "0022"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

INSTANT = sa.DateTime(timezone=True)
OPEN = sa.text("state <> 'validated'")
TABLES = (
    "competency",
    "competency_wording",
    "competency_descriptor",
    "framework_version",
    "framework_level",
    "framework_item",
    "assessment",
    "assessment_line",
    "learning_priority",
    "learning_activity",
    "learning_participant",
    "learning_file",
    "learning_pointer",
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
    op.create_table(
        "assessment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("edits", sa.Integer(), nullable=False),
        sa.Column("edited_by_id", sa.Integer(), nullable=False),
        sa.Column("begun_at", INSTANT, nullable=False),
        sa.Column("validated_at", INSTANT, nullable=True),
        sa.Column("validated_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("(user_id IS NULL) <> (organisation_id IS NULL)", name=op.f("ck_assessment_one_subject")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name="fk_assessment_organisation_id"),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name="fk_assessment_user_id"),
        sa.ForeignKeyConstraint(["version_id"], ["framework_version.id"], name="fk_assessment_version_id"),
        sa.ForeignKeyConstraint(["edited_by_id"], ["user.id"], name="fk_assessment_edited_by_id"),
        sa.ForeignKeyConstraint(["validated_by_id"], ["user.id"], name="fk_assessment_validated_by_id"),
        sa.PrimaryKeyConstraint("id", name="pk_assessment"),
    )
    op.create_index("ix_assessment_organisation", "assessment", ["organisation_id", "state", "id"])
    op.create_index("ix_assessment_state", "assessment", ["state", "id"])
    op.create_index("ix_assessment_user", "assessment", ["user_id", "state", "id"])
    op.create_index("ix_assessment_version_id", "assessment", ["version_id"])
    op.create_index("uq_assessment_open_organisation", "assessment", ["organisation_id"], unique=True, sqlite_where=OPEN, postgresql_where=OPEN)
    op.create_index("uq_assessment_open_user", "assessment", ["user_id"], unique=True, sqlite_where=OPEN, postgresql_where=OPEN)
    op.create_table(
        "assessment_line",
        sa.Column("assessment_id", sa.Integer(), nullable=False),
        sa.Column("competency_id", sa.Integer(), nullable=False),
        sa.Column("present", sa.Integer(), nullable=False),
        sa.Column("needed", sa.Integer(), nullable=False),
        sa.Column("note", sa.String(), nullable=True),
        sa.CheckConstraint("present >= 0 AND needed >= 0", name=op.f("ck_assessment_line_levels")),
        sa.ForeignKeyConstraint(["competency_id"], ["competency.id"], name="fk_assessment_line_competency_id"),
        sa.ForeignKeyConstraint(["assessment_id"], ["assessment.id"], name="fk_assessment_line_assessment_id"),
        sa.PrimaryKeyConstraint("assessment_id", "competency_id", name="pk_assessment_line"),
    )
    op.create_index("ix_assessment_line_competency_id", "assessment_line", ["competency_id"])
    op.create_table(
        "learning_priority",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("competency_id", sa.Integer(), nullable=False),
        sa.Column("why_mn", sa.String(), nullable=False),
        sa.Column("why_en", sa.String(), nullable=True),
        sa.Column("whom_mn", sa.String(), nullable=False),
        sa.Column("whom_en", sa.String(), nullable=True),
        sa.Column("edits", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["competency_id"], ["competency.id"], name="fk_learning_priority_competency_id"),
        sa.ForeignKeyConstraint(["plan_id"], ["strategic_plan.id"], name="fk_learning_priority_plan_id"),
        sa.PrimaryKeyConstraint("id", name="pk_learning_priority"),
        sa.UniqueConstraint("plan_id", "competency_id", name="uq_learning_priority_plan_id_competency_id"),
    )
    op.create_index("ix_learning_priority_competency_id", "learning_priority", ["competency_id"])
    op.create_table(
        "learning_activity",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("title_mn", sa.String(), nullable=False),
        sa.Column("title_en", sa.String(), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("place_mn", sa.String(), nullable=True),
        sa.Column("place_en", sa.String(), nullable=True),
        sa.Column("competency_id", sa.Integer(), nullable=False),
        sa.Column("priority_id", sa.Integer(), nullable=True),
        sa.Column("organiser_id", sa.Integer(), nullable=False),
        sa.Column("learned_mn", sa.String(), nullable=True),
        sa.Column("learned_en", sa.String(), nullable=True),
        sa.Column("edits", sa.Integer(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name=op.f("ck_learning_activity_days")),
        sa.ForeignKeyConstraint(["priority_id"], ["learning_priority.id"], name="fk_learning_activity_priority_id"),
        sa.ForeignKeyConstraint(["competency_id"], ["competency.id"], name="fk_learning_activity_competency_id"),
        sa.ForeignKeyConstraint(["organiser_id"], ["organisation.id"], name="fk_learning_activity_organiser_id"),
        sa.PrimaryKeyConstraint("id", name="pk_learning_activity"),
    )
    op.create_index("ix_learning_activity_competency_id", "learning_activity", ["competency_id"])
    op.create_index("ix_learning_activity_day", "learning_activity", ["starts_on", "id"])
    op.create_index("ix_learning_activity_organiser_id", "learning_activity", ["organiser_id"])
    op.create_index("ix_learning_activity_priority_id", "learning_activity", ["priority_id"])
    op.create_index("ix_learning_activity_state", "learning_activity", ["state", "starts_on", "id"])
    op.create_table(
        "learning_participant",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("attended", sa.Boolean(), nullable=True),
        sa.Column("level", sa.Integer(), nullable=True),
        sa.CheckConstraint("(user_id IS NULL) <> (organisation_id IS NULL)", name=op.f("ck_learning_participant_one_side")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name="fk_learning_participant_organisation_id"),
        sa.ForeignKeyConstraint(["activity_id"], ["learning_activity.id"], name="fk_learning_participant_activity_id"),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name="fk_learning_participant_user_id"),
        sa.PrimaryKeyConstraint("id", name="pk_learning_participant"),
        sa.UniqueConstraint("activity_id", "user_id", name="uq_learning_participant_activity_id_user_id"),
        sa.UniqueConstraint("activity_id", "organisation_id", name="uq_learning_participant_activity_id_organisation_id"),
    )
    op.create_index("ix_learning_participant_organisation_id", "learning_participant", ["organisation_id"])
    op.create_index("ix_learning_participant_user_id", "learning_participant", ["user_id"])
    op.create_table(
        "learning_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("added_by_id", sa.Integer(), nullable=False),
        sa.Column("added_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["activity_id"], ["learning_activity.id"], name="fk_learning_file_activity_id"),
        sa.ForeignKeyConstraint(["file_id"], ["stored_file.id"], name="fk_learning_file_file_id"),
        sa.ForeignKeyConstraint(["added_by_id"], ["user.id"], name="fk_learning_file_added_by_id"),
        sa.PrimaryKeyConstraint("id", name="pk_learning_file"),
    )
    op.create_index("ix_learning_file_activity_id", "learning_file", ["activity_id"])
    op.create_index("ix_learning_file_file_id", "learning_file", ["file_id"])
    op.create_table(
        "learning_pointer",
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("competency_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["competency_id"], ["competency.id"], name="fk_learning_pointer_competency_id"),
        sa.PrimaryKeyConstraint("kind", "code", name="pk_learning_pointer"),
    )
    op.create_index("ix_learning_pointer_competency_id", "learning_pointer", ["competency_id"])


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)
