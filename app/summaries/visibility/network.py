"""What the public reads of the network's own work: numbers of the whole network alone, up to the first of this month.

They change once a month and know no place, body or subnetwork, so nobody who watched a site can tell from them what
became of one visit.
"""

from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple

from app.core import clock
from app.findings.queries import Reviewed, first_decided_at, reviewed_between
from app.findings.rules import REVIEW_DAYS
from app.measures.rules import Reading, half_years, read, told_apart
from app.measures.terms import NETWORK


class OwnWork(NamedTuple):
    """`readings` by the code of the measure; `causes` as `measures.rules.told_apart`."""

    readings: dict[str, Reading]
    causes: tuple[dict[str | None, int], int] | None


def own_work() -> OwnWork:
    """Of the `REVIEW_DAYS` days before the first of this month."""
    until = _midnight(cutoff())
    return _shown(reviewed_between(until - timedelta(REVIEW_DAYS), until))


def own_work_by_half() -> dict[int, OwnWork]:
    """Of each half-year in which something was decided, the newest first."""
    first, end = first_decided_at(), cutoff()
    if first is None or clock.local_day(first) >= end:
        return {}
    halves = half_years(clock.local_day(first), end - timedelta(days=1))
    return {
        number: _shown(reviewed_between(_midnight(since), _midnight(min(until, end))))
        for number, since, until in halves
    }


def cutoff() -> date:
    """What was decided on this day or later is not counted yet."""
    return clock.today().replace(day=1)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), clock.ULAANBAATAR)


def _shown(found: Reviewed) -> OwnWork:
    tallies: dict[str, Any] = {
        "review-time": found.days,
        "rejected-share": found.rejected,
        "agreement-rate": found.agreed,
    }
    readings = {code: read(row, tallies[code]) for code, row in NETWORK.items()}
    return OwnWork(readings, told_apart(found.causes, NETWORK["rejected-share"].minimum))
