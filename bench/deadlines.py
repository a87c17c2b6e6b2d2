"""Rows about due dates: every start day of twenty years, beside a walk along a wall calendar that shares no code."""

import time
from collections.abc import Iterator

from bench.stage import Stage
from bench.table import Reach, Row

SEEDS = range(20)  # of random exceptions; the first has none
ALL = 100  # per cent


def rows(_stage: Stage) -> Iterator[Row]:
    from app.responses.reference import TIME_RULES
    from tests.unit.responses.deadline_comparison import OTHER_RULES, compare

    started = time.perf_counter()
    compared = compare(SEEDS, (*TIME_RULES, *OTHER_RULES))
    taken = time.perf_counter() - started
    for difference in compared.differences[:10]:
        print(difference)
    equal = ALL * (1 - len(compared.differences) / compared.number)
    work = "due dates equal to a day-by-day walk"
    yield Row(work, f"{compared.number:,}", "%", equal, "no difference", None, Reach(least=ALL, absolute=True))
    yield Row("a due date, explained and compared", f"{compared.number:,}", "µs", 1e6 * taken / compared.number)
