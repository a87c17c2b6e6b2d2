"""What was sent about a due date, to whom, and who else is told when a body stays silent."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import User
from app.bodies.models import PublicBody
from app.core.database import Base
from app.core.mail import OutgoingMail
from app.responses.models import Request


class RequestNotice(Base):
    """One step of a request, done once. `term`: 0, or 1 after the extension. `due_on`: the due date it speaks of.

    Without mails when a later step took its place. The constraint is what makes a second worker come too late.
    """

    __tablename__ = "request_notice"
    __table_args__ = (UniqueConstraint("request_id", "step", "term"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[int] = mapped_column(ForeignKey("request.id"), index=True)
    step: Mapped[str]
    term: Mapped[int]
    due_on: Mapped[date]
    at: Mapped[datetime]
    superseded: Mapped[bool] = mapped_column(default=False)

    mails: Mapped[list["NoticeMail"]] = relationship(back_populates="notice", order_by="NoticeMail.id")


class NoticeMail(Base):
    """One mail of a notice. `to_whom`: body, head (of it), lead, coordinator or addressee."""

    __tablename__ = "notice_mail"

    id: Mapped[int] = mapped_column(primary_key=True)
    notice_id: Mapped[int] = mapped_column(ForeignKey("request_notice.id"), index=True)
    mail_id: Mapped[int] = mapped_column(ForeignKey("outgoing_mail.id"))
    to_whom: Mapped[str]

    notice: Mapped[RequestNotice] = relationship(back_populates="mails")
    mail: Mapped[OutgoingMail] = relationship()


class ReminderPause(Base):
    """No reminder goes out about this request while the row stands; the audit chain keeps the reason after it."""

    __tablename__ = "reminder_pause"

    request_id: Mapped[int] = mapped_column(ForeignKey("request.id"), primary_key=True, autoincrement=False)
    reason: Mapped[str]
    by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    since: Mapped[datetime]

    request: Mapped[Request] = relationship()
    by: Mapped[User] = relationship()


class EscalationAddressee(Base):
    """Whom a silent body's case goes to after the body's head, in the order of `position`.

    Of one body, or of every body (`body_id` None). Removed, never deleted: notices name it.
    """

    __tablename__ = "escalation_addressee"

    id: Mapped[int] = mapped_column(primary_key=True)
    body_id: Mapped[int | None] = mapped_column(ForeignKey("public_body.id"), index=True)
    position: Mapped[int]
    name_mn: Mapped[str]
    name_en: Mapped[str | None]
    email: Mapped[str]
    removed_at: Mapped[datetime | None]

    body: Mapped[PublicBody | None] = relationship()
