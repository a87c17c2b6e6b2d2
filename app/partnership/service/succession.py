"""One plan takes the place of another: what is open goes over, what was done stays where it was."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from app.core import audit
from app.core.actors import Actor
from app.core.database import db
from app.core.errors import Invalid, Refused
from app.core.events import Event
from app.partnership.models import ActionPoint, FocusArea, StrategicPlan
from app.partnership.queries import find_plan_in_force, find_predecessor
from app.partnership.queries.plan import OPEN_STATES
from app.partnership.states import PLAN

# (areas, actor, at): {focus area that ends: the one that goes on with it}. Whoever stands above links anew what it is
# still at; the links that are there stay.
CARRIED_ON = Event()

Areas = Mapping[FocusArea, FocusArea]


def put_in_force(plan: StrategicPlan, actor: Actor, at: datetime) -> None:
    """Put an agreed plan in force while none is. Raises Refused while another one is."""
    PLAN.check(plan, "put_in_force", actor)
    _hold_plans()
    if other := find_plan_in_force():
        raise Refused(_l("Another plan is in force: %(title)s. Close it first.", title=other.title_mn))
    plan.edits += 1
    PLAN.take(plan, "put_in_force", actor, at)


def succeed(
    plan: StrategicPlan, mapping: Mapping[int, int | None], actor: Actor, at: datetime, reason: str | None = None
) -> list[ActionPoint]:
    """Put an agreed plan in force in the place of the one before, which is closed if it was not yet.

    `mapping`: for each focus area of the one before (by number), the number of the one that goes on with it, or None.
    Open action points of the former come to the latter; those of a focus area that nothing goes on with stay. Returns
    those that came over. Raises Refused when there is no plan before, Missing without a reason for closing, Invalid
    for "area-<number>".
    """
    PLAN.check(plan, "put_in_force", actor)
    _hold_plans()
    before = find_predecessor(plan)
    if before is None:
        raise Refused(_l("There is no plan in whose place this one could come."))
    closes = before.state == "in_force"
    if closes:
        PLAN.check(before, "close", actor, reason=reason)
    areas = _areas(before, plan, mapping)
    points = _hold_open_points(areas)
    CARRIED_ON.tell(areas, actor, at)  # before the head of the audit chain is held: who listens holds rows
    for area, heir in areas.items():
        area.continued_by = heir
    for point in points:
        _carry(point, areas, actor, at)
    told: dict[str, Any] = {"areas": {str(one.id): other.id for one, other in areas.items()}}
    if closes:
        PLAN.take(before, "close", actor, at, reason=reason, details={"successor": plan.id})
        before.edits += 1
    plan.succeeds = before
    plan.edits += 1
    PLAN.take(plan, "put_in_force", actor, at, details={**told, "action_points": [point.id for point in points]})
    return points


def _hold_plans() -> None:
    """Two people may press the button of two plans at once: the second waits here and then sees the first."""
    db.session.flush()
    query = select(StrategicPlan).order_by(StrategicPlan.id).with_for_update()
    db.session.scalars(query.execution_options(populate_existing=True)).all()


def _areas(before: StrategicPlan, plan: StrategicPlan, mapping: Mapping[int, int | None]) -> dict[FocusArea, FocusArea]:
    """Those that go on. Each focus area of the plan before must be decided about."""
    heirs, found, errors = {area.id: area for area in plan.focus_areas}, {}, {}
    for area in before.focus_areas:
        number = mapping.get(area.id)
        if area.id not in mapping or (number is not None and number not in heirs):
            errors[f"area-{area.id}"] = _l("Not a valid choice.")
        elif number is not None:
            found[area] = heirs[number]
    if errors:
        raise Invalid(errors)
    return found


def _hold_open_points(areas: Areas) -> list[ActionPoint]:
    serving = ActionPoint.focus_area_id.in_([area.id for area in areas])
    query = select(ActionPoint).where(serving, ActionPoint.state.in_(OPEN_STATES)).order_by(ActionPoint.id)
    held = query.with_for_update(of=ActionPoint).execution_options(populate_existing=True)
    return list(db.session.scalars(held))


def _carry(point: ActionPoint, areas: Areas, actor: Actor, at: datetime) -> None:
    ended = point.focus_area
    if ended is None:
        raise ValueError(f"action point {point.id} serves no focus area")
    point.focus_area = areas[ended]
    audit.record(actor, at, "carry_over", point, before=ended.id, after=areas[ended].id)
