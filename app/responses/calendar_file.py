"""The due date of a request as an iCalendar file (RFC 5545), for the calendar of whoever works with it."""

from datetime import datetime, timedelta

from flask import current_app
from flask_babel import force_locale, gettext as _
from icalendar import Alarm, Calendar, Event

from app.accounts.queries import find_person_by
from app.core import audit, clock
from app.core.mail import Attachment, OutgoingMail
from app.responses import explaining
from app.responses.models import Request
from app.responses.queries import notices

MEDIA_TYPE = "text/calendar"
TYPE = f"{MEDIA_TYPE}; charset=utf-8"
MOVES = frozenset({"extend", "recompute"})  # verbs of the audit chain after which the due date is another


def of_request(request: Request, at: datetime, *, for_body: bool = False) -> bytes:
    """One whole-day event with its arithmetic. The same UID again: a calendar moves the event it has.

    The request must have a due date. `for_body`: whoever reads it has no account, so no page of the workspace is named.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Khyanalt//due dates//MN")
    calendar.add("version", "2.0")
    calendar.add_component(_event(request, at, for_body))
    written: bytes = calendar.to_ical()
    return written


def _event(request: Request, at: datetime, for_body: bool) -> Event:
    event = Event()
    event.add("uid", f"request-{request.id}@khyanalt")
    event.add("sequence", sum(entry.verb in MOVES for entry in audit.history(request)))
    event.add("dtstamp", at)
    event.add("dtstart", request.last_day)
    event.add("dtend", request.last_day + timedelta(days=1) if request.last_day else None)
    event.add("summary", _("Reply due: request No. %(number)s", number=request.number))
    event.add("description", "\n".join(explaining.deadline_lines(request)))
    if not for_body:
        event.add("url", f"{current_app.config['PUBLIC_URL']}/workspace/requests/{request.id}")
    event.add("transp", "TRANSPARENT")
    event.add_component(_alarm(request))
    return event


def _alarm(request: Request) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", request.number)
    alarm.add("trigger", -timedelta(days=notices.pace().before))
    return alarm


def file_name(request: Request) -> str:
    return f"request-{request.id}.ics"


def attachment(mail: OutgoingMail) -> Attachment | None:
    """The due date for a mail that speaks of it while it is still to come; None for other mail."""
    request, to_whom = notices.subject_of_mail(mail.id)
    if request is None or request.last_day is None or request.last_day < clock.today():
        return None
    person = find_person_by(mail.recipient) if to_whom in ("lead", "coordinator") else None
    with force_locale(person.language if person else "mn"):
        written = of_request(request, clock.now(), for_body=person is None)
    return Attachment(file_name(request), written, MEDIA_TYPE)
