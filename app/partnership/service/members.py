"""Use cases of the partnership's register: organisations, subnetworks, and who belongs to them."""

from datetime import date, datetime
from typing import Any

from flask_babel import lazy_gettext as _l

from app.accounts.models import User
from app.core import audit, clock
from app.core.actors import Actor
from app.core.database import db
from app.core.errors import Invalid, WrongState
from app.core.text import sort_key
from app.partnership.models import Membership, Organisation, Subnetwork
from app.partnership.policy import ensure_editor
from app.partnership.queries import find_coordinating_organisation, find_membership
from app.partnership.service.changes import apply, check_days
from app.partnership.terms import ORGANISATION_KINDS


def register_organisation(*, actor: Actor, at: datetime, **values: Any) -> Organisation:
    """Enter a member organisation; `values` are the columns of the table.

    The first one coordinates; later a new coordinating one takes the place of the old.
    """
    ensure_editor(actor)
    organisation = Organisation(is_coordinating=False)
    coordinates = values.pop("is_coordinating", False) or find_coordinating_organisation() is None
    _describe(organisation, values)
    former = _hand_over(organisation) if coordinates else None
    db.session.add(organisation)
    audit.record(actor, at, "register", organisation, **_told(former))
    return organisation


def edit_organisation(organisation: Organisation, *, actor: Actor, at: datetime, **values: Any) -> None:
    """Change what the register says of an organisation. One always coordinates: another may take over."""
    ensure_editor(actor)
    coordinates = values.pop("is_coordinating", organisation.is_coordinating)
    if organisation.is_coordinating and not coordinates:
        raise Invalid({"is_coordinating": _l("Choose another organisation as the coordinating one instead.")})
    if organisation.is_coordinating and values.get("left_on"):
        message = _l("The coordinating organisation cannot leave. Choose another one first.")
        raise Invalid({"left_on": message})
    changed = _describe(organisation, values)
    former = None
    if coordinates and not organisation.is_coordinating:
        former = _hand_over(organisation)
        changed.append("is_coordinating")
    if changed:
        audit.record(actor, at, "edit", organisation, changed=changed, **_told(former))


def _describe(organisation: Organisation, values: dict[str, Any]) -> list[str]:
    check_days(joined_on=values.get("joined_on"), left_on=values.get("left_on"))
    joined, left = values.get("joined_on"), values.get("left_on")
    if joined and left and left < joined:
        raise Invalid({"left_on": _l("The end is before the start.")})
    if values["kind"] not in ORGANISATION_KINDS:
        raise Invalid({"kind": _l("Not a valid choice.")})
    organisation.sort_key = sort_key(values["name_mn"])
    return apply(organisation, values)


def _hand_over(organisation: Organisation) -> Organisation | None:
    """Let the organisation coordinate; returns the one that did before. At no moment do two."""
    former = find_coordinating_organisation()
    if former:
        former.is_coordinating = False
        db.session.flush()
    organisation.is_coordinating = True
    return former


def _told(former: Organisation | None) -> dict[str, Any]:
    return {"coordinating_before": former.id} if former else {}


def create_subnetwork(*, actor: Actor, at: datetime, **values: Any) -> Subnetwork:
    """Found a subnetwork: `name_mn`, `name_en`, `purpose_mn`, `purpose_en`."""
    ensure_editor(actor)
    subnetwork = Subnetwork()
    apply(subnetwork, values)
    db.session.add(subnetwork)
    audit.record(actor, at, "register", subnetwork)
    return subnetwork


def edit_subnetwork(subnetwork: Subnetwork, *, actor: Actor, at: datetime, **values: Any) -> None:
    ensure_editor(actor)
    if changed := apply(subnetwork, values):
        audit.record(actor, at, "edit", subnetwork, changed=changed)


def add_member(
    subnetwork: Subnetwork,
    person: User,
    since_on: date,
    actor: Actor,
    at: datetime,
    *,
    organisation: Organisation | None = None,
) -> Membership:
    """Take a person into a subnetwork, for their organisation if they stand for one.

    Raises Invalid for "person" or "since_on". A person may belong to several subnetworks.
    """
    ensure_editor(actor)
    if not person.is_active:
        raise Invalid({"person": _l("This account is closed.")})
    if find_membership(person, subnetwork):
        raise Invalid({"person": _l("This person belongs to the subnetwork already.")})
    check_days(since_on=since_on)
    _check_not_later("since_on", since_on, at)
    membership = Membership(user=person, subnetwork=subnetwork, organisation=organisation, since_on=since_on)
    db.session.add(membership)
    audit.record(actor, at, "add_member", membership, user=person.id, subnetwork=subnetwork.id)
    return membership


def end_membership(
    membership: Membership, until_on: date, actor: Actor, at: datetime, reason: str | None = None
) -> None:
    """End a membership; it stays in the register. Raises Invalid for "until_on"."""
    ensure_editor(actor)
    if membership.until_on:
        raise WrongState(_l("This membership has ended already."))
    if until_on < membership.since_on:
        raise Invalid({"until_on": _l("The end is before the start.")})
    _check_not_later("until_on", until_on, at)
    membership.until_on = until_on
    audit.record(
        actor,
        at,
        "end_membership",
        membership,
        reason=reason,
        user=membership.user_id,
        subnetwork=membership.subnetwork_id,
    )


def _check_not_later(field: str, day: date, at: datetime) -> None:
    """Whether a membership holds is read from its having an end, so neither end may lie in the future."""
    if day > clock.local_day(at):
        raise Invalid({field: _l("The day is in the future.")})
