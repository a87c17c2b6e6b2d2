"""Reads of the register."""

from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import Select, exists, select

from app.accounts.models import User
from app.contracts.archive import unpack
from app.contracts.models import (
    Assignment,
    ConflictOfInterest,
    Contract,
    ContractSupplier,
    ContractVersion,
    Release,
)
from app.contracts.story import Story, tell
from app.core.database import db
from app.core.errors import NotFound
from app.core.paging import Page, paginate
from app.core.text import fold

Row = TypeVar("Row")
OPEN_ASSIGNMENT = ("assigned", "done")


@dataclass(frozen=True)
class Filters:
    """What a list of contracts is narrowed to; None or "" means all."""

    text: str = ""
    place_id: int | None = None
    body_id: int | None = None
    supplier_id: int | None = None
    category: str | None = None
    stage: str | None = None
    state: str | None = None
    subject_ids: tuple[int, ...] | None = None


def matching(filters: Filters) -> Select[Any]:
    """Contracts that match, newest first. Every word must occur, in any spelling that folds alike."""
    query = select(Contract)
    for word in fold(filters.text).split():
        query = query.where(Contract.fold.contains(word, autoescape=True))
    for column, value in (
        (Contract.place_id, filters.place_id),
        (Contract.buyer_id, filters.body_id),
        (Contract.category, filters.category),
        (Contract.stage, filters.stage),
        (Contract.state, filters.state),
    ):
        query = query.where(column == value) if value else query
    if filters.supplier_id:
        of_supplier = select(ContractSupplier.contract_id).where(ContractSupplier.supplier_id == filters.supplier_id)
        query = query.where(Contract.id.in_(of_supplier))
    if filters.subject_ids is not None:
        query = query.where(Contract.id.in_(filters.subject_ids))
    return query.order_by(Contract.newest_on.desc().nulls_last(), Contract.id.desc())


def list_contracts(filters: Filters, page: int = 1) -> Page:
    return paginate(matching(filters), page)


def get_contract(contract_id: int) -> Contract:
    return _found(db.session.get(Contract, contract_id))


def get_contract_by_ocid(ocid: str) -> Contract:
    contract: Contract | None = db.session.scalar(select(Contract).where(Contract.ocid == ocid))
    return _found(contract)


def get_version(contract: Contract, number: int) -> ContractVersion:
    query = select(ContractVersion).where(ContractVersion.contract_id == contract.id, ContractVersion.number == number)
    version: ContractVersion | None = db.session.scalar(query)
    return _found(version)


def get_newest_version(contract: Contract) -> ContractVersion:
    query = select(ContractVersion).where(ContractVersion.contract_id == contract.id)
    version: ContractVersion | None = db.session.scalar(query.order_by(ContractVersion.number.desc()).limit(1))
    return _found(version)


def list_versions(contract: Contract) -> list[ContractVersion]:
    query = select(ContractVersion).where(ContractVersion.contract_id == contract.id)
    return list(db.session.scalars(query.order_by(ContractVersion.number.desc())))


def list_releases(contract: Contract) -> list[Release]:
    query = select(Release).where(Release.contract_id == contract.id)
    return list(db.session.scalars(query.order_by(Release.released_at.desc().nulls_last(), Release.id.desc())))


def story_of(contract: Contract, version: ContractVersion | None = None) -> Story:
    """What the contract tells, in its newest version or the one given."""
    version = version or get_newest_version(contract)
    return tell(unpack(version.body) if version.body else {})


def get_assignment(assignment_id: int) -> Assignment:
    return _found(db.session.get(Assignment, assignment_id))


def find_assignment(user_id: int, contract_id: int) -> Assignment | None:
    """The person's assignment to the contract that was neither declined nor recalled."""
    query = select(Assignment).where(
        Assignment.monitor_id == user_id,
        Assignment.contract_id == contract_id,
        Assignment.state.in_(OPEN_ASSIGNMENT),
    )
    return db.session.scalar(query.order_by(Assignment.id.desc()).limit(1))


def is_assigned(user_id: int, contract_id: int) -> bool:
    return find_assignment(user_id, contract_id) is not None


def list_assignments(*, contract: Contract | None = None, monitor: User | None = None) -> list[Assignment]:
    """Assignments of a contract or of a monitor: open ones first, then by due day."""
    query = select(Assignment)
    if contract is not None:
        query = query.where(Assignment.contract_id == contract.id)
    if monitor is not None:
        query = query.where(Assignment.monitor_id == monitor.id)
    query = query.order_by(Assignment.state != "assigned", Assignment.due_on.nulls_last(), Assignment.id.desc())
    return list(db.session.scalars(query))


def has_conflict(user_id: int, contract_id: int) -> bool:
    """Whether the person declared a conflict of interest for the contract."""
    declared = exists().where(ConflictOfInterest.user_id == user_id, ConflictOfInterest.contract_id == contract_id)
    return bool(db.session.scalar(select(declared)))


def list_conflicts(contract: Contract) -> list[ConflictOfInterest]:
    query = select(ConflictOfInterest).where(ConflictOfInterest.contract_id == contract.id)
    return list(db.session.scalars(query.order_by(ConflictOfInterest.id)))


def _found(row: Row | None) -> Row:
    if row is None:
        raise NotFound()
    return row
