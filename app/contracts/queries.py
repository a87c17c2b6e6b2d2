"""Reads of the register."""

from collections.abc import Iterable
from typing import Any, TypeVar

from sqlalchemy import exists, func, select

from app.accounts.models import User
from app.bodies.models import PublicBody
from app.contracts.archive import kept_releases, unpack
from app.contracts.models import (
    Assignment,
    ConflictOfInterest,
    Contract,
    ContractVersion,
    Release,
)
from app.contracts.release import merge
from app.contracts.story import Story, tell
from app.core.database import db
from app.core.errors import NotFound
from app.partnership.models import FocusArea, PlanLink

Row = TypeVar("Row")
OPEN_ASSIGNMENT = ("assigned", "done")


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
    return tell(compiled_of(contract, version))


def compiled_of(contract: Contract, version: ContractVersion | None = None) -> dict[str, Any]:
    """The merge of all releases up to the version; empty when there is none."""
    kept = kept_releases([contract.id], version.number if version else None)[contract.id]
    return merge([unpack(release.body) for release in kept]) if kept else {}


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


def list_monitored_bodies() -> list[PublicBody]:
    """Bodies with contracts under monitoring, by name."""
    buyers = select(Contract.buyer_id).where(Contract.state == "monitored", Contract.buyer_id.is_not(None))
    return list(db.session.scalars(select(PublicBody).where(PublicBody.id.in_(buyers)).order_by(PublicBody.sort_key)))


def count_monitored_for(areas: Iterable[FocusArea]) -> dict[int, int]:
    """How many contracts under monitoring serve each focus area, by its id; none where there is none."""
    query = select(PlanLink.focus_area_id, func.count()).join(Contract, Contract.id == PlanLink.subject_id)
    serving = PlanLink.focus_area_id.in_([area.id for area in areas])
    query = query.where(PlanLink.subject_kind == "contract", serving, Contract.state == "monitored")
    return {area: number for area, number in db.session.execute(query.group_by(PlanLink.focus_area_id)) if area}


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
