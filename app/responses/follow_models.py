"""What follows from a reply: the body to which it refers, and the visit that looks whether what it says is so."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import User
from app.bodies.models import PublicBody
from app.contracts.models import Assignment, Contract
from app.core.database import Base
from app.findings.models import Finding
from app.responses.models import Request, ResponseItem, Verification


class Referral(Base):
    """One answer that sends a finding on. `name`: as the reply says it; `body`: who that is, None while nobody knows.

    `request`: the one that it opened. The clock of the request that was referred runs on by itself.
    """

    __tablename__ = "referral"

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("response_item.id"), unique=True)
    name: Mapped[str]
    body_id: Mapped[int | None] = mapped_column(ForeignKey("public_body.id"))
    request_id: Mapped[int | None] = mapped_column(ForeignKey("request.id"), index=True)
    state: Mapped[str] = mapped_column(default="unclear", index=True)

    item: Mapped[ResponseItem] = relationship()
    body: Mapped[PublicBody | None] = relationship()
    request: Mapped[Request | None] = relationship()

    @property
    def finding(self) -> Finding:
        return self.item.finding

    @property
    def contract(self) -> Contract:
        return self.finding.contract

    @property
    def origin(self) -> Request:
        """The request that was answered by sending the finding on."""
        return self.item.response.request


class Revisit(Base):
    """A monitor other than the first is asked to look again; at most one is open for a finding.

    `because`: a key of `terms.REVISIT_CAUSES`. `assignment`: the one made for it, None when the monitor had one.
    """

    __tablename__ = "revisit"
    __table_args__ = (
        Index(
            "uq_revisit_open",
            "finding_id",
            unique=True,
            sqlite_where=text("state = 'asked'"),
            postgresql_where=text("state = 'asked'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    finding_id: Mapped[int] = mapped_column(ForeignKey("finding.id"), index=True)
    because: Mapped[str]
    monitor_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"), index=True)
    assignment_id: Mapped[int | None] = mapped_column(ForeignKey("assignment.id"))
    verification_id: Mapped[int | None] = mapped_column(ForeignKey("verification.id"))
    asked_on: Mapped[date]
    due_on: Mapped[date]
    state: Mapped[str] = mapped_column(default="asked", index=True)
    ended_at: Mapped[datetime | None]

    finding: Mapped[Finding] = relationship()
    monitor: Mapped[User | None] = relationship()
    assignment: Mapped[Assignment | None] = relationship()
    verification: Mapped[Verification | None] = relationship()

    @property
    def contract(self) -> Contract:
        return self.finding.contract
