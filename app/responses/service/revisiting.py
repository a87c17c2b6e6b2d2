"""Writes of re-visits: asked for by themselves, entrusted to a monitor other than the first, ended by who looked."""

import logging
from datetime import datetime, timedelta

from flask_babel import force_locale, gettext as _, lazy_gettext as _l

from app.accounts.models import User
from app.contracts import service as contracts
from app.contracts.models import Contract
from app.contracts.queries import is_assigned
from app.contracts.states import ASSIGNMENT
from app.core import audit, clock, queue
from app.core.actors import Actor, System
from app.core.database import commit, db, roll_back
from app.core.errors import Invalid
from app.findings.models import Finding
from app.findings.queries import get_finding
from app.findings.service.findings import CLOSED
from app.findings.service.holding import hold, hold_findings
from app.partnership.models import ActionPoint
from app.partnership.service.action_points import SAID_DONE
from app.responses import revisit_letters
from app.responses.follow_models import Revisit
from app.responses.models import Verification
from app.responses.queries import revisits
from app.responses.queries.requests import commitments_of
from app.responses.states import REVISIT

WITHIN = timedelta(days=14)
SYSTEM = System(permissions=frozenset({"monitoring.manage"}))
log = logging.getLogger(__name__)


@queue.every_day
def ask_after_promises() -> None:
    """Have somebody look where a promised day has passed. Each finding in a transaction of its own."""
    at = clock.now()
    for number in [row.id for row in revisits.list_promises_over(clock.local_day(at))]:
        try:
            ask_revisit(get_finding(number), "promise_over", at)
            commit()
        except Exception:
            roll_back()
            log.exception("no re-visit of finding %s could be asked for", number)


@SAID_DONE.heard_by
def ask_after_point(point: ActionPoint, _actor: Actor, at: datetime) -> None:
    """What the body promised is said to be done: somebody looks whether it is."""
    findings = {row.item.finding for row in commitments_of(point)}
    hold_findings(*findings)
    for finding in sorted(findings, key=lambda finding: finding.id):
        ask_revisit(finding, "point_done", at)


def ask_revisit(finding: Finding, because: str, at: datetime) -> Revisit | None:
    """Ask for a re-visit, of the one who fits best if there is anybody. None when one is open, or nothing is to be
    seen any more. `because`: a key of `terms.REVISIT_CAUSES`."""
    db.session.flush()
    hold(finding)
    if revisits.find_open_revisit(finding) or not revisits.is_to_be_seen(finding):
        return None
    today = clock.local_day(at)
    row = Revisit(finding=finding, because=because, asked_on=today, due_on=today + WITHIN, state=REVISIT.initial)
    db.session.add(row)
    db.session.flush()
    audit.record(SYSTEM, at, "ask_revisit", row, finding=finding.id, because=because)
    if found := revisits.candidates_for(finding):
        entrust(row, found[0], SYSTEM, at)
    return row


def entrust(revisit: Revisit, monitor: User, actor: Actor, at: datetime) -> None:
    """Ask this monitor, and tell them; who was asked before is free of it. Raises Invalid for who may not look."""
    REVISIT.check(_held(revisit), "entrust", actor, monitor=monitor.id)
    if not revisits.may_revisit(monitor, revisit.finding):
        raise Invalid({"monitor": _l("Somebody else than the first must look, without a conflict of interest.")})
    if revisit.monitor_id == monitor.id:
        raise Invalid({"monitor": _l("This monitor is asked already.")})
    REVISIT.take(revisit, "entrust", actor, at, monitor=monitor.id)
    _recall(revisit, actor, at)
    revisit.monitor, revisit.due_on = monitor, max(revisit.due_on, clock.local_day(at) + WITHIN)
    if not is_assigned(monitor.id, revisit.contract.id):
        revisit.assignment = contracts.assign(
            revisit.contract,
            monitor,
            actor,
            at,
            revisit.due_on,
            revisit_letters.instructions(revisit),
            in_the_name_of=revisit.finding.author,
        )
    db.session.flush()
    revisit_letters.tell(revisit)


def _held(revisit: Revisit) -> Revisit:
    hold(revisit.finding)
    db.session.refresh(revisit)
    return revisit


def _recall(revisit: Revisit, actor: Actor, at: datetime) -> None:
    """Take back the assignment that was made for it, unless it came to its end."""
    if revisit.assignment and revisit.assignment.state == "assigned":
        with force_locale("mn"):
            contracts.recall(revisit.assignment, actor, at, _("Somebody else looks, or no re-visit is needed."))
    revisit.assignment = None


def hand_back(revisit: Revisit, reason: str, actor: Actor, at: datetime) -> None:
    """The monitor cannot do it; the lead finds somebody else."""
    REVISIT.take(_held(revisit), "hand_back", actor, at, reason=reason)
    if revisit.assignment and ASSIGNMENT.allows(revisit.assignment, "decline", actor):
        contracts.decline(revisit.assignment, actor, at, reason)
    revisit.monitor, revisit.assignment = None, None
    db.session.flush()


@contracts.CONFLICT_DECLARED.heard_by
def free_of_conflict(person: User, contract: Contract, at: datetime) -> None:
    """Who declares a conflict of interest is asked for nothing there any more."""
    asked = [row for row in revisits.list_revisits_for(person) if row.finding.contract_id == contract.id]
    hold_findings(*(row.finding for row in asked))
    for row in asked:
        with force_locale("mn"):
            hand_back(row, _("Conflict of interest declared"), person, at)


def dismiss_revisit(revisit: Revisit, reason: str, actor: Actor, at: datetime) -> None:
    """Nobody needs to look."""
    REVISIT.take(_held(revisit), "dismiss", actor, at, reason=reason)
    _recall(revisit, actor, at)
    revisit.ended_at = at
    db.session.flush()


@CLOSED.heard_by
def end_with(finding: Finding, at: datetime) -> None:
    """Of a finding that is closed nobody needs to see more."""
    if revisit := revisits.find_open_revisit(finding):
        with force_locale("mn"):
            dismiss_revisit(revisit, _("The finding was closed."), SYSTEM, at)


def end_by(verification: Verification, actor: Actor, at: datetime) -> None:
    """Somebody other than the first looked: what was asked for is done."""
    revisit = revisits.find_open_revisit(verification.finding)
    if revisit is None or not REVISIT.allows(revisit, "look", actor):
        return
    if verification.voice != "monitor" and revisit.monitor_id != actor.actor_id:
        return
    REVISIT.take(revisit, "look", actor, at, details={"outcome": verification.outcome})
    revisit.verification, revisit.ended_at = verification, at
    if revisit.assignment and ASSIGNMENT.allows(revisit.assignment, "finish", actor):
        contracts.finish(revisit.assignment, actor, at)
    db.session.flush()
