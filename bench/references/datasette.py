"""Datasette's search page over HTTP on the rows of the bare SQLite script."""

import subprocess
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from socket import socket

import requests

from bench.queries import Query
from bench.references.tools import BIN

BARE = ("--setting", "suggest_facets", "off", "--setting", "allow_facet", "off")


def search_pages(database: Path, queries: list[Query], bare: bool) -> list[float]:
    """Seconds of each page of fifty rows; `bare` without its count and suggested facets."""
    fixed = {"_size": "50", "_searchmode": "raw"} | ({"_nocount": "1"} if bare else {})
    with _serving(database, BARE if bare else ()) as address, requests.Session() as session:
        url = f"{address}/{database.stem}/release"
        return [_seconds(session, url, fixed | {"_search": query.for_fts5()}) for query in queries]


def _seconds(session: requests.Session, url: str, parameters: dict[str, str]) -> float:
    started = time.perf_counter()
    session.get(url, params=parameters, timeout=60).raise_for_status()
    return time.perf_counter() - started


@contextmanager
def _serving(database: Path, settings: tuple[str, ...]) -> Iterator[str]:
    address = f"http://127.0.0.1:{(port := free_port())}"
    command = [str(BIN / "datasette"), "serve", str(database), "--port", str(port), *settings]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        try:
            wait_for(address)
            yield address
        finally:
            server.terminate()


def free_port() -> int:
    with closing(socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(address: str, seconds: float = 30) -> None:
    """Until it answers anything at all. TimeoutError when it does not."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            requests.get(address, timeout=seconds)
        except requests.ConnectionError:
            time.sleep(0.1)
        else:
            return
    raise TimeoutError(f"{address} does not answer")
