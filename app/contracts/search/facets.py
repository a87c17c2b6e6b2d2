"""How many matches each value of each filter has.

Of up to a thousand matches the counts are exact. Of more they are of the thousand best, and the page says so: an exact
count of half a million takes seconds. Of the whole register they are counted after each import and kept.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, func, insert, select

from app.bodies.models import Place, PublicBody
from app.contracts.models import Contract, ContractSupplier, RegisterCount, Supplier
from app.contracts.search import upkeep
from app.contracts.search.finding import COUNTED, Match, Search, matches
from app.contracts.search.words import band, year_of
from app.core.bulk import chunks
from app.core.database import db

MOST_VALUES = 30  # of one filter that are shown
PLAIN = ("place", "body", "category", "method", "stage", "state", "year", "band")


@dataclass(frozen=True)
class Facets:
    """`total`: matches, None for more than a thousand. `counts`: by filter, its values with the most matches first.

    `is_partial`: the counts are of the thousand best matches only.
    """

    total: int | None
    counts: dict[str, list[tuple[Any, int]]]
    is_partial: bool


def count(search: Search, surveyed: list[Match] | None = None) -> Facets:
    """What stands beside the results of a search. `surveyed`: what `finding.survey` found, if that is at hand."""
    found = [position for _, position in surveyed] if surveyed is not None else matches(search)
    if len(found) > COUNTED and not search.text.strip() and not search.chosen and not search.public_only:
        return _whole()
    best = found[:COUNTED]
    total = len(found) if len(found) <= COUNTED else None
    return Facets(total, _counts(best), total is None)


def recount() -> None:
    """Count the whole register anew; a second at a million contracts, so after imports and not in a request."""
    counters = _counters_of_all()
    db.session.execute(delete(RegisterCount))
    rows = [
        {"filter": name, "value": str(value), "count": number}
        for name, counter in counters.items()
        for value, number in counter.items()
    ]
    total = db.session.scalar(select(func.count()).select_from(Contract)) or 0
    db.session.execute(insert(RegisterCount), [*rows, {"filter": "all", "value": "", "count": total}])


def _whole() -> Facets:
    counters: dict[str, Counter[Any]] = {}
    for row in db.session.scalars(select(RegisterCount)):
        value = int(row.value) if row.value.isdecimal() else row.value
        counters.setdefault(row.filter, Counter())[value] = row.count
    total = sum(counters.pop("all", Counter()).values())
    return Facets(total, _ordered(counters), False)


def _counts(positions: list[int]) -> dict[str, list[tuple[Any, int]]]:
    counters: dict[str, Counter[Any]] = {name: Counter() for name in (*PLAIN, "supplier", "focus_area")}
    around = upkeep.outer_places()
    for some in chunks(positions):
        ids = []
        for row in db.session.execute(select(*_COUNTED).where(Contract.position.in_(some))):
            ids.append(row.id)
            _add(counters, row, around)
        contracts = func.count(ContractSupplier.contract_id.distinct())
        suppliers = select(ContractSupplier.supplier_id, contracts).where(ContractSupplier.contract_id.in_(ids))
        counters["supplier"].update(dict(db.session.execute(suppliers.group_by(ContractSupplier.supplier_id)).all()))
        for links in upkeep.links_of(ids).values():
            counters["focus_area"].update(links.focus_areas)
    return _ordered(counters)


_COUNTED: tuple[Any, ...] = (
    *(Contract.id, Contract.place_id, Contract.buyer_id, Contract.category, Contract.method, Contract.stage),
    *(Contract.state, Contract.signed_on, Contract.starts_on, Contract.newest_on, Contract.amount, Contract.currency),
)


def _add(counters: dict[str, Counter[Any]], row: Any, around: dict[int | None, tuple[int, ...]]) -> None:
    counters["place"].update(around.get(row.place_id, ()))
    values = {name: getattr(row, name) for name in ("category", "method", "stage", "state")}
    values["body"] = row.buyer_id
    values["year"] = year_of(row.signed_on, row.starts_on, row.newest_on)
    values["band"] = band(row.amount, row.currency)
    for name, value in values.items():
        if value is not None:
            counters[name][value] += 1


def _ordered(counters: dict[str, Counter[Any]]) -> dict[str, list[tuple[Any, int]]]:
    return {name: counter.most_common(MOST_VALUES) for name, counter in counters.items()}


def _counters_of_all() -> dict[str, Counter[Any]]:
    counters = {
        "body": _grouped(Contract.buyer_id),
        "category": _grouped(Contract.category),
        "method": _grouped(Contract.method),
        "stage": _grouped(Contract.stage),
        "state": _grouped(Contract.state),
        "supplier": _grouped(ContractSupplier.supplier_id),
    }
    around, places = upkeep.outer_places(), Counter[Any]()
    for place_id, number in _grouped(Contract.place_id).items():
        places.update(dict.fromkeys(around[place_id], number))
    days = (Contract.signed_on, Contract.starts_on, Contract.newest_on)
    years = _grouped(func.extract("year", func.coalesce(*days)))
    return counters | {"place": places, "year": Counter({int(year): number for year, number in years.items()})}


def _grouped(value: Any) -> Counter[Any]:
    query = select(value, func.count()).where(value.is_not(None)).group_by(value)
    return Counter(dict(db.session.execute(query.order_by(func.count().desc()).limit(300)).all()))


def names_of(counts: dict[str, list[tuple[Any, int]]]) -> dict[str, dict[int, Any]]:
    """The rows behind the numbers of places, bodies and suppliers, to show their names."""
    tables = {"place": Place, "body": PublicBody, "supplier": Supplier}
    return {name: _rows(table, [value for value, _ in counts.get(name, [])]) for name, table in tables.items()}


def _rows(table: Any, ids: Iterable[int]) -> dict[int, Any]:
    return {row.id: row for row in db.session.scalars(select(table).where(table.id.in_(list(ids))))}
