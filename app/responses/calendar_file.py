"""The due date of a request as an iCalendar file (RFC 5545), for the calendar of whoever works with it."""

from datetime import datetime, timedelta

from flask import current_app
from flask_babel import gettext as _
from icalendar import Alarm, Calendar, Event

from app.responses import deadlines, queries
from app.responses.models import Request
from app.responses.steps import DAYS_BEFORE

TYPE = "text/calendar; charset=utf-8"


def of_request(request: Request, at: datetime) -> bytes:
    """One whole-day event with its arithmetic. The same UID again: a calendar moves the event it has.

    The request must have a due date.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Khyanalt//due dates//MN")
    calendar.add("version", "2.0")
    calendar.add_component(_event(request, at))
    written: bytes = calendar.to_ical()
    return written


def _event(request: Request, at: datetime) -> Event:
    event = Event()
    event.add("uid", f"request-{request.id}@khyanalt")
    event.add("dtstamp", at)
    event.add("dtstart", request.last_day)
    event.add("dtend", request.last_day + timedelta(days=1) if request.last_day else None)
    event.add("summary", _("Reply due: request No. %(number)s", number=request.number))
    event.add("description", _explanation(request))
    event.add("url", f"{current_app.config['PUBLIC_URL']}/workspace/requests/{request.id}")
    event.add("transp", "TRANSPARENT")
    event.add_component(_alarm(request))
    return event


def _explanation(request: Request) -> str:
    due_date = queries.due_date_of(request)
    return "\n".join(deadlines.step_text(step) for step in due_date.steps) if due_date else ""


def _alarm(request: Request) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", request.number)
    alarm.add("trigger", -timedelta(days=DAYS_BEFORE))
    return alarm
