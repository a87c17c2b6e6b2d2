"""Published summaries, their versions and the files these show."""

from sqlalchemy import Select, func, select
from sqlalchemy.orm import contains_eager

from app.core.database import db
from app.core.errors import NotFound
from app.core.paging import Page, paginate
from app.summaries.models import PublishedFile, Summary, SummaryVersion
from app.summaries.states import PUBLIC


def list_summaries(page: int = 1) -> Page:
    """The newest version of every summary that stands, the latest published first."""
    newest = select(func.max(SummaryVersion.id)).group_by(SummaryVersion.summary_id)
    return paginate(_standing().where(SummaryVersion.id.in_(newest)), page)


def list_newest_versions(most: int) -> list[SummaryVersion]:
    """Versions of summaries that stand, every one of them, the latest published first."""
    return list(db.session.scalars(_standing().limit(most)))


def _standing() -> Select[tuple[SummaryVersion]]:
    query = select(SummaryVersion).join(SummaryVersion.summary).options(contains_eager(SummaryVersion.summary))
    order = (SummaryVersion.published_at.desc(), SummaryVersion.id.desc())
    return query.where(Summary.state.in_(PUBLIC)).order_by(*order)


def get_summary(slug: str) -> Summary:
    """A summary that was published at some time: if it is withdrawn, its tombstone is public."""
    summary: Summary | None = db.session.scalar(select(Summary).where(Summary.slug == slug))
    if summary is None or not summary.versions:
        raise NotFound()
    return summary


def get_version(slug: str, number: int) -> SummaryVersion:
    """One version of such a summary."""
    version = next((row for row in get_summary(slug).versions if row.number == number), None)
    if version is None:
        raise NotFound()
    return version


def get_file(sha256: str) -> PublishedFile:
    """A clean copy that a standing version shows."""
    file: PublishedFile | None = db.session.scalar(select(PublishedFile).where(PublishedFile.sha256 == sha256).limit(1))
    if file is None:
        raise NotFound()
    return file
