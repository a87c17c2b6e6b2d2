"""Which contracts are worth a visit: a plain rule whose every point has its reason in words."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from flask_babel import lazy_gettext as _l

SOON, LATELY = timedelta(days=60), timedelta(days=180)
LARGE = ((Decimal(10**9), 3), (Decimal(10**8), 2), (Decimal(10**7), 1))  # tugriks, and the points for so much


@dataclass(frozen=True)
class Facts:
    """What the rule looks at. `amount` is in tugriks, None when unknown or in another currency."""

    amount: Decimal | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    place_id: int | None = None
    is_visited: bool = False


@dataclass(frozen=True)
class Suggestion:
    points: int
    reasons: tuple[Any, ...]


def weigh(facts: Facts, today: date, busy_places: Collection[int]) -> Suggestion:
    """`busy_places`: where monitors go anyway. The points are the sum of the reasons'."""
    found = [*_by_amount(facts), *_by_course(facts, today)]
    if not facts.is_visited:
        found.append((3, _l("Nobody looked yet.")))
    if facts.place_id in busy_places:
        found.append((2, _l("A monitor goes there anyway.")))
    return Suggestion(sum(points for points, _ in found), tuple(reason for _, reason in found))


def _by_amount(facts: Facts) -> list[tuple[int, Any]]:
    points = next((points for least, points in LARGE if facts.amount is not None and facts.amount >= least), 0)
    return [(points, _l("Much money."))] if points else []


def _by_course(facts: Facts, today: date) -> list[tuple[int, Any]]:
    starts, ends = facts.starts_on, facts.ends_on
    if ends and today - LATELY <= ends < today:
        return [(2, _l("Just delivered: now it shows."))]
    if starts and starts <= today and (ends is None or ends >= today):
        soon = [(2, _l("Ends soon."))] if ends and ends <= today + SOON else []
        return [(3, _l("Under way: there is something to see.")), *soon]
    return []
