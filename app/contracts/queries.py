"""Reads of the register."""

from sqlalchemy import exists, select

from app.contracts.models import Assignment, ConflictOfInterest
from app.core.database import db


def has_conflict(user_id: int, contract_id: int) -> bool:
    """Whether the person declared a conflict of interest for the contract."""
    declared = exists().where(
        ConflictOfInterest.user_id == user_id, ConflictOfInterest.contract_id == contract_id
    )
    return bool(db.session.scalar(select(declared)))


def is_assigned(user_id: int, contract_id: int) -> bool:
    """Whether the contract is assigned to this monitor, and neither declined nor recalled."""
    assigned = exists().where(
        Assignment.monitor_id == user_id,
        Assignment.contract_id == contract_id,
        Assignment.state.in_(("assigned", "done")),
    )
    return bool(db.session.scalar(select(assigned)))
