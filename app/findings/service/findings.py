"""What the network states, and what becomes of it."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l

from app.bodies.models import PublicBody
from app.core import audit
from app.core.actors import Actor
from app.core.database import db
from app.core.errors import Invalid, Missing, WrongState
from app.core.events import Event
from app.findings import policy
from app.findings.models import Finding, Observation
from app.findings.rules import accusing_words
from app.findings.service.holding import hold, hold_findings, lay_hands, refuse_stale
from app.findings.states import FINDING
from app.findings.terms import ANSWER_POSITIONS, CONFIDENCES, OUTCOMES, SEVERITIES
from app.partnership.service import link_action_points, link_focus_areas, set_focus_areas

CLOSED = Event()  # (finding, at)


@dataclass(frozen=True, kw_only=True)
class Statement:
    """The words and the weight of a finding; `severity` is 0 (good practice) to 4."""

    title_mn: str
    statement_mn: str
    severity: int
    confidence: str
    title_en: str | None = None
    statement_en: str | None = None
    asks_mn: str | None = None
    asks_en: str | None = None


STATED = tuple(field.name for field in fields(Statement))


def state_finding(
    observations: Sequence[Observation],
    statement: Statement,
    actor: Actor,
    at: datetime,
    *,
    focus_area_ids: Iterable[int],
    action_point_ids: Iterable[int] = (),
    body: PublicBody | None = None,
    wording_confirmed: bool = False,
) -> Finding:
    """State a finding that rests on accepted observations of one contract; `body` is its buyer when None.

    Raises Missing for "observations", "focus_areas" and "body", and Invalid for "wording_confirmed" when the
    words accuse somebody and the author did not confirm that they should stand.
    """
    refuse_unfit(observations)
    contract = observations[0].contract
    policy.ensure_may_state(actor, contract)
    focus_area_ids, body = list(focus_area_ids), body or contract.buyer
    if body is None:
        raise Missing("body", _l("Choose the public body that it is about."))
    if not focus_area_ids:
        raise Missing("focus_areas", _l("Choose at least one focus area."))
    accusing = _weighed_words(statement, wording_confirmed)
    finding = Finding(
        contract=contract,
        body=body,
        author_id=actor.actor_id,
        stated_at=at,
        observations=list(observations),
        **asdict(statement),
    )
    db.session.add(finding)
    seen = [row.id for row in observations]
    details = {"observations": seen, "part": policy.part_of(actor), **accusing}
    audit.record(actor, at, "state", finding, to_state=FINDING.initial, **details)
    link_focus_areas(finding, focus_area_ids, actor, at)
    link_action_points(finding, list(action_point_ids), actor, at)
    return finding


def edit_finding(
    finding: Finding,
    statement: Statement,
    actor: Actor,
    at: datetime,
    *,
    focus_area_ids: Iterable[int],
    action_point_ids: Iterable[int] = (),
    body: PublicBody | None = None,
    wording_confirmed: bool = False,
    seen: int | None = None,
) -> None:
    """Change a finding while it is drafted, as `state_finding`; action points are only added.

    `seen`: its revision as the person had it before them; Stale when it is another one by now.
    """
    policy.ensure_may_state(actor, finding)
    hold_findings(finding)
    if finding.state != FINDING.initial:
        raise WrongState(_l("Only a drafted finding can be edited."))
    refuse_stale(finding, seen)
    accusing = _weighed_words(statement, wording_confirmed)
    wanted = asdict(statement) | {"body_id": (body or finding.body).id}
    changed = sorted(name for name, value in wanted.items() if getattr(finding, name) != value)
    for name in changed:
        setattr(finding, name, wanted[name])
    if changed:
        finding.revision += 1
        lay_hands(finding, [actor.actor_id])
        audit.record(actor, at, "edit", finding, changed=changed, **accusing)
    set_focus_areas(finding, list(focus_area_ids), actor, at)
    link_action_points(finding, list(action_point_ids), actor, at)


def refuse_unfit(observations: Sequence[Observation], contract_id: int | None = None) -> None:
    """Raises Missing unless these are accepted observations of one contract, of that one if it is given."""
    if not observations:
        raise Missing("observations", _l("Choose at least one accepted observation."))
    if any(row.state != "accepted" for row in observations):
        raise Missing("observations", _l("An observation it rests on is no longer accepted."))
    if {row.contract_id for row in observations} != {contract_id or observations[0].contract_id}:
        raise Missing("observations", _l("A finding rests on observations of one contract."))


def _weighed_words(statement: Statement, confirmed: bool) -> dict[str, Any]:
    """For the audit entry: which accusing words stand although the author was warned."""
    if statement.severity not in SEVERITIES or statement.confidence not in CONFIDENCES:
        raise Invalid({"severity": _l("Not a valid choice.")})
    words = accusing_words(statement.title_mn, statement.title_en, statement.statement_mn, statement.statement_en)
    if words and not confirmed:
        advice = _l("These words accuse: %(words)s. Say what was observed, or confirm them.")
        raise Invalid({"wording_confirmed": advice % {"words": ", ".join(words)}})
    return {"accusing_words": words} if words else {}


def check(finding: Finding, actor: Actor, at: datetime, reason: str, *, seen: int | None = None) -> None:
    """Confirm a finding with a second pair of eyes. Stale when it is not the revision that they looked at."""
    hold_findings(finding)
    FINDING.check(finding, "check", actor, reason=reason)
    refuse_stale(finding, seen)
    FINDING.take(finding, "check", actor, at, reason=reason)
    finding.checked_by_id = actor.actor_id
    db.session.flush()


def redraft(finding: Finding, actor: Actor, at: datetime, reason: str) -> None:
    """Return it to its author; it must be checked anew."""
    FINDING.take(hold(finding), "redraft", actor, at, reason=reason)
    finding.checked_by_id = None
    db.session.flush()


def drop(finding: Finding, actor: Actor, at: datetime, reason: str) -> None:
    FINDING.take(hold(finding), "drop", actor, at, reason=reason)


def notify(finding: Finding, actor: Actor, at: datetime, **details: Any) -> None:
    """The body received it; `details` (proof of delivery, number of the request) go into the audit entry."""
    FINDING.take(hold(finding), "notify", actor, at, details=details)


def acknowledge(finding: Finding, actor: Actor, at: datetime) -> None:
    FINDING.take(hold(finding), "acknowledge", actor, at)


def answer(finding: Finding, actor: Actor, at: datetime, position: str) -> None:
    """Record what the body answers (a code of `terms.ANSWER_POSITIONS`); the last answer counts."""
    if position and position not in ANSWER_POSITIONS:
        raise Invalid({"position": _l("Not a valid choice.")})
    FINDING.take(hold(finding), "answer", actor, at, position=position, details={"position": position})
    finding.position = position
    db.session.flush()


def assess(finding: Finding, actor: Actor, at: datetime, outcome: str, reason: str) -> None:
    """Record the outcome as the network sees it: a code of `terms.OUTCOMES`."""
    if outcome and outcome not in OUTCOMES:
        raise Invalid({"outcome": _l("Not a valid choice.")})
    details = {"outcome": outcome}
    FINDING.take(hold(finding), "assess", actor, at, outcome=outcome, reason=reason, details=details)
    finding.outcome = outcome
    db.session.flush()


def close(finding: Finding, actor: Actor, at: datetime, reason: str) -> None:
    FINDING.check(hold(finding), "close", actor, reason=reason)
    CLOSED.tell(finding, at)  # before the head of the audit chain is held: who listens holds rows
    FINDING.take(finding, "close", actor, at, reason=reason)


def reopen(finding: Finding, actor: Actor, at: datetime, reason: str) -> None:
    FINDING.take(hold(finding), "reopen", actor, at, reason=reason)


def escalate(finding: Finding, actor: Actor, at: datetime, reason: str) -> None:
    FINDING.take(hold(finding), "escalate", actor, at, reason=reason)
