"""Use cases of the strategic plan and its focus areas."""

from datetime import date, datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from app.core import audit
from app.core.actors import Actor
from app.core.database import db
from app.core.errors import Invalid, Refused, WrongState
from app.partnership.models import FocusArea, StrategicPlan
from app.partnership.policy import ensure_editor
from app.partnership.queries import find_plan_in_force, is_used
from app.partnership.rules import last_day_of_term, moved
from app.partnership.service.changes import apply, check_days
from app.partnership.states import PLAN


def draft_plan(
    *, starts_on: date, ends_on: date | None = None, actor: Actor, at: datetime, **texts: Any
) -> StrategicPlan:
    """Begin a plan, as a draft, for three years unless its end is given.

    `texts`: title and vision in both languages.
    """
    ensure_editor(actor)
    plan = StrategicPlan(state=PLAN.initial)
    _describe(plan, starts_on, ends_on, texts)
    db.session.add(plan)
    audit.record(actor, at, "register", plan)
    return plan


def edit_plan(
    plan: StrategicPlan,
    *,
    starts_on: date,
    ends_on: date | None = None,
    actor: Actor,
    at: datetime,
    **texts: Any,
) -> None:
    """Change the plan's texts or term; a closed plan stays as it was."""
    ensure_editor(actor)
    _ensure_not_closed(plan)
    if changed := _describe(plan, starts_on, ends_on, texts):
        audit.record(actor, at, "edit", plan, changed=changed)


def _describe(plan: StrategicPlan, starts_on: date, ends_on: date | None, texts: dict[str, Any]) -> list[str]:
    check_days(starts_on=starts_on, ends_on=ends_on)
    last = ends_on or last_day_of_term(starts_on)
    if last <= starts_on:
        raise Invalid({"ends_on": _l("The end is before the start.")})
    return apply(plan, {"starts_on": starts_on, "ends_on": last, **texts})


def move_plan(plan: StrategicPlan, verb: str, actor: Actor, at: datetime, reason: str | None = None) -> None:
    """Take one passage of the plan's lifecycle. Only one plan is in force at a time."""
    PLAN.check(plan, verb, actor, reason=reason)
    if verb == "put_in_force":
        _ensure_only_one(plan)
    PLAN.take(plan, verb, actor, at, reason=reason)


def _ensure_only_one(plan: StrategicPlan) -> None:
    # Two people may press the button of two plans at once: the second waits here and then sees the first.
    db.session.scalars(select(StrategicPlan.id).with_for_update()).all()
    other = find_plan_in_force()
    if other and other is not plan:
        raise Refused(_l("Another plan is in force: %(title)s. Close it first.", title=other.title_mn))


def add_focus_area(plan: StrategicPlan, *, actor: Actor, at: datetime, **texts: Any) -> FocusArea:
    """Add a focus area at the end of the plan. `texts`: title and rationale in both languages."""
    ensure_editor(actor)
    _ensure_not_closed(plan)
    area = FocusArea(position=len(plan.focus_areas) + 1)
    apply(area, texts)
    plan.focus_areas.append(area)
    audit.record(actor, at, "register", area, plan=plan.id)
    return area


def edit_focus_area(area: FocusArea, *, position: int | None = None, actor: Actor, at: datetime, **texts: Any) -> None:
    """Change a focus area's texts, or its place (from 1) among those of its plan."""
    ensure_editor(actor)
    _ensure_not_closed(area.plan)
    changed = apply(area, texts)
    if position is not None and _place(area, position):
        changed.append("position")
    if changed:
        audit.record(actor, at, "edit", area, changed=changed)


def _place(area: FocusArea, position: int) -> bool:
    before = [other.id for other in area.plan.focus_areas]
    after = moved(before, area.id, position)
    for other in area.plan.focus_areas:
        other.position = after.index(other.id) + 1
    db.session.flush()
    db.session.expire(area.plan, ["focus_areas"])
    return before != after


def remove_focus_area(area: FocusArea, actor: Actor, at: datetime) -> None:
    """Take a focus area out of a draft, as long as nothing was ever tied to it."""
    ensure_editor(actor)
    plan = area.plan
    if plan.state != "draft" or is_used(area):
        raise Refused(_l("Only an unused focus area of a draft can be removed."))
    audit.record(actor, at, "remove_focus_area", plan, focus_area=area.id, title=area.title_mn)
    plan.focus_areas.remove(area)
    db.session.delete(area)
    db.session.flush()


def _ensure_not_closed(plan: StrategicPlan) -> None:
    if plan.state == "closed":
        raise WrongState(_l("A closed plan stays as it was."))
