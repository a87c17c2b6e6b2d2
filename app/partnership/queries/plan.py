"""Reads of the plan: its focus areas and action points."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, Select, exists, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from app.accounts.queries import names_of
from app.bodies.models import PublicBody
from app.core import audit, clock
from app.core.actors import Actor
from app.core.database import db
from app.core.errors import NotFound
from app.core.paging import Page, paginate
from app.partnership.models import ActionPoint, FocusArea, Organisation, PlanLink, StrategicPlan
from app.partnership.plan_models import Indicator
from app.partnership.states import PLAN

OPEN_STATES = ("agreed", "under_way")
Owner = Organisation | PublicBody


def get_plan(plan_id: int) -> StrategicPlan:
    plan = db.session.get(StrategicPlan, plan_id)
    if plan is None:
        raise NotFound
    return plan


def find_plan_in_force() -> StrategicPlan | None:
    query = select(StrategicPlan).where(StrategicPlan.state == "in_force")
    return db.session.scalar(query.order_by(StrategicPlan.starts_on.desc(), StrategicPlan.id.desc()).limit(1))


def get_plan_in_force() -> StrategicPlan:
    """The plan that guides the work now; NotFound while there is none."""
    plan = find_plan_in_force()
    if plan is None:
        raise NotFound
    return plan


def find_predecessor(plan: StrategicPlan) -> StrategicPlan | None:
    """The plan in whose place this one comes: the one in force, else the closed one that it is to follow."""
    before = find_plan_in_force() or plan.succeeds
    return before if before is not plan else None


def list_successors(plan: StrategicPlan) -> list[StrategicPlan]:
    """Agreed plans that could take the place of the one in force, and what succeeded it; the next term first."""
    follows: ColumnElement[bool] = StrategicPlan.succeeds_id == plan.id
    if plan.state == "in_force":
        follows = or_(follows, StrategicPlan.state == "agreed")
    query = select(StrategicPlan).where(follows, StrategicPlan.state != "draft", StrategicPlan.id != plan.id)
    return list(db.session.scalars(query.order_by(StrategicPlan.starts_on, StrategicPlan.id)))


@dataclass(frozen=True)
class Step:
    """A passage that a plan took: as `ui/parts.html` shows a timeline."""

    when: datetime
    what: Any
    who: str | None
    reason: str | None


def steps_of(plan: StrategicPlan, reader: Actor) -> list[Step]:
    """How the plan came into its present state and why it was changed since, oldest first. Names only for whoever may
    see them."""
    entries = [entry for entry in audit.history(plan) if entry.to_state or entry.reason]
    names = names_of(entry.actor_id for entry in entries) if reader.can("people.names") else {}
    return [Step(entry.at, _what(entry), names.get(entry.actor_id or 0), entry.reason) for entry in entries]


def _what(entry: audit.AuditEntry) -> Any:
    return PLAN.label(entry.to_state) if entry.to_state else _l("Changed while in force")


def list_plans() -> list[StrategicPlan]:
    """Every plan, the latest term first."""
    query = select(StrategicPlan).order_by(StrategicPlan.starts_on.desc(), StrategicPlan.id.desc())
    return list(db.session.scalars(query))


def get_focus_area(focus_area_id: int) -> FocusArea:
    area = db.session.get(FocusArea, focus_area_id)
    if area is None:
        raise NotFound
    return area


def list_focus_areas() -> list[FocusArea]:
    """The focus areas of every plan but drafts, those of the latest term first."""
    query = _focus_areas().where(StrategicPlan.state != "draft")
    order = (StrategicPlan.starts_on.desc(), StrategicPlan.id.desc(), FocusArea.position, FocusArea.id)
    return list(db.session.scalars(query.order_by(*order)))


def list_open_focus_areas() -> list[FocusArea]:
    """The focus areas of the plan in force, in its order."""
    query = _focus_areas().where(StrategicPlan.state == "in_force")
    return list(db.session.scalars(query.order_by(FocusArea.position, FocusArea.id)))


def _focus_areas() -> Select[FocusArea]:
    return select(FocusArea).join(FocusArea.plan).options(contains_eager(FocusArea.plan))


def is_used(area: FocusArea) -> bool:
    """Whether an action point, an indicator or anything else was ever tied to the focus area."""
    linked = exists().where(PlanLink.focus_area_id == area.id)
    pursued = exists().where(ActionPoint.focus_area_id == area.id)
    measured = exists().where(Indicator.focus_area_id == area.id)
    return bool(db.session.scalar(select(or_(linked, pursued, measured))))


def get_action_point(action_point_id: int) -> ActionPoint:
    point = db.session.get(ActionPoint, action_point_id)
    if point is None:
        raise NotFound
    return point


def list_action_points(
    state: str | None = None,
    owner: Owner | None = None,
    focus_area_id: int | None = None,
    overdue: bool = False,
    page: int = 1,
) -> Page:
    """Action points that fit every given filter, the nearest due date first."""
    query = _action_points()
    if state:
        query = query.where(ActionPoint.state == state)
    if owner:
        query = query.where(_is_owned_by(owner))
    if focus_area_id is not None:
        query = query.where(ActionPoint.focus_area_id == focus_area_id)
    if overdue:
        query = query.where(ActionPoint.state.in_(OPEN_STATES), ActionPoint.due_on < clock.today())
    return paginate(query, page)


def _is_owned_by(owner: Owner) -> ColumnElement[bool]:
    if isinstance(owner, Organisation):
        return ActionPoint.owner_organisation_id == owner.id
    return ActionPoint.owner_body_id == owner.id


def open_points_by_area(plan: StrategicPlan) -> dict[int | None, list[ActionPoint]]:
    """The open action points of each focus area of a plan, the nearest due date first; of the plan in force also those
    that serve no focus area, under None."""
    serves: ColumnElement[bool] = ActionPoint.focus_area_id.in_([area.id for area in plan.focus_areas])
    if plan.state == "in_force":
        serves = or_(serves, ActionPoint.focus_area_id.is_(None))
    found: dict[int | None, list[ActionPoint]] = {}
    for point in db.session.scalars(_action_points().where(serves, ActionPoint.state.in_(OPEN_STATES))):
        found.setdefault(point.focus_area_id, []).append(point)
    return found


def list_open_action_points() -> list[ActionPoint]:
    """Action points agreed or under way, the nearest due date first."""
    return list(db.session.scalars(_action_points().where(ActionPoint.state.in_(OPEN_STATES))))


def _action_points() -> Select[ActionPoint]:
    whole = (
        joinedload(ActionPoint.owner_organisation),
        joinedload(ActionPoint.owner_body),
        joinedload(ActionPoint.focus_area),
    )
    return select(ActionPoint).options(*whole).order_by(ActionPoint.due_on, ActionPoint.id)


def list_action_owners() -> list[Owner]:
    """Whoever owns an action point: member organisations, then public bodies, each in alphabetical order."""
    organisations = select(Organisation).where(Organisation.id.in_(select(ActionPoint.owner_organisation_id)))
    bodies = select(PublicBody).where(PublicBody.id.in_(select(ActionPoint.owner_body_id)))
    return [
        *db.session.scalars(organisations.order_by(Organisation.sort_key, Organisation.id)),
        *db.session.scalars(bodies.order_by(PublicBody.sort_key, PublicBody.id)),
    ]


def owner_key(owner: Owner | None) -> str:
    """What stands for an owner in forms and addresses: `organisation:3`, `public_body:7`, or nothing."""
    return f"{owner.__tablename__}:{owner.id}" if owner else ""


def get_owner(key: str) -> Owner:
    """The owner behind such a key."""
    kind, _, number = key.partition(":")
    table = {"organisation": Organisation, "public_body": PublicBody}.get(kind)
    owner = db.session.get(table, int(number)) if table and number.isdecimal() else None
    if owner is None:
        raise NotFound
    return owner
