"""Rows about finding: search in the register against the bare query, the search page against Datasette's."""

from collections.abc import Callable, Iterator

from bench import ours
from bench.databases import POSTGRESQL
from bench.measure import alone, percentile, unless_missing
from bench.references import bare_search, datasette
from bench.stage import Stage
from bench.table import Reach, Row

FEW = 40  # Datasette's page takes seconds
DEEP = 10_000


def rows(stage: Stage) -> Iterator[Row]:
    """Search without HTTP; the reference is the same words in the bare query, of what stands beside it the search."""
    theirs, slow = _bare(stage), 150 if stage.kind == POSTGRESQL else 50
    mine = _ours(stage, ours.search, stage.queries)
    filtered, counts = _ours(stage, ours.search, stage.queries, True), _ours(stage, ours.counts, stage.queries)
    yield _row(stage, "search with the count", mine, "the bare query", theirs, 0.95, _within(slow))
    yield _row(stage, "search with the count", mine, "the bare query", theirs, 1, _within(300))
    yield _row(stage, "search by place and year", filtered, "the search alone", mine, 0.95, _within(50))
    yield _row(stage, "counts beside a search", counts, "the search alone", mine, 0.95, _within(150))


def page_rows(stage: Stage) -> Iterator[Row]:
    """The search page over HTTP, and a page deep in the list."""
    few = stage.queries[:FEW]
    mine = _ours(stage, ours.search_pages, few)
    whole, bare = (alone(datasette.search_pages, stage.bare_sqlite, few, is_bare).result for is_bare in (False, True))
    work = "search page over HTTP"
    yield _row(stage, work, mine, "Datasette's", whole, 0.5, Reach(most=1 / 40))
    yield _row(stage, work, mine, "Datasette's, no counts or facets", bare, 0.5)
    yield _row(stage, work, mine, "Datasette's", whole, 0.95)
    yield _row(stage, work, mine, "Datasette's, no counts or facets", bare, 0.95, Reach(most=0.6))
    deep, first = _ours(stage, ours.page, DEEP), _ours(stage, ours.page, 1)
    yield _row(stage, f"page {DEEP:,} of the list", deep, "its first page", first, 0.5, Reach(most=1.2))


def _bare(stage: Stage) -> list[float]:
    if stage.kind == POSTGRESQL:
        return list(alone(bare_search.on_postgresql, stage.bare_postgresql, stage.queries).result)
    return list(alone(bare_search.on_sqlite, stage.bare_sqlite, stage.queries).result)


def _ours(stage: Stage, function: Callable[..., list[float]], *arguments: object) -> list[float] | None:
    outcome = unless_missing(function, stage.ours, *arguments) if stage.first_import else None
    return outcome.result if outcome else None


def _within(milliseconds: float) -> Reach:
    return Reach(most=milliseconds, absolute=True)


def _row(
    stage: Stage,
    work: str,
    mine: list[float] | None,
    reference: str,
    theirs: list[float] | None,
    share: float,
    reach: Reach | None = None,
) -> Row:
    name = {0.5: "median", 1: "worst"}.get(share, f"p{share * 100:.0f}")
    figures = [1000 * percentile(times, share) if times else None for times in (mine, theirs)]
    return Row(f"{work}, {name}", stage.label, "ms", figures[0], reference, figures[1], reach)
