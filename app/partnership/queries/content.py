"""Reads of what a plan holds: texts, indicators with their readings, what sustains it."""

from collections.abc import Iterable
from typing import TypeVar

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from app.core.database import db
from app.core.errors import NotFound
from app.core.money import Money, totals
from app.core.paging import Page, paginate
from app.partnership.models import FocusArea, StrategicPlan
from app.partnership.plan_models import Indicator, PlanText, Reading, SustainabilityEntry
from app.partnership.progress import Course, course_of
from app.partnership.terms import PLAN_TEXTS

Row = TypeVar("Row", PlanText, Indicator, Reading, SustainabilityEntry)


def get_part(kind: type[Row], number: int) -> Row:
    """A text, indicator, reading or entry of a plan. Raises NotFound."""
    row = db.session.get(kind, number)
    if row is None:
        raise NotFound
    return row


def texts_of(plan: StrategicPlan) -> dict[str, list[PlanText]]:
    """The texts of each kind, each list in its order."""
    found: dict[str, list[PlanText]] = {kind: [] for kind in PLAN_TEXTS}
    query = select(PlanText).where(PlanText.plan_id == plan.id).order_by(PlanText.position, PlanText.id)
    for row in db.session.scalars(query):
        found[row.kind].append(row)
    return found


def indicators_of(areas: Iterable[FocusArea]) -> dict[int, list[Indicator]]:
    """The indicators of each focus area, by its id, in their order."""
    found: dict[int, list[Indicator]] = {area.id: [] for area in areas}
    query = select(Indicator).where(Indicator.focus_area_id.in_(found)).order_by(Indicator.position, Indicator.id)
    for row in db.session.scalars(query):
        found[row.focus_area_id].append(row)
    return found


def readings_of(indicators: Iterable[Indicator]) -> dict[int, list[Reading]]:
    """All readings of each indicator, by its id, corrected ones too; by day, then as they were entered."""
    found: dict[int, list[Reading]] = {row.id: [] for row in indicators}
    query = select(Reading).where(Reading.indicator_id.in_(found)).options(joinedload(Reading.entered_by))
    for row in db.session.scalars(query.order_by(Reading.read_on, Reading.id)):
        found[row.indicator_id].append(row)
    return found


def courses_of(areas: Iterable[FocusArea]) -> dict[int, list[Course]]:
    """How far each indicator of each focus area is, by the id of the focus area."""
    indicators = indicators_of(areas)
    readings = readings_of(row for rows in indicators.values() for row in rows)
    return {area: [course_of(row, readings[row.id]) for row in rows] for area, rows in indicators.items()}


def list_sustainability(plan: StrategicPlan, kind: str | None = None, page: int = 1) -> Page:
    """Entries of a plan, of one kind or of all, the latest day first."""
    query = select(SustainabilityEntry).where(SustainabilityEntry.plan_id == plan.id)
    if kind:
        query = query.where(SustainabilityEntry.kind == kind)
    whole = query.options(joinedload(SustainabilityEntry.entered_by))
    return paginate(whole.order_by(SustainabilityEntry.happened_on.desc(), SustainabilityEntry.id.desc()), page)


def count_sustainability(plan: StrategicPlan) -> dict[str, int]:
    """How many entries of each kind a plan has."""
    entry = SustainabilityEntry
    query = select(entry.kind, func.count()).where(entry.plan_id == plan.id).group_by(entry.kind)
    return dict(db.session.execute(query).all())


def total_resources(plan: StrategicPlan) -> tuple[Money, ...]:
    """What a plan was given in money, one sum for each currency. SQLite would add as floats: it is added here."""
    entry = SustainabilityEntry
    query = select(entry).where(entry.plan_id == plan.id, entry.amount.is_not(None)).order_by(entry.currency, entry.id)
    return totals(row.money for row in db.session.scalars(query) if row.money)
