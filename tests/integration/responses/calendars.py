"""Calendars that decrees changed, and years that somebody confirmed."""

from datetime import UTC, date, datetime

from app.responses import queries, service
from tests.integration.responses import asked

AT = datetime(2026, 7, 12, 4, tzinfo=UTC)
WORKING = {"code": "information", "term": 7, "days": "working", "extension": 7}
SOURCE = "https://legalinfo.mn/tolkhuudas/2027"


def decree(on, kind="off", actor=None, at=AT):
    """A day that a decree moved; returns what moved with it."""
    names = {"name_mn": "Шилжүүлсэн", "name_en": "Moved"}
    return service.add_exception(on, kind, **names, reason="Тогтоол 1", actor=actor or asked.coordinator(), at=at)


def taken_back(on, reason="алдаа", at=AT):
    return service.remove_exception(queries.find_exception(on), reason, asked.coordinator(), at)


def confirm(year, actor=None, at=AT, **fields):
    values = {"source": SOURCE, "checked_on": date(2026, 7, 10), "seen": queries.get_year(year).version}
    return service.confirm_year(year, **values | fields, actor=actor or asked.coordinator(), at=at)
