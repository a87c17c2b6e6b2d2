"""What a finding rests on, and how it came to: observations that fit it, findings it was made of."""

from collections.abc import Iterable

from sqlalchemy import exists, select

from app.core.database import db
from app.findings.models import Finding, FindingHand, FindingObservation, Observation
from app.findings.queries.lists import list_accepted
from app.findings.terms import UNASKED


def had_a_hand(person_id: int, finding_id: int) -> bool:
    """Whether the person, not its author, chose what the finding rests on or wrote a part of it."""
    return db.session.get(FindingHand, (finding_id, person_id)) is not None


def hands_of(finding: Finding) -> set[int]:
    """Everybody who had a hand in it, its author among them."""
    query = select(FindingHand.user_id).where(FindingHand.finding_id == finding.id)
    return {finding.author_id, *db.session.scalars(query)}


def list_addable(finding: Finding) -> list[Observation]:
    """Accepted observations of its contract on which it does not rest, the earliest visit first."""
    return [row for row in list_accepted(finding.contract_id) if row not in finding.observations]


def list_joinable(observation: Observation) -> list[Finding]:
    """Findings to which the observation could be added: of its contract, and not asked about yet."""
    rests = exists().where(
        FindingObservation.finding_id == Finding.id, FindingObservation.observation_id == observation.id
    )
    query = select(Finding).where(Finding.contract_id == observation.contract_id, Finding.state.in_(UNASKED), ~rests)
    return list(db.session.scalars(query.order_by(Finding.id))) if observation.state == "accepted" else []


def list_mergeable(finding: Finding) -> list[Finding]:
    """Findings that could become one with it: of the same contract and body, and not asked about yet."""
    query = select(Finding).where(
        Finding.contract_id == finding.contract_id,
        Finding.body_id == finding.body_id,
        Finding.state.in_(UNASKED),
        Finding.id != finding.id,
    )
    return list(db.session.scalars(query.order_by(Finding.id)))


def merged_into(finding: Finding) -> list[Finding]:
    """The findings that were merged into it and still are."""
    return list(db.session.scalars(select(Finding).where(Finding.merged_into_id == finding.id).order_by(Finding.id)))


def split_off(finding: Finding) -> list[Finding]:
    """The findings that began as a part of it."""
    return list(db.session.scalars(select(Finding).where(Finding.split_from_id == finding.id).order_by(Finding.id)))


def resting(finding: Finding) -> dict[int, int | None]:
    """{id of an observation: the merged finding with which it came} of what the finding rests on."""
    query = select(FindingObservation.observation_id, FindingObservation.came_with_id)
    rows = db.session.execute(query.where(FindingObservation.finding_id == finding.id))
    return {row.observation_id: row.came_with_id for row in rows}


def resting_on_any(findings: Iterable[Finding]) -> dict[int, int]:
    """{id of an observation: the first of these findings that holds it}."""
    query = select(FindingObservation.observation_id, FindingObservation.finding_id)
    query = query.where(FindingObservation.finding_id.in_([row.id for row in findings]))
    held: dict[int, int] = {}
    for number, finding_id in db.session.execute(query.order_by(FindingObservation.finding_id)):
        held.setdefault(number, finding_id)
    return held
