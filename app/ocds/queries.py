"""Reads of import runs and sources."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.contracts.models import Contract, Release
from app.core.database import db
from app.core.errors import NotFound
from app.ocds.models import ImportRun, Source

PER_PAGE = 25
SHOWN = 20  # contracts of a run


def list_runs(before: int | None = None, source: Source | None = None) -> list[ImportRun]:
    """The newest first, one more than a page holds; `before`: number of the last run of the page before."""
    query = select(ImportRun).order_by(ImportRun.id.desc()).limit(PER_PAGE + 1)
    query = query.where(ImportRun.id < before) if before else query
    query = query.where(ImportRun.source_id == source.id) if source else query
    return list(db.session.scalars(query))


def get_run(run_id: int) -> ImportRun:
    run = db.session.get(ImportRun, run_id)
    if run is None:
        raise NotFound()
    return run


def contracts_of(run: ImportRun) -> list[Contract]:
    """Some of the contracts to which the run brought releases."""
    brought = select(Release.contract_id).where(Release.received_at == run.started_at, Release.source == run.source)
    query = select(Contract).where(Contract.id.in_(brought.limit(SHOWN))).options(joinedload(Contract.buyer))
    return list(db.session.scalars(query.order_by(Contract.position.desc())))


def list_sources() -> list[tuple[Source, ImportRun | None]]:
    """Each source with its last run, by name."""
    sources = db.session.scalars(select(Source).order_by(Source.name, Source.id))
    return [(source, last_run_of(source)) for source in sources]


def last_run_of(source: Source) -> ImportRun | None:
    return next(iter(list_runs(source=source)), None)


def get_source(source_id: int) -> Source:
    source = db.session.get(Source, source_id)
    if source is None:
        raise NotFound()
    return source
