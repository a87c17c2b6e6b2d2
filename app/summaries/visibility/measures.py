"""Measures of what is published: tallies, what they are by, and the cases that a number counts."""

from collections import defaultdict
from collections.abc import Collection
from typing import Any, NamedTuple

from sqlalchemy import func, select

from app.bodies.models import Place, PublicBody
from app.core.database import db
from app.core.errors import NotFound
from app.core.paging import PER_PAGE, Page, paginate
from app.partnership.models import FocusArea, StrategicPlan, Subnetwork
from app.summaries.models import PublishedCase, PublishedFinding, PublishedTally
from app.summaries.visibility.plan import PUBLIC_PLANS

Tallies = dict[int, dict[str, dict[int, int]]]
ENOUGH = ("reply-rate", "fix-rate", "network-days")  # whatever has a case of any measure has one of these
MODELS: dict[str, Any] = {"body": PublicBody, "subnetwork": Subnetwork, "place": Place, "focus": FocusArea}
ORDERS: dict[str, tuple[Any, ...]] = {
    "body": (PublicBody.sort_key, PublicBody.id),
    "subnetwork": (Subnetwork.name_mn, Subnetwork.id),
    "place": (Place.sort_key, Place.id),
    "focus": (FocusArea.plan_id.desc(), FocusArea.position, FocusArea.id),
}


class CaseLine(NamedTuple):
    """A case and the published finding on which it is checked."""

    unit: str
    value: int
    finding: PublishedFinding


def tallies_of(scope: str, subjects: Collection[int]) -> Tallies:
    """By subject and measure: value to number of cases."""
    query = select(PublishedTally).where(PublishedTally.scope == scope, PublishedTally.subject.in_(subjects))
    found: Tallies = defaultdict(lambda: defaultdict(dict))
    for row in db.session.scalars(query):
        found[row.subject][row.measure][row.value] = row.cases
    return found


def list_measured(scope: str, page: int = 1) -> Page:
    """What a scope's table is by, in the order of names or the newest period first: never in the order of a number.

    Items are rows of `MODELS`; of periods plain numbers as in `measures.rules.year_and_half`.
    """
    subjects = select(PublishedTally.subject).where(PublishedTally.scope == scope, PublishedTally.measure.in_(ENOUGH))
    if scope not in MODELS:
        return paginate(subjects.distinct().order_by(PublishedTally.subject.desc()), page)
    model, order = MODELS[scope], ORDERS[scope]
    query = select(model).where(model.id.in_(subjects)).order_by(*order)
    if scope == "focus":
        query = query.join(FocusArea.plan).where(StrategicPlan.state.in_(PUBLIC_PLANS))
    return paginate(query, page)


def measured_subject(scope: str, subject: int) -> Any:
    """The row of `MODELS`, or the number of a period; None is the whole. Only what is counted exists."""
    if scope == "whole" and subject == 0:
        return None
    counted = select(PublishedTally.subject).where(PublishedTally.scope == scope, PublishedTally.subject == subject)
    if db.session.scalar(counted.limit(1)) is None:
        raise NotFound()
    found = db.session.get(MODELS[scope], subject) if scope in MODELS else subject
    if isinstance(found, FocusArea) and found.plan.state not in PUBLIC_PLANS:
        raise NotFound()
    return found


def list_cases(measure: str, scope: str, subject: int, value: int | None = None, page: int = 1) -> Page:
    """What a number counts, a page of it; items are `CaseLine`. Of a share `value` 1 narrows to what fulfils it."""
    number = select(func.sum(PublishedTally.cases)).filter_by(measure=measure, scope=scope, subject=subject)
    query = select(PublishedCase).filter_by(measure=measure, scope=scope, subject=subject)
    if value is not None:
        number, query = number.where(PublishedTally.value == value), query.where(PublishedCase.value == value)
    total = int(db.session.scalar(number) or 0)  # the tally knows it: counting a million anew would take its time
    page = min(max(page, 1), max(1, -(-total // PER_PAGE)))
    query = query.order_by(PublishedCase.value, PublishedCase.finding_id, PublishedCase.unit)
    cases = list(db.session.scalars(query.limit(PER_PAGE).offset((page - 1) * PER_PAGE)))
    ids = {case.finding_id for case in cases}
    shown = select(PublishedFinding).where(PublishedFinding.finding_id.in_(ids))
    faces = {face.finding_id: face for face in db.session.scalars(shown)}
    lines = [CaseLine(case.unit, case.value, faces[case.finding_id]) for case in cases]
    return Page(lines, total, page)
