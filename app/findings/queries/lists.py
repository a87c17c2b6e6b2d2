"""Lists of observations: a monitor's own, those of a contract, those a finding may rest on."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from sqlalchemy import and_, exists, or_, select
from sqlalchemy.orm import joinedload

from app.contracts.models import Contract
from app.core import audit
from app.core.actors import Actor
from app.core.audit import AuditEntry
from app.core.database import db
from app.findings.models import Finding, FindingObservation, Observation
from app.findings.queries.queue import readable
from app.findings.terms import CAUSES, NOT_STANDING

VERDICTS = ("ask", "accept", "reject", "mark_duplicate")


def list_mine(monitor: Actor) -> list[Observation]:
    """Everything the person logged, the newest first."""
    query = select(Observation).where(Observation.monitor_id == monitor.actor_id)
    query = query.options(joinedload(Observation.contract)).order_by(Observation.id.desc())
    return list(db.session.scalars(query))


def last_reasons(observations: Iterable[Observation]) -> dict[int, str]:
    """The reason of the latest verdict on each, by its id; of a rejection behind its cause."""
    query = select(AuditEntry.subject_id, AuditEntry.reason, AuditEntry.details).where(
        AuditEntry.subject_kind == Observation.__tablename__,
        AuditEntry.subject_id.in_([row.id for row in observations]),
        AuditEntry.verb.in_(VERDICTS),
    )
    rows = db.session.execute(query.order_by(AuditEntry.id))
    return {row_id: _told(reason or "", details.get("cause")) for row_id, reason, details in rows}


def _told(reason: str, cause: str | None) -> str:
    return f"{CAUSES[cause]}. {reason}" if cause in CAUSES else reason


def list_asked(monitor: Actor) -> list[Observation]:
    """The person's own about which a reviewer's question is open, the oldest question first."""
    query = select(Observation).where(
        Observation.monitor_id == monitor.actor_id, Observation.state == "needs_information"
    )
    return list(db.session.scalars(query.order_by(Observation.sent_at, Observation.id)))


def asked_about(observation: Observation) -> frozenset[str]:
    """The fields that the open question of its reviewer points to; none when no question is open."""
    if observation.state != "needs_information":
        return frozenset()
    asked = [entry for entry in audit.history(observation) if entry.verb == "ask"]
    return frozenset(asked[-1].details.get("about", ())) if asked else frozenset()


def list_accepted(contract_id: int) -> list[Observation]:
    """Accepted observations of a contract, the earliest visit first."""
    query = select(Observation).where(Observation.contract_id == contract_id, Observation.state == "accepted")
    return list(db.session.scalars(query.order_by(Observation.visited_on, Observation.id)))


def list_without_finding(reader: Actor, subnetwork_ids: Sequence[int] | None) -> dict[Contract, list[Observation]]:
    """Accepted observations on which no standing finding rests, by contract."""
    stated = exists().where(
        FindingObservation.observation_id == Observation.id,
        FindingObservation.finding_id == Finding.id,
        Finding.state.notin_(NOT_STANDING),
    )
    query = readable(reader, subnetwork_ids).where(Observation.state == "accepted", ~stated)
    by_contract: dict[Contract, list[Observation]] = defaultdict(list)
    for row in db.session.scalars(query.order_by(Observation.contract_id, Observation.visited_on, Observation.id)):
        by_contract[row.contract].append(row)
    return dict(by_contract)


def observations_of(contract: Contract) -> list[Observation]:
    """What reviewers may see of a contract: everything that was ever sent, the newest visit first."""
    query = select(Observation).where(
        Observation.contract_id == contract.id,
        or_(
            Observation.state.notin_(("draft", "withdrawn")),
            and_(Observation.state == "withdrawn", Observation.received_at.is_not(None)),
        ),
    )
    return list(db.session.scalars(query.order_by(Observation.visited_on.desc(), Observation.id.desc())))
