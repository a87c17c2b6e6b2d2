"""Opening a sealed original: one person asks, another approves, and the first opens it once, within the hour."""

from datetime import datetime
from typing import Any

from flask import current_app
from flask_babel import lazy_gettext as _l
from sqlalchemy.exc import IntegrityError

from app.core import audit, files
from app.core.actors import Actor
from app.core.database import db
from app.core.errors import Conflict, Invalid, Refused, WrongState
from app.findings import policy
from app.findings.models import Evidence, SealedOpening
from app.findings.rules import MIN_REASON, OPEN_WITHIN, has_lapsed
from app.findings.service.holding import hold
from app.findings.states import OPENING


def ask_for_original(evidence: Evidence, actor: Actor, at: datetime, reason: str) -> SealedOpening:
    """Raises NotPermitted, Invalid for a reason too short to be one, or Conflict while somebody's question waits."""
    policy.ensure_may_ask(actor, evidence)
    said = reason.strip()
    if len(said) < MIN_REASON:
        raise Invalid({"reason": _l("Say why in at least %(count)s letters.", count=MIN_REASON)})
    opening = SealedOpening(
        evidence=evidence, asked_by_id=actor.actor_id, asked_at=at, reason=said, state=OPENING.initial
    )
    try:
        with db.session.begin_nested():
            db.session.add(opening)
    except IntegrityError as error:
        raise Conflict(_l("This original was already asked for; it waits for a second person.")) from error
    audit.record(actor, at, "request", opening, to_state=opening.state, reason=said, **_about(opening))
    return opening


def approve_opening(opening: SealedOpening, actor: Actor, at: datetime) -> None:
    OPENING.take(_hold(opening), "approve", actor, at, details=_about(opening))
    opening.decided_by_id, opening.decided_at, opening.expires_at = actor.actor_id, at, at + OPEN_WITHIN
    db.session.flush()


def refuse_opening(opening: SealedOpening, actor: Actor, at: datetime, reason: str) -> None:
    OPENING.take(_hold(opening), "refuse", actor, at, details=_about(opening), reason=reason)
    opening.decided_by_id, opening.decided_at, opening.refusal = actor.actor_id, at, reason.strip()
    db.session.flush()


def hand_out(opening: SealedOpening, actor: Actor, at: datetime) -> bytes:
    """The original, once: whoever comes second finds it opened. Who may is looked at again, whatever was approved.

    Raises NotPermitted, WrongState, or Refused for a file that is gone or is not what was handed in; it may be tried
    again then.
    """
    OPENING.check(_hold(opening), "hand_out", actor)
    if has_lapsed(opening.state, opening.expires_at, at):
        raise WrongState(_l("The approval lapsed: it held for an hour. Ask again."))
    data = _original(opening)
    opening.opened_at, opening.opened_as = at, policy.part_of(actor)
    OPENING.take(opening, "hand_out", actor, at, details=_about(opening) | {"as": opening.opened_as})
    return data


def _original(opening: SealedOpening) -> bytes:
    file = opening.evidence.file
    try:
        return files.original(file)
    except OSError as fault:
        current_app.logger.error("sealed file %s cannot be opened: %s", file.sha256, type(fault).__name__)
        raise Refused(_l("The sealed file is gone or was altered, so it is not handed out.")) from fault


def _about(opening: SealedOpening) -> dict[str, Any]:
    """Which file, for the audit chain: never what is in it, nor what its sender called it."""
    evidence = opening.evidence
    return {"observation": evidence.observation_id, "evidence": evidence.id, "file": evidence.file.sha256}


def _hold(opening: SealedOpening) -> SealedOpening:
    """As it stands now, with the observation and the file it is about, until the transaction ends."""
    hold(opening.observation)
    db.session.refresh(opening.evidence, ["withdrawn_at"])
    db.session.refresh(opening, ["state", "expires_at"], with_for_update=True)
    return opening
