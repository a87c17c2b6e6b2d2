"""Second looks: a version of an observation that was decided and is looked at again, blind."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import User
from app.contracts.models import Contract
from app.core.database import Base
from app.findings.models import Observation


class SecondReview(Base):
    """One for each version (`revision`) on which the lot fell.

    `first_verdict`, `verdict`: one of `states.VERDICTS`; `cause`: a code of `terms.CAUSES`, of a rejection.
    `decided_at`: when the second verdict fell, whatever became of it later. `settled_at`: when a disagreement ended, or
    when it lapsed.
    """

    __tablename__ = "second_review"
    __table_args__ = (
        UniqueConstraint("observation_id", "revision"),
        CheckConstraint("decided_by_id <> first_by_id", name="two_persons"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    observation_id: Mapped[int] = mapped_column(ForeignKey("observation.id"))
    revision: Mapped[int]
    first_verdict: Mapped[str]
    first_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    drawn_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(default="drawn", index=True)
    verdict: Mapped[str | None]
    cause: Mapped[str | None]
    duplicate_of_id: Mapped[int | None] = mapped_column(ForeignKey("observation.id"))
    reason: Mapped[str | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    decided_at: Mapped[datetime | None] = mapped_column(index=True)
    settled_at: Mapped[datetime | None]

    observation: Mapped[Observation] = relationship(foreign_keys=observation_id)
    duplicate_of: Mapped[Observation | None] = relationship(foreign_keys=duplicate_of_id)
    first_by: Mapped[User | None] = relationship(foreign_keys=first_by_id)
    decided_by: Mapped[User | None] = relationship(foreign_keys=decided_by_id)

    @property
    def contract(self) -> Contract:
        return self.observation.contract
