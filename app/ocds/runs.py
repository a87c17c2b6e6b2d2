"""Use cases of import runs and of sources: what people ask for. `working` does it in the background."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, BinaryIO

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from app.contracts.story import web_address
from app.core import audit, clock, queue
from app.core.actors import Actor
from app.core.database import commit, db, roll_back
from app.core.errors import DomainError, Missing, NotPermitted, Refused
from app.ocds import spool, working
from app.ocds.models import ImportRun, Source
from app.ocds.states import ACTIVE, RUN
from app.ocds.terms import OPENTENDER, SOURCE_KINDS


def hand_in(stream: BinaryIO, name: str, actor: Actor, at: datetime, *, wants_columns: bool = False) -> ImportRun:
    """Take a file, to be looked at first. `wants_columns`: a spreadsheet, which waits for `set_columns`."""
    _may_import(actor)
    run = ImportRun(source=name, file_name=name, started_at=at, by_id=actor.actor_id)
    run.mapping = {} if wants_columns else None
    db.session.add(run)
    db.session.flush()
    run.sha256 = spool.keep(run, stream)
    audit.record(actor, at, "hand_in", run, sha256=run.sha256)
    if not wants_columns:
        queue.ask(working.carry_on, run.id)
    return run


def set_columns(run: ImportRun, mapping: Mapping[str, Any], actor: Actor, at: datetime) -> None:
    """Say which columns of a spreadsheet mean what (see `supply`), and let it be looked at."""
    _may_import(actor)
    _hold(run)
    if run.state != "waiting" or run.mapping is None:
        raise Refused(_l("The columns cannot be matched any more."))
    run.mapping = dict(mapping)
    audit.record(actor, at, "match_columns", run)
    queue.ask(working.carry_on, run.id)


def begin(source: Source, actor: Actor, at: datetime) -> ImportRun:
    """Fetch a source now. Refused while another run of it is not over: two would read and write the same."""
    _may_import(actor)
    db.session.refresh(source, with_for_update=True)
    if open_run_of(source):
        raise Refused(_l("Another run of this source is not over yet."))
    run = ImportRun(source=source.name, from_source=source, started_at=at, by_id=actor.actor_id)
    db.session.add(run)
    audit.record(actor, at, "begin", run, source=source.id)
    queue.ask(working.carry_on, run.id)
    return run


@queue.every_day
def synchronise() -> None:
    """Begin a run of each source that is followed daily."""
    for source_id in list(db.session.scalars(select(Source.id).where(Source.is_daily))):
        try:
            begin(db.session.get_one(Source, source_id), working.WORKER, clock.now())
            commit()
        except DomainError:  # the run before is not over
            roll_back()


def open_run_of(source: Source) -> ImportRun | None:
    query = select(ImportRun).where(ImportRun.source_id == source.id, ImportRun.state.in_((*ACTIVE, "checked")))
    found: ImportRun | None = db.session.scalar(query.order_by(ImportRun.id.desc()).limit(1))
    return found


def apply(run: ImportRun, actor: Actor, at: datetime) -> None:
    """Let a checked run change the register."""
    _hold(run)
    RUN.take(run, "apply", actor, at)
    queue.ask(working.carry_on, run.id)


def discard(run: ImportRun, actor: Actor, at: datetime) -> None:
    _hold(run)
    RUN.take(run, "discard", actor, at)
    run.finished_at = at
    spool.drop(run)


def stop(run: ImportRun, actor: Actor, at: datetime) -> None:
    """Ask a run to stop where it is; one that nobody works on stops at once. What was applied stays."""
    _hold(run)
    RUN.check(run, "stop", actor)
    run.stop_asked = True
    if not working.is_alive(run, at):
        working.end(run, "stop", actor, at)


def resume(run: ImportRun, actor: Actor, at: datetime) -> None:
    """Go on with a run that was stopped or failed: it fetches on from the page where it was, and checks again."""
    _hold(run)
    RUN.check(run, "resume", actor)
    if run.from_source:
        db.session.refresh(run.from_source, with_for_update=True)
        if open_run_of(run.from_source):
            raise Refused(_l("Another run of this source is not over yet."))
    RUN.take(run, "resume", actor, at)
    run.stop_asked, run.error, run.finished_at = False, None, None
    queue.ask(working.carry_on, run.id)


def _hold(run: ImportRun) -> None:
    """Whoever else wants something of the run waits, then sees what became of it."""
    db.session.refresh(run, with_for_update=True)


def add_source(facts: Mapping[str, Any], actor: Actor, at: datetime) -> Source:
    """`facts`: name, kind, address, is_daily, follows_links."""
    _may_import(actor)
    source = Source(created_at=at, cursor={})
    _describe(source, facts)
    db.session.add(source)
    audit.record(actor, at, "add", source, address=source.address)
    return source


def edit_source(source: Source, facts: Mapping[str, Any], actor: Actor, at: datetime) -> None:
    """A new address begins from its first page."""
    _may_import(actor)
    before = source.address
    _describe(source, facts)
    if source.address != before:
        source.cursor = {}
    audit.record(actor, at, "edit", source, address=source.address, daily=source.is_daily)


def _describe(source: Source, facts: Mapping[str, Any]) -> None:
    kind, address = facts["kind"], (facts.get("address") or "").strip()
    if kind not in SOURCE_KINDS:
        raise Missing("kind", _l("Choose what kind of source it is."))
    if kind != OPENTENDER and not web_address(address):
        raise Missing("address", _l("Give an address that begins with http:// or https://."))
    source.name, source.kind, source.address = facts["name"], kind, "" if kind == OPENTENDER else address
    source.is_daily, source.follows_links = bool(facts.get("is_daily")), bool(facts.get("follows_links"))


def _may_import(actor: Actor) -> None:
    if not actor.can("register.import"):
        raise NotPermitted(_l("You may not do this."))
