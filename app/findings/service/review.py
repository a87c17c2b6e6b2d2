"""What reviewers decide about observations. Every decision carries a reason that the monitor reads."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l

from app.core.actors import Actor
from app.core.database import db
from app.core.errors import Invalid
from app.findings.models import Observation
from app.findings.queries import fields_of, list_originals
from app.findings.service.holding import hold
from app.findings.service.second import draw_by_lot, settle_all
from app.findings.states import OBSERVATION, VERDICTS
from app.findings.terms import CAUSES


def open_review(observation: Observation, actor: Actor, at: datetime) -> None:
    OBSERVATION.take(hold(observation), "open", actor, at)
    observation.reviewed_by_id = actor.actor_id
    db.session.flush()


def ask(observation: Observation, actor: Actor, at: datetime, reason: str, about: Collection[str] = ()) -> None:
    """Send it back to its monitor with a question. `about`: the fields (`queries.fields_of`) that it points to."""
    details = {"about": [field for field in fields_of(observation) if field in about]} if about else None
    _decide(observation, "ask", actor, at, reason, details)


def accept(observation: Observation, actor: Actor, at: datetime, reason: str) -> None:
    _decide(observation, "accept", actor, at, reason)


def reject(observation: Observation, actor: Actor, at: datetime, reason: str, cause: str | None = None) -> None:
    """`cause`: a code of `terms.CAUSES`. Raises Missing or Invalid for "cause"."""
    OBSERVATION.check(hold(observation), "reject", actor, reason=reason, cause=cause)
    if cause not in CAUSES:
        raise Invalid({"cause": _l("Not a valid choice.")})
    OBSERVATION.take(observation, "reject", actor, at, details={"cause": cause}, reason=reason, cause=cause)
    observation.rejected_for = cause
    _sign(observation, actor, at)


def reconsider(observation: Observation, actor: Actor, at: datetime, reason: str) -> None:
    """A third reviewer takes what two disagree about into review again; the first verdict falls."""
    OBSERVATION.take(hold(observation), "reconsider", actor, at, reason=reason)
    settle_all(observation, actor, at, reason)
    observation.duplicate_of_id = observation.rejected_for = None
    _sign(observation, actor, at)


def mark_duplicate(
    observation: Observation, original: Observation | None, actor: Actor, at: datetime, reason: str
) -> None:
    """It repeats another observation of the same contract. Raises Missing or Invalid for "duplicate_of"."""
    facts = {"reason": reason, "duplicate_of": original and original.id}
    OBSERVATION.check(hold(observation), "mark_duplicate", actor, **facts)
    if original not in list_originals(observation):
        raise Invalid({"duplicate_of": _l("Not a valid choice.")})
    OBSERVATION.take(observation, "mark_duplicate", actor, at, details={"of": facts["duplicate_of"]}, **facts)
    observation.duplicate_of = original
    _sign(observation, actor, at)


def _decide(
    observation: Observation,
    verb: str,
    actor: Actor,
    at: datetime,
    reason: str,
    details: Mapping[str, Any] | None = None,
) -> None:
    OBSERVATION.take(hold(observation), verb, actor, at, details=details, reason=reason)
    _sign(observation, actor, at)


def _sign(observation: Observation, actor: Actor, at: datetime) -> None:
    observation.reviewed_by_id = actor.actor_id
    if observation.state in VERDICTS:
        observation.decided_at = observation.decided_at or at
        draw_by_lot(observation, at)
    db.session.flush()
