"""What the minutes of a meeting say, as one document of plain values: printed, compared, and frozen when agreed."""

from typing import Any

from app.core import clock
from app.partnership.meetings.models import Meeting, MeetingLine, MeetingParticipant
from app.partnership.queries import owner_key

Document = dict[str, Any]
SECTIONS = {"agenda": "agenda", "discussion": "discussion", "agreement": "agreements", "lesson": "lessons"}


def document_of(meeting: Meeting) -> Document:
    """Days as YYYY-MM-DD, times as HH:MM in Ulaanbaatar, every text as `…mn` and `…en`; no person's name."""
    start, end = (_local(at) for at in (meeting.starts_at, meeting.ends_at))
    return {
        "meeting": meeting.id,
        "kind": meeting.kind,
        **_both("title", meeting, "title"),
        **_both("body", meeting.body, "name"),
        **_both("venue", meeting, "venue"),
        "day": meeting.day.isoformat(),
        "from": start,
        "to": end,
        "next_on": meeting.next_on.isoformat() if meeting.next_on else None,
        "participants": [_participant(row, meeting) for row in meeting.participants],
        **{name: [_line(row) for row in meeting.lines_of(kind)] for kind, name in SECTIONS.items()},
    }


def _local(at: Any) -> str | None:
    return at.astimezone(clock.ULAANBAATAR).strftime("%H:%M") if at else None


def _both(name: str, row: Any, field: str) -> dict[str, str | None]:
    return {f"{name}_{lang}": getattr(row, f"{field}_{lang}", None) or None for lang in ("mn", "en")}


def _participant(row: MeetingParticipant, meeting: Meeting) -> dict[str, Any]:
    side = "body" if row.body_id and row.body_id == meeting.body_id else "network" if row.organisation_id else "other"
    return {"side": side, **_both("name", row.owner, "name"), **_both("office", row, "office"), "people": row.headcount}


def _line(row: MeetingLine) -> dict[str, Any]:
    said: dict[str, Any] = {"mn": row.text_mn, "en": row.text_en}
    if row.kind != "agreement":
        return said
    return {
        **said,
        "line": row.id,
        "owner": owner_key(row.owner),
        **_both("owner", row.owner, "name"),
        "due_on": row.due_on.isoformat() if row.due_on else None,
        "area": row.focus_area_id,
        **_both("area", row.focus_area, "title"),
    }
