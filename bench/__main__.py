"""`make bench`: what the house costs, beside named references measured in the same run on the same data.

`python -m bench` is quick (10 k); `--size 100k|1m --only import,search --database postgresql --write` is not.
"""

import argparse
from collections.abc import Callable, Iterable

from bench import importing, searching
from bench.databases import KINDS, SERVER, SQLITE
from bench.stage import SMALL, Stage
from bench.table import Row, as_text, write


def _house(_stage: Stage) -> Iterable[Row]:
    """The application is loaded only here: in a fresh process this module is loaded again, and must weigh nothing."""
    from bench import house

    return house.rows()


SECTIONS: dict[str, Callable[[Stage], Iterable[Row]]] = {
    "import": importing.rows,
    "search": searching.rows,
    "pages": searching.page_rows,
    "house": _house,
}


def main() -> None:
    options = _options()
    rows: list[Row] = []
    for kind in options.database:
        with Stage(options.size, kind, options.rounds) as stage:
            for name in options.only:
                rows += _shown(f"{name} on {kind}", list(SECTIONS[name](stage)))
    if options.write:
        write(rows, SERVER)


def _shown(title: str, rows: list[Row]) -> list[Row]:
    print(f"\n{title}\n{as_text(rows)}", flush=True)
    return rows


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--size", default=SMALL, help="contracting processes: 10k, 100k, 1m; a tenth more releases")
    parser.add_argument("--only", default=list(SECTIONS), type=_list, help="some of " + ", ".join(SECTIONS))
    parser.add_argument("--database", default=[SQLITE], type=_list, help="some of " + ", ".join(KINDS))
    parser.add_argument("--rounds", default=3, type=int, help="of each import; the median counts")
    parser.add_argument("--write", action="store_true", help="keep the table in docs/performance.md")
    return parser.parse_args()


def _list(text: str) -> list[str]:
    names = text.split(",")
    if unknown := set(names) - {*SECTIONS, *KINDS}:
        raise argparse.ArgumentTypeError(f"unknown: {', '.join(sorted(unknown))}")
    return names


if __name__ == "__main__":
    main()
