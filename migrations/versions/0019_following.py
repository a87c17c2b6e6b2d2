"""What follows from a reply: referrals to another body, re-visits, and since when the body says that it is solved."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from alembic.util import CommandError

revision = "0019"
down_revision: str | None = "0018"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

INSTANT = sa.DateTime(timezone=True)
OPEN = sa.text("state = 'asked'")


def upgrade() -> None:
    op.add_column("response_item", sa.Column("fixed_on", sa.Date(), nullable=True))
    op.create_table(
        "referral",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("body_id", sa.Integer(), nullable=True),
        sa.Column("request_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["response_item.id"], name="fk_referral_item_id"),
        sa.ForeignKeyConstraint(["body_id"], ["public_body.id"], name="fk_referral_body_id"),
        sa.ForeignKeyConstraint(["request_id"], ["request.id"], name="fk_referral_request_id"),
        sa.PrimaryKeyConstraint("id", name="pk_referral"),
        sa.UniqueConstraint("item_id", name="uq_referral_item_id"),
    )
    op.create_index("ix_referral_request_id", "referral", ["request_id"])
    op.create_index("ix_referral_state", "referral", ["state"])
    op.create_table(
        "revisit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("finding_id", sa.Integer(), nullable=False),
        sa.Column("because", sa.String(), nullable=False),
        sa.Column("monitor_id", sa.Integer(), nullable=True),
        sa.Column("assignment_id", sa.Integer(), nullable=True),
        sa.Column("verification_id", sa.Integer(), nullable=True),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("ended_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(["finding_id"], ["finding.id"], name="fk_revisit_finding_id"),
        sa.ForeignKeyConstraint(["monitor_id"], ["user.id"], name="fk_revisit_monitor_id"),
        sa.ForeignKeyConstraint(["assignment_id"], ["assignment.id"], name="fk_revisit_assignment_id"),
        sa.ForeignKeyConstraint(["verification_id"], ["verification.id"], name="fk_revisit_verification_id"),
        sa.PrimaryKeyConstraint("id", name="pk_revisit"),
    )
    for column in ("finding_id", "monitor_id", "state"):
        op.create_index(f"ix_revisit_{column}", "revisit", [column])
    op.create_index(
        "uq_revisit_open", "revisit", ["finding_id"], unique=True, sqlite_where=OPEN, postgresql_where=OPEN
    )


def downgrade() -> None:
    _refuse_while_questions_were_sent_on()
    op.drop_table("revisit")
    op.drop_table("referral")
    op.drop_column("response_item", "fixed_on")


def _refuse_while_questions_were_sent_on() -> None:
    """Without the referral, a request to the next body reads as an ordinary one: its reply would count as the first
    body's. To remove it would remove what a body said. So neither is done."""
    sent_on = op.get_bind().scalar(sa.text("SELECT count(*) FROM referral WHERE request_id IS NOT NULL"))
    if sent_on:
        raise CommandError(
            f"{sent_on} questions were sent on to another body, which the version below 0019 cannot tell from ordinary"
            " requests. Restore the backup that was made before the upgrade instead."
        )
