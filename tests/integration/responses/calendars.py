"""Calendars that decrees changed, and years that somebody confirmed."""

from datetime import UTC, date, datetime
from functools import partial

from app.responses import queries, service
from app.responses.service.recounting import Unseen
from tests.integration.responses import asked

AT = datetime(2026, 7, 12, 4, tzinfo=UTC)
WORKING = {"code": "information", "term": 7, "days": "working", "extension": 7}
SOURCE = "https://legalinfo.mn/tolkhuudas/2027"


def confirmed(change):
    """Run a change of the calendar as somebody who looks at what it moves and confirms it."""
    try:
        return change(seen="")
    except Unseen as unseen:
        return change(seen=unseen.mark)


def decree(on, kind="off", actor=None, at=AT):
    """A day that a decree moved; returns what moved with it."""
    said = {"name_mn": "Шилжүүлсэн", "name_en": "Moved", "reason": "Тогтоол 1"}
    actor = actor or asked.coordinator()
    return confirmed(partial(service.add_exception, on, kind, **said, actor=actor, at=at))


def taken_back(on, reason="алдаа", at=AT):
    exception = queries.find_exception(on)
    return confirmed(partial(service.remove_exception, exception, reason, actor=asked.coordinator(), at=at))


def confirm(year, actor=None, at=AT, **fields):
    values = {"source": SOURCE, "checked_on": date(2026, 7, 10), "seen": queries.get_year(year).version}
    return service.confirm_year(year, **values | fields, actor=actor or asked.coordinator(), at=at)
