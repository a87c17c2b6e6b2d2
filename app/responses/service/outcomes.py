"""Writes of outcomes: somebody looks, and the network assesses on what was seen."""

from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l

from app.core import audit, clock
from app.core.actors import Actor
from app.core.database import db
from app.core.errors import Invalid, NotPermitted, Refused
from app.findings import service as findings_service
from app.findings.models import Finding, Observation
from app.findings.service.holding import hold
from app.findings.states import FINDING
from app.findings.terms import IMPROVED, OUTCOMES
from app.responses import queries, rules
from app.responses.models import Verification
from app.responses.policy import looks_open_to, why_not
from app.responses.queries.revisits import find_open_revisit
from app.responses.service import revisiting
from app.responses.terms import VOICES

NEEDS_A_VISIT = {
    "monitor": _l("Choose an accepted observation of your own, made after what the finding rests on."),
    "recheck": _l("Choose an accepted observation of somebody other than the first, made after it."),
}


def verify(
    finding: Finding,
    voice: str,
    outcome: str,
    note: str,
    observation: Observation | None,
    *,
    actor: Actor,
    at: datetime,
) -> Verification:
    """Record what a monitor (voice `monitor`) or an independent other (`recheck`) saw of the outcome.

    It rests on an observation (`policy.looks_open_to`), whatever the outcome: what is said of a body is proved alike.
    Raises NotPermitted for who may not speak with that voice, Invalid for what does not fit.
    """
    if voice not in VOICES:
        raise Invalid({"voice": _l("Not a valid choice.")})
    if observation is not None:
        hold(observation)
    hold(finding)
    if denial := why_not(voice, actor, finding):
        raise NotPermitted(denial)
    seen = _fit(finding, voice, outcome, note, observation, actor)
    row = Verification(
        finding=finding,
        voice=voice,
        outcome=outcome,
        looked_on=seen.visited_on if seen.monitor_id == actor.actor_id else clock.local_day(at),
        note=note,
        observation=seen,
        by_id=actor.actor_id,
        recorded_at=at,
    )
    db.session.add(row)
    said: dict[str, Any] = {"voice": voice, "outcome": outcome, "observation": seen.id}
    said["looked_on"] = row.looked_on.isoformat()
    audit.record(actor, at, "verify", finding, **said)
    revisiting.end_by(row, actor, at)
    return row


def _fit(
    finding: Finding, voice: str, outcome: str, note: str, observation: Observation | None, actor: Actor
) -> Observation:
    errors: dict[str, Any] = {}
    if outcome not in OUTCOMES:
        errors["outcome"] = _l("Choose the outcome.")
    if not note.strip():
        errors["note"] = _l("Write what you saw.")
    if observation not in looks_open_to(voice, actor, finding):
        errors["observation"] = NEEDS_A_VISIT[voice]
    if errors or observation is None:
        raise Invalid(errors)
    return observation


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
