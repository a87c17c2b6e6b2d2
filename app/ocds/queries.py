"""Reads of import runs and sources."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import pairwise

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from app.contracts.models import Contract, Release
from app.core import audit
from app.core.audit import AuditEntry
from app.core.database import db
from app.core.errors import NotFound
from app.ocds.models import ImportRun, Source

PER_PAGE = 25
SHOWN = 20  # contracts of a run
WORKED_ON = {"fetching", "checking", "applying"}
NEWEST = 100_000  # releases among which they are looked for: there is no index of what a run brought


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
    """Some of the contracts to which the run brought releases, as long as these are among the newest."""
    if not run.added + run.changed:
        return []
    newest = Release.id > select(func.max(Release.id)).scalar_subquery() - NEWEST
    brought = select(Release.contract_id).where(
        newest, Release.received_at == run.started_at, Release.source == run.source
    )
    some = brought.order_by(Release.id.desc()).limit(SHOWN)
    query = select(Contract).where(Contract.id.in_(some)).options(joinedload(Contract.buyer))
    return list(db.session.scalars(query.order_by(Contract.position.desc())))


def worked_for(runs: Sequence[ImportRun]) -> dict[int, timedelta]:
    """How long each ended run was worked on, by its id: without the time in which it waited for a person."""
    told = (AuditEntry.subject_id, AuditEntry.at, AuditEntry.to_state)
    query = select(*told).where(
        AuditEntry.subject_kind == ImportRun.__tablename__, AuditEntry.subject_id.in_([run.id for run in runs])
    )
    spans: dict[int, timedelta] = defaultdict(timedelta)  # a run from the command line has no steps
    for step, later in pairwise(db.session.execute(query.order_by(AuditEntry.subject_id, AuditEntry.id))):
        if step.subject_id == later.subject_id and step.to_state in WORKED_ON:
            spans[step.subject_id] += later.at - step.at
    return {run.id: spans.get(run.id) or run.finished_at - run.started_at for run in runs if run.finished_at}


def asked_at(run: ImportRun) -> datetime:
    """When somebody last asked for something to be done with it."""
    steps = audit.history(run)
    return steps[-1].at if steps else run.started_at


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
