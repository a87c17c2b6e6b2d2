"""Four eyes: who may log and read an observation, review it, open its originals, check a finding, assess an outcome."""

from collections.abc import Callable
from typing import Any

from flask_babel import lazy_gettext as _l

from app.contracts.models import Contract
from app.contracts.policy import ASSIGNED, NO_CONFLICT, OWN_SUBNETWORK
from app.core.actors import Actor
from app.core.errors import NotPermitted
from app.core.lifecycle import Guard
from app.findings.models import Evidence, Finding, Observation, SealedOpening
from app.findings.queries import (
    builds_on,
    disagreed,
    had_a_hand,
    had_a_part,
    has_settled_finding,
    is_disputed,
    sides_of,
)
from app.findings.terms import SERIOUS
from app.partnership.queries import share_organisation

UNSENT = frozenset({"draft"})

OWN = Guard(
    "own_work",
    _l("This is somebody else's observation."),
    lambda actor, row: row.monitor_id == actor.actor_id,
)
NOT_OWN = Guard(
    "four_eyes",
    _l("Nobody reviews their own observation."),
    lambda actor, row: row.monitor_id != actor.actor_id,
)
NOT_TAKEN_BACK = Guard(
    "not_taken_back",
    _l("The monitor took this file back."),
    lambda _actor, evidence: evidence.withdrawn_at is None,
)
NO_FINDING = Guard(
    "no_finding",
    _l("A finding that was already checked rests on this observation."),
    lambda _actor, row: not has_settled_finding(row.id),
)
_leans: list[Callable[[Observation], bool]] = []


def leaned_on_by(leans: Callable[[Observation], bool]) -> None:
    """Let who stands higher say whether what became of a finding was verified by this visit."""
    _leans[:] = [leans]


NO_LOOK = Guard(
    "no_look",
    _l("What became of a finding was verified by this visit. A later look on another visit must take its place first."),
    lambda _actor, row: not any(leans(row) for leans in _leans),
)
ANSWERED_HERE = Guard(
    "not_a_tip",
    _l("This came as a tip: what is missing is asked there."),
    lambda _actor, row: row.channel != "tip",
)
NOT_AUTHOR = Guard(
    "four_eyes",
    _l("Nobody checks their own finding."),
    lambda actor, finding: finding.author_id != actor.actor_id,
)
NOT_OBSERVER = Guard(
    "not_the_monitor",
    _l("Nobody checks a finding that rests on their own observation."),
    lambda actor, finding: all(row.monitor_id != actor.actor_id for row in finding.observations),
)
NO_HAND_IN_IT = Guard(
    "no_hand_in_it",
    _l("Nobody checks a finding for which they chose the observations, or in which their own finding is contained."),
    lambda actor, finding: actor.actor_id is None or not had_a_hand(actor.actor_id, finding.id),
)

_asks: list[Callable[[Finding], bool]] = []


def asked_by(is_asked: Callable[[Finding], bool]) -> None:
    """Let who stands higher say whether a request to the public body is about a finding."""
    _asks[:] = [is_asked]


NOT_ASKED = Guard(
    "not_asked",
    _l("A request to the public body is about it, so what it rests on stays. Withdraw the request first."),
    lambda _actor, finding: not any(is_asked(finding) for is_asked in _asks),
)

ASKER = Guard(
    "own_question",
    _l("Somebody else asked for this original."),
    lambda actor, opening: opening.asked_by_id == actor.actor_id,
)
NOT_ASKER = Guard(
    "two_persons",
    _l("It takes two: somebody else decides about what you asked for."),
    lambda actor, opening: actor.actor_id not in (None, opening.asked_by_id),
)
NOT_WITNESS = Guard(
    "not_own_evidence",
    _l("Nobody has a say in opening the originals of their own observation."),
    lambda actor, opening: opening.observation.monitor_id != actor.actor_id,
)
STILL_THERE = Guard(
    "still_there",
    _l("The monitor took this file back."),
    lambda _actor, opening: _is_there(opening.evidence),
)
# Of whoever has to do with opening an original, in whichever part.
CONCERNED = (NOT_WITNESS, OWN_SUBNETWORK, NO_CONFLICT)

# Of whoever decides about an observation: when two disagreed, a third.
THIRD_EYES = Guard(
    "third_eyes",
    _l("Two reviewers disagree about this observation. A third decides."),
    lambda actor, row: not disagreed(actor.actor_id, row),
)
DISPUTED = Guard(
    "disputed",
    _l("No two reviewers disagree about this observation."),
    lambda _actor, row: is_disputed(row),
)
# Of second looks.
HAD_NO_PART = Guard(
    "had_no_part",
    _l("You had a part in this observation, so somebody else looks at it again."),
    lambda actor, row: not had_a_part(actor.actor_id, row.observation),
)
NEITHER_SIDE = Guard(
    "neither_side",
    _l("Neither of the two who disagree ends it, nor whose work it is, nor who builds on it. A third does."),
    lambda actor, row: (
        actor.actor_id not in {*sides_of(row), row.observation.monitor_id}
        and not builds_on(actor.actor_id, row.observation)
    ),
)


def _is_there(evidence: Evidence) -> bool:
    return evidence.withdrawn_at is None and evidence.observation.state not in {"draft", "withdrawn"}


def may_ask(actor: Actor, evidence: Evidence) -> bool:
    try:
        ensure_may_ask(actor, evidence)
    except NotPermitted:
        return False
    return True


def ensure_may_ask(actor: Actor, evidence: Evidence) -> None:
    """Raises NotPermitted unless this person may ask for the original of the file."""
    _ensure(actor, "originals.ask", (*CONCERNED, STILL_THERE), SealedOpening(evidence=evidence))


def _is_from_elsewhere(actor: Actor, finding: Any) -> bool:
    monitors = {row.monitor_id for row in finding.observations}
    if finding.severity < SERIOUS or actor.actor_id is None:
        return True
    return not share_organisation(actor.actor_id, monitors)


OUTSIDE = Guard(
    "outside",
    _l("A serious finding is cross-checked by somebody from another member organisation than the monitor's."),
    _is_from_elsewhere,
)


def part_of(actor: Actor) -> str:
    """In which part of the network this person acts, a code of `terms.PARTS`."""
    return "coordinator" if actor.can("subnetworks.all") else "lead"


def may_read(actor: Actor, observation: Observation) -> bool:
    """Its monitor always; others who may read observations once it was sent, unless a conflict bars them."""
    if observation.monitor_id == actor.actor_id:
        return True
    sent = observation.state not in UNSENT and (observation.state != "withdrawn" or observation.received_at)
    return bool(sent and actor.can("observations.read") and NO_CONFLICT.holds(actor, observation))


def ensure_may_log(actor: Actor, contract: Contract) -> None:
    """Raises NotPermitted unless the contract is assigned to this monitor and no conflict bars them."""
    _ensure(actor, "observations.log", (ASSIGNED, NO_CONFLICT), contract)


def ensure_own(actor: Actor, observation: Observation) -> None:
    """Raises NotPermitted unless it is this monitor's own and no conflict bars them."""
    _ensure(actor, "observations.log", (OWN, NO_CONFLICT), observation)


def ensure_may_state(actor: Actor, contract_or_finding: Any) -> None:
    """Raises NotPermitted unless this person may state findings about the contract."""
    _ensure(actor, "findings.state", (OWN_SUBNETWORK, NO_CONFLICT), contract_or_finding)


def _ensure(actor: Actor, permission: str, guards: tuple[Guard, ...], subject: Any) -> None:
    if not actor.can(permission):
        raise NotPermitted(_l("You may not do this."))
    for guard in guards:
        if not guard.holds(actor, subject):
            raise NotPermitted(guard.denial)
