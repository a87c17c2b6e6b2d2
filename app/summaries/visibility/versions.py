"""Published summaries, their versions and the files these show."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Select, exists, func, or_, select
from sqlalchemy.orm import contains_eager

from app.core.database import db
from app.core.errors import NotFound
from app.core.files import StoredFile
from app.core.paging import Page, paginate
from app.findings.models import Evidence
from app.responses.models import ResponseFile
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
    """A copy that a standing version shows, and that nobody took back since."""
    file: PublishedFile | None = db.session.scalar(_shown([sha256]).limit(1))
    if file is None:
        raise NotFound()
    return file


def list_shown_files(digests: Iterable[str]) -> set[str]:
    """Of the files that a frozen document names, those that may still be seen."""
    return {file.sha256 for file in db.session.scalars(_shown(digests))}


def _shown(digests: Iterable[str]) -> Select[Any]:
    """A reviewer may cover or keep back evidence at any time; a body's own files stay as it sent them."""
    evidence = exists().where(Evidence.public_sha256 == PublishedFile.sha256, Evidence.withdrawn_at.is_(None))
    replied = exists().where(StoredFile.clean_sha256 == PublishedFile.sha256, ResponseFile.file_id == StoredFile.id)
    return select(PublishedFile).where(PublishedFile.sha256.in_(list(digests)), or_(evidence, replied))
