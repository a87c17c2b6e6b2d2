"""Rows about the import: nearly as fast as a bare script, faster the second time, flat in memory, small on disk."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from bench import ours
from bench.databases import POSTGRESQL, ROOM, SQLITE, empty, postgresql, size, sqlite
from bench.measure import Outcome, alone, middle, unless_missing
from bench.references import bare_copy, bare_sqlite, tools
from bench.stage import SMALL, Stage
from bench.table import Reach, Row

RATE, MEGABYTE = "releases/s", 1_000_000


class Reference(NamedTuple):
    name: str
    run: Callable[[Stage], Outcome]
    reach: Reach | None


def rows(stage: Stage) -> Iterator[Row]:
    """Each round runs every reference and ours once, so that what disturbs one disturbs all."""
    references = REFERENCES[stage.kind]
    rounds = [[_ours(stage, number), *(one.run(stage) for one in references)] for number in range(stage.rounds)]
    mine, *theirs = (_middle(outcomes) for outcomes in zip(*rounds, strict=True))
    for one, outcome in zip(references, theirs, strict=True):
        yield Row("import", stage.label, RATE, _rate(stage, mine), one.name, _rate(stage, outcome), one.reach)
    yield from _second_time(stage)
    yield from _at_size(stage, mine)


def _second_time(stage: Stage) -> Iterator[Row]:
    first = stage.first_import
    again = unless_missing(ours.import_file, stage.source, stage.ours) if first else None
    rates = _rate(stage, again), _rate(stage, first)
    yield Row("import the same again", stage.label, RATE, rates[0], "its first import", rates[1], Reach(least=5))


def _at_size(stage: Stage, mine: Outcome | None) -> Iterator[Row]:
    """How cost grows: time of each release, memory, room on the disk."""
    if stage.size != SMALL:
        with Stage(SMALL, stage.kind, 1) as small:
            costs = _microseconds(stage, mine), _microseconds(small, small.first_import)
        yield Row("time of a release", stage.label, "µs", costs[0], f"at {SMALL}", costs[1], Reach(most=1.3))
    memory = mine.peak / MEGABYTE if mine else None
    yield Row("most memory", stage.label, "MB", memory, reach=Reach(most=250, absolute=True))
    stored = size(stage.ours) / MEGABYTE if mine else None
    raw = stage.source.stat().st_size / MEGABYTE
    yield Row("stored, with all indexes", stage.label, "MB", stored, "the raw file", raw, Reach(most=1.3))


def _ours(stage: Stage, number: int) -> Outcome | None:
    """The first round is the one whose database stays for the other measurements."""
    if number == 0:
        return stage.first_import
    with empty(stage.kind, f"round_{stage.size}") as url:
        return unless_missing(ours.import_file, stage.source, url)


def _middle(outcomes: tuple[Outcome | None, ...]) -> Outcome | None:
    present = [outcome for outcome in outcomes if outcome]
    return middle(present) if present else None


def _rate(stage: Stage, outcome: Outcome | None) -> float | None:
    return stage.releases / _seconds(outcome) if outcome else None


def _microseconds(stage: Stage, outcome: Outcome | None) -> float | None:
    return 1_000_000 * _seconds(outcome) / stage.releases if outcome else None


def _seconds(outcome: Outcome) -> float:
    """As the function counted them itself, if it did: an import does not count making the tables."""
    return float(outcome.result["seconds"]) if isinstance(outcome.result, dict) else outcome.seconds


def _bare_sqlite(stage: Stage, indexes_last: bool = False) -> Outcome:
    with sqlite(f"reference_{stage.size}") as path:
        return alone(bare_sqlite.load, stage.source, path, indexes_last)


def _bare_sqlite_at_best(stage: Stage) -> Outcome:
    return _bare_sqlite(stage, indexes_last=True)


def _bare_copy(stage: Stage) -> Outcome:
    with postgresql(f"reference_{stage.size}") as url:
        return alone(bare_copy.load, stage.source, url)


def _ocdskit(stage: Stage) -> Outcome:
    compiled = ROOM / "compiled.jsonl"
    try:
        return alone(tools.ocdskit_compile, stage.source, compiled)
    finally:
        compiled.unlink(missing_ok=True)


def _sqlite_utils(stage: Stage) -> Outcome:
    with sqlite(f"reference_{stage.size}") as path:
        return alone(tools.sqlite_utils_insert, stage.source, path)


REFERENCES = {
    SQLITE: (
        Reference("a bare script, indexes in place", _bare_sqlite, Reach(least=0.7)),
        Reference("a bare script, indexes made last", _bare_sqlite_at_best, None),
        Reference("ocdskit compile", _ocdskit, Reach(least=2.5)),
        Reference("sqlite-utils insert --nl", _sqlite_utils, Reach(least=1.6)),
    ),
    POSTGRESQL: (Reference("bare COPY", _bare_copy, Reach(least=0.3)),),
}
