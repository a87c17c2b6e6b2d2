"""The contracts of a search as rows of a table, read in batches: memory does not grow with their number."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from sqlalchemy import select

from app.bodies.models import PublicBody
from app.contracts.models import Contract, ContractSupplier, Supplier
from app.contracts.search import finding
from app.contracts.search.finding import Order, Search
from app.core.database import db


class Party(NamedTuple):
    name: str
    identifier: str | None


@dataclass(frozen=True)
class Row:
    """`facts` has the columns of `FACTS`."""

    facts: Any
    buyer: Party | None
    suppliers: tuple[Party, ...]


FACTS: tuple[Any, ...] = (
    *(Contract.id, Contract.ocid, Contract.title, Contract.category, Contract.method, Contract.stage),
    *(Contract.place_id, Contract.amount, Contract.currency, Contract.signed_on, Contract.starts_on),
    *(Contract.ends_on, Contract.newest_on, Contract.state, Contract.faults, Contract.published_at),
)


def every_row(search: Search) -> Iterator[list[Row]]:
    """All contracts that match, the newest first."""
    for positions in finding.every(replace(search, order=Order.DATE)):
        yield rows_at(positions)


def rows_at(positions: list[int]) -> list[Row]:
    """The contracts at these positions, in their order."""
    query = select(*FACTS, PublicBody.name_mn, PublicBody.identifier).outerjoin(Contract.buyer)
    query = query.where(Contract.position.in_(positions)).order_by(Contract.position.desc())
    found = db.session.execute(query).all()
    suppliers = _suppliers([row.id for row in found])
    return [
        Row(row, Party(row.name_mn, row.identifier) if row.name_mn else None, tuple(suppliers[row.id])) for row in found
    ]


def _suppliers(contract_ids: list[int]) -> dict[int, list[Party]]:
    query = select(ContractSupplier.contract_id, Supplier.name, Supplier.identifier).distinct()
    query = query.join(Supplier, Supplier.id == ContractSupplier.supplier_id)
    found: dict[int, list[Party]] = defaultdict(list)
    for contract_id, name, identifier in db.session.execute(
        query.where(ContractSupplier.contract_id.in_(contract_ids))
    ):
        found[contract_id].append(Party(name, identifier))
    return found
