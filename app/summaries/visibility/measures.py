"""Measures of what is published: tallies, what they are by, and the cases that a number counts."""

from collections.abc import Collection
from typing import Any, NamedTuple

from sqlalchemy import func, select, tuple_

from app.core.database import db
from app.core.errors import NotFound
from app.core.paging import PER_PAGE, Page
from app.measures import tallies
from app.partnership.models import FocusArea, StrategicPlan
from app.summaries.models import PublishedCase, PublishedFinding, PublishedTally
from app.summaries.visibility.plan import PUBLIC_PLANS

ENOUGH = ("reply-rate", "fix-rate", "network-days")  # whatever has a case of any measure has one of these


class CaseLine(NamedTuple):
    """A case and the published finding on which it is checked."""

    unit: str
    value: int
    finding: PublishedFinding


class MeasuredCases(NamedTuple):
    """`total`: of the whole list; `next`: what to ask for to go on, None at the end."""

    items: list[CaseLine]
    total: int
    next: str | None


def tallies_of(scope: str, subjects: Collection[int]) -> tallies.Tallies:
    """By subject and measure: value to number of cases."""
    return tallies.tallies_of(PublishedTally, scope, subjects)


def list_measured(scope: str, page: int = 1) -> Page:
    """As `tallies.list_measured`; focus areas of public plans alone."""
    in_public = [FocusArea.plan.has(StrategicPlan.state.in_(PUBLIC_PLANS))] if scope == "focus" else []
    return tallies.list_measured(PublishedTally, scope, ENOUGH, page, *in_public)


def measured_subject(scope: str, subject: int) -> Any:
    """The row of `MODELS`, or the number of a period; None is the whole. Only what is counted exists."""
    if scope == "whole" and subject == 0:
        return None
    counted = select(PublishedTally.subject).where(PublishedTally.scope == scope, PublishedTally.subject == subject)
    if db.session.scalar(counted.limit(1)) is None:
        raise NotFound()
    found = db.session.get(tallies.MODELS[scope], subject) if scope in tallies.MODELS else subject
    if isinstance(found, FocusArea) and found.plan.state not in PUBLIC_PLANS:
        raise NotFound()
    return found


def list_cases(
    measure: str, scope: str, subject: int, value: int | None = None, after: str | None = None
) -> MeasuredCases:
    """What a number counts, a page of it: from the first on, or what follows the key of an earlier page's last line.

    Of a share `value` 1 narrows to what fulfils it. However deep, a page costs what the first one does.
    """
    number = select(func.sum(PublishedTally.cases)).filter_by(measure=measure, scope=scope, subject=subject)
    query = select(PublishedCase).filter_by(measure=measure, scope=scope, subject=subject)
    order = (PublishedCase.value, PublishedCase.finding_id, PublishedCase.unit)
    if value is not None:
        number, query = number.where(PublishedTally.value == value), query.where(PublishedCase.value == value)
    if key := _key(after):
        fixed = 0 if value is None else 1  # a column that is fixed already would keep the index from being used
        query = query.where(tuple_(*order[fixed:]) > tuple_(*key[fixed:]))
    total = int(db.session.scalar(number) or 0)  # the tally knows it: counting a million anew would take its time
    cases = list(db.session.scalars(query.order_by(*order).limit(PER_PAGE + 1)))
    shown = cases[:PER_PAGE]
    faces = _faces({case.finding_id for case in shown})
    lines = [CaseLine(case.unit, case.value, faces[case.finding_id]) for case in shown]
    last = shown[-1] if len(cases) > PER_PAGE else None
    return MeasuredCases(lines, total, last and f"{last.value}.{last.finding_id}.{last.unit}")


def _faces(finding_ids: Collection[int]) -> dict[int, PublishedFinding]:
    query = select(PublishedFinding).where(PublishedFinding.finding_id.in_(finding_ids))
    return {face.finding_id: face for face in db.session.scalars(query)}


def _key(after: str | None) -> tuple[int, int, str] | None:
    """Of a line; None where nothing that was ever given out stands in the address."""
    value, _dot, rest = (after or "").partition(".")
    finding_id, _dot, unit = rest.partition(".")
    if not (tallies.is_number(value) and tallies.is_number(finding_id) and unit) or "\0" in unit:
        return None
    return int(value), int(finding_id), unit
