"""Writes of outcomes: somebody looks, and the network assesses on what was seen."""

from datetime import date, datetime
from typing import Any

from flask_babel import lazy_gettext as _l

from app.core import audit, clock
from app.core.actors import Actor
from app.core.database import db
from app.core.errors import Invalid, NotPermitted, Refused
from app.findings import service as findings_service
from app.findings.models import Finding, Observation
from app.findings.states import FINDING
from app.findings.terms import IMPROVED, NOT_STATED, OUTCOMES
from app.responses import queries, rules
from app.responses.models import Verification
from app.responses.policy import why_not
from app.responses.queries.revisits import find_open_revisit
from app.responses.service import revisiting
from app.responses.terms import VOICES

NOT_YET_ASKED = frozenset({"checked", *NOT_STATED})


def verify(
    finding: Finding,
    voice: str,
    outcome: str,
    looked_on: date,
    note: str,
    *,
    observation: Observation | None = None,
    actor: Actor,
    at: datetime,
) -> Verification:
    """Record what a monitor (voice `monitor`) or an independent other (`recheck`) saw of the outcome.

    Raises NotPermitted for who may not speak with that voice, Invalid for what does not fit.
    """
    if voice not in VOICES:
        raise Invalid({"voice": _l("Not a valid choice.")})
    if denial := why_not(voice, actor, finding):
        raise NotPermitted(denial)
    if finding.state in NOT_YET_ASKED:
        raise Refused(_l("The body has not been asked about this finding yet."))
    _check_look(finding, outcome, looked_on, note, clock.local_day(at))
    _check_observation(finding, observation, actor)
    row = Verification(
        finding=finding,
        voice=voice,
        outcome=outcome,
        looked_on=looked_on,
        note=note,
        observation=observation,
        by_id=actor.actor_id,
        recorded_at=at,
    )
    db.session.add(row)
    said = {"voice": voice, "outcome": outcome, "looked_on": looked_on.isoformat()}
    audit.record(actor, at, "verify", finding, **said)
    revisiting.end_by(row, actor, at)
    return row


def _check_look(finding: Finding, outcome: str, looked_on: date, note: str, today: date) -> None:
    errors: dict[str, Any] = {}
    seen_on = max((row.visited_on for row in finding.observations), default=looked_on)
    if outcome not in OUTCOMES:
        errors["outcome"] = _l("Choose the outcome.")
    if looked_on > today:
        errors["looked_on"] = _l("This day is in the future.")
    elif looked_on < seen_on:
        errors["looked_on"] = _l("The finding itself was seen after that day.")
    if not note.strip():
        errors["note"] = _l("Write what you saw.")
    if errors:
        raise Invalid(errors)


def _check_observation(finding: Finding, observation: Observation | None, actor: Actor) -> None:
    if observation is None:
        return
    fits = observation.contract_id == finding.contract_id and observation.state == "accepted"
    if not fits or observation.monitor_id != actor.actor_id:
        raise Invalid({"observation": _l("Choose an accepted observation of your own on this contract.")})


def assess_outcome(finding: Finding, outcome: str, reason: str, actor: Actor, at: datetime) -> None:
    """The network states what became of a finding.

    A fix needs a monitor's verification of that or better, made by somebody else and not contradicted by a
    later re-check. Without a reply, only after the term has run out.
    """
    FINDING.check(finding, "assess", actor, outcome=outcome, reason=reason)
    if outcome not in OUTCOMES:
        raise Invalid({"outcome": _l("Choose the outcome.")})
    if not queries.window_is_over(finding, clock.local_day(at)):
        raise Refused(_l("The body may still reply: the term has not run out."))
    if not rules.supports(queries.voices(finding, clock.local_day(at)), outcome):
        raise Invalid({"outcome": _l("A monitor has not verified this outcome, or a re-check found worse.")})
    if outcome in IMPROVED and _verified_by(finding) == actor.actor_id:
        raise NotPermitted(_l("Nobody assesses a fix that they verified themselves."))
    revisit = find_open_revisit(finding)
    if outcome in IMPROVED and revisit:
        raise Refused(_l("Somebody other than the first is asked to look: wait for them, or say why nobody needs to."))
    findings_service.assess(finding, actor, at, outcome, reason)
    if outcome == "no_mechanism" and revisit:
        revisiting.dismiss_revisit(revisit, reason, actor, at)


def _verified_by(finding: Finding) -> int | None:
    seen = [row for row in queries.list_verifications(finding) if row.voice == "monitor"]
    return seen[-1].by_id if seen else None
