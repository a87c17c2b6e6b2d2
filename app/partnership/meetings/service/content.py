"""What the use cases share: holding the row, and putting onto a meeting what a form says."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l

from app.bodies.models import PublicBody
from app.core import clock
from app.core.actors import Actor
from app.core.database import db
from app.core.errors import Invalid, NotFound, NotPermitted
from app.partnership import policy, queries
from app.partnership.meetings import rules
from app.partnership.meetings.models import Meeting, MeetingLine, MeetingParticipant
from app.partnership.meetings.policy import OWN_SUBNETWORK
from app.partnership.meetings.record import Document, document_of
from app.partnership.meetings.rules import Point, Seat
from app.partnership.models import FocusArea, Organisation
from app.partnership.queries import Owner
from app.partnership.service import changes
from app.partnership.service.changes import apply, check_days

CHANGED = _l("Somebody changed this meeting meanwhile. What you typed is still here: compare, then save again.")
Values = Mapping[str, Any]


def hold(meeting: Meeting, seen: int | None = None) -> Meeting:
    """The meeting as it is now, held until the transaction ends. Stale if it is not what this person saw."""
    return changes.hold(meeting, seen, CHANGED)


def require_holder(actor: Actor, meeting: Meeting) -> None:
    policy.ensure(actor.can("meetings.hold"))
    if not OWN_SUBNETWORK.holds(actor, meeting):
        raise NotPermitted(OWN_SUBNETWORK.denial)


def check(values: Values, seats: Sequence[Seat], points: Sequence[Point]) -> None:
    """Refuse what cannot be kept, even in a draft."""
    starts, ends = values["starts_at"], values.get("ends_at")
    day = clock.local_day(starts)
    check_days(day=day, next_on=values.get("next_on"))
    faults = rules.all_faults(seats, points, day)
    if ends and ends <= starts:
        faults["until"] = _l("The end is before the start.")
    if values.get("next_on") and values["next_on"] < day:
        faults["next_on"] = _l("The next meeting is before this one.")
    if max((len(seats), *_counts(points))) > rules.MOST_ROWS:
        faults["rows"] = _l("At most %(most)s rows of a kind.", most=rules.MOST_ROWS)
    if faults:
        raise Invalid(faults)


def _counts(points: Sequence[Point]) -> list[int]:
    return [sum(point.kind == kind for point in points) for kind in {point.kind for point in points}]


def fill(
    meeting: Meeting, values: Values, seats: Sequence[Seat], points: Sequence[Point], kinds: set[str]
) -> list[str]:
    """Put values, participants and the lines of these kinds onto a meeting; names of what says something else now."""
    before = document_of(meeting) if meeting.id else {}
    check(values, seats, points)
    changed = apply(meeting, values)
    _seat(meeting, seats)
    _draw_lines(meeting, points, kinds)
    db.session.add(meeting)
    db.session.flush()
    return sorted({*changed, *_differing(before, document_of(meeting))} - {"starts_at", "ends_at"})


def _differing(before: Document, after: Document) -> list[str]:
    return [name for name, said in after.items() if before and before.get(name) != said]


def _seat(meeting: Meeting, seats: Sequence[Seat]) -> None:
    present = [
        Seat(queries.owner_key(row.owner), row.office_mn, row.office_en, row.headcount) for row in meeting.participants
    ]
    if present != list(seats):
        meeting.participants = [_participant(seat, place) for place, seat in enumerate(seats)]


def _participant(seat: Seat, place: int) -> MeetingParticipant:
    organisation, body = _sides(seat.who, f"participants-{place}-who")
    return MeetingParticipant(
        position=place,
        organisation=organisation,
        body=body,
        office_mn=seat.office_mn or None,
        office_en=seat.office_en or None,
        headcount=seat.headcount,
    )


def _draw_lines(meeting: Meeting, points: Sequence[Point], kinds: set[str]) -> None:
    """Lines keep their number while they are changed: through it one sees which action point is whose."""
    known = {line.id: line for line in meeting.lines if line.kind in kinds}
    kept = [line for line in meeting.lines if line.kind not in kinds]
    for place, point in enumerate(points):
        line = known.pop(point.id, None) if point.id else None
        if line is None or line.kind != point.kind:
            line = MeetingLine(kind=point.kind)
        _say(line, point, place)
        kept.append(line)
    meeting.lines = kept


def _say(line: MeetingLine, point: Point, place: int) -> None:
    organisation, body = _sides(point.owner, "agreement")
    values = {
        "position": place,
        "text_mn": point.text_mn,
        "text_en": point.text_en,
        "owner_organisation": organisation,
        "owner_body": body,
        "due_on": point.due_on,
        "focus_area": _area(point.area, line),
    }
    apply(line, values)


def _sides(key: str, field: str) -> tuple[Organisation | None, PublicBody | None]:
    owner = _owner(key, field) if key else None
    return owner if isinstance(owner, Organisation) else None, owner if isinstance(owner, PublicBody) else None


def _owner(key: str, field: str) -> Owner:
    try:
        return queries.get_owner(key)
    except NotFound:
        raise Invalid({field: _l("Not a valid choice.")}) from None


def _area(area_id: int | None, line: MeetingLine) -> FocusArea | None:
    if area_id is None:
        return None
    area = queries.get_focus_area(area_id)
    if area.id != line.focus_area_id and not policy.is_open(area):
        raise Invalid({"agreement": _l("Only focus areas of the plan in force can be linked.")})
    return area


def touch(meeting: Meeting, actor: Actor) -> None:
    """Somebody changed what the meeting says: forms opened before are stale now."""
    meeting.edits += 1
    if actor.actor_id is not None:
        meeting.edited_by_id = actor.actor_id


def local_instant(day: Any, hour: Any) -> datetime:
    """The instant of a day and a time in Ulaanbaatar."""
    return datetime.combine(day, hour, clock.ULAANBAATAR)
