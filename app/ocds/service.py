"""Taking a file of procurement data into the register. One file is one transaction."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import Any, BinaryIO

from flask_babel import lazy_gettext as _l
from sqlalchemy.exc import DataError, IntegrityError, StatementError

from app.contracts.intake import Incoming, Tally, keep_releases
from app.core import audit
from app.core.actors import Actor
from app.core.database import db
from app.core.errors import NotPermitted
from app.ocds.models import ImportProblem, ImportRun
from app.ocds.problems import Problem, ProblemCode
from app.ocds.reader import Found, fingerprint, read

BATCH = 500  # releases written at a time: bounds memory, and keeps a process's releases mostly together
KEPT_PROBLEMS = 1000  # rows kept for one run; all are counted
REFUSING = frozenset(
    {
        ProblemCode.SYNTAX_ERROR,
        ProblemCode.TRUNCATED,
        ProblemCode.VALUE_TOO_LARGE,
        ProblemCode.NESTED_TOO_DEEP,
        ProblemCode.NOT_A_RELEASE,
        ProblemCode.RELEASE_UNREADABLE,
        ProblemCode.MISSING_OCID,
        ProblemCode.OCID_NOT_TEXT,
        ProblemCode.NOT_STORABLE,
    }
)


@dataclass
class Outcome:
    """What an import did, in releases: read = added + changed + unchanged + refused."""

    source: str
    read: int = 0
    refused: int = 0
    tally: Tally = field(default_factory=Tally)
    problems: list[Problem] = field(default_factory=list)

    @property
    def is_whole(self) -> bool:
        """Whether every release was taken and the file read to its end."""
        return not self.refused and not any(problem.fatal for problem in self.problems)

    def as_json(self) -> dict[str, object]:
        return {
            "source": self.source,
            "read": self.read,
            "added": self.tally.added,
            "changed": self.tally.changed,
            "unchanged": self.tally.unchanged,
            "refused": self.refused,
            "problems": [{"code": p.code, "where": p.where, "detail": p.detail} for p in self.problems],
        }


def import_file(file: BinaryIO, name: str, actor: Actor, at: datetime) -> Outcome:
    """Take every usable release of a file; refuse the others, each with its problem.

    Raises `reader.Unusable` when the whole file is of no use: the caller rolls back, and nothing of it stays.
    """
    if not actor.can("register.import"):
        raise NotPermitted(_l("You may not do this."))
    outcome = Outcome(name)
    found = _found(read(file, name=name), outcome)
    while batch := list(islice(found, BATCH)):
        outcome.tally += _keep(batch, outcome, at)
    return outcome


def record_run(outcome: Outcome, digest: str, actor: Actor, started_at: datetime, finished_at: datetime) -> ImportRun:
    """Keep what an import did, with its problems, and one audit entry."""
    counts: dict[str, Any] = {name: value for name, value in outcome.as_json().items() if isinstance(value, int)}
    run = ImportRun(
        source=outcome.source,
        sha256=digest,
        started_at=started_at,
        finished_at=finished_at,
        by_id=actor.actor_id,
        problems=[_row(problem) for problem in outcome.problems[:KEPT_PROBLEMS]],
        **counts,
    )
    db.session.add(run)
    audit.record(actor, finished_at, "import", run, sha256=digest, **counts)
    return run


def digest_of(file: BinaryIO) -> str:
    """SHA-256 of a file, which is then back at its start."""
    digest = hashlib.sha256()
    while part := file.read(1 << 20):
        digest.update(part)
    file.seek(0)
    return digest.hexdigest()


def _found(items: Iterable[Found | Problem], outcome: Outcome) -> Iterator[Found]:
    """The releases among what was read; problems go to the outcome."""
    for item in items:
        if isinstance(item, Problem):
            outcome.problems.append(item)
            outcome.read += item.code in REFUSING
            outcome.refused += item.code in REFUSING
        else:
            outcome.read += 1
            yield item


def _keep(batch: list[Found], outcome: Outcome, at: datetime) -> Tally:
    """Write a batch; if the database refuses it, write it process by process, so that one bad one loses no other."""
    try:
        with db.session.begin_nested():
            return keep_releases([_incoming(found) for found in batch], outcome.source, at)
    except (DataError, IntegrityError, StatementError, ValueError):
        return _keep_one_by_one(batch, outcome, at)


def _keep_one_by_one(batch: list[Found], outcome: Outcome, at: datetime) -> Tally:
    tally = Tally()
    for found in batch:
        try:
            with db.session.begin_nested():
                tally += keep_releases([_incoming(found)], outcome.source, at)
        except (DataError, IntegrityError, StatementError, ValueError) as fault:
            outcome.refused += 1
            outcome.problems.append(Problem(ProblemCode.NOT_STORABLE, found.where, type(fault).__name__))
    return tally


def _incoming(found: Found) -> Incoming:
    return Incoming(found.ocid, found.release_id, found.date, tuple(found.tags), fingerprint(found.raw), found.raw)


def _row(problem: Problem) -> ImportProblem:
    return ImportProblem(code=str(problem.code), where=problem.where[:500], detail=problem.detail[:500])
