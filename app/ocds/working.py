"""What a worker does with an import run, from where it stands to where a person is needed.

Every step can be repeated: a worker that was killed leaves whole batches and pages, and whoever comes next goes on
from there. One run has one worker: it claims the run by a sign of life that it renews.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import BinaryIO

from sqlalchemy import or_, select

from app.contracts.search import facets, index
from app.core import clock, queue
from app.core.actors import Actor, System
from app.core.database import commit, db, reading, roll_back, writing
from app.core.errors import DomainError
from app.ocds import spool
from app.ocds.gathering import gather, note_applied
from app.ocds.models import ImportRun
from app.ocds.pipeline import spare_cores
from app.ocds.service import import_pieces, problem_rows
from app.ocds.states import ACTIVE, RUN
from app.ocds.supply import pieces_of
from app.ocds.tallying import Outcome

WORKER = System(permissions=frozenset({"register.import"}))
ALIVE_FOR = timedelta(minutes=2)  # after a sign of life
BEAT = 1.0  # seconds between two


class Stopped(Exception):
    """Somebody asked the run to stop."""


@queue.work
def carry_on(run_id: int) -> None:
    """Take a run as far as it goes by itself."""
    run = _claimed(run_id)
    if run is None:
        return
    try:
        _Work(run).go_on()
    except Stopped:
        _give_up(run_id, "stop")
    except (DomainError, OSError) as fault:
        _give_up(run_id, "fail", str(fault))
    except Exception as fault:
        _give_up(run_id, "fail", type(fault).__name__)
        raise


@queue.every_minute
def pick_up() -> None:
    """Go on with what a worker left that gives no sign of life any more, or whose message was lost."""
    is_left = or_(ImportRun.beat_at.is_(None), ImportRun.beat_at <= clock.now() - ALIVE_FOR)
    left = select(ImportRun.id).where(ImportRun.state.in_(ACTIVE), is_left)
    for run_id in list(db.session.scalars(left)):
        queue.ask(carry_on, run_id)
    commit()


def is_alive(run: ImportRun, at: datetime) -> bool:
    """Whether a worker is on it."""
    return run.beat_at is not None and at - run.beat_at < ALIVE_FOR


def end(run: ImportRun, verb: str, actor: Actor, at: datetime, error: str = "") -> None:
    """Stop or fail: the file stays, so that it can be resumed."""
    RUN.take(run, verb, actor, at, error=error or "-")
    run.finished_at, run.beat_at, run.error = at, None, error or None


def _claimed(run_id: int) -> ImportRun | None:
    """The run, if there is something to do and nobody is on it."""
    now = clock.now()
    run = db.session.get(ImportRun, run_id, with_for_update=True, populate_existing=True)
    if run is None or run.state not in ACTIVE or run.mapping == {} or is_alive(run, now):
        roll_back()
        return None
    run.beat_at = now
    commit()
    return run


def _give_up(run_id: int, verb: str, error: str = "") -> None:
    roll_back()
    end(db.session.get_one(ImportRun, run_id), verb, WORKER, clock.now(), error)
    commit()


class _Work:
    def __init__(self, run: ImportRun) -> None:
        self._run, self._run_id = run, run.id
        self._beaten = 0.0

    def go_on(self) -> None:
        if self._run.state in {"waiting", "fetching"}:
            self._fetch()
        if self._run.state == "checking":
            self._check()
        if self._run.state == "checked" and self._run.by_id is None:
            self._pass("apply")
        if self._run.state == "applying":
            self._apply()
        self._run.beat_at = None
        commit()

    def _pass(self, verb: str) -> None:
        RUN.take(self._run, verb, WORKER, clock.now())
        self._run.beat_at = clock.now()
        commit()

    def _fetch(self) -> None:
        if self._run.from_source:
            if self._run.state == "waiting":
                self._pass("fetch")
            for done in gather(self._run, self._run.from_source):
                self._run.done = done
                self._beat_and_commit()
        self._pass("check")

    def _check(self) -> None:
        with reading(), self._file() as file:
            outcome = self._import(file, dry_run=True)
        self._record(outcome)
        self._pass("report")

    def _apply(self) -> None:
        with self._file() as file:
            outcome = self._import(file, dry_run=False)
        self._record(outcome)
        facets.recount()
        index.tidy()
        note_applied(self._run)
        self._run.finished_at = clock.now()
        self._pass("finish")
        spool.drop(self._run)

    def _import(self, file: BinaryIO, *, dry_run: bool) -> Outcome:
        def watch(outcome: Outcome, is_safe: bool) -> None:
            if dry_run:
                self._beat_beside(file, outcome)
            elif is_safe:
                self._tell(file, outcome)
                self._beat_and_commit()

        pieces = pieces_of(self._run, file)
        return import_pieces(
            pieces,
            self._run.source,
            WORKER,
            self._run.started_at,
            dry_run=dry_run,
            workers=spare_cores(),
            watch=watch,
        )

    def _beat_beside(self, file: BinaryIO, outcome: Outcome) -> None:
        """A sign of life in the middle of a transaction that only reads, which then begins anew."""
        if time.monotonic() - self._beaten < BEAT:
            return
        with writing():
            self._run = db.session.get_one(ImportRun, self._run_id)
            self._tell(file, outcome)
            self._note_beat()

    def _beat_and_commit(self) -> None:
        self._note_beat()
        commit()
        db.session.refresh(self._run, ["stop_asked"])
        if self._run.stop_asked:
            raise Stopped

    def _note_beat(self) -> None:
        self._beaten = time.monotonic()
        self._run.beat_at = clock.now()
        if self._run.stop_asked:
            raise Stopped

    def _tell(self, file: BinaryIO, outcome: Outcome) -> None:
        self._run.done = file.tell()
        for name, count in outcome.counts().items():
            setattr(self._run, name, count)

    def _record(self, outcome: Outcome) -> None:
        self._run = db.session.get_one(ImportRun, self._run_id)
        for name, count in outcome.counts().items():
            setattr(self._run, name, count)
        self._run.done = self._run.total or 0
        self._run.problems = problem_rows(outcome)
        commit()

    @contextmanager
    def _file(self) -> Iterator[BinaryIO]:
        size = spool.size_of(self._run)
        if self._run.total != size:
            with writing():
                self._run = db.session.get_one(ImportRun, self._run_id)
                self._run.total, self._run.done = size, 0
        self._run = db.session.get_one(ImportRun, self._run_id)
        with spool.path_of(self._run).open("rb") as file:
            yield file
