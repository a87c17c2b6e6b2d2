"""Our side of the measurements. Each function is run alone in a fresh process and owns nothing afterwards.

`database_url` is `sqlite:////absolute/path` (the file may not be there yet) or `postgresql:///name`. Only
`import_file` may find the database empty; the others come after it. What they return is told below, seconds are
floats of `time.perf_counter`.
"""

import re
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import requests
from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import select

from app import create_app
from app.accounts.permissions import Role
from app.accounts.queries import find_person_by
from app.accounts.service import create_person
from app.bodies.models import Place
from app.bodies.reference import load_places
from app.contracts.models import Contract
from app.contracts.search import facets, index
from app.contracts.search.finding import Search, find, survey
from app.core import clock
from app.core.actors import System
from app.core.database import commit, db, reading
from app.ocds.pipeline import spare_cores
from app.ocds.reader import pieces
from app.ocds.service import import_pieces
from bench.queries import Query
from bench.server import serving

ROOT = Path(__file__).parent.parent
IMPORTER = System(permissions=frozenset({"register.import"}))
PER_PAGE = 50
EMAIL, PASSWORD = "bench@example.mn", "correct horse battery"


def import_file(path: Path, database_url: str) -> dict[str, Any]:
    """Import and apply the file with everything on, making the tables first if there are none.

    {"releases": int, "seconds": float without making the tables, and whatever is worth printing}. Importing the same
    file again must change nothing.
    """
    with _application(database_url):
        upgrade(str(ROOT / "migrations"))
        load_places(clock.now())
        commit()
        started = time.perf_counter()
        with path.open("rb") as file:
            outcome = import_pieces(
                pieces(file, name=path.name),
                path.name,
                IMPORTER,
                clock.now(),
                workers=spare_cores(),
                watch=lambda _outcome, is_safe: commit() if is_safe else None,
            )
        commit()
        if outcome.tally.added or outcome.tally.changed:
            index.tidy()
            facets.recount()
            commit()
        return {"releases": outcome.read, "seconds": time.perf_counter() - started, **outcome.counts()}


def search(database_url: str, queries: list[Query], filtered: bool = False) -> list[float]:
    """Seconds of each search: its first page of fifty with the count, without HTTP and templates.

    `filtered`: by the place and the year of the query besides.
    """

    def found(query: Query) -> None:
        asked = Search(query.text, _chosen(query) if filtered else {})
        surveyed = survey(asked)  # its length is the count
        find(asked, per_page=PER_PAGE, surveyed=surveyed)

    return _timed(database_url, queries, found)


def counts(database_url: str, queries: list[Query]) -> list[float]:
    """Seconds of the counts per filter value beside each search, without the search itself."""
    with _application(database_url), reading():
        asked = [(search, survey(search)) for search in (Search(query.text) for query in queries)]
        return [_seconds(lambda one=one: facets.count(*one)) for one in asked]


def page(database_url: str, number: int, repeat: int = 20) -> list[float]:
    """Seconds of the given page (1, 10,000) of the list of contracts, so often, reached by its keyset link.

    When the list is shorter, its last page.
    """
    with _application(database_url), reading():
        order = select(Contract.position).order_by(Contract.position.desc())
        first, last = order.limit(1), select(Contract.position).order_by(Contract.position).offset(PER_PAGE).limit(1)
        behind = db.session.scalar(first.offset(max(0, number - 1) * PER_PAGE - 1)) if number > 1 else None
        key = f"1.{behind or db.session.scalar(last)}" if number > 1 else None
        return [_seconds(lambda: find(Search(), key, PER_PAGE)) for _ in range(repeat + 1)][1:]


def search_pages(database_url: str, queries: list[Query]) -> list[float]:
    """Seconds of each search page over HTTP, counts on, from a server as `make run` starts it."""
    with _application(database_url):
        _admit()
        db.session.remove()
        with (
            tempfile.TemporaryDirectory() as folder,
            serving(database_url, folder) as address,
            requests.Session() as session,
        ):
            _sign_in(session, address)
            asked = [f"{address}/workspace/contracts?{urlencode({'q': query.text})}" for query in queries]
            session.get(asked[0]).raise_for_status()
            return [_seconds(lambda url=url: session.get(url).raise_for_status()) for url in asked]


@contextmanager
def _application(database_url: str) -> Iterator[Flask]:
    with tempfile.TemporaryDirectory() as folder:
        url = database_url.replace("postgresql://", "postgresql+psycopg://")
        app = create_app({"DATA_DIR": folder, "SQLALCHEMY_DATABASE_URI": url})
        with app.app_context():
            yield app
            db.session.remove()
            db.engine.dispose()


def _timed(database_url: str, queries: list[Query], action: Callable[[Query], object]) -> list[float]:
    with _application(database_url), reading():
        action(queries[0])
        return [_seconds(lambda query=query: action(query)) for query in queries]


def _seconds(action: Callable[[], object]) -> float:
    db.session.rollback()
    started = time.perf_counter()
    action()
    return time.perf_counter() - started


def _chosen(query: Query) -> dict[str, int | str]:
    place = db.session.scalar(select(Place.id).where(Place.name_mn == query.place).order_by(Place.id).limit(1))
    return {"place": place or 0, "year": query.year}


def _sign_in(session: requests.Session, address: str) -> None:
    form = session.get(f"{address}/sign-in").text
    token = re.findall(r'name="csrf_token"[^>]*value="([^"]+)"', form)[0]
    facts = {"csrf_token": token, "email": EMAIL, "password": PASSWORD}
    session.post(f"{address}/sign-in", facts).raise_for_status()


def _admit() -> None:
    """Somebody who may read the register."""
    if find_person_by(EMAIL) is None:
        founder = System(permissions=frozenset({"accounts.manage"}))
        create_person(EMAIL, "Bench", [Role.OBSERVER], PASSWORD, founder, clock.now())
        commit()
