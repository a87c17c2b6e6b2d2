"""Reads of summaries, and of what a summary is made from."""

from collections.abc import Sequence

from sqlalchemy import select

from app.core.database import db
from app.core.errors import NotFound
from app.core.paging import Page, paginate
from app.findings.models import Finding
from app.summaries.models import Summary, SummaryFinding

STATED = ("checked", "notified", "acknowledged", "answered", "assessed", "closed", "reopened", "escalated")


def get_summary(summary_id: int) -> Summary:
    summary = db.session.get(Summary, summary_id)
    if summary is None:
        raise NotFound()
    return summary


def list_summaries(page: int = 1) -> Page:
    """All of them, the newest first."""
    return paginate(select(Summary).order_by(Summary.id.desc()), page)


def slug_is_taken(slug: str) -> bool:
    return db.session.scalar(select(Summary.id).where(Summary.slug == slug)) is not None


def list_candidates() -> list[Finding]:
    """Findings that a summary may be composed of: cross-checked and not dropped, the gravest first."""
    query = select(Finding).where(Finding.state.in_(STATED))
    return list(db.session.scalars(query.order_by(Finding.severity.desc(), Finding.id.desc())))


def list_findings(ids: Sequence[int]) -> list[Finding]:
    """Those of the candidates with these numbers."""
    query = select(Finding).where(Finding.state.in_(STATED), Finding.id.in_(ids))
    return list(db.session.scalars(query.order_by(Finding.severity.desc(), Finding.id.desc())))


def list_summaries_with(finding: Finding) -> list[Summary]:
    """Every summary whose working copy holds the finding, the newest first."""
    query = select(Summary).join(SummaryFinding).where(SummaryFinding.finding_id == finding.id)
    return list(db.session.scalars(query.order_by(Summary.id.desc())))
