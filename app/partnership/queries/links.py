"""Reads of the links between the plan and contracts, findings and replies.

A subject is a flushed row of one of the tables named in `terms.LINKABLE`.
"""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import InstrumentedAttribute, joinedload

from app.core.database import db
from app.core.errors import NotFound
from app.partnership.models import ActionPoint, FocusArea, PlanLink, StrategicPlan
from app.partnership.terms import LINKABLE

Counts = dict[int, dict[str, int]]


def get_link(link_id: int) -> PlanLink:
    link = db.session.get(PlanLink, link_id)
    if link is None:
        raise NotFound
    return link


def links_of(subject: Any) -> list[PlanLink]:
    """Every link of a subject, in the order in which they were made."""
    whole = (joinedload(PlanLink.focus_area), joinedload(PlanLink.action_point))
    query = select(PlanLink).where(_is_of(subject)).options(*whole)
    return list(db.session.scalars(query.order_by(PlanLink.id)))


def focus_areas_of(subject: Any) -> list[FocusArea]:
    """The focus areas that a subject serves, in the order of their plans."""
    return focus_areas_of_many(subject.__tablename__, [subject.id]).get(subject.id, [])


def focus_areas_of_many(kind: str, ids: Iterable[int]) -> dict[int, list[FocusArea]]:
    """The focus areas of many subjects of one kind, by the subject's id, in one statement."""
    query = (
        select(PlanLink.subject_id, FocusArea)
        .join(PlanLink.focus_area)
        .join(FocusArea.plan)
        .where(PlanLink.subject_kind == kind, PlanLink.subject_id.in_(list(ids)))
        .order_by(StrategicPlan.starts_on.desc(), FocusArea.position, FocusArea.id)
    )
    found: dict[int, list[FocusArea]] = defaultdict(list)
    for subject_id, area in db.session.execute(query):
        found[subject_id].append(area)
    return dict(found)


def action_points_of(subject: Any) -> list[ActionPoint]:
    """The action points that a subject is linked to, the nearest due date first."""
    query = (
        select(ActionPoint)
        .join(PlanLink, PlanLink.action_point_id == ActionPoint.id)
        .where(_is_of(subject))
        .options(joinedload(ActionPoint.owner_organisation), joinedload(ActionPoint.owner_body))
        .order_by(ActionPoint.due_on, ActionPoint.id)
    )
    return list(db.session.scalars(query))


def _is_of(subject: Any) -> Any:
    return (PlanLink.subject_kind == subject.__tablename__) & (PlanLink.subject_id == subject.id)


def linked_ids(kind: str, *, focus_area_id: int | None = None, action_point_id: int | None = None) -> list[int]:
    """Ids of the subjects of one kind linked to a focus area or to an action point: give one of the two."""
    if focus_area_id is not None:
        end = PlanLink.focus_area_id == focus_area_id
    else:
        end = PlanLink.action_point_id == action_point_id
    query = select(PlanLink.subject_id).where(PlanLink.subject_kind == kind, end)
    return list(db.session.scalars(query.order_by(PlanLink.id)))


def count_links(focus_areas: Iterable[FocusArea]) -> Counts:
    """How many subjects of each kind each focus area has: {id: {kind: number}}, in one statement."""
    return _counts(PlanLink.focus_area_id, [area.id for area in focus_areas])


def count_action_point_links(action_points: Iterable[ActionPoint]) -> Counts:
    """The same for action points."""
    return _counts(PlanLink.action_point_id, [point.id for point in action_points])


def _counts(end: InstrumentedAttribute[int | None], ids: list[int]) -> Counts:
    counts = {one: dict.fromkeys(LINKABLE, 0) for one in ids}
    query = select(end, PlanLink.subject_kind, func.count()).where(end.in_(ids))
    for one, kind, number in db.session.execute(query.group_by(end, PlanLink.subject_kind)):
        if one is not None:
            counts[one][kind] = number
    return counts
