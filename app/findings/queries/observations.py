"""Reads of one observation."""

from typing import Any

from sqlalchemy import exists, select

from app.contracts.models import ContractVersion
from app.core.database import db
from app.core.errors import NotFound
from app.findings.models import (
    Evidence,
    Observation,
    ObservationGoods,
    ObservationRevision,
    Packed,
    Supplement,
)
from app.findings.queries.near import is_close
from app.findings.rules import (
    Answered,
    Change,
    Content,
    DocumentAsked,
    Files,
    GoodsLine,
    fingerprint,
    what_is_missing,
)


def get_observation(observation_id: int) -> Observation:
    observation = db.session.get(Observation, observation_id)
    if observation is None:
        raise NotFound()
    return observation


def find_by_client_key(monitor_id: int | None, client_key: str) -> Observation | None:
    query = select(Observation).where(Observation.monitor_id == monitor_id, Observation.client_key == client_key)
    return db.session.scalar(query)


def find_packed(monitor_id: int | None, client_key: str) -> Packed | None:
    """What the monitor sent under this key: a new observation, or a supplement to one."""
    of_theirs = select(Supplement).join(Supplement.observation).where(Observation.monitor_id == monitor_id)
    supplement: Supplement | None = db.session.scalar(of_theirs.where(Supplement.client_key == client_key))
    return supplement or find_by_client_key(monitor_id, client_key)


def get_packed(monitor_id: int | None, client_key: str) -> Packed:
    """As `find_packed`; NotFound where there is none."""
    return _found(find_packed(monitor_id, client_key))


def get_receipted(code: str) -> Packed:
    """What this receipt was given for."""
    found = (db.session.scalar(select(kind).where(kind.receipt_code == code)) for kind in (Observation, Supplement))
    return _found(next(filter(None, found), None))


def _found(packed: Packed | None) -> Packed:
    if packed is None:
        raise NotFound()
    return packed


def get_evidence(evidence_id: int) -> Evidence:
    evidence = db.session.get(Evidence, evidence_id)
    if evidence is None:
        raise NotFound()
    return evidence


def content_of(observation: Observation) -> Content:
    """What it says, as the rules read it."""
    answers = {row.question_id: Answered(row.answer, row.note) for row in observation.answers}
    return Content(
        observation.visit,
        observation.visited_on,
        observation.place_note,
        observation.notes,
        answers,
        tuple(DocumentAsked(row.name, row.outcome) for row in observation.documents),
        tuple(_line_of(row) for row in observation.goods),
        observation.place_id,
    )


def content_hash(observation: Observation) -> str:
    """What it says now, files apart, as one hash: whether it is still what somebody had before them."""
    return fingerprint(observation.contract_id, observation.stage, Change(content_of(observation)))


def _line_of(row: ObservationGoods) -> GoodsLine:
    return GoodsLine(row.item, row.allocated, row.received, row.unit, row.condition, row.on)


def files_of(observation: Observation) -> Files:
    current = observation.current_evidence
    clean = sum(row.file.is_clean for row in current)
    return Files(clean, len(current) - clean)


def has_newer_version(observation: Observation) -> bool:
    """Whether the contract changed after the monitor saw it."""
    newer = exists().where(
        ContractVersion.contract_id == observation.contract_id,
        ContractVersion.number > observation.contract_version.number,
    )
    return bool(db.session.scalar(select(newer)))


def missing_from(observation: Observation) -> list[Any]:
    """What a reviewer would have to ask for, in words."""
    return what_is_missing(content_of(observation), files_of(observation))


def list_revisions(observation: Observation) -> list[ObservationRevision]:
    """What it said each time it was sent, the newest first."""
    query = select(ObservationRevision).where(ObservationRevision.observation_id == observation.id)
    return list(db.session.scalars(query.order_by(ObservationRevision.number.desc())))


def list_originals(observation: Observation) -> list[Observation]:
    """Observations that this one may repeat: received ones of the same contract, near ones first."""
    query = select(Observation).where(
        Observation.contract_id == observation.contract_id,
        Observation.id != observation.id,
        Observation.state.notin_(("draft", "receiving", "withdrawn", "duplicate")),
    )
    rows = db.session.scalars(query.order_by(Observation.id))
    return sorted(rows, key=lambda row: not is_close(observation, row))
