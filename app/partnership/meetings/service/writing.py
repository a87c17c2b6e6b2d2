"""Writing the minutes: as often as it takes, until both sides agree to them."""

from collections.abc import Sequence
from datetime import datetime

from flask_babel import lazy_gettext as _l

from app.core import audit, clock
from app.core.actors import Actor
from app.core.errors import Invalid, WrongState
from app.partnership.meetings.models import Meeting
from app.partnership.meetings.rules import Point, Seat
from app.partnership.meetings.service.content import Values, fill, hold, require_holder, touch
from app.partnership.meetings.states import MEETING
from app.partnership.meetings.terms import LINES


def write_minutes(
    meeting: Meeting,
    values: Values,
    seats: Sequence[Seat],
    points: Sequence[Point],
    *,
    actor: Actor,
    at: datetime,
    seen: int,
) -> None:
    """Record what happened; of a planned meeting this says that it was held.

    `values`: venue, `starts_at`, `ends_at`, `next_on`. An agreement may still lack its owner or due date. `seen`: as
    in `change_plan`. Raises Stale, Invalid.
    """
    require_holder(actor, hold(meeting, seen))
    if meeting.state not in ("planned", "held"):
        raise WrongState(_l("The minutes cannot be written now: %(state)s.", state=MEETING.label(meeting.state)))
    if clock.local_day(values["starts_at"]) > clock.local_day(at):
        raise Invalid({"day": _l("The day is in the future.")})
    begins = meeting.state == "planned"
    changed = fill(meeting, values, seats, points, set(LINES))
    if begins:
        MEETING.take(meeting, "hold", actor, at, details={"changed": changed})
    elif changed:
        audit.record(actor, at, "edit", meeting, changed=changed)
    if begins or changed:
        touch(meeting, actor)
