"""The public side of the plan: focus areas, action points, and what public things are linked to them."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from app.contracts.models import Contract
from app.core.database import db
from app.core.errors import NotFound
from app.core.paging import Page, paginate
from app.partnership import queries as partnership
from app.partnership.models import ActionPoint, FocusArea, PlanLink, StrategicPlan
from app.partnership.plan_models import PlanText
from app.partnership.progress import Course
from app.partnership.queries import content
from app.summaries.models import PublishedFinding

PUBLIC_PLANS = ("in_force", "closed")


def is_public_focus_area(area: FocusArea) -> bool:
    return area.plan.state in PUBLIC_PLANS


def list_focus_areas() -> list[FocusArea]:
    """Focus areas of plans in force or closed, those of the latest term first."""
    query = select(FocusArea).join(FocusArea.plan).options(contains_eager(FocusArea.plan))
    query = query.where(StrategicPlan.state.in_(PUBLIC_PLANS))
    order = (StrategicPlan.starts_on.desc(), StrategicPlan.id.desc(), FocusArea.position, FocusArea.id)
    return list(db.session.scalars(query.order_by(*order)))


def get_focus_area(focus_area_id: int) -> FocusArea:
    area = db.session.get(FocusArea, focus_area_id)
    if area is None or not is_public_focus_area(area):
        raise NotFound()
    return area


def find_plan() -> StrategicPlan | None:
    """The plan in force. Of what it holds the public sees its vision, its outcomes, its focus areas and their
    indicators; agreement, approaches, environment and sustainability stay inside."""
    return partnership.find_plan_in_force()


def outcomes_of(plan: StrategicPlan) -> list[PlanText]:
    return content.texts_of(plan)["outcome"]


def courses_of(areas: Iterable[FocusArea]) -> dict[int, list[Course]]:
    """Indicators of public focus areas with the readings that count, by the id of the focus area: values and days,
    without notes and without who entered them."""
    return content.courses_of([area for area in areas if is_public_focus_area(area)])


def focus_areas_of(contract: Contract) -> list[FocusArea]:
    """The public focus areas that a contract serves."""
    return [area for area in partnership.focus_areas_of(contract) if is_public_focus_area(area)]


def list_action_points(page: int = 1, *, focus_area_id: int | None = None, body_id: int | None = None) -> Page:
    """Public action points, the nearest due date first; of a focus area also those of its findings."""
    query = _points()
    if focus_area_id is not None:
        frozen = ActionPoint.id.in_(_points_beside(focus_area_id))
        query = query.where(or_(ActionPoint.focus_area_id == focus_area_id, frozen))
    if body_id is not None:
        query = query.where(ActionPoint.owner_body_id == body_id)
    return paginate(query, page)


def _points_beside(focus_area_id: int) -> set[int]:
    """Action points of the findings that serve the focus area, and of the replies to them."""
    links = PublishedFinding.document["links"].as_string()
    serving = select(links).where(links.contains(f":focus_area:{focus_area_id}|", autoescape=True))
    ends = (end for row in db.session.scalars(serving) for end in _parsed(row))
    return {number for _subject, _id, end, number in ends if end == "action_point"}


def get_action_point(action_point_id: int) -> ActionPoint:
    point = db.session.get(ActionPoint, action_point_id)
    if point is None or point.published_at is None:
        raise NotFound()
    return point


def focus_area_of(point: ActionPoint) -> FocusArea | None:
    """The focus area that an action point serves, if it is public."""
    area = point.focus_area
    return area if area and is_public_focus_area(area) else None


def action_points_of(contract: Contract) -> list[ActionPoint]:
    """The public action points to which a contract, a published finding on it or a reply to one is linked."""
    ids = {point.id for point in partnership.action_points_of(contract)}
    query = select(PublishedFinding.document["links"].as_string())
    for links in db.session.scalars(query.where(PublishedFinding.contract_id == contract.id)):
        ids.update(number for _kind, _id, end, number in _parsed(links) if end == "action_point")
    return list(db.session.scalars(_points().where(ActionPoint.id.in_(ids))))


def _points() -> Select[Any]:
    whole = (
        joinedload(ActionPoint.owner_organisation),
        joinedload(ActionPoint.owner_body),
        joinedload(ActionPoint.focus_area).joinedload(FocusArea.plan),
    )
    query = select(ActionPoint).where(ActionPoint.published_at.is_not(None)).options(*whole)
    return query.order_by(ActionPoint.due_on, ActionPoint.id)


@dataclass
class Counts:
    """What public things are linked to one focus area or action point, by number."""

    contracts: set[int] = field(default_factory=set)
    findings: set[int] = field(default_factory=set)
    replies: set[int] = field(default_factory=set)


def count_linked(end: str) -> dict[int, Counts]:
    """By id of each `focus_area` or `action_point`: contracts as linked now, findings and replies as frozen."""
    counts: dict[int, Counts] = defaultdict(Counts)
    for number, contract_id in _linked_contracts(end):
        counts[number].contracts.add(contract_id)
    for links in db.session.scalars(select(PublishedFinding.document["links"].as_string())):
        for subject, subject_id, link_end, number in _parsed(links):
            if link_end == end:
                getattr(counts[number], subject).add(subject_id)
    return counts


def _linked_contracts(end: str) -> list[tuple[Any, int]]:
    column = {"focus_area": PlanLink.focus_area_id, "action_point": PlanLink.action_point_id}[end]
    query = select(column, Contract.id).join(Contract, Contract.id == PlanLink.subject_id)
    query = query.where(PlanLink.subject_kind == "contract", Contract.published_at.is_not(None), column.is_not(None))
    return [(number, contract_id) for number, contract_id in db.session.execute(query)]


def _parsed(links: str) -> list[tuple[str, int, str, int]]:
    """`|finding:7:focus_area:3|` as ("findings", 7, "focus_area", 3)."""
    plural = {"finding": "findings", "reply": "replies"}
    parts = (link.split(":") for link in links.strip("|").split("|") if link)
    return [(plural[subject], int(subject_id), end, int(number)) for subject, subject_id, end, number in parts]
