"""Planning a meeting, changing the plan, and passages that only need a reason."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from flask_babel import lazy_gettext as _l

from app.bodies.models import PublicBody
from app.core import audit
from app.core.actors import Actor
from app.core.errors import Invalid, WrongState
from app.partnership import policy
from app.partnership.meetings.models import Meeting
from app.partnership.meetings.rules import Point, Seat
from app.partnership.meetings.service.content import Values, fill, hold, require_holder, touch
from app.partnership.meetings.service.inviting import call_off
from app.partnership.meetings.states import MEETING
from app.partnership.models import Subnetwork
from app.partnership.queries import is_member_of
from app.partnership.service import link_focus_areas, set_focus_areas

AGENDA = {"agenda"}


def plan_meeting(
    body: PublicBody,
    values: Values,
    seats: Sequence[Seat],
    agenda: Sequence[Point],
    *,
    actor: Actor,
    at: datetime,
    subnetwork: Subnetwork | None = None,
    focus_areas: Iterable[int] = (),
    follows: Meeting | None = None,
) -> Meeting:
    """Plan a meeting with a public body.

    `values`: title and venue in both languages, `starts_at`, `ends_at`. Raises Invalid.
    """
    policy.ensure(actor.can("meetings.hold"))
    _check_subnetwork(subnetwork, actor)
    meeting = Meeting(kind="engagement", state=MEETING.initial, body=body, subnetwork=subnetwork, follows=follows)
    meeting.created_at, meeting.edits, meeting.edited_by_id = at, 0, actor.actor_id or 0
    fill(meeting, values, seats, agenda, AGENDA)
    audit.record(actor, at, "register", meeting, day=meeting.day.isoformat())
    link_focus_areas(meeting, focus_areas, actor, at)
    return meeting


def change_plan(
    meeting: Meeting,
    values: Values,
    seats: Sequence[Seat],
    agenda: Sequence[Point],
    *,
    actor: Actor,
    at: datetime,
    seen: int,
    subnetwork: Subnetwork | None = None,
    focus_areas: Iterable[int] = (),
) -> None:
    """Change a planned meeting, its day among it. `seen`: `meeting.edits` as this person saw it. Raises Stale."""
    require_holder(actor, hold(meeting, seen))
    if meeting.state != "planned":
        raise WrongState(_l("The meeting is not planned any more."))
    day_before = meeting.day
    changed = fill(meeting, values, seats, agenda, AGENDA)
    if subnetwork is not meeting.subnetwork:
        _check_subnetwork(subnetwork, actor)
        meeting.subnetwork = subnetwork
        changed.append("subnetwork")
    if changed:
        touch(meeting, actor)
        moved = [day_before.isoformat(), meeting.day.isoformat()] if meeting.day != day_before else None
        audit.record(actor, at, "edit", meeting, changed=changed, moved=moved)
    set_focus_areas(meeting, focus_areas, actor, at)


def _check_subnetwork(subnetwork: Subnetwork | None, actor: Actor) -> None:
    """Who acts in their own subnetworks only says for which of them."""
    if actor.can("subnetworks.all"):
        return
    if subnetwork is None or actor.actor_id is None or not is_member_of(actor.actor_id, subnetwork.id):
        raise Invalid({"subnetwork": _l("Choose a subnetwork of your own.")})


def move_meeting(meeting: Meeting, verb: str, actor: Actor, at: datetime, reason: str | None = None) -> None:
    """Cancel a meeting, of which the invited body is told, or put it back among the planned ones."""
    if verb not in ("cancel", "put_back"):
        raise ValueError(f"{verb} has a use case of its own")
    MEETING.take(hold(meeting), verb, actor, at, reason=reason)
    touch(meeting, actor)
    if verb == "cancel":
        call_off(meeting, actor, at)
