"""Reminders about due dates: what was sent, pauses, and whom a case is escalated to."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision: str | None = "0012"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "request_notice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("step", sa.String(), nullable=False),
        sa.Column("term", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("superseded", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["request_id"], ["request.id"], name="fk_request_notice_request_id"),
        sa.PrimaryKeyConstraint("id", name="pk_request_notice"),
        sa.UniqueConstraint("request_id", "step", "term", name="uq_request_notice_request_id_step_term"),
    )
    op.create_index("ix_request_notice_request_id", "request_notice", ["request_id"])
    op.create_table(
        "notice_mail",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("notice_id", sa.Integer(), nullable=False),
        sa.Column("mail_id", sa.Integer(), nullable=False),
        sa.Column("to_whom", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["notice_id"], ["request_notice.id"], name="fk_notice_mail_notice_id"),
        sa.ForeignKeyConstraint(["mail_id"], ["outgoing_mail.id"], name="fk_notice_mail_mail_id"),
        sa.PrimaryKeyConstraint("id", name="pk_notice_mail"),
    )
    op.create_index("ix_notice_mail_notice_id", "notice_mail", ["notice_id"])
    op.create_table(
        "reminder_pause",
        sa.Column("request_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("since", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["request_id"], ["request.id"], name="fk_reminder_pause_request_id"),
        sa.ForeignKeyConstraint(["by_id"], ["user.id"], name="fk_reminder_pause_by_id"),
        sa.PrimaryKeyConstraint("request_id", name="pk_reminder_pause"),
    )
    op.create_table(
        "escalation_addressee",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("body_id", sa.Integer(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name_mn", sa.String(), nullable=False),
        sa.Column("name_en", sa.String(), nullable=True),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("removed_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(["body_id"], ["public_body.id"], name="fk_escalation_addressee_body_id"),
        sa.PrimaryKeyConstraint("id", name="pk_escalation_addressee"),
    )
    op.create_index("ix_escalation_addressee_body_id", "escalation_addressee", ["body_id"])


def downgrade() -> None:
    for table in ("escalation_addressee", "reminder_pause", "notice_mail", "request_notice"):
        op.drop_table(table)
