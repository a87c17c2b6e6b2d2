"""Use cases of action points: steps of constructive engagement that somebody owns until a day."""

from datetime import date, datetime
from typing import Any

from flask_babel import lazy_gettext as _l

from app.bodies.models import PublicBody
from app.core import audit
from app.core.actors import Actor
from app.core.database import db
from app.core.errors import Invalid
from app.core.events import Event
from app.partnership import policy
from app.partnership.models import ActionPoint, FocusArea, Organisation
from app.partnership.queries import Owner
from app.partnership.service.changes import apply, check_days
from app.partnership.states import ACTION_POINT
from app.partnership.terms import ACTION_ORIGINS

SAID_DONE = Event()  # (point, actor, at): its owner says that it is done


def create_action_point(
    *,
    title_mn: str,
    owner: Owner,
    due_on: date,
    origin: str,
    actor: Actor,
    at: datetime,
    title_en: str | None = None,
    description_mn: str | None = None,
    description_en: str | None = None,
    origin_note: str | None = None,
    focus_area: FocusArea | None = None,
) -> ActionPoint:
    """Record an action point that was agreed. `origin` is a key of `terms.ACTION_ORIGINS`."""
    policy.ensure(policy.may_agree(actor, origin))
    point = ActionPoint(state=ACTION_POINT.initial, created_at=at)
    texts = {
        "title_mn": title_mn,
        "title_en": title_en,
        "description_mn": description_mn,
        "description_en": description_en,
        "origin_note": origin_note,
    }
    _describe(point, owner=owner, due_on=due_on, origin=origin, focus_area=focus_area, texts=texts)
    db.session.add(point)
    audit.record(actor, at, "register", point, origin=origin, due_on=due_on.isoformat())
    return point


def edit_action_point(
    point: ActionPoint,
    *,
    owner: Owner,
    due_on: date,
    origin: str,
    actor: Actor,
    at: datetime,
    focus_area: FocusArea | None = None,
    **texts: Any,
) -> None:
    """Change an action point. `texts`: title and description in both languages, the note on its origin.

    A new due date is told in the audit entry with the one before.
    """
    policy.ensure(policy.may_change(actor, point))
    due_before = point.due_on
    changed = _describe(point, owner=owner, due_on=due_on, origin=origin, focus_area=focus_area, texts=texts)
    moved: dict[str, Any] = {"due_on": [due_before.isoformat(), due_on.isoformat()]} if due_before != due_on else {}
    if changed:
        audit.record(actor, at, "edit", point, changed=changed, **moved)


def _describe(
    point: ActionPoint,
    *,
    owner: Owner,
    due_on: date,
    origin: str,
    focus_area: FocusArea | None,
    texts: dict[str, Any],
) -> list[str]:
    check_days(due_on=due_on)
    if origin not in ACTION_ORIGINS:
        raise Invalid({"origin": _l("Not a valid choice.")})
    if focus_area and focus_area.id != point.focus_area_id and not policy.is_open(focus_area):
        raise Invalid({"focus_area_id": _l("Only focus areas of the plan in force can be linked.")})
    organisation = owner if isinstance(owner, Organisation) else None
    body = owner if isinstance(owner, PublicBody) else None
    values = {"owner_organisation": organisation, "owner_body": body, "focus_area": focus_area}
    return apply(point, {**texts, **values, "due_on": due_on, "origin": origin})


def move_action_point(point: ActionPoint, verb: str, actor: Actor, at: datetime, reason: str | None = None) -> None:
    """Take one passage of the action point's lifecycle."""
    passage = ACTION_POINT.check(point, verb, actor, reason=reason)
    if passage.target == "done":
        SAID_DONE.tell(point, actor, at)  # before the head of the audit chain is held: who listens holds rows
    ACTION_POINT.take(point, verb, actor, at, reason=reason)
