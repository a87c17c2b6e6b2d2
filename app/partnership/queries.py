"""Reads of the partnership and its plan."""

from sqlalchemy import exists, select

from app.core.database import db
from app.partnership.models import Membership


def is_member_of(user_id: int, subnetwork_id: int) -> bool:
    """Whether the person belongs to the subnetwork now."""
    member = exists().where(
        Membership.user_id == user_id, Membership.subnetwork_id == subnetwork_id, Membership.until_on.is_(None)
    )
    return bool(db.session.scalar(select(member)))
