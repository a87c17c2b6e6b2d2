"""Pure rules of learning, on plain values."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l

from app.partnership.learning.terms import LEVELS

MOST_COMPETENCIES = 60


@dataclass(frozen=True)
class Text:
    """A text in both languages; English may be missing."""

    mn: str
    en: str | None = None


@dataclass(frozen=True)
class Words:
    """A competency in words. `descriptors`: level to text; `competency`: its number, None for a new one."""

    area: Text
    title: Text
    descriptors: tuple[tuple[int, Text], ...] = ()
    competency: int | None = None
    is_example: bool = False


def faults_of_words(words: Words) -> dict[str, Any]:
    """Field to message. A level is described in Mongolian, or not at all."""
    found: dict[str, Any] = {}
    for name, text in (("area_mn", words.area), ("title_mn", words.title)):
        if not text.mn.strip():
            found[name] = _l("This field is required.")
    for level, text in words.descriptors:
        if not text.mn.strip():
            found[f"level_{level}_mn"] = _l("Write it in Mongolian too.")
    return found


def faults_of_names(names: Mapping[int, Text]) -> dict[str, Any]:
    """Field to message: each level has a name of its own."""
    found: dict[str, Any] = {}
    for level in LEVELS:
        name = names[level].mn.strip()
        if not name:
            found[f"level_{level}_mn"] = _l("This field is required.")
        elif any(names[other].mn.strip() == name for other in LEVELS if other < level):
            found[f"level_{level}_mn"] = _l("Another level is called so.")
    return found


def placed(every: Sequence[Words], words: Words, place: int) -> list[Words]:
    """The same list with these words at a place counted from 1, instead of those of the same competency."""
    rest = [row for row in every if row.competency is None or row.competency != words.competency]
    at = min(max(place, 1), len(rest) + 1) - 1
    return [*rest[:at], words, *rest[at:]]


def by_area(rows: Iterable[Any]) -> list[tuple[Any, list[Any]]]:
    """Wordings grouped by their area, areas in the order in which they first come: (its first row, its rows)."""
    groups: dict[str, list[Any]] = {}
    for row in rows:
        groups.setdefault(row.area_mn, []).append(row)
    return [(group[0], group) for group in groups.values()]
