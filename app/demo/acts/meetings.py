"""Meetings with public bodies, from their invitation to minutes that both sides agreed to."""

from datetime import datetime, time
from typing import Any

from app.core import clock
from app.demo.acts.fieldwork import uploads
from app.demo.cast import Cast
from app.partnership.meetings import service
from app.partnership.meetings.models import Meeting
from app.partnership.meetings.rules import Point, Seat
from app.partnership.meetings.terms import LINES
from app.partnership.queries import owner_key

Said = dict[str, Any]
ABOUT = {"contract": "contracts", "finding": "findings", "request": "requests"}


def _plan(cast: Cast, said: Said, at: datetime) -> None:
    subnetwork = cast.subnetworks[said["subnetwork"]] if "subnetwork" in said else None
    meeting = cast.meetings[said["key"]] = service.plan_meeting(
        cast.bodies[said["body"]],
        {"title_mn": said["title_mn"], "title_en": said["title_en"], **_when(cast, said), **_venue(said)},
        [_seat(cast, seat) for seat in said["seats"]],
        _points(cast, said, None, {"agenda"}),
        subnetwork=subnetwork,
        focus_areas=cast.area_ids(said.get("areas", [])),
        follows=cast.meetings[said["follows"]] if "follows" in said else None,
        actor=cast.people[said["by"]],
        at=at,
    )
    subjects = {kind: [getattr(cast, many)[key].id for key in said.get(many, ())] for kind, many in ABOUT.items()}
    service.set_subjects(meeting, subjects, cast.people[said["by"]], at)


def _when(cast: Cast, said: Said) -> Said:
    """`met`: how many days ago, on a working day; negative lies ahead. `hours`: from and to, in full hours."""
    day, hours = cast.working_day(said["met"]), said["hours"]
    first, last = (datetime.combine(day, time(hour), clock.ULAANBAATAR) for hour in hours)
    return {"starts_at": first, "ends_at": last}


def _venue(said: Said) -> Said:
    return {"venue_mn": said["venue_mn"], "venue_en": said["venue_en"]}


def _seat(cast: Cast, seat: Said) -> Seat:
    return Seat(_key(cast, seat), seat.get("mn"), seat.get("en"), seat.get("people", 1))


def _key(cast: Cast, said: Said) -> str:
    if "body" in said:
        return owner_key(cast.bodies[said["body"]])
    return owner_key(cast.organisations[said["organisation"]]) if "organisation" in said else ""


def _points(cast: Cast, said: Said, meeting: Meeting | None, kinds: set[str]) -> list[Point]:
    """Lines of these kinds: those that are told, in the place of those that are kept; what is not told stays."""
    found: list[Point] = []
    for kind in (kind for kind in LINES if kind in kinds):
        kept = meeting.lines_of(kind) if meeting else []
        told = said.get(kind)
        if told is None:
            found += [_kept(line) for line in kept]
            continue
        numbers: list[int | None] = [line.id for line in kept]
        numbers += [None] * len(told)
        found += [_point(cast, kind, row, number) for row, number in zip(told, numbers, strict=False)]
    return found


def _kept(line: Any) -> Point:
    owner = owner_key(line.owner)
    return Point(line.kind, line.text_mn, line.text_en, owner, line.due_on, line.focus_area_id, line.id)


def _point(cast: Cast, kind: str, row: Said, number: int | None) -> Point:
    due = cast.day(row["due"]) if "due" in row else None
    area = cast.areas[row["area"]].id if "area" in row else None
    return Point(kind, row["mn"], row.get("en"), _key(cast, row), due, area, number)


def _write(cast: Cast, said: Said, at: datetime) -> None:
    meeting = cast.meetings[said["key"]]
    service.write_minutes(
        meeting,
        {**_when(cast, said), **_venue(said), "next_on": cast.day(said["next"]) if "next" in said else None},
        [_seat(cast, seat) for seat in said["seats"]],
        _points(cast, said, meeting, set(LINES)),
        actor=cast.people[said["by"]],
        at=at,
        seen=meeting.edits,
    )


def _agree(cast: Cast, said: Said, at: datetime) -> None:
    meeting = cast.meetings[said["key"]]
    scans = uploads({name: said[name] for name in ("key", "files") if name in said})
    service.agree_minutes(
        meeting,
        cast.people[said["by"]],
        at,
        seen=meeting.edits,
        agreed_on=cast.working_day(said["agreed"]),
        proof=said["proof"],
        proof_note=said["note"],
        scan=(scans[0].name, scans[0].data) if scans else None,
    )


def _correct(cast: Cast, said: Said, at: datetime) -> None:
    service.correct_minutes(cast.meetings[said["key"]], "correct", cast.people[said["by"]], at, reason=said["text"])


def _move(cast: Cast, said: Said, at: datetime) -> None:
    service.move_meeting(cast.meetings[said["key"]], said["do"], cast.people[said["by"]], at, reason=said["text"])


ACTS = {
    "meeting": _plan,
    "meeting.write": _write,
    "meeting.agree": _agree,
    "meeting.correct": _correct,
    "meeting.cancel": _move,
}
