"""What a finding rests on changes: observations come and go, two findings become one, one becomes two.

Only before the public body is asked. Every change goes through the lifecycle: a check that stood falls, because what
was checked is no longer what stands, and who made the change has no part in the next check. `seen` is the finding's
`revision` as the person's page showed it; Stale when it is another one by now.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete

from app.core import audit
from app.core.actors import Actor
from app.core.database import db
from app.core.errors import Missing, Refused, Stale
from app.findings import policy, queries
from app.findings.models import Finding, FindingObservation, Observation
from app.findings.rules import accusing_words
from app.findings.service.findings import STATED, refuse_unfit
from app.findings.service.holding import hold, hold_findings, lay_hands, refuse_stale
from app.findings.states import FINDING
from app.partnership.service import hand_over_links, return_links, share_links


def add_observations(
    finding: Finding,
    observations: Sequence[Observation],
    actor: Actor,
    at: datetime,
    reason: str,
    *,
    seen: int | None = None,
) -> None:
    """Let a finding rest on further accepted observations of its contract. Raises Missing for "observations"."""
    hold_findings(finding)
    new = [hold(row) for row in sorted(observations, key=lambda row: row.id) if row not in finding.observations]
    numbers = [row.id for row in new]
    _check(finding, "add_observations", actor, seen, reason=reason, observations=numbers)
    refuse_unfit(new, finding.contract_id)
    _put(finding, dict.fromkeys(numbers))
    _take(finding, "add_observations", actor, at, reason, observations=numbers)


def take_out(
    finding: Finding,
    observations: Sequence[Observation],
    actor: Actor,
    at: datetime,
    reason: str,
    *,
    seen: int | None = None,
) -> None:
    """Let it no longer rest on these; at least one stays."""
    hold_findings(finding)
    numbers = _part_of(finding, observations)
    _check(finding, "take_out", actor, seen, reason=reason, observations=numbers)
    _refuse_the_whole(finding, numbers)
    _remove(finding, numbers)
    _take(finding, "take_out", actor, at, reason, observations=numbers)


def merge(
    finding: Finding,
    other: Finding,
    actor: Actor,
    at: datetime,
    reason: str,
    *,
    seen: int | None = None,
    other_seen: int | None = None,
) -> None:
    """Two findings describe one problem: `other` goes into `finding`, with its observations and links to the plan."""
    hold_findings(finding, other)
    _check(other, "merge", actor, other_seen, reason=reason, into=finding.id)
    _check(finding, "take_in", actor, seen, reason=reason)
    if finding.id == other.id:
        raise Refused(_l("This is the same one."))
    if (finding.contract_id, finding.body_id) != (other.contract_id, other.body_id):
        raise Refused(_l("Only findings about the same contract and public body can become one."))
    if other.severity > finding.severity:  # or a grave problem would vanish in a slight one
        raise Refused(_l("The graver one stays: merge this one into that one."))
    whole = sorted(queries.resting(other))
    brought = [number for number in whole if number not in queries.resting(finding)]
    _put(finding, dict.fromkeys(brought, other.id))
    links = hand_over_links(other, finding, actor, at)
    other.merged_into = finding
    lay_hands(finding, queries.hands_of(other))
    _take(other, "merge", actor, at, reason, other=finding.id, observations=whole, links=links)
    _take(finding, "take_in", actor, at, reason, other=other.id, observations=brought)


def take_apart(other: Finding, actor: Actor, at: datetime, reason: str, *, seen: int | None = None) -> None:
    """Undo the merge of `other`: it stands for itself again, on those observations it had that are still there."""
    finding = other.merged_into or other
    hold_findings(finding, other)
    _check(other, "unmerge", actor, seen, reason=reason)
    if other.merged_into_id != finding.id:
        raise Stale(_l("Somebody else changed the finding meanwhile. Look at it again, then decide."))
    _check(finding, "give_back", actor, None, reason=reason)
    had, there = queries.resting(other), queries.resting(finding)
    back = sorted(had.keys() & there.keys())
    if not back:
        raise Refused(_l("None of its observations is there any more. State a new finding instead."))
    going = _leaving(finding, other, there)
    _refuse_the_whole(finding, going)
    _remove(finding, going)
    _remove(other, had.keys() - there.keys())
    return_links(finding, other, _links_of_merge(other), actor, at)
    other.merged_into = None
    _take(other, "unmerge", actor, at, reason, other=finding.id, observations=back)
    _take(finding, "give_back", actor, at, reason, other=other.id, observations=going)


def split(
    finding: Finding,
    observations: Sequence[Observation],
    actor: Actor,
    at: datetime,
    reason: str,
    *,
    seen: int | None = None,
) -> Finding:
    """A part of its observations becomes a finding of its own, drafted in the same words as a start."""
    hold_findings(finding)
    numbers = _part_of(finding, observations)
    _check(finding, "split", actor, seen, reason=reason, observations=numbers)
    _refuse_the_whole(finding, numbers)
    made = _copy(finding, actor, at)
    _remove(finding, numbers)
    _put(made, dict.fromkeys(numbers))
    details: dict[str, Any] = {"observations": numbers, "other": finding.id, "part": policy.part_of(actor)}
    if words := accusing_words(made.title_mn, made.title_en, made.statement_mn, made.statement_en):
        details["accusing_words"] = words
    audit.record(actor, at, "state", made, to_state=FINDING.initial, reason=reason, **details)
    share_links(finding, made, actor, at)
    lay_hands(made, queries.hands_of(finding))
    _take(finding, "split", actor, at, reason, other=made.id, observations=numbers)
    return made


def _check(finding: Finding, verb: str, actor: Actor, seen: int | None, **facts: Any) -> None:
    FINDING.check(finding, verb, actor, **facts)
    refuse_stale(finding, seen)


def _take(finding: Finding, verb: str, actor: Actor, at: datetime, reason: str, **details: Any) -> None:
    details["part"] = policy.part_of(actor)
    facts = {"observations": details["observations"], "into": details.get("other")}
    FINDING.take(finding, verb, actor, at, details=details, reason=reason, **facts)
    finding.checked_by_id = None
    finding.revision += 1
    lay_hands(finding, [actor.actor_id])
    db.session.flush()


def _part_of(finding: Finding, observations: Iterable[Observation]) -> list[int]:
    return sorted({row.id for row in observations} & queries.resting(finding).keys())


def _refuse_the_whole(finding: Finding, numbers: Collection[int]) -> None:
    if queries.resting(finding).keys() <= set(numbers):
        raise Missing("observations", _l("At least one observation must stay."))


def _put(finding: Finding, coming: dict[int, int | None]) -> None:
    rows = [FindingObservation(finding_id=finding.id, observation_id=n, came_with_id=w) for n, w in coming.items()]
    db.session.add_all(rows)
    db.session.flush()
    db.session.expire(finding, ["observations"])


def _remove(finding: Finding, numbers: Collection[int]) -> None:
    those = (FindingObservation.finding_id == finding.id, FindingObservation.observation_id.in_(numbers))
    db.session.execute(delete(FindingObservation).where(*those))
    db.session.expire(finding, ["observations"])


def _leaving(finding: Finding, other: Finding, there: dict[int, int | None]) -> list[int]:
    """What came with `other` and leaves with it. What another merged finding holds too stays: it came with that one."""
    rest = queries.resting_on_any(row for row in queries.merged_into(finding) if row.id != other.id)
    leaving = []
    for number in sorted(number for number, came_with in there.items() if came_with == other.id):
        if number in rest:
            row = db.session.get_one(FindingObservation, (finding.id, number))
            row.came_with_id = rest[number]
        else:
            leaving.append(number)
    return leaving


def _links_of_merge(other: Finding) -> list[int]:
    """The links to the plan that went over when it was merged last, as the audit chain tells."""
    merges = [entry for entry in audit.history(other) if entry.verb == "merge"]
    return list(merges[-1].details["links"]) if merges else []


def _copy(finding: Finding, actor: Actor, at: datetime) -> Finding:
    made = Finding(
        contract=finding.contract,
        body=finding.body,
        author_id=actor.actor_id,
        stated_at=at,
        split_from_id=finding.id,
        **{name: getattr(finding, name) for name in STATED},
    )
    db.session.add(made)
    db.session.flush()
    return made
