"""Taking procurement data into the register."""

import hashlib
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, BinaryIO

from flask_babel import lazy_gettext as _l
from sqlalchemy.exc import DataError, IntegrityError, StatementError

from app.contracts.intake import Incoming, Intake, Tally, foresee
from app.core import audit
from app.core.actors import Actor
from app.core.bulk import rare_collections
from app.core.database import db
from app.core.errors import NotPermitted
from app.ocds.models import ImportProblem, ImportRun
from app.ocds.pipeline import Examined, Pieces, examined
from app.ocds.problems import Problem, ProblemCode
from app.ocds.reader import pieces
from app.ocds.tallying import Outcome

BATCH = 1_000  # releases written, and made safe, at a time

Watch = Callable[[Outcome, bool], None]


def import_file(
    file: BinaryIO, name: str, actor: Actor, at: datetime, *, dry_run: bool = False, workers: int = 0
) -> Outcome:
    """Take every usable release of a file; refuse the others, each with its problem.

    Raises `reader.Unusable` when the whole file is of no use: nothing of it was written.
    """
    return import_pieces(pieces(file, name=name), name, actor, at, dry_run=dry_run, workers=workers)


def import_pieces(
    found: Pieces,
    source: str,
    actor: Actor,
    at: datetime,
    *,
    dry_run: bool = False,
    workers: int = 0,
    watch: Watch | None = None,
) -> Outcome:
    """As `import_file`, from wherever the pieces come. `source`: what is said of where they came from.

    `watch` is called again and again with what is done so far: `watch(outcome, is_safe)`, where `is_safe` says that
    whole batches are written and the caller may commit, so that after a crash the same import only adds the rest. It
    may raise to stop. A dry run writes nothing.
    """
    if not actor.can("register.import"):
        raise NotPermitted(_l("You may not do this."))
    outcome = Outcome(source)
    write = _foreseen() if dry_run else _Writer(source, at, outcome).write
    waiting: list[Incoming] = []
    with rare_collections():
        for chunk in examined(found, workers, learns=not dry_run):
            _count(chunk, outcome)
            waiting += chunk.incoming
            if is_safe := len(waiting) >= BATCH:
                outcome.tally += write(waiting)
                waiting = []
            if watch:
                watch(outcome, is_safe)
        outcome.tally += write(waiting)
    return outcome


def _count(chunk: Examined, outcome: Outcome) -> None:
    for problem in chunk.problems:
        outcome.note(problem)
    outcome.read += len(chunk.incoming) + chunk.unchanged
    outcome.tally += Tally(unchanged=chunk.unchanged)


def _foreseen() -> Callable[[Sequence[Incoming]], Tally]:
    """What would become of releases, those of earlier batches remembered."""
    seen: set[int] = set()
    return lambda batch: foresee(batch, seen)


class _Writer:
    """Writes batches; if the database refuses one, release by release, so that one bad one loses no other."""

    def __init__(self, source: str, at: datetime, outcome: Outcome) -> None:
        self._source, self._at, self._outcome = source, at, outcome
        self._intake = Intake(source, at)

    def write(self, batch: Sequence[Incoming]) -> Tally:
        try:
            return self._keep(batch)
        except _REFUSALS:
            return self._one_by_one(batch)

    def _keep(self, batch: Sequence[Incoming]) -> Tally:
        try:
            with db.session.begin_nested():
                return self._intake.keep(batch)
        except _REFUSALS:
            self._intake = Intake(self._source, self._at)
            raise

    def _one_by_one(self, batch: Sequence[Incoming]) -> Tally:
        tally = Tally()
        for incoming in batch:
            try:
                tally += self._keep([incoming])
            except _REFUSALS as fault:
                self._outcome.read -= 1
                where = f"{incoming.ocid} {incoming.release_id}"
                self._outcome.note(Problem(ProblemCode.NOT_STORABLE, where, type(fault).__name__, incoming.ocid))
        return tally


_REFUSALS = (DataError, IntegrityError, StatementError, ValueError)


def record_run(outcome: Outcome, digest: str, actor: Actor, started_at: datetime, finished_at: datetime) -> ImportRun:
    """Keep what an import did, with its problems, and one audit entry."""
    run = ImportRun(
        source=outcome.source,
        state="done",
        sha256=digest,
        started_at=started_at,
        finished_at=finished_at,
        by_id=actor.actor_id,
        problems=problem_rows(outcome),
        **outcome.counts(),
    )
    db.session.add(run)
    told: dict[str, Any] = {"sha256": digest, **outcome.counts()}
    audit.record(actor, finished_at, "import", run, **told)
    return run


def problem_rows(outcome: Outcome) -> list[ImportProblem]:
    return [
        ImportProblem(
            code=str(group.example.code),
            path=group.path[:500],
            count=group.count,
            where=group.example.where[:500],
            detail=group.example.detail[:500],
            ocid=group.example.ocid[:200],
        )
        for group in outcome.problems
    ]


def digest_of(file: BinaryIO) -> str:
    """SHA-256 of a file, which is then back at its start."""
    digest = hashlib.sha256()
    while part := file.read(1 << 20):
        digest.update(part)
    file.seek(0)
    return digest.hexdigest()
