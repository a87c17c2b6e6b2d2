"""The data and the loaded databases that several measurements share; each is made when first asked for."""

from contextlib import ExitStack
from functools import cached_property
from pathlib import Path

from bench import ours
from bench.databases import ROOM, empty, postgresql, sqlite
from bench.generator import generate, size_of
from bench.measure import Outcome, alone, unless_missing
from bench.queries import Query, queries
from bench.references import bare_copy, bare_sqlite

SMALL = "10k"


class Stage:
    """`kind` is the database of our side, `size` how many contracting processes, such as 100k."""

    def __init__(self, size: str, kind: str, rounds: int) -> None:
        self.size, self.kind, self.rounds = size, kind, rounds
        self.label = f"{size} on {kind}"
        self._open = ExitStack()

    def __enter__(self) -> "Stage":
        return self

    def __exit__(self, *_error: object) -> None:
        self._open.close()

    @cached_property
    def source(self) -> Path:
        return generated(self.size)

    @cached_property
    def releases(self) -> int:
        with self.source.open("rb") as file:
            return sum(1 for _line in file)

    @cached_property
    def queries(self) -> list[Query]:
        return queries(self.source)

    @cached_property
    def ours(self) -> str:
        """The address of our database, still empty: see `first_import`."""
        return self._open.enter_context(empty(self.kind, f"ours_{self.size}"))

    @cached_property
    def first_import(self) -> Outcome | None:
        """Of the file into our database, which other measurements then use. None while there is no import."""
        return unless_missing(ours.import_file, self.source, self.ours)

    @cached_property
    def bare_sqlite(self) -> Path:
        path = self._open.enter_context(sqlite(f"bare_{self.size}"))
        alone(bare_sqlite.load, self.source, path)
        return path

    @cached_property
    def bare_postgresql(self) -> str:
        url = self._open.enter_context(postgresql(f"bare_{self.size}"))
        alone(bare_copy.load, self.source, url)
        alone(bare_copy.add_search, url)
        return url


def generated(size: str) -> Path:
    """Made anew for each run, so that it is never the work of an older generator."""
    path = ROOM / f"{size}.jsonl"
    generate(path, size_of(size))
    return path
