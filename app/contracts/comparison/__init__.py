"""Two versions of a contract side by side, and how it grew through all of them. Pure.

changes = compare(before, after)      # compiled releases
growths = growth_over([(1, made_at, story), (2, made_at, story)])
"""

from collections.abc import Mapping
from typing import Any

from app.contracts.comparison.growth import growth, growth_over
from app.contracts.comparison.labels import LABELS, known, rank
from app.contracts.comparison.parts import as_written, shown, single
from app.contracts.comparison.shapes import AmountGrowth, Change, Course, DayGrowth, Growths, Kind, Step
from app.contracts.comparison.walking import Pair, differences

__all__ = [
    "AmountGrowth",
    "Change",
    "Course",
    "DayGrowth",
    "Growths",
    "Kind",
    "Step",
    "compare",
    "growth_over",
]

_OF_THE_RELEASE = {"id", "date", "tag"}


def compare(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[Change, ...]:
    """What differs between two compiled releases: what people ask about first, then the order of `after`.

    Never fails: what cannot be read is shown as written. Id, date and tag of the releases themselves do not count.
    """
    found = list(differences(_said(before), _said(after)))
    return tuple(_change(pair) for pair in sorted(found, key=lambda pair: rank(pair.field)))


def _said(release: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in release.items() if key not in _OF_THE_RELEASE}


def _change(pair: Pair) -> Change:
    before, after = shown(pair.before, pair.field), shown(pair.after, pair.field)
    if before == after:  # such as the hour of a day
        before, after = as_written(pair.before), as_written(pair.after)
    name = known(pair.field)
    return Change(
        path=pair.path,
        kind=_kind(pair),
        before=before,
        after=after,
        label=LABELS[name] if name else "",
        subject=pair.subject,
        growth=growth(single(pair.before, pair.field), single(pair.after, pair.field)) if name else None,
    )


def _kind(pair: Pair) -> Kind:
    if not as_written(pair.before):
        return Kind.ADDED
    return Kind.CHANGED if as_written(pair.after) else Kind.REMOVED
