"""Working days in Mongolia: what the law on public holidays says, and what decrees change of it."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from functools import cache
from importlib.metadata import version as version_of
from typing import Any, NamedTuple

from flask_babel import lazy_gettext as _l
from holidays import country_holidays
from holidays.countries.mongolia import Mongolia

from app.core.errors import Refused

ONE_DAY = timedelta(days=1)
WEEKEND = {5: ("Бямба гараг", "Saturday"), 6: ("Ням гараг", "Sunday")}
YEARS = range(Mongolia.start_year, Mongolia.end_year + 1)


class Decree(NamedTuple):
    """What a decree says of one day: kind is `off` or `worked`."""

    kind: str
    name_mn: str
    name_en: str


class DayOff(NamedTuple):
    """Why a day is not worked: kind is `exception`, `holiday` or `weekend`."""

    kind: str
    name_mn: str
    name_en: str


class Calendar:
    """Working days in Mongolia: public holidays and weekends, both overruled by the government's exceptions.

    Holidays are known from 2004 to 2100. Lunar ones (Tsagaan Sar, Buddha day, Chinggis Khaan day) come from
    one table that does not tell announced days from computed ones: where an announcement differs, an
    exception corrects it.
    """

    def __init__(
        self, exceptions: Mapping[date, tuple[str, str, str]] | None = None, version: str | None = None
    ) -> None:
        self.exceptions = {day: Decree(*change) for day, change in (exceptions or {}).items()}
        if any(change.kind not in ("off", "worked") for change in self.exceptions.values()):
            raise ValueError("an exception is either off or worked")
        self.version = version or calendar_version(self.exceptions)

    def why_off(self, day: date) -> DayOff | None:
        """None on a working day. Raises Refused for a year whose holidays are not known."""
        usual = _usual_day_off(day)
        change = self.exceptions.get(day)
        if change is None:
            return usual
        return None if change.kind == "worked" else DayOff("exception", change.name_mn, change.name_en)

    def days_off(self, year: int) -> Iterator[tuple[date, DayOff]]:
        """Every day of the year that is not worked, weekends too. Raises Refused for a year that is not known."""
        day = date(year, 1, 1)
        while day.year == year:
            if off := self.why_off(day):
                yield day, off
            day += ONE_DAY

    def year_version(self, year: int) -> str:
        """Twelve hexadecimal digits that change when any day of the year becomes free or worked."""
        return digest([day.isoformat() for day, _off in self.days_off(year)])

    def why_worked(self, day: date) -> Decree | None:
        """The exception that made a weekend day or a holiday a working day."""
        change = self.exceptions.get(day)
        return change if change and change.kind == "worked" and _usual_day_off(day) else None


def calendar_version(exceptions: Mapping[date, tuple[str, str, str]]) -> str:
    """Twelve hexadecimal digits that change with the holidays package or with any exception."""
    used = sorted([day.isoformat(), *change] for day, change in exceptions.items())
    return digest([version_of("holidays"), used])


def digest(value: list[Any]) -> str:
    """Twelve hexadecimal digits that tell two lists apart."""
    return hashlib.sha256(json.dumps(value, ensure_ascii=False).encode()).hexdigest()[:12]


def _usual_day_off(day: date) -> DayOff | None:
    """The day off before any exception; a holiday on a weekend goes by the name of the holiday."""
    if holiday := _holidays_of(day.year).get(day):
        return DayOff("holiday", *holiday)
    return DayOff("weekend", *WEEKEND[day.weekday()]) if day.weekday() in WEEKEND else None


@cache
def _holidays_of(year: int) -> dict[date, tuple[str, str]]:
    """Names (mn, en) by day. Source: the law on public holidays, in the package `holidays`."""
    if year not in YEARS:
        raise Refused(outside())
    mongolian = country_holidays("MN", years=year, language="mn", expand=False)
    english = country_holidays("MN", years=year, language="en_US", expand=False)
    return {day: (name, english[day]) for day, name in mongolian.items()}


def outside() -> Any:
    return _l(
        "Public holidays are known only from %(first)s to %(last)s.",
        first=YEARS[0],
        last=YEARS[-1],
    )
