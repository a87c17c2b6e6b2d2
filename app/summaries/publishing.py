"""Making a frozen version public, and taking a withdrawn one back. Called by `service` alone."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, select

from app.contracts.models import Contract
from app.contracts.service import publish_contract
from app.core import audit
from app.core.actors import Actor
from app.core.database import db
from app.partnership.models import ActionPoint
from app.summaries.counting import recount
from app.summaries.document import build, content_hash, files_of
from app.summaries.models import PublishedFile, PublishedFinding, Summary, SummaryVersion
from app.summaries.rules import action_point_ids, links_of, tally
from app.summaries.states import PUBLIC


def freeze(summary: Summary, kind: str, note: str | None, actor: Actor, at: datetime) -> SummaryVersion:
    """Write the next version of a summary, not yet shown anywhere."""
    number = len(summary.versions) + 1
    document = build(summary, number, kind, note, at)
    version = SummaryVersion(
        summary=summary,
        number=number,
        kind=kind,
        note=note,
        published_at=at,
        published_by_id=actor.actor_id,
        document=document,
        content_hash=content_hash(document),
    )
    db.session.add(version)
    db.session.flush()
    return version


def show(version: SummaryVersion, actor: Actor, at: datetime) -> None:
    """Let the public see a version of a summary that stands, and all that it covers."""
    for sha256, media_type in files_of(version.document).items():
        db.session.add(PublishedFile(version_id=version.id, sha256=sha256, media_type=media_type))
    for contract_id in sorted({finding["contract"]["id"] for finding in version.document["findings"]}):
        publish_contract(db.session.get_one(Contract, contract_id), actor, at)
    for point_id in sorted(action_point_ids(version.document["findings"])):
        _publish_action_point(db.session.get_one(ActionPoint, point_id), actor, at)
    settle(version.summary)


def take_back(summary: Summary, actor: Actor, at: datetime) -> None:
    """Hide what a withdrawn summary showed and no standing one does. Contracts stay: they are public data."""
    numbers = [version.id for version in summary.versions]
    db.session.execute(delete(PublishedFile).where(PublishedFile.version_id.in_(numbers)))
    settle(summary)
    held = {number for version in _standing() for number in action_point_ids(version.document["findings"])}
    shown = {number for version in summary.versions for number in action_point_ids(version.document["findings"])}
    for point_id in sorted(shown - held):
        _hide_action_point(db.session.get_one(ActionPoint, point_id), actor, at)


def settle(summary: Summary) -> None:
    """Give each finding that the summary ever held its public face: from the newest standing version."""
    held = {part["id"] for version in summary.versions for part in version.document["findings"]}
    faces = _faces(held)
    for finding_id in held:
        row = db.session.get(PublishedFinding, finding_id)
        if finding_id in faces:
            _put(row or PublishedFinding(finding_id=finding_id), *faces[finding_id])
        elif row is not None:
            db.session.delete(row)
    db.session.flush()
    recount(held)


def _faces(finding_ids: Iterable[int]) -> dict[int, tuple[SummaryVersion, dict[str, Any]]]:
    wanted = set(finding_ids)
    faces: dict[int, tuple[SummaryVersion, dict[str, Any]]] = {}
    for version in _standing():
        for part in version.document["findings"]:
            if part["id"] in wanted:
                faces.setdefault(part["id"], (version, part))
        if faces.keys() == wanted:
            break
    return faces


def _standing() -> Iterator[SummaryVersion]:
    """The newest version of each summary that stands, the latest first: older ones speak for nobody now."""
    newest = select(func.max(SummaryVersion.id)).join(Summary).where(Summary.state.in_(PUBLIC)).group_by(Summary.id)
    query = select(SummaryVersion).where(SummaryVersion.id.in_(newest)).order_by(SummaryVersion.id.desc())
    yield from db.session.scalars(query)


def _put(row: PublishedFinding, version: SummaryVersion, part: dict[str, Any]) -> None:
    row.version_id = version.id
    row.contract_id = part["contract"]["id"]
    row.body_id = part["body"]["id"]
    row.severity = part["severity"]
    row.document = {**part, "links": links_of(part), "tally": tally(part)}
    db.session.add(row)


def _publish_action_point(point: ActionPoint, actor: Actor, at: datetime) -> None:
    if point.published_at is None:
        point.published_at = at
        audit.record(actor, at, "publish", point)


def _hide_action_point(point: ActionPoint, actor: Actor, at: datetime) -> None:
    point.published_at = None
    audit.record(actor, at, "unpublish", point)
