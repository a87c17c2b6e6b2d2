"""Reads of calendar years: which were checked at their source, which have to be, and what is said about the others."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from app.core.database import db
from app.core.errors import NotFound
from app.responses.models import CalendarCheck, Request
from app.responses.queries.time_rules import calendar
from app.responses.working_days import YEARS, Calendar, DayOff, Decree

NEXT_YEAR_FROM_MONTH = 10


@dataclass(frozen=True)
class Year:
    """A year of the calendar. `check`: the last comparison with the source; `confirmed`: it still holds."""

    number: int
    check: CalendarCheck | None
    version: str

    @property
    def confirmed(self) -> bool:
        return self.check is not None and self.check.version == self.version


def get_year(number: int) -> Year:
    """Raises NotFound for a year whose holidays are not known."""
    return _year(number, calendar())


def _year(number: int, days: Calendar) -> Year:
    if number not in YEARS:
        raise NotFound()
    query = select(CalendarCheck).where(CalendarCheck.year == number).order_by(CalendarCheck.id.desc()).limit(1)
    return Year(number, db.session.scalar(query), days.year_version(number))


def list_years(today: date) -> list[Year]:
    """This year, the next one, those that matter, and those that were ever checked, in order."""
    checked = db.session.scalars(select(CalendarCheck.year).distinct())
    wanted = {today.year, today.year + 1, *_years_that_matter(today), *checked}
    days = calendar()
    return [_year(number, days) for number in sorted(wanted & set(YEARS))]


def list_days_of(number: int) -> list[tuple[date, DayOff | Decree]]:
    """Public holidays of a year and every day that a decree moved, weekends left out. Raises NotFound."""
    if number not in YEARS:
        raise NotFound()
    days = calendar()
    found: dict[date, DayOff | Decree] = {day: why for day, why in days.days_off(number) if why.kind != "weekend"}
    found |= {day: decree for day, decree in days.exceptions.items() if day.year == number}
    return sorted(found.items())


def list_unconfirmed(today: date) -> list[int]:
    """The years by which due dates are counted now and that nobody confirmed, or that changed since.

    This year always matters. Next year does from 1 October, because letters received from then on may be due in it (the
    longest rule we ship gives 90 days); and before that, as soon as a request that waits for its reply is due in it.
    """
    return unconfirmed(_years_that_matter(today))


def _years_that_matter(today: date) -> range:
    last_day = func.coalesce(Request.extended_until, Request.due_on)
    last: date | None = db.session.scalar(select(func.max(last_day)).where(Request.state == "delivered"))
    season = today.year + (today.month >= NEXT_YEAR_FROM_MONTH)
    return range(today.year, max(season, last.year if last else 0) + 1)


def unconfirmed(numbers: Iterable[int]) -> list[int]:
    """Those of these years that nobody confirmed, or that changed since; years that are not known left out."""
    days = calendar()
    return [number for number in numbers if number in YEARS and not _year(number, days).confirmed]
