"""What a strategic plan holds: its texts, the indicators of its focus areas with readings, what sustains it."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, Index, Numeric, UniqueConstraint, event
from sqlalchemy.orm import Mapped, mapped_column, object_session, relationship

from app.accounts.models import User
from app.core.database import Base
from app.core.money import Money
from app.partnership.models import FocusArea, StrategicPlan

Figure = Numeric(15, 3)  # in the unit that the indicator names
Amount = Numeric(24, 2)


class PlanText(Base):
    """One outcome, approach, tool or note on the environment: `kind` is a key of `terms.PLAN_TEXTS`."""

    __tablename__ = "plan_text"

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("strategic_plan.id"), index=True)
    kind: Mapped[str]
    position: Mapped[int]
    text_mn: Mapped[str]
    text_en: Mapped[str | None]
    edits: Mapped[int] = mapped_column(default=0)

    plan: Mapped[StrategicPlan] = relationship()


class Indicator(Base):
    """What shows whether a focus area gets on: from a baseline to a target, each a value and its day.

    `title`: what is measured. `source`: where the values come from.
    """

    __tablename__ = "indicator"
    __table_args__ = (CheckConstraint("target_on > baseline_on", name="days"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    focus_area_id: Mapped[int] = mapped_column(ForeignKey("focus_area.id"), index=True)
    position: Mapped[int]
    title_mn: Mapped[str]
    title_en: Mapped[str | None]
    unit_mn: Mapped[str]
    unit_en: Mapped[str | None]
    source_mn: Mapped[str | None]
    source_en: Mapped[str | None]
    baseline_value: Mapped[Decimal | None] = mapped_column(Figure)
    baseline_on: Mapped[date | None]
    target_value: Mapped[Decimal | None] = mapped_column(Figure)
    target_on: Mapped[date | None]
    edits: Mapped[int] = mapped_column(default=0)

    focus_area: Mapped[FocusArea] = relationship()


class Reading(Base):
    """The value of an indicator on a day: written once. A wrong one is corrected by another, which may take it back
    (no value)."""

    __tablename__ = "reading"
    __table_args__ = (
        CheckConstraint("value IS NOT NULL OR corrects_id IS NOT NULL", name="something"),
        UniqueConstraint("corrects_id"),
        Index("ix_reading_indicator_id_read_on", "indicator_id", "read_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    indicator_id: Mapped[int] = mapped_column(ForeignKey("indicator.id"))
    read_on: Mapped[date]
    value: Mapped[Decimal | None] = mapped_column(Figure)
    note: Mapped[str | None]
    corrects_id: Mapped[int | None] = mapped_column(ForeignKey("reading.id"))
    entered_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    entered_at: Mapped[datetime]

    indicator: Mapped[Indicator] = relationship()
    entered_by: Mapped[User | None] = relationship()


class SustainabilityEntry(Base):
    """What makes the work last, from its first day: `kind` is a key of `terms.SUSTAINABILITY`.

    Of resources an amount in a currency, or that they were given in kind.
    """

    __tablename__ = "sustainability_entry"
    __table_args__ = (
        CheckConstraint("(amount IS NULL) = (currency IS NULL)", name="money"),
        CheckConstraint("(kind = 'resources') = (amount IS NOT NULL OR in_kind)", name="resources"),
        CheckConstraint("amount IS NULL OR NOT in_kind", name="one_of_two"),
        Index("ix_sustainability_entry_plan_id_happened_on", "plan_id", "happened_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("strategic_plan.id"))
    kind: Mapped[str]
    happened_on: Mapped[date]
    text_mn: Mapped[str]
    text_en: Mapped[str | None]
    amount: Mapped[Decimal | None] = mapped_column(Amount)
    currency: Mapped[str | None]
    in_kind: Mapped[bool] = mapped_column(default=False)
    entered_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    entered_at: Mapped[datetime]
    edits: Mapped[int] = mapped_column(default=0)

    plan: Mapped[StrategicPlan] = relationship()
    entered_by: Mapped[User | None] = relationship()

    @property
    def money(self) -> Money | None:
        return Money(self.amount, self.currency) if self.amount is not None and self.currency else None


@event.listens_for(Reading, "before_update")
def _written_once(_mapper: object, _connection: object, row: Reading) -> None:
    session = object_session(row)
    if session is not None and session.is_modified(row, include_collections=False):
        raise TypeError(f"reading {row.id} is written once and never changed")
