"""Reads of organisations, subnetworks and who belongs to them."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import Select, exists, func, select
from sqlalchemy.orm import joinedload

from app.accounts.models import User
from app.core.database import db
from app.core.errors import NotFound
from app.core.text import sort_key
from app.partnership.models import Membership, Organisation, Subnetwork


def get_organisation(organisation_id: int) -> Organisation:
    organisation = db.session.get(Organisation, organisation_id)
    if organisation is None:
        raise NotFound
    return organisation


def find_coordinating_organisation() -> Organisation | None:
    return db.session.scalar(select(Organisation).where(Organisation.is_coordinating))


def list_organisations() -> list[Organisation]:
    """The coordinating one, then the members, then those that left; each in alphabetical order."""
    left = Organisation.left_on.is_not(None)
    order = (left, Organisation.is_coordinating.desc(), Organisation.sort_key, Organisation.id)
    return list(db.session.scalars(select(Organisation).order_by(*order)))


def get_subnetwork(subnetwork_id: int) -> Subnetwork:
    subnetwork = db.session.get(Subnetwork, subnetwork_id)
    if subnetwork is None:
        raise NotFound
    return subnetwork


def list_subnetworks() -> list[Subnetwork]:
    return list(db.session.scalars(select(Subnetwork).order_by(Subnetwork.id)))


def subnetworks_of(user: User) -> list[Subnetwork]:
    """The subnetworks to which a person belongs now."""
    own = select(Membership.subnetwork_id).where(Membership.user_id == user.id, Membership.until_on.is_(None))
    query = select(Subnetwork).where(Subnetwork.id.in_(own)).order_by(Subnetwork.id)
    return list(db.session.scalars(query))


def is_member_of(user_id: int, subnetwork_id: int) -> bool:
    """Whether the person belongs to the subnetwork now."""
    member = exists().where(
        Membership.user_id == user_id,
        Membership.subnetwork_id == subnetwork_id,
        Membership.until_on.is_(None),
    )
    return bool(db.session.scalar(select(member)))


def get_membership(membership_id: int) -> Membership:
    membership = db.session.get(Membership, membership_id)
    if membership is None:
        raise NotFound
    return membership


def find_membership(user: User, subnetwork: Subnetwork) -> Membership | None:
    """The person's present membership of the subnetwork."""
    query = select(Membership).where(
        Membership.user_id == user.id,
        Membership.subnetwork_id == subnetwork.id,
        Membership.until_on.is_(None),
    )
    return db.session.scalar(query)


def members_of(subnetwork: Subnetwork) -> list[Membership]:
    """Memberships of a subnetwork: the present ones by name, then the ended ones, the latest first."""
    return _by_name(select(Membership).where(Membership.subnetwork_id == subnetwork.id))


def people_of(organisation: Organisation) -> list[Membership]:
    """Memberships through which people stand for an organisation, in the same order."""
    return _by_name(select(Membership).where(Membership.organisation_id == organisation.id))


def share_organisation(user_id: int, others: Iterable[int]) -> bool:
    """Whether the person stands for the same member organisation as one of the others now."""
    same = exists().where(
        Membership.user_id.in_(list(others)),
        Membership.until_on.is_(None),
        Membership.organisation_id.in_(organisations_of(user_id)),
    )
    return bool(db.session.scalar(select(same)))


def organisations_of(user_id: int | None) -> Select[Any]:
    """The numbers of the organisations for which a person stands now."""
    present = select(Membership.organisation_id).where(Membership.user_id == user_id, Membership.until_on.is_(None))
    return present.where(Membership.organisation_id.is_not(None))


def _by_name(query: Select[Membership]) -> list[Membership]:
    whole = query.options(
        joinedload(Membership.user), joinedload(Membership.organisation), joinedload(Membership.subnetwork)
    )
    rows = sorted(db.session.scalars(whole), key=lambda row: (sort_key(row.user.name), row.id))
    ended = sorted((row for row in rows if row.until_on), key=_until, reverse=True)
    return [row for row in rows if not row.until_on] + ended


def _until(membership: Membership) -> date:
    return membership.until_on or date.max


def count_members() -> dict[int, int]:
    """How many people belong to each subnetwork now, by its id."""
    query = select(Subnetwork.id, func.count(Membership.id)).join_from(
        Subnetwork, Membership, Membership.subnetwork_id == Subnetwork.id
    )
    present = query.where(Membership.until_on.is_(None)).group_by(Subnetwork.id)
    return dict(db.session.execute(present).all())
