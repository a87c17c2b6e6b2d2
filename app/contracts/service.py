"""Use cases of the register: entry by hand, monitoring, assignments, conflicts of interest."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app.accounts.models import User
from app.bodies.models import Place
from app.bodies.queries import place_names
from app.contracts.intake import Intake, Preparation, refresh
from app.contracts.models import Assignment, ConflictOfInterest, Contract
from app.contracts.policy import NO_CONFLICT, OWN_SUBNETWORK
from app.contracts.queries import find_assignment, get_contract_by_ocid, has_conflict
from app.contracts.states import ASSIGNMENT, MONITORING
from app.core import audit, clock
from app.core.actors import Actor
from app.core.bulk import chunks
from app.core.database import db
from app.core.errors import Invalid, Missing, NotPermitted, Refused, WrongState
from app.core.events import Event
from app.partnership.models import FocusArea, Subnetwork
from app.partnership.queries import linked_ids
from app.partnership.service import link_focus_areas
from app.partnership.service.succession import CARRIED_ON

OCID_PREFIX = "khyanalt"
CONFLICT_DECLARED = Event()  # (person, contract, at)


def enter_by_hand(entry: dict[str, Any], actor: Actor, at: datetime, ocid: str | None = None) -> Contract:
    """Register a contract that is in no data set. `entry`: see `entry.read_entry`. Without an ocid it gets one."""
    _may_edit(actor)
    contract = _keep_entry(ocid or f"{OCID_PREFIX}-{uuid.uuid4().hex[:10]}", entry, at)
    audit.record(actor, at, "register", contract)
    return contract


def correct_by_hand(contract: Contract, entry: dict[str, Any], actor: Actor, at: datetime) -> Contract:
    """Correct a contract that was entered by hand: a newer release; the older ones stay."""
    _may_edit(actor)
    if contract.origin != "hand":
        raise Refused(_l("This contract came from an import; correct it at its source."))
    _keep_entry(contract.ocid, entry, at)
    audit.record(actor, at, "correct", contract)
    return contract


def _may_edit(actor: Actor) -> None:
    if not actor.can("register.edit"):
        raise NotPermitted(_l("You may not do this."))


def _keep_entry(ocid: str, entry: dict[str, Any], at: datetime) -> Contract:
    if (ends := entry.get("ends_on")) and (starts := entry.get("starts_on")) and ends < starts:
        raise Invalid({"ends_on": _l("The end is before the start.")})
    release = as_release(ocid, entry, at)
    incoming = Preparation(place_names()).prepare(release, released_at=at)
    Intake("hand", at, origin="hand").keep([incoming])
    return get_contract_by_ocid(ocid)


def as_release(ocid: str, entry: dict[str, Any], at: datetime) -> dict[str, Any]:
    """An OCDS release that says all that was entered, so that hand and import tell one story.

    A correction must be able to empty a field and drop a supplier: in a merge null deletes, and a list whose entries
    have no id is replaced whole. So nothing is left out here, and suppliers have no id.
    """
    buyer = {"name": entry["buyer"], "address": {"region": entry.get("region") or None}}
    suppliers = [{"name": name} for name in entry["suppliers"]]
    value = _value(entry.get("amount"), entry.get("currency") or "MNT")
    return {
        "ocid": ocid,
        "id": f"{ocid}-{at:%Y%m%dT%H%M%S%f}",
        "date": at.isoformat(),
        "tag": ["contract"],
        "initiationType": "tender",
        "language": "mn",
        "buyer": buyer,
        "tender": {
            "id": "tender",
            "title": entry["title"],
            "description": entry.get("description") or None,
            "procurementMethod": entry.get("method") or None,
            "mainProcurementCategory": entry.get("category") or None,
        },
        "awards": [{"id": "award", "status": "active", "suppliers": suppliers, "value": value}],
        "contracts": [
            {
                "id": "contract",
                "awardID": "award",
                "title": entry["title"],
                "status": "active",
                "value": value,
                "dateSigned": _midnight(entry.get("signed_on")),
                "period": {
                    "startDate": _midnight(entry.get("starts_on")),
                    "endDate": _midnight(entry.get("ends_on")),
                },
            }
        ],
    }


def _value(amount: Decimal | None, currency: str) -> dict[str, Any]:
    if amount is None:
        return {"amount": None, "currency": None}
    return {
        "amount": int(amount) if amount == amount.to_integral_value() else float(amount),
        "currency": currency,
    }


def _midnight(day: date | None) -> str | None:
    return f"{day.isoformat()}T00:00:00+08:00" if day else None


def correct_place(contract: Contract, place: Place | None, actor: Actor, at: datetime, reason: str) -> None:
    """Say where a contract is, whatever its data says or a rule inferred; None lets them decide again."""
    _may_edit(actor)
    if not reason.strip():
        raise Missing("reason", _l("Write the reason."))
    before = contract.place_id
    contract.place_id, contract.place_is_corrected = place.id if place else None, place is not None
    contract.place_is_inferred = False
    details: dict[str, Any] = {"before": before, "after": contract.place_id}
    audit.record(actor, at, "correct_place", contract, reason=reason, **details)
    if place is None:
        refresh([contract.id], at)


def take_up(
    contract: Contract, subnetwork: Subnetwork, focus_area_ids: Sequence[int], actor: Actor, at: datetime
) -> None:
    """Take a contract under monitoring by a subnetwork, for at least one focus area of the plan."""
    MONITORING.check(contract, "take_up", actor, subnetwork=subnetwork.id, focus_areas=focus_area_ids)
    contract.subnetwork_id = subnetwork.id
    if not OWN_SUBNETWORK.holds(actor, contract):
        raise NotPermitted(OWN_SUBNETWORK.denial)
    MONITORING.take(contract, "take_up", actor, at, subnetwork=subnetwork.id, focus_areas=focus_area_ids)
    link_focus_areas(contract, focus_area_ids, actor, at)


@CARRIED_ON.heard_by
def carry_on(areas: Mapping[FocusArea, FocusArea], actor: Actor, at: datetime) -> None:
    """Contracts under monitoring go on for the focus areas of the next plan; their links to the plan before stay."""
    wanted: dict[int, set[int]] = {}
    for area, heir in areas.items():
        for number in linked_ids("contract", focus_area_id=area.id):
            wanted.setdefault(number, set()).add(heir.id)
    for some in chunks(sorted(wanted)):
        query = select(Contract).where(Contract.id.in_(some), Contract.state == "monitored").order_by(Contract.id)
        for contract in db.session.scalars(query.with_for_update(of=Contract)):
            link_focus_areas(contract, sorted(wanted[contract.id]), actor, at)


def end_monitoring(contract: Contract, actor: Actor, at: datetime, reason: str) -> None:
    MONITORING.take(contract, "end", actor, at, reason=reason)


def assign(
    contract: Contract,
    monitor: User,
    actor: Actor,
    at: datetime,
    due_on: date | None = None,
    instructions: str | None = None,
    in_the_name_of: User | None = None,
) -> Assignment:
    """Ask a monitor to look at a contract under monitoring. What asks by itself does so in somebody's name."""
    _may_assign(contract, monitor, actor, at, due_on)
    assignment = Assignment(
        contract=contract,
        monitor=monitor,
        assigned_by_id=actor.actor_id or (in_the_name_of and in_the_name_of.id),
        assigned_at=at,
        due_on=due_on,
        instructions=instructions,
    )
    try:
        with db.session.begin_nested():
            db.session.add(assignment)
    except IntegrityError as fault:  # somebody else asked the same at this moment
        raise Missing("monitor", _l("The contract is assigned to this monitor already.")) from fault
    audit.record(actor, at, "assign", assignment, contract=contract.id)
    return assignment


def _may_assign(contract: Contract, monitor: User, actor: Actor, at: datetime, due_on: date | None) -> None:
    if not actor.can("monitoring.manage"):
        raise NotPermitted(_l("You may not do this."))
    for guard in (OWN_SUBNETWORK, NO_CONFLICT):
        if not guard.holds(actor, contract):
            raise NotPermitted(guard.denial)
    if contract.state != "monitored":
        raise WrongState(_l("Take the contract under monitoring first."))
    if not monitor.can("observations.log"):
        raise Missing("monitor", _l("This person is not a monitor."))
    if has_conflict(monitor.id, contract.id):
        raise Missing("monitor", _l("This monitor declared a conflict of interest for this contract."))
    if find_assignment(monitor.id, contract.id):
        raise Missing("monitor", _l("The contract is assigned to this monitor already."))
    if due_on and due_on < clock.local_day(at):
        raise Invalid({"due_on": _l("The day is in the past.")})


def decline(assignment: Assignment, actor: Actor, at: datetime, reason: str) -> None:
    ASSIGNMENT.take(assignment, "decline", actor, at, reason=reason)


def finish(assignment: Assignment, actor: Actor, at: datetime) -> None:
    ASSIGNMENT.take(assignment, "finish", actor, at)


def recall(assignment: Assignment, actor: Actor, at: datetime, reason: str) -> None:
    ASSIGNMENT.take(assignment, "recall", actor, at, reason=reason)


def declare_conflict(contract: Contract, person: User, at: datetime, reason: str) -> ConflictOfInterest:
    """A person bars themselves from a contract, for good; an open assignment of theirs ends."""
    if not person.can("conflicts.declare"):
        raise NotPermitted(_l("You may not do this."))
    if not reason.strip():
        raise Missing("reason", _l("Write the reason."))
    if has_conflict(person.id, contract.id):
        raise Refused(_l("You declared this already."))
    CONFLICT_DECLARED.tell(person, contract, at)  # before the head of the audit chain is held: who listens holds rows
    conflict = ConflictOfInterest(contract=contract, user=person, reason=reason, declared_at=at)
    db.session.add(conflict)
    audit.record(person, at, "declare_conflict", conflict, contract=contract.id)
    if (assignment := find_assignment(person.id, contract.id)) and assignment.state == "assigned":
        ASSIGNMENT.take(assignment, "decline", person, at, reason=reason)
    return conflict


def publish_contract(contract: Contract, actor: Actor, at: datetime) -> None:
    """Make a contract's page public; called when a summary that covers it is published."""
    if contract.published_at is None:
        contract.published_at = at
        audit.record(actor, at, "publish", contract)
