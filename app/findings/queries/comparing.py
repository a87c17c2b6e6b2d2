"""What a reviewer puts side by side: an observation as it was sent before, photos of the same spot over time."""

from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from sqlalchemy import or_, select

from app.core.database import db
from app.findings.models import ChecklistQuestion, Evidence, Observation
from app.findings.queries.checklists import list_wordings
from app.findings.queries.observations import list_revisions
from app.findings.revisions import Difference, differences


@dataclass(frozen=True)
class Sending:
    """One time it was sent, and what differs from the time before. `questions`: those of the answers, by code."""

    number: int
    sent_at: datetime
    changes: list[Difference]
    questions: dict[str, ChecklistQuestion]


def list_sendings(observation: Observation) -> list[Sending]:
    """Each time after the first, the newest first."""
    rows = list_revisions(observation)
    names = {row.file.sha256: row.caption or row.file.name for row in observation.evidence}
    told = [(new, differences(old.document, new.document, names)) for new, old in pairwise(rows)]
    codes = {one.question for _row, changes in told for one in changes if one.question}
    questions = {row.code: row for row in list_wordings(sorted(codes))} if codes else {}
    return [Sending(row.number, row.sent_at, changes, questions) for row, changes in told]


def list_photos(observation: Observation) -> list[Evidence]:
    """Photos of the contract at this stage that can be compared: its own, and those of accepted observations. The
    earliest visit first."""
    query = (
        select(Evidence)
        .join(Evidence.observation)
        .where(
            Observation.contract_id == observation.contract_id,
            Observation.stage == observation.stage,
            or_(Observation.id == observation.id, Observation.state == "accepted"),
            Evidence.withdrawn_at.is_(None),
        )
    )
    rows = db.session.scalars(query.order_by(Observation.visited_on, Observation.id, Evidence.id))
    return [row for row in rows if row.file.is_picture]
