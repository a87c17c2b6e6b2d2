"""Meetings: who took part by office, what was said and agreed, agreed versions, documents, what they were about."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision: str | None = "0019"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

INSTANT = sa.DateTime(timezone=True)
TABLES = ("meeting", "meeting_participant", "meeting_line", "meeting_version", "meeting_file", "meeting_subject")


def upgrade() -> None:
    op.create_table(
        "meeting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("title_mn", sa.String(), nullable=False),
        sa.Column("title_en", sa.String(), nullable=True),
        sa.Column("body_id", sa.Integer(), nullable=True),
        sa.Column("subnetwork_id", sa.Integer(), nullable=True),
        sa.Column("starts_at", INSTANT, nullable=False),
        sa.Column("ends_at", INSTANT, nullable=True),
        sa.Column("venue_mn", sa.String(), nullable=True),
        sa.Column("venue_en", sa.String(), nullable=True),
        sa.Column("next_on", sa.Date(), nullable=True),
        sa.Column("follows_id", sa.Integer(), nullable=True),
        sa.Column("edits", sa.Integer(), nullable=False),
        sa.Column("edited_by_id", sa.Integer(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.CheckConstraint("ends_at IS NULL OR ends_at > starts_at", name=op.f("ck_meeting_time")),
        sa.CheckConstraint("kind <> 'engagement' OR body_id IS NOT NULL", name=op.f("ck_meeting_with_body")),
        sa.ForeignKeyConstraint(["body_id"], ["public_body.id"], name="fk_meeting_body_id"),
        sa.ForeignKeyConstraint(["subnetwork_id"], ["subnetwork.id"], name="fk_meeting_subnetwork_id"),
        sa.ForeignKeyConstraint(["follows_id"], ["meeting.id"], name="fk_meeting_follows_id"),
        sa.ForeignKeyConstraint(["edited_by_id"], ["user.id"], name="fk_meeting_edited_by_id"),
        sa.PrimaryKeyConstraint("id", name="pk_meeting"),
    )
    op.create_index("ix_meeting_body_id", "meeting", ["body_id"])
    op.create_index("ix_meeting_follows_id", "meeting", ["follows_id"])
    op.create_index("ix_meeting_starts_at", "meeting", ["starts_at"])
    op.create_index("ix_meeting_state", "meeting", ["state"])
    op.create_index("ix_meeting_subnetwork_id", "meeting", ["subnetwork_id"])
    op.create_table(
        "meeting_participant",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("body_id", sa.Integer(), nullable=True),
        sa.Column("office_mn", sa.String(), nullable=True),
        sa.Column("office_en", sa.String(), nullable=True),
        sa.Column("headcount", sa.Integer(), nullable=False),
        sa.CheckConstraint("organisation_id IS NULL OR body_id IS NULL", name=op.f("ck_meeting_participant_one_side")),
        sa.CheckConstraint("headcount > 0", name=op.f("ck_meeting_participant_somebody")),
        sa.ForeignKeyConstraint(["body_id"], ["public_body.id"], name="fk_meeting_participant_body_id"),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name="fk_meeting_participant_organisation_id"),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name="fk_meeting_participant_meeting_id"),
        sa.PrimaryKeyConstraint("id", name="pk_meeting_participant"),
    )
    op.create_index("ix_meeting_participant_meeting_id", "meeting_participant", ["meeting_id"])
    op.create_table(
        "meeting_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("text_mn", sa.String(), nullable=False),
        sa.Column("text_en", sa.String(), nullable=True),
        sa.Column("owner_organisation_id", sa.Integer(), nullable=True),
        sa.Column("owner_body_id", sa.Integer(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("focus_area_id", sa.Integer(), nullable=True),
        sa.Column("action_point_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("owner_organisation_id IS NULL OR owner_body_id IS NULL", name=op.f("ck_meeting_line_one_owner")),
        sa.ForeignKeyConstraint(["owner_body_id"], ["public_body.id"], name="fk_meeting_line_owner_body_id"),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name="fk_meeting_line_meeting_id"),
        sa.ForeignKeyConstraint(["owner_organisation_id"], ["organisation.id"], name="fk_meeting_line_owner_organisation_id"),
        sa.ForeignKeyConstraint(["action_point_id"], ["action_point.id"], name="fk_meeting_line_action_point_id"),
        sa.ForeignKeyConstraint(["focus_area_id"], ["focus_area.id"], name="fk_meeting_line_focus_area_id"),
        sa.PrimaryKeyConstraint("id", name="pk_meeting_line"),
    )
    op.create_index("ix_meeting_line_action_point_id", "meeting_line", ["action_point_id"])
    op.create_index("ix_meeting_line_meeting_id", "meeting_line", ["meeting_id"])
    op.create_table(
        "meeting_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("document", sa.JSON(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("action_points", sa.JSON(), nullable=False),
        sa.Column("agreed_on", sa.Date(), nullable=False),
        sa.Column("proof", sa.String(), nullable=False),
        sa.Column("proof_note", sa.String(), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.Column("recorded_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["user.id"], name="fk_meeting_version_recorded_by_id"),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name="fk_meeting_version_meeting_id"),
        sa.PrimaryKeyConstraint("id", name="pk_meeting_version"),
        sa.UniqueConstraint("meeting_id", "number", name="uq_meeting_version_meeting_id_number"),
    )
    op.create_table(
        "meeting_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=True),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("added_by_id", sa.Integer(), nullable=False),
        sa.Column("added_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["version_id"], ["meeting_version.id"], name="fk_meeting_file_version_id"),
        sa.ForeignKeyConstraint(["added_by_id"], ["user.id"], name="fk_meeting_file_added_by_id"),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name="fk_meeting_file_meeting_id"),
        sa.ForeignKeyConstraint(["file_id"], ["stored_file.id"], name="fk_meeting_file_file_id"),
        sa.PrimaryKeyConstraint("id", name="pk_meeting_file"),
    )
    op.create_index("ix_meeting_file_file_id", "meeting_file", ["file_id"])
    op.create_index("ix_meeting_file_meeting_id", "meeting_file", ["meeting_id"])
    op.create_table(
        "meeting_subject",
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("subject_kind", sa.String(), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name="fk_meeting_subject_meeting_id"),
        sa.PrimaryKeyConstraint("meeting_id", "subject_kind", "subject_id", name="pk_meeting_subject"),
    )


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)
