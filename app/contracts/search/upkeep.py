"""Keeping the index true: what imports bring, and what changes in the house."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any, NamedTuple

from sqlalchemy import event, inspect, select
from sqlalchemy.orm import Session

from app.bodies.models import Place
from app.contracts.models import Contract, ContractSupplier, SearchWord
from app.contracts.search import index
from app.contracts.search.words import Described, terms, vocabulary, year_of
from app.core.bulk import chunks
from app.core.database import db
from app.partnership.models import PlanLink


class Entry(NamedTuple):
    """A contract as the index is to hold it. `before`: where it stood until now."""

    position: int
    before: int | None
    words: str
    folded: str
    described: Described


class Vocabulary:
    """Words known to be in the table of words, up to a number that memory allows; lasts for one import."""

    def __init__(self) -> None:
        self._known: set[str] | None = None

    def add(self, found: set[str]) -> None:
        if self._known is None:
            held = select(SearchWord.word).limit(_REMEMBERED)
            self._known = set(db.session.scalars(held)) if len(found) > _MANY else set()
        if len(self._known) > _REMEMBERED:
            self._known = set()
        new = found - self._known
        index.enter_words(sorted(new))
        self._known |= new


_MANY = 500
_REMEMBERED = 200_000


def put(entries: Iterable[Entry], known: Vocabulary) -> None:
    """Enter contracts, or put them where and how they stand now."""
    every = list(entries)
    index.remove([entry.before for entry in every if entry.before is not None])
    index.put({e.position: " ".join((e.words, e.folded, *terms(e.described))) for e in every})
    known.add(vocabulary({word for entry in every for text in (entry.words, entry.folded) for word in text.split()}))


def refresh_terms(contract_ids: Iterable[int]) -> None:
    """Bring the terms of contracts up to date; their words stay."""
    for some in chunks(set(contract_ids)):
        positions = dict(db.session.execute(select(Contract.id, Contract.position).where(Contract.id.in_(some))).all())
        held = index.tokens(position for position in positions.values() if position is not None)
        described = describe(some)
        fresh = {
            position: " ".join((*_words(held[position]), *terms(described[contract_id])))
            for contract_id, position in positions.items()
            if position in held
        }
        index.remove(fresh)
        index.put(fresh)


def _words(tokens: list[str]) -> list[str]:
    return [token for token in tokens if not token.startswith("_")]


def describe(contract_ids: list[int]) -> dict[int, Described]:
    """What the filters look at, as the tables say it now."""
    suppliers, links = _suppliers(contract_ids), links_of(contract_ids)
    around = outer_places()
    rows = db.session.execute(select(*_LOOKED_AT).where(Contract.id.in_(contract_ids)))
    return {
        row.id: Described(
            place_ids=around.get(row.place_id, ()),
            buyer_id=row.buyer_id,
            supplier_ids=tuple(suppliers[row.id]),
            category=row.category,
            method=row.method,
            stage=row.stage,
            year=year_of(row.signed_on, row.starts_on, row.newest_on),
            amount=row.amount,
            currency=row.currency,
            has_faults=row.faults > 0,
            state=row.state,
            is_public=row.published_at is not None,
            focus_area_ids=links[row.id].focus_areas,
            action_point_ids=links[row.id].action_points,
        )
        for row in rows
    }


_LOOKED_AT: tuple[Any, ...] = (
    *(Contract.id, Contract.place_id, Contract.buyer_id, Contract.category, Contract.method, Contract.stage),
    *(Contract.signed_on, Contract.starts_on, Contract.newest_on, Contract.amount, Contract.currency),
    *(Contract.faults, Contract.state, Contract.published_at),
)


def outer_places() -> dict[int | None, tuple[int, ...]]:
    """By id of each place: itself and what it lies in."""
    parents = {row.id: row.parent_id for row in db.session.execute(select(Place.id, Place.parent_id))}
    return {number: (number, parent) if parent else (number,) for number, parent in parents.items()}


class Links(NamedTuple):
    """What of the plan a contract is linked to, by number."""

    focus_areas: tuple[int, ...] = ()
    action_points: tuple[int, ...] = ()


def links_of(contract_ids: Iterable[int]) -> dict[int, Links]:
    found: dict[int, Links] = defaultdict(Links)
    for some in chunks(contract_ids):
        query = select(PlanLink.subject_id, PlanLink.focus_area_id, PlanLink.action_point_id)
        query = query.where(PlanLink.subject_kind == "contract", PlanLink.subject_id.in_(some))
        for contract_id, area, point in db.session.execute(query):
            areas, points = found[contract_id]
            found[contract_id] = Links((*areas, area) if area else areas, (*points, point) if point else points)
    return found


def _suppliers(contract_ids: list[int]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = defaultdict(list)
    query = select(ContractSupplier.contract_id, ContractSupplier.supplier_id)
    for contract_id, supplier_id in db.session.execute(query.where(ContractSupplier.contract_id.in_(contract_ids))):
        found[contract_id].append(supplier_id)
    return found


WATCHED = ("state", "published_at", "place_id", "buyer_id")


@event.listens_for(Session, "after_flush")
def _notice(session: Session, _context: object) -> None:
    """Whoever changes what a filter looks at need not think of the index."""
    changed = {contract_id for row in (*session.new, *session.dirty, *session.deleted) for contract_id in _touched(row)}
    if changed:
        session.info.setdefault("stale_contracts", set()).update(changed)


def _touched(row: Any) -> Iterable[int]:
    if isinstance(row, PlanLink) and row.subject_kind == "contract":
        return (row.subject_id,)
    if isinstance(row, Contract) and row.position is not None:
        history: Any = inspect(row).attrs
        return (row.id,) if any(history[name].history.has_changes() for name in WATCHED) else ()
    return ()


@event.listens_for(Session, "after_flush_postexec")
def _renew(session: Session, _context: object) -> None:
    if stale := session.info.pop("stale_contracts", None):
        refresh_terms(stale)
