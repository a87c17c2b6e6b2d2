"""`make bench`: what the house costs, beside named references measured in the same run on the same data.

`python -m bench` is quick (10 k); `--size 100k,1m --only import,search --database sqlite,postgresql --write` is not.
"""

import argparse
from collections.abc import Callable, Iterable
from itertools import product

from bench import cleaning, deadlines, field, importing, measuring, present, reviewing, searching
from bench.databases import KINDS, SERVER, SQLITE
from bench.generator import size_of
from bench.stage import SMALL, Stage
from bench.table import Row, as_text, write


def _house(_stage: Stage) -> Iterable[Row]:
    """The application is loaded only here: in a fresh process this module is loaded again, and must weigh nothing."""
    from bench import house

    return house.rows()


HUGE = 1_000_000

SECTIONS: dict[str, Callable[[Stage], Iterable[Row]]] = {
    "import": importing.rows,
    "search": searching.rows,
    "pages": searching.page_rows,
    "field": field.rows,
    "cleaning": cleaning.rows,
    "review": reviewing.rows,
    "measures": measuring.rows,
    "present": present.rows,
    "deadlines": deadlines.rows,
    "house": _house,
}


def main() -> None:
    options = _options()
    rows: list[Row] = []
    for size, kind in product(options.size, options.database):
        with Stage(size, kind, _rounds(size, options.rounds)) as stage:
            for name in options.only:
                rows += _shown(f"{name} of {stage.label}", list(SECTIONS[name](stage)))
                if options.write:  # at once: a long run may be cut short
                    write(rows, SERVER)


def _rounds(size: str, wanted: int) -> int:
    """A million is measured once: it takes a quarter of an hour, and chance evens out in it."""
    return wanted if size_of(size) < HUGE else 1


def _shown(title: str, rows: list[Row]) -> list[Row]:
    print(f"\n{title}\n{as_text(rows)}", flush=True)
    return rows


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument(
        "--size", default=[SMALL], type=_sizes, help="contracting processes: 10k,100k,1m; a tenth more releases"
    )
    parser.add_argument("--only", default=list(SECTIONS), type=_list, help="some of " + ", ".join(SECTIONS))
    parser.add_argument("--database", default=[SQLITE], type=_list, help="some of " + ", ".join(KINDS))
    parser.add_argument("--rounds", default=3, type=int, help="of each import; the median counts")
    parser.add_argument("--write", action="store_true", help="keep the table in docs/performance.md")
    return parser.parse_args()


def _sizes(text: str) -> list[str]:
    return [size for size in text.split(",") if size_of(size)]


def _list(text: str) -> list[str]:
    names = text.split(",")
    if unknown := set(names) - {*SECTIONS, *KINDS}:
        raise argparse.ArgumentTypeError(f"unknown: {', '.join(sorted(unknown))}")
    return names


if __name__ == "__main__":
    main()
