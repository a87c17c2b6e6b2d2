"""Reads of observations and findings."""

from sqlalchemy import exists, select

from app.core.database import db
from app.findings.models import Finding, FindingObservation


def has_settled_finding(observation_id: int) -> bool:
    """Whether a finding that was cross-checked rests on the observation."""
    settled = exists().where(
        FindingObservation.observation_id == observation_id,
        FindingObservation.finding_id == Finding.id,
        Finding.state.notin_(("drafted", "dropped")),
    )
    return bool(db.session.scalar(select(settled)))
