"""Published contracts, and the public bodies of what is published."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, func, or_, select, true

from app.bodies.models import PublicBody
from app.bodies.rules import is_personal_number
from app.contracts import export
from app.contracts.listing import naming, rows
from app.contracts.listing.naming import Counts, Rows
from app.contracts.listing.rows import Row
from app.contracts.models import Contract, ContractSupplier, Supplier
from app.contracts.parties import queries as parties
from app.contracts.parties.kinds import BODY, SUPPLIER, Kind
from app.contracts.parties.queries import Concentration, Year
from app.contracts.search import facets, finding
from app.contracts.search.facets import Facets
from app.contracts.search.finding import Match, Results, Search
from app.core.database import db
from app.core.errors import NotFound
from app.core.paging import Page, paginate
from app.core.text import fold
from app.summaries.models import PublishedFinding
from app.summaries.ocds_extension import published
from app.summaries.visibility.plan import is_public_focus_area


def survey(search: Search) -> list[Match]:
    """As `search.finding.survey`, of published contracts."""
    return finding.survey(_of_public(search))


def list_contracts(
    search: Search,
    after: str | None = None,
    per_page: int = finding.PER_PAGE,
    surveyed: list[Match] | None = None,
) -> Results:
    """Published contracts that match: the page behind the key `after`, or the first."""
    found = finding.find(_of_public(search), after, per_page, surveyed)
    return Results([contract for contract in found.contracts if contract.published_at is not None], found.next)


def count_matches(search: Search, surveyed: list[Match] | None = None) -> Facets:
    """How many published contracts match, and of each value of each filter."""
    return facets.count(_of_public(search), surveyed)


def every_row(search: Search) -> Iterator[list[Row]]:
    """All published contracts that match, for downloads, in batches, the newest first."""
    for batch in rows.every_row(_of_public(search)):
        yield [_without_persons(row) for row in batch if row.facts.published_at is not None]


def release_lines(contract_ids: Iterable[int]) -> Iterator[bytes]:
    """Their compiled releases with what is published beside them, one a line, without persons."""
    return export.lines(contract_ids, published, public=True)


def _of_public(search: Search) -> Search:
    return replace(search, public_only=True)


def _without_persons(row: Row) -> Row:
    """A party that is registered by a citizen's number is somebody, not a company."""
    buyer = row.buyer if row.buyer and not _is_person(row.buyer) else None
    return replace(row, buyer=buyer, suppliers=tuple(party for party in row.suppliers if not _is_person(party)))


def _is_person(party: Any) -> bool:
    return is_personal_number(party.identifier or "")


def named_rows(counts: Counts) -> Rows:
    """What is counted, as far as the public may read its name: by a published contract, or a plan in force."""
    found = naming.rows_of(counts)
    buying = exists().where(Contract.buyer_id == PublicBody.id, Contract.published_at.is_not(None))
    bodies = set(db.session.scalars(select(PublicBody.id).where(PublicBody.id.in_(found["body"]), buying)))
    suppliers = set(db.session.scalars(select(Supplier.id).where(Supplier.id.in_(found["supplier"]), _supplies())))
    return found | {
        "body": {number: row for number, row in found["body"].items() if number in bodies},
        "supplier": {n: row for n, row in found["supplier"].items() if n in suppliers and not _is_person(row)},
        "focus_area": {n: row for n, row in found["focus_area"].items() if is_public_focus_area(row)},
    }


def _supplies() -> ColumnElement[bool]:
    query = exists().where(ContractSupplier.supplier_id == Supplier.id, ContractSupplier.contract_id == Contract.id)
    return query.where(Contract.published_at.is_not(None))


def count_contracts() -> int:
    query = select(func.count()).select_from(Contract).where(Contract.published_at.is_not(None))
    return db.session.scalar(query) or 0


def get_contract(contract_id: int) -> Contract:
    contract = db.session.get(Contract, contract_id)
    if contract is None or contract.published_at is None:
        raise NotFound()
    return contract


def list_bodies_asked() -> list[PublicBody]:
    """Bodies that are named in a published finding."""
    query = select(PublicBody).where(PublicBody.id.in_(select(PublishedFinding.body_id)))
    return list(db.session.scalars(query.order_by(PublicBody.sort_key, PublicBody.id)))


def count_by_body(body_ids: Sequence[int]) -> dict[int, tuple[int, int]]:
    """How many published contracts and published findings each body has."""
    contracts = _count(Contract.buyer_id, Contract.published_at.is_not(None), body_ids)
    findings = _count(PublishedFinding.body_id, true(), body_ids)
    return {number: (contracts.get(number, 0), findings.get(number, 0)) for number in body_ids}


def _count(column: Any, condition: ColumnElement[bool], ids: Sequence[int]) -> dict[int, int]:
    query = select(column, func.count()).where(column.in_(ids), condition).group_by(column)
    return {row[0]: row[1] for row in db.session.execute(query)}


def list_bodies(text: str = "", page: int = 1) -> Page:
    """Bodies that buy in a published contract or are named in a published finding."""
    query = select(PublicBody).where(_is_public_body())
    for word in fold(text).split():
        query = query.where(PublicBody.fold.contains(word, autoescape=True))
    return paginate(query.order_by(PublicBody.sort_key, PublicBody.id), page)


def get_body(body_id: int) -> PublicBody:
    """The body of that number, or the one that it became one with."""
    body: PublicBody | None = db.session.scalar(
        select(PublicBody).where(PublicBody.id == _standing(PublicBody, body_id), _is_public_body())
    )
    if body is None:
        raise NotFound()
    return body


def get_supplier(supplier_id: int) -> Supplier:
    """The company of that number, or the one that it became one with; a citizen has no page."""
    supplier: Supplier | None = db.session.scalar(
        select(Supplier).where(Supplier.id == _standing(Supplier, supplier_id), _supplies())
    )
    if supplier is None or _is_person(supplier):
        raise NotFound()
    return supplier


def list_suppliers_of(contract: Contract) -> list[Supplier]:
    """The companies that supply under a published contract."""
    query = select(Supplier).join(ContractSupplier, ContractSupplier.supplier_id == Supplier.id)
    query = query.where(ContractSupplier.contract_id == contract.id).order_by(Supplier.sort_key, Supplier.id)
    return [supplier for supplier in db.session.scalars(query) if not _is_person(supplier)]


def years_of(party: PublicBody | Supplier) -> list[Year]:
    """Its published contracts by year."""
    return parties.years_of(_kind_of(party), party, public_only=True)


def concentration_of(party: PublicBody | Supplier) -> Concentration:
    """With whom it has published contracts; who is a citizen is counted, not named."""
    found = parties.concentration_of(_kind_of(party), party, public_only=True)
    shares = [replace(share, partner=None) if _is_person(share.partner) else share for share in found.shares]
    return replace(found, shares=shares)


def _kind_of(party: PublicBody | Supplier) -> Kind:
    return BODY if isinstance(party, PublicBody) else SUPPLIER


def _standing(entities: Any, number: int) -> int:
    """The number under which it stands now, if it was merged into another, and that one perhaps into a third."""
    while merged_into := db.session.scalar(select(entities.merged_into_id).where(entities.id == number)):
        number = merged_into
    return number


def _is_public_body() -> ColumnElement[bool]:
    named = select(PublishedFinding.body_id)
    return or_(PublicBody.id.in_(_buyer_ids()), PublicBody.id.in_(named))


def _buyer_ids() -> Select[Any]:
    return select(Contract.buyer_id).where(Contract.published_at.is_not(None), Contract.buyer_id.is_not(None))
