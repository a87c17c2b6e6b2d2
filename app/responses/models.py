"""Requests to public bodies, their time limits, replies, commitments and verified outcomes."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint, event
from sqlalchemy.orm import Mapped, mapped_column, object_session, relationship

from app.accounts.models import User
from app.bodies.models import PublicBody
from app.core.database import Base
from app.core.files import StoredFile
from app.core.mail import OutgoingMail
from app.findings.models import Finding, Observation
from app.partnership.models import ActionPoint


class TimeRule(Base):
    """A dated legal rule of time; data that coordinators edit, because law changes.

    `confirmed`: checked at the source.
    """

    __tablename__ = "time_rule"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(index=True)
    law_mn: Mapped[str]
    law_en: Mapped[str]
    article: Mapped[str]
    term: Mapped[int]
    days: Mapped[str]
    extension: Mapped[int] = mapped_column(default=0)
    extension_needs_notice: Mapped[bool] = mapped_column(default=True)
    last_day_rolls: Mapped[bool] = mapped_column(default=False)
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    source: Mapped[str | None]
    checked_on: Mapped[date | None]
    confirmed: Mapped[bool] = mapped_column(default=False)


class CalendarException(Base):
    """A day that the government moved: a working day made free, or a Saturday worked."""

    __tablename__ = "calendar_exception"
    __table_args__ = (CheckConstraint("kind IN ('off', 'worked')", name="kind"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    on: Mapped[date] = mapped_column("on_day", unique=True)
    kind: Mapped[str]
    name_mn: Mapped[str]
    name_en: Mapped[str]
    source: Mapped[str | None]


class CalendarCheck(Base):
    """Somebody compared the days off and worked Saturdays of a year with their source, and they were all entered.

    Holds while the calendar of the year is the one that was compared: `version` is `Calendar.year_version` then.
    """

    __tablename__ = "calendar_check"

    id: Mapped[int] = mapped_column(primary_key=True)
    year: Mapped[int] = mapped_column(index=True)
    version: Mapped[str]
    source: Mapped[str]
    checked_on: Mapped[date]
    by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    at: Mapped[datetime]

    by: Mapped[User] = relationship()


class Request(Base):
    """A letter to one body about one or more findings.

    `received_on` starts the clock; `due_on` and `explanation` (its arithmetic) are frozen at delivery.
    `link_epoch` is part of the reply link: raising it revokes every link issued before.
    """

    __tablename__ = "request"

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(unique=True)
    body_id: Mapped[int] = mapped_column(ForeignKey("public_body.id"), index=True)
    rule_id: Mapped[int] = mapped_column(ForeignKey("time_rule.id"))
    subject_mn: Mapped[str]
    subject_en: Mapped[str | None]
    text_mn: Mapped[str]
    text_en: Mapped[str | None]
    state: Mapped[str] = mapped_column(default="drafted", index=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    created_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    received_on: Mapped[date | None]
    registry_number: Mapped[str | None]
    proof: Mapped[str | None]
    due_on: Mapped[date | None]
    explanation: Mapped[dict[str, Any] | None]
    extended_until: Mapped[date | None]
    extension_reason: Mapped[str | None]
    link_epoch: Mapped[int] = mapped_column(default=0)
    link_expires_at: Mapped[datetime | None]

    body: Mapped[PublicBody] = relationship()
    rule: Mapped[TimeRule] = relationship()
    author: Mapped[User] = relationship()
    findings: Mapped[list[Finding]] = relationship(secondary="request_finding", order_by=Finding.id)
    attempts: Mapped[list["DeliveryAttempt"]] = relationship(back_populates="request", order_by="DeliveryAttempt.id")
    responses: Mapped[list["Response"]] = relationship(back_populates="request", order_by="Response.id")
    openings: Mapped[list["LinkOpening"]] = relationship(back_populates="request", order_by="LinkOpening.epoch")

    @property
    def opening(self) -> "LinkOpening | None":
        """When the present link was first opened."""
        return next((row for row in self.openings if row.epoch == self.link_epoch), None)

    @property
    def last_day(self) -> date | None:
        return self.extended_until or self.due_on


class RequestFinding(Base):
    __tablename__ = "request_finding"

    request_id: Mapped[int] = mapped_column(ForeignKey("request.id"), primary_key=True)
    finding_id: Mapped[int] = mapped_column(ForeignKey("finding.id"), primary_key=True, index=True)


class DeliveryAttempt(Base):
    """One attempt to put the letter into the body's hands, and what came of it."""

    __tablename__ = "delivery_attempt"

    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[int] = mapped_column(ForeignKey("request.id"), index=True)
    at: Mapped[datetime]
    channel: Mapped[str]
    address: Mapped[str | None]
    mail_id: Mapped[int | None] = mapped_column(ForeignKey("outgoing_mail.id"))
    note: Mapped[str | None]

    request: Mapped[Request] = relationship(back_populates="attempts")
    mail: Mapped[OutgoingMail | None] = relationship()


class LinkOpening(Base):
    """When a reply link was first opened in a browser, or used. No proof of receipt: mail filters open links too."""

    __tablename__ = "link_opening"

    request_id: Mapped[int] = mapped_column(ForeignKey("request.id"), primary_key=True, autoincrement=False)
    epoch: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime]

    request: Mapped[Request] = relationship(back_populates="openings")


class ReplyDraft(Base):
    """What an officer typed so far, as typed, by page: nothing is lost and a colleague can go on."""

    __tablename__ = "reply_draft"

    request_id: Mapped[int] = mapped_column(ForeignKey("request.id"), primary_key=True)
    fields: Mapped[dict[str, Any]]
    saved_at: Mapped[datetime]


class Response(Base):
    """A body's reply: written once, never changed. A later reply is another row.

    `answered_on`: the day that the body's letter bears, by which its term ends (`rules.is_in_time`). `arrived_on`: when
    a paper letter reached the network; None through the link, where sending and arriving are one, and for letters
    recorded before that day was asked for.
    """

    __tablename__ = "response"

    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[int] = mapped_column(ForeignKey("request.id"), index=True)
    channel: Mapped[str]
    answered_on: Mapped[date]
    arrived_on: Mapped[date | None]
    office: Mapped[str]  # the answering office, never an officer's name
    text: Mapped[str]
    letter_number: Mapped[str | None]
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    recorded_at: Mapped[datetime]

    request: Mapped[Request] = relationship(back_populates="responses")
    items: Mapped[list["ResponseItem"]] = relationship(back_populates="response", order_by="ResponseItem.id")
    files: Mapped[list[StoredFile]] = relationship(secondary="response_file", order_by=StoredFile.id)


class ResponseItem(Base):
    """What the reply says to one finding. `fixed_on`: the day on which the body says that it solved the problem."""

    __tablename__ = "response_item"
    __table_args__ = (UniqueConstraint("response_id", "finding_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    response_id: Mapped[int] = mapped_column(ForeignKey("response.id"))
    finding_id: Mapped[int] = mapped_column(ForeignKey("finding.id"), index=True)
    position: Mapped[str]
    text: Mapped[str | None]
    ground: Mapped[str | None]
    referred_to: Mapped[str | None]
    fixed_on: Mapped[date | None]

    response: Mapped[Response] = relationship(back_populates="items")
    finding: Mapped[Finding] = relationship()
    commitments: Mapped[list["Commitment"]] = relationship(back_populates="item", order_by="Commitment.id")


class Commitment(Base):
    """What the body promised, with the action point it became."""

    __tablename__ = "commitment"

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("response_item.id"), index=True)
    action_point_id: Mapped[int] = mapped_column(ForeignKey("action_point.id"), index=True)
    text: Mapped[str]
    office: Mapped[str | None]
    promised_on: Mapped[date]

    item: Mapped[ResponseItem] = relationship(back_populates="commitments")
    action_point: Mapped[ActionPoint] = relationship()


class ResponseFile(Base):
    __tablename__ = "response_file"

    response_id: Mapped[int] = mapped_column(ForeignKey("response.id"), primary_key=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"), primary_key=True, index=True)


class Verification(Base):
    """Somebody went and looked: one voice on a finding's outcome. A later one adds, it does not overwrite."""

    __tablename__ = "verification"

    id: Mapped[int] = mapped_column(primary_key=True)
    finding_id: Mapped[int] = mapped_column(ForeignKey("finding.id"), index=True)
    voice: Mapped[str]
    outcome: Mapped[str]
    looked_on: Mapped[date]
    note: Mapped[str]
    observation_id: Mapped[int | None] = mapped_column(ForeignKey("observation.id"))
    by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    recorded_at: Mapped[datetime]

    finding: Mapped[Finding] = relationship()
    observation: Mapped[Observation | None] = relationship()
    by: Mapped[User] = relationship()


@event.listens_for(Response, "before_update")
@event.listens_for(ResponseItem, "before_update")
@event.listens_for(Commitment, "before_update")
@event.listens_for(Verification, "before_update")
def _written_once(_mapper: object, _connection: object, row: Base) -> None:
    """What was said stays said: a later word is another row."""
    session = object_session(row)
    if session is not None and session.is_modified(row, include_collections=False):
        raise TypeError(f"{type(row).__name__} {row.id} is written once and never changed")
