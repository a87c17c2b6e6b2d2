"""Reads of parties. Sums are of contracted amounts in tögrög; a contract of several suppliers counts for each."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, func, select

from app.bodies.models import PublicBody
from app.contracts.models import Contract, ContractSupplier, Supplier
from app.contracts.parties.kinds import BODY, Kind
from app.core.database import db
from app.core.errors import NotFound
from app.core.text import fold

FEWEST = 5  # contracts; of fewer a share says nothing
SHOWN = 10
MOST_ALIKE = 20


@dataclass(frozen=True)
class Year:
    year: int
    contracts: int
    amount: Decimal


@dataclass(frozen=True)
class Share:
    """One partner's part. `of_amount`: of all that is contracted in tögrög, 0 to 1."""

    partner: Any
    contracts: int
    amount: Decimal
    of_amount: float


@dataclass(frozen=True)
class Concentration:
    """`index`: Herfindahl–Hirschman, the sum of the squares of all shares: 1 with one partner, near 0 with many equal
    ones. None with too few contracts. `total`: of all partners."""

    shares: list[Share]
    partners: int
    contracts: int
    total: Decimal
    index: float | None


def get_party(kind: Kind, number: int) -> Any:
    """Raises NotFound."""
    found = db.session.get(kind.entities, number)
    if found is None:
        raise NotFound()
    return found


def names_of(kind: Kind, party: Any) -> list[tuple[Any, int]]:
    """Under which names sources mention it, and in how many contracts each, the most frequent first."""
    _, entity, name = kind.link
    query = select(name, func.count()).where(entity == party.id).group_by(name)
    counts: dict[int, int] = {row[0]: row[1] for row in db.session.execute(query)}
    owner = getattr(kind.names, kind.owner)
    rows = db.session.scalars(select(kind.names).where(owner == party.id).order_by(kind.names.id))
    return sorted(((row, counts.get(row.id, 0)) for row in rows), key=lambda pair: -pair[1])


def list_alike(kind: Kind, party: Any) -> list[Any]:
    """Others of the same folded name: perhaps the same."""
    entities = kind.entities
    query = select(entities).where(
        entities.fold == party.fold, entities.id != party.id, entities.merged_into_id.is_(None)
    )
    return list(db.session.scalars(query.order_by(entities.id).limit(MOST_ALIKE)))


def search(kind: Kind, text: str) -> list[Any]:
    """By a beginning of the folded name, or by number."""
    entities = kind.entities
    named = entities.fold.startswith(fold(text), autoescape=True) | (entities.identifier == text.strip())
    query = select(entities).where(named, entities.merged_into_id.is_(None))
    return list(db.session.scalars(query.order_by(entities.sort_key, entities.id).limit(MOST_ALIKE)))


def years_of(kind: Kind, party: Any, *, public_only: bool = False) -> list[Year]:
    """Contracts in tögrög by year, the earliest first."""
    contract, entity, _ = kind.link
    day = func.coalesce(Contract.signed_on, Contract.starts_on, Contract.newest_on)
    year = func.extract("year", day)
    query = select(year, func.count(Contract.id.distinct()), func.sum(Contract.amount)).where(entity == party.id)
    if kind is not BODY:
        query = query.join(ContractSupplier, contract == Contract.id)
    query = query.where(day.is_not(None), *_counted(public_only)).group_by(year).order_by(year)
    return [Year(int(row[0]), row[1], Decimal(row[2] or 0)) for row in db.session.execute(query)]


def concentration_of(kind: Kind, party: Any, *, public_only: bool = False) -> Concentration:
    """With whom, by share of the contracted amount, the largest first."""
    entity = kind.link[1]
    partner = ContractSupplier.supplier_id if kind is BODY else Contract.buyer_id
    query = select(partner, func.count(Contract.id.distinct()), func.sum(Contract.amount))
    query = query.join(ContractSupplier, ContractSupplier.contract_id == Contract.id)
    query = query.where(entity == party.id, partner.is_not(None), *_counted(public_only)).group_by(partner)
    rows = [(row[0] or 0, row[1], Decimal(row[2] or 0)) for row in db.session.execute(query)]
    rows.sort(key=lambda row: (-row[2], row[0]))
    total, contracts = sum((row[2] for row in rows), Decimal()), sum(row[1] for row in rows)
    shares = [float(row[2] / total) if total else 0.0 for row in rows]
    index = sum(share * share for share in shares) if contracts >= FEWEST and total else None
    return Concentration(_shown(kind, rows, shares), len(rows), contracts, total, index)


def _counted(public_only: bool) -> list[ColumnElement[bool]]:
    conditions = [Contract.currency == "MNT"]
    return [*conditions, Contract.published_at.is_not(None)] if public_only else conditions


def _shown(kind: Kind, rows: list[tuple[int, int, Decimal]], shares: list[float]) -> list[Share]:
    partners = Supplier if kind is BODY else PublicBody
    first = rows[:SHOWN]
    query = select(partners).where(partners.id.in_([row[0] for row in first]))
    known = {partner.id: partner for partner in db.session.scalars(query)}
    return [Share(known[row[0]], row[1], row[2], share) for row, share in zip(first, shares, strict=False)]
