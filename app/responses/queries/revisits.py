"""Reads of re-visits: what is open, for whom, whom to ask, and which promises nobody looked at after their day."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, exists, func, or_, select
from sqlalchemy.orm import joinedload

from app.accounts.models import User
from app.accounts.queries import list_people_who_may
from app.bodies.nearness import nearness
from app.bodies.queries import find_home
from app.contracts.models import Contract
from app.contracts.queries import has_conflict, is_assigned
from app.core.database import db
from app.core.errors import NotFound
from app.findings.models import Finding
from app.partnership.models import ActionPoint
from app.partnership.queries import is_member_of, share_organisation, subnetworks_of
from app.responses.follow_models import Revisit
from app.responses.models import Commitment, ResponseItem, Verification
from app.responses.queries.outcomes import first_hands

SETTLED = ("resolved", "no_mechanism")
OPEN_STATES = ("notified", "acknowledged", "answered", "assessed", "reopened", "escalated")


def get_revisit(revisit_id: int) -> Revisit:
    """Raises NotFound."""
    if row := db.session.get(Revisit, revisit_id):
        return row
    raise NotFound()


def find_open_revisit(finding: Finding) -> Revisit | None:
    return db.session.scalar(select(Revisit).where(Revisit.finding_id == finding.id, Revisit.state == "asked"))


def revisits_of(finding: Finding) -> list[Revisit]:
    """Every re-visit of the finding, the first first."""
    return list(db.session.scalars(select(Revisit).where(Revisit.finding_id == finding.id).order_by(Revisit.id)))


def list_revisits_for(monitor: User) -> list[Revisit]:
    """What a monitor is asked to look at again, what is due first on top."""
    query = select(Revisit).where(Revisit.monitor_id == monitor.id, Revisit.state == "asked")
    query = query.options(joinedload(Revisit.finding).joinedload(Finding.contract).joinedload(Contract.place))
    return list(db.session.scalars(query.order_by(Revisit.due_on, Revisit.id)))


def list_open_revisits(person: User) -> list[Revisit]:
    """Every open one of the person's subnetworks: those for which nobody was found first, then what is due first."""
    query = _open_for(select(Revisit), person).options(joinedload(Revisit.finding).joinedload(Finding.contract))
    return list(db.session.scalars(query.order_by(Revisit.monitor_id.is_not(None), Revisit.due_on, Revisit.id)))


def count_stuck(person: User, today: date) -> int:
    """Open ones of the person's subnetworks for which nobody was found, or whose day has passed."""
    stuck = or_(Revisit.monitor_id.is_(None), Revisit.due_on < today)
    return db.session.scalar(_open_for(select(func.count(Revisit.id)), person).where(stuck)) or 0


def _open_for(query: Any, person: User) -> Any:
    query = query.join(Finding, Finding.id == Revisit.finding_id).join(Contract).where(Revisit.state == "asked")
    if person.can("subnetworks.all"):
        return query
    return query.where(Contract.subnetwork_id.in_([network.id for network in subnetworks_of(person)]))


def is_to_be_seen(finding: Finding) -> bool:
    """Whether a visit can still tell something: the body was asked, and the outcome is open."""
    settled = finding.state == "assessed" and finding.outcome in SETTLED
    return finding.state in OPEN_STATES and not settled and not finding.is_good_practice


def candidates_for(finding: Finding) -> list[User]:
    """Who may be asked to look again: first who knows the contract, from elsewhere than the first, and near to it."""
    people = [person for person in list_people_who_may("observations.log") if may_revisit(person, finding)]
    return sorted(people, key=lambda person: _order(person, finding))


def may_revisit(person: User, finding: Finding) -> bool:
    """Not who saw it first, stated it or re-checked it, nobody with a conflict; of the contract's subnetwork."""
    contract = finding.contract
    if not person.can("outcomes.verify") or person.id in first_hands(finding) | _recheckers(finding):
        return False
    if has_conflict(person.id, contract.id):
        return False
    if is_assigned(person.id, contract.id):
        return True
    network = contract.subnetwork_id
    return contract.state == "monitored" and network is not None and is_member_of(person.id, network)


def _recheckers(finding: Finding) -> set[int]:
    query = select(Verification.by_id).where(Verification.finding_id == finding.id, Verification.voice == "recheck")
    return set(db.session.scalars(query))


def _order(person: User, finding: Finding) -> tuple[Any, ...]:
    known = is_assigned(person.id, finding.contract_id)
    same_house = share_organisation(person.id, [row.monitor_id for row in finding.observations])
    return same_house, not known, nearness(find_home(person.id), finding.contract.place), _load(person), person.id


def _load(person: User) -> int:
    query = select(func.count(Revisit.id)).where(Revisit.monitor_id == person.id, Revisit.state == "asked")
    return db.session.scalar(query) or 0


def list_promises_over(today: date) -> Sequence[Finding]:
    """Findings with a commitment whose day has passed, and nobody looked or was asked to look since."""
    query = select(Finding).join(ResponseItem, ResponseItem.finding_id == Finding.id)
    query = query.join(Commitment, Commitment.item_id == ResponseItem.id)
    query = query.join(ActionPoint, ActionPoint.id == Commitment.action_point_id)
    query = query.where(Commitment.promised_on < today, ActionPoint.state != "dropped")
    query = query.where(Finding.state.in_(OPEN_STATES), ~_seen_since(), ~_asked_since())
    return [row for row in db.session.scalars(query.order_by(Finding.id).distinct()) if is_to_be_seen(row)]


def _seen_since() -> ColumnElement[bool]:
    return exists().where(
        Verification.finding_id == Finding.id,
        Verification.voice == "monitor",
        Verification.looked_on >= Commitment.promised_on,
    )


def _asked_since() -> ColumnElement[bool]:
    since = or_(Revisit.state == "asked", Revisit.asked_on > Commitment.promised_on)
    return exists().where(Revisit.finding_id == Finding.id, since)
