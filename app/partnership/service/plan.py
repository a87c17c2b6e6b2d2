"""Use cases of the strategic plan and its focus areas. Succession: `succession`; what it holds besides: `content`."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from flask_babel import lazy_gettext as _l

from app.core import audit, clock
from app.core.actors import Actor
from app.core.database import db
from app.core.errors import Invalid, Missing, Refused, WrongState
from app.partnership.models import FocusArea, StrategicPlan
from app.partnership.policy import ensure_editor
from app.partnership.queries import is_used
from app.partnership.rules import last_day_of_term, moved
from app.partnership.service.changes import apply, check_days, hold
from app.partnership.states import PLAN
from app.partnership.terms import PILLARS


def draft_plan(
    *,
    starts_on: date,
    ends_on: date | None = None,
    succeeds: StrategicPlan | None = None,
    actor: Actor,
    at: datetime,
    **texts: Any,
) -> StrategicPlan:
    """Begin a plan, as a draft, for three years unless its end is given.

    `texts`: title and vision in both languages. `succeeds`: the plan that it is to follow.
    """
    ensure_editor(actor)
    plan = StrategicPlan(state=PLAN.initial, edited_by_id=actor.actor_id)
    _describe(plan, starts_on, ends_on, {"succeeds": succeeds, **texts})
    db.session.add(plan)
    audit.record(actor, at, "register", plan)
    return plan


def edit_plan(
    plan: StrategicPlan,
    *,
    starts_on: date,
    ends_on: date | None = None,
    succeeds: StrategicPlan | None = None,
    actor: Actor,
    at: datetime,
    reason: str | None = None,
    seen: int | None = None,
    **texts: Any,
) -> None:
    """Change the plan's texts or term. `seen`: `plan.edits` as this person saw it. Raises Stale, Invalid, Missing."""
    ensure_editor(actor)
    ensure_changeable(hold(plan, seen), reason)
    if changed := _describe(plan, starts_on, ends_on, {"succeeds": succeeds, **texts}):
        touch(plan, plan, actor)
        audit.record(actor, at, "edit", plan, reason=reason, changed=changed)


def _describe(plan: StrategicPlan, starts_on: date, ends_on: date | None, values: dict[str, Any]) -> list[str]:
    check_days(starts_on=starts_on, ends_on=ends_on)
    last = ends_on or last_day_of_term(starts_on)
    if last <= starts_on:
        raise Invalid({"ends_on": _l("The end is before the start.")})
    before = values["succeeds"]
    if before and (before is plan or before.state not in {"in_force", "closed"}):
        raise Invalid({"succeeds_id": _l("Not a valid choice.")})
    return apply(plan, {"starts_on": starts_on, "ends_on": last, **values})


def move_plan(plan: StrategicPlan, verb: str, actor: Actor, at: datetime, reason: str | None = None) -> None:
    """Close a plan, or put an agreed one back to draft."""
    if verb not in ("redraft", "close"):
        raise ValueError(f"{verb} has a use case of its own")
    PLAN.take(hold(plan), verb, actor, at, reason=reason)
    plan.edits += 1


def agree_plan(
    plan: StrategicPlan,
    actor: Actor,
    at: datetime,
    *,
    agreed_on: date,
    agreed_by_mn: str,
    agreed_by_en: str | None = None,
    meeting: int | None = None,
    note: str | None = None,
    seen: int | None = None,
) -> None:
    """Record which organisations agreed to the draft and when: at a meeting (its number), or as the note says.

    Raises NotPermitted for whoever changed it last, Missing, Invalid, Stale.
    """
    hold(plan, seen)
    facts = {"agreed_on": agreed_on, "agreed_by_mn": agreed_by_mn, "meeting": meeting, "note": note}
    PLAN.check(plan, "agree", actor, **facts)
    check_days(agreed_on=agreed_on)
    if agreed_on > clock.local_day(at):
        raise Invalid({"agreed_on": _l("The day is in the future.")})
    said = {"agreed_on": agreed_on, "agreed_by_mn": agreed_by_mn, "agreed_by_en": agreed_by_en, "agreed_note": note}
    apply(plan, {**said, "agreed_meeting_id": meeting})
    plan.edits += 1
    PLAN.take(plan, "agree", actor, at, details={"on": agreed_on.isoformat(), "meeting": meeting}, **facts)


def add_focus_area(
    plan: StrategicPlan, *, actor: Actor, at: datetime, reason: str | None = None, **values: Any
) -> FocusArea:
    """Add a focus area at the end of the plan. `values`: title and rationale in both languages, pillars, share."""
    ensure_editor(actor)
    ensure_changeable(hold(plan), reason)
    area = FocusArea(position=len(plan.focus_areas) + 1, pillars=[])
    apply(area, values)
    plan.focus_areas.append(area)
    _check(area)
    touch(plan, plan, actor)
    audit.record(actor, at, "register", area, reason=reason, plan=plan.id)
    return area


def edit_focus_area(
    area: FocusArea,
    *,
    position: int | None = None,
    actor: Actor,
    at: datetime,
    reason: str | None = None,
    seen: int | None = None,
    **values: Any,
) -> None:
    """Change a focus area, or its place (from 1) among those of its plan. `seen`: its `edits` as this person saw them.

    The plan is held before its focus area: two who change different ones wait for each other, nobody for ever.
    """
    ensure_editor(actor)
    ensure_changeable(hold(area.plan), reason)
    hold(area, seen)
    changed = apply(area, values)
    _check(area)
    if position is not None and _place(area, position):
        changed.append("position")
    if changed:
        touch(area, area.plan, actor)
        audit.record(actor, at, "edit", area, reason=reason, changed=changed)


def _check(area: FocusArea) -> None:
    errors: dict[str, Any] = {}
    if set(area.pillars) - set(PILLARS):
        errors["pillars"] = _l("Not a valid choice.")
    if area.share is not None and not 0 <= area.share <= 100:
        errors["share"] = _l("Between 0 and 100.")
    elif (total := _shared(area.plan.focus_areas)) > 100:
        errors["share"] = _l("Together the focus areas of the plan have %(total)s%%: 100%% is all.", total=total)
    if errors:
        raise Invalid(errors)


def _shared(areas: Sequence[FocusArea]) -> int:
    return sum(area.share or 0 for area in areas)


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
    plan = hold(area.plan)
    if plan.state != "draft" or is_used(area):
        raise Refused(_l("Only an unused focus area of a draft can be removed."))
    audit.record(actor, at, "remove_focus_area", plan, focus_area=area.id, title=area.title_mn)
    touch(plan, plan, actor)
    plan.focus_areas.remove(area)
    db.session.delete(area)
    db.session.flush()


def ensure_changeable(plan: StrategicPlan, reason: str | None) -> None:
    """A draft is free to change. What was agreed goes back to draft first, and is agreed to anew; what is in force
    changes for a reason; what is closed stays as it was."""
    ensure_not_closed(plan)
    if plan.state == "agreed":
        raise WrongState(_l("The members agreed to this plan. Put it back to draft before you change it."))
    if plan.state == "in_force" and not (reason or "").strip():
        raise Missing("reason", _l("The plan is in force. Say why it changes."))


def ensure_not_closed(plan: StrategicPlan) -> None:
    if plan.state == "closed":
        raise WrongState(_l("A closed plan stays as it was."))


def touch(row: Any, plan: StrategicPlan, actor: Actor) -> None:
    """A part of the plan, and with it the plan, is not any more what others saw; this person wrote last what is to be
    agreed."""
    row.edits += 1
    if row is not plan:
        plan.edits += 1
    plan.edited_by_id = actor.actor_id
