"""A meeting as an iCalendar file (RFC 5545): an invitation for the calendars of both sides."""

from datetime import datetime, timedelta

from flask_babel import gettext as _
from icalendar import Calendar, Event

from app.core import clock
from app.partnership.meetings.models import Meeting
from app.ui.i18n import current_language

MEDIA_TYPE = "text/calendar"
TYPE = f"{MEDIA_TYPE}; charset=utf-8"
USUALLY = timedelta(hours=1)  # when nobody said until when


def of_meeting(meeting: Meeting, at: datetime) -> bytes:
    """One event with its agenda, naming nobody. The same UID again with a higher number moves or cancels it."""
    calendar = Calendar()
    calendar.add("prodid", "-//Khyanalt//meetings//MN")
    calendar.add("version", "2.0")
    calendar.add("method", "CANCEL" if meeting.state == "cancelled" else "PUBLISH")
    calendar.add_component(_event(meeting, at))
    calendar.add_missing_timezones()
    written: bytes = calendar.to_ical()
    return written


def file_name(meeting: Meeting) -> str:
    return f"meeting-{meeting.id}.ics"


def _event(meeting: Meeting, at: datetime) -> Event:
    start = meeting.starts_at.astimezone(clock.ULAANBAATAR)
    end = meeting.ends_at.astimezone(clock.ULAANBAATAR) if meeting.ends_at else start + USUALLY
    event = Event()
    event.add("uid", f"meeting-{meeting.id}@khyanalt")
    event.add("sequence", meeting.edits)
    event.add("dtstamp", at)
    event.add("dtstart", start)
    event.add("dtend", end)
    event.add("summary", said(meeting, "title"))
    if venue := said(meeting, "venue"):
        event.add("location", venue)
    event.add("description", _description(meeting))
    event.add("status", "CANCELLED" if meeting.state == "cancelled" else "CONFIRMED")
    return event


def _description(meeting: Meeting) -> str:
    body = [said(meeting.body, "name")] if meeting.body else []
    return "\n".join([*body, *agenda(meeting)])


def agenda(meeting: Meeting) -> list[str]:
    """A heading and the numbered points; nothing when there are none."""
    points = [f"{number}. {said(line, 'text')}" for number, line in enumerate(meeting.lines_of("agenda"), 1)]
    return [str(_("Agenda")), *points] if points else []


def said(row: object, field: str) -> str:
    """A text in the present language, in the other one where it is missing; plain, for a file or a mail."""
    languages = ("en", "mn") if current_language() == "en" else ("mn", "en")
    return next((text for lang in languages if (text := getattr(row, f"{field}_{lang}", None))), "")
