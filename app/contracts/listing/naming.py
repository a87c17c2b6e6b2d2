"""What the values of filters are called."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from flask_babel import format_decimal, gettext as _, lazy_gettext as _l
from sqlalchemy import select

from app.bodies.queries import place_label
from app.contracts.search import facets
from app.contracts.states import MONITORING
from app.contracts.terms import CATEGORIES, METHODS, STAGES
from app.core.database import db
from app.partnership.forms import plain
from app.partnership.models import FocusArea

Counts = dict[str, list[tuple[Any, int]]]
Rows = dict[str, dict[int, Any]]
Names = dict[str, dict[Any, Any]]
ROWS = ("place", "body", "supplier", "focus_area")  # filters whose values are rows of tables


class Option(NamedTuple):
    """A value of a filter, what it is called, and how many matches have it (0: not counted)."""

    value: int | str
    label: str
    matches: int

    @property
    def counted(self) -> str:
        return f"{self.label} ({format_decimal(self.matches)})" if self.matches else self.label


BANDS = {
    7: _l("Below ₮10 million"),
    8: _l("₮10 million to 100 million"),
    9: _l("₮100 million to 1 billion"),
    10: _l("₮1 billion to 10 billion"),
    11: _l("₮10 billion and more"),
}

CODES: dict[str, dict[Any, Any]] = {
    "category": CATEGORIES,
    "method": METHODS,
    "stage": STAGES,
    "state": dict(MONITORING.states),
    "band": BANDS,
    "faulty": {1: _l("Only with problems")},
}


def rows_of(counts: Counts) -> Rows:
    """The places, bodies, suppliers and focus areas that are counted, by their numbers."""
    areas = select(FocusArea).where(FocusArea.id.in_([value for value, _ in counts.get("focus_area", [])]))
    return facets.names_of(counts) | {"focus_area": {area.id: area for area in db.session.scalars(areas)}}


def options_of(
    counts: Counts, chosen: Mapping[str, int | str], rows: Callable[[Counts], Rows] = rows_of
) -> dict[str, list[Option]]:
    """For each filter what is counted and has a name, and what is chosen, whatever it is. `rows`: who has a name."""
    every = {name: _ordered(name, _with(chosen.get(name), counts.get(name, []))) for name in (*counts, *chosen)}
    every["faulty"] = [(1, 0)]
    names = _names(rows(every))
    return {name: list(_named(name, values, names, chosen.get(name))) for name, values in every.items()}


def _with(value: int | str | None, counted: list[tuple[Any, int]]) -> list[tuple[Any, int]]:
    return counted if value is None or value in dict(counted) else [*counted, (value, 0)]


def _ordered(name: str, counted: list[tuple[Any, int]]) -> list[tuple[Any, int]]:
    """Most come by how many they are, years and amounts by what they are."""
    return sorted(counted, reverse=name == "year") if name in {"year", "band"} else counted


def _names(rows: Rows) -> Names:
    """By filter and value what a reader calls it, in their language and as plain text."""
    return CODES | {
        "place": {number: place_label(row) for number, row in rows["place"].items()},
        "body": {number: plain(row, "name") for number, row in rows["body"].items()},
        "supplier": {number: row.name for number, row in rows["supplier"].items()},
        "focus_area": {number: plain(row, "title") for number, row in rows["focus_area"].items()},
    }


def _named(name: str, counted: list[tuple[Any, int]], names: Names, chosen: int | str | None) -> Iterator[Option]:
    for value, count in counted:
        label = names.get(name, {}).get(value) or (None if name in ROWS else str(value))
        if label or value == chosen:
            yield Option(value, str(label or _("Not known")), count)
