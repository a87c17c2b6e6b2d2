"""Releases through their examination: in this process while they are few, else in others beside it.

One process reads and writes, the others decode, compare, check and compress, so that every core has its part.
They look into the register by themselves, so what is known already costs a hash and a look-up and never comes back.
"""

import multiprocessing
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from itertools import chain, islice
from typing import NamedTuple

import msgspec
from flask import current_app
from sqlalchemy import Connection, create_engine
from sqlalchemy.exc import SQLAlchemyError

from app.bodies.queries import place_names
from app.bodies.rules import PlaceName
from app.contracts.archive import best_dictionary
from app.contracts.intake import Incoming, Preparation, canonical_json, digest, held_fingerprints
from app.core import database
from app.core.bulk import rare_collections
from app.ocds.problems import Problem, ProblemCode
from app.ocds.reader import Found, Piece
from app.ocds.reader.releases import inner_problem, take

CHUNK = 50  # pieces examined at a time
FEW = 2_000  # up to so many no other process is worth its start
SAMPLES = 800  # of them the compression learns
AHEAD = 24  # chunks on their way for each process: enough to do while a batch is written, and few enough for memory

Known = Callable[[list[bytes]], set[bytes]]
Pieces = Iterable[Piece | Problem]


class Examined(msgspec.Struct):
    """What came of a chunk: releases new to the register, how many it holds already, and what is wrong."""

    incoming: list[Incoming]
    unchanged: int
    problems: list[Problem]


def spare_cores() -> int:
    """How many processes beside this one are worth their memory."""
    return max(1, (os.cpu_count() or 1) - 1)


def examined(pieces: Pieces, workers: int = 0, *, learns: bool = True) -> Iterator[Examined]:
    """Chunks in the order of the source. `workers`: processes beside this one, started if there is much to do.
    `learns`: the compression may learn from these releases, which writes what it learned."""
    stream = iter(pieces)
    first = list(islice(stream, FEW))
    dictionary = best_dictionary([piece.text for piece in first[:SAMPLES] if isinstance(piece, Piece)], learns=learns)
    chunks = _chunks(chain(first, stream))
    if workers < 1 or len(first) < FEW:
        preparation = Preparation(place_names(), dictionary)
        return (_examine(chunk, _held_here, preparation) for chunk in chunks)
    return _beside(chunks, workers, dictionary)


def _examine(chunk: list[Piece | Problem], known: Known, preparation: Preparation) -> Examined:
    """What the register holds is not examined again: its problems were told when it came."""
    result = Examined([], 0, [])
    found: dict[bytes, _Candidate] = {}
    for event, piece in _events(chunk):
        if isinstance(event, Problem):
            result.problems.append(event)
        else:
            canonical = canonical_json(event.raw)
            candidate = _Candidate(event, piece, canonical)
            result.unchanged += found.setdefault(digest(canonical), candidate) is not candidate
    held = known(list(found))
    result.unchanged += len(held)
    for mark, candidate in found.items():
        if mark not in held:
            _prepare(candidate, preparation, result)
    return result


class _Candidate(NamedTuple):
    """A release that may be new to the register."""

    found: Found
    piece: Piece
    canonical: bytes


def _events(chunk: list[Piece | Problem]) -> Iterator[tuple[Found | Problem, Piece]]:
    for one in chunk:
        if isinstance(one, Problem):
            yield one, one  # type: ignore[misc]
        else:
            yield from ((event, one) for event in take(one))


def _prepare(candidate: _Candidate, preparation: Preparation, result: Examined) -> None:
    found, piece, canonical = candidate
    try:
        incoming = preparation.prepare(
            found.raw,
            ocid=found.ocid,
            text=_text(found, piece),
            release_id=found.release_id,
            released_at=found.date,
            canonical=canonical,
        )
    except (ValueError, ArithmeticError, RecursionError) as error:
        result.problems.append(Problem(ProblemCode.NOT_STORABLE, found.where, type(error).__name__, found.ocid))
        return
    result.incoming.append(incoming)
    result.problems += [inner_problem(fault, piece, found.ocid) for fault in incoming.facts.faults]


def _text(found: Found, piece: Piece) -> bytes | None:
    """As it stood in the file, unless it was put together from a versioned one."""
    return piece.text if piece.kind == "release" and found.raw.get("tag") != ["compiled"] else None


def _chunks(pieces: Pieces) -> Iterator[list[Piece | Problem]]:
    stream = iter(pieces)
    while chunk := list(islice(stream, CHUNK)):
        yield chunk


def _held_here(fingerprints: list[bytes]) -> set[bytes]:
    return set(held_fingerprints(fingerprints))


def _beside(chunks: Iterator[list[Piece | Problem]], workers: int, dictionary: bytes | None) -> Iterator[Examined]:
    given = (current_app.config["SQLALCHEMY_DATABASE_URI"], place_names(), dictionary)
    # Not forked: a copy of a process with threads and open connections does not hold.
    context = multiprocessing.get_context("spawn")
    waiting: deque[Future[Examined]] = deque()
    with ProcessPoolExecutor(workers, context, _begin, given) as pool:
        for chunk in chunks:
            waiting.append(pool.submit(_examine_here, chunk))
            if len(waiting) > workers * AHEAD:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


class _Helper:
    """What a process beside the reading one holds."""

    connection: Connection
    preparation: Preparation


def _begin(url: str, places: tuple[PlaceName, ...], dictionary: bytes | None) -> None:
    rare_collections().__enter__()
    database.read_only_from_now_on()
    _Helper.connection = create_engine(url).connect()
    _Helper.preparation = Preparation(places, dictionary)


def _examine_here(chunk: list[Piece | Problem]) -> Examined:
    return _examine(chunk, _held_beside, _Helper.preparation)


def _held_beside(fingerprints: list[bytes]) -> set[bytes]:
    """As far as committed; whoever writes looks again."""
    try:
        return set(held_fingerprints(fingerprints, _Helper.connection))
    except SQLAlchemyError:
        return set()
    finally:
        _Helper.connection.rollback()
