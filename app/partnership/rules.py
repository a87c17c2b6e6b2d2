"""Pure rules of the plan and of membership."""

from datetime import date, timedelta
from decimal import Decimal

PLAN_YEARS = 3
FIRST_YEAR, LAST_YEAR = 1990, 2100


def last_day_of_term(starts_on: date) -> date:
    """The last day of the three years that a strategic plan runs from `starts_on`."""
    if (starts_on.month, starts_on.day) == (2, 29):  # three years after a leap year there is no such day
        return date(starts_on.year + PLAN_YEARS, 2, 28)
    return starts_on.replace(year=starts_on.year + PLAN_YEARS) - timedelta(days=1)


def is_plausible(day: date | None) -> bool:
    """Whether a day can be meant: years such as 0206 and 5377 are slips of the hand."""
    return day is None or FIRST_YEAR <= day.year <= LAST_YEAR


def moved(ids: list[int], moving: int, place: int) -> list[int]:
    """The same ids with one moved to a place counted from 1; a place outside the list is its nearer end."""
    rest = [other for other in ids if other != moving]
    at = min(max(place, 1), len(ids)) - 1
    return [*rest[:at], moving, *rest[at:]]


def fits_figure(value: Decimal) -> bool:
    """Whether a value has at most 12 digits before the point and 3 after it: what `plan_models.Figure` keeps."""
    return value.is_finite() and abs(value) < 10**12 and value == round(value, 3)
