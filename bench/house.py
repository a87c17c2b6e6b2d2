"""What small things cost: pages, and the text functions that every import and search calls. No goals, only ratios."""

import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import msgspec
from flask import Flask
from flask_migrate import upgrade

from app import create_app
from app.contracts.models import Contract
from app.contracts.story import tell
from app.core import clock
from app.core.actors import System
from app.core.database import commit, db
from app.core.text import fold
from app.ocds.service import import_file
from bench.measure import timed
from bench.releases import first_release
from bench.table import Row

CONTRACTS, SEED = 1000, 1
IMPORTER = System(permissions=frozenset({"register.import"}))
TITLE = "Хөвсгөл аймгийн Мөрөн сумын дотуур байрны дээврийн засвар"
PAGES = ("/", "/contracts", "/contracts?q=deever", "/contracts/1")


def rows() -> list[Row]:
    return [*pages(), *text(), *small_import()]


def pages() -> list[Row]:
    """Pages of a small register against a page that does nothing."""
    bare = Flask("bare")
    bare.add_url_rule("/", view_func=lambda: "<!doctype html><title>bare</title>")
    theirs = timed(lambda: bare.test_client().get("/"), 200)
    with _register() as app:
        client = app.test_client()
        return [
            _row(f"GET {path}", timed(partial(client.get, path), 30), "a bare Flask page", theirs) for path in PAGES
        ]


def text() -> list[Row]:
    raw = first_release(1, 100, SEED)
    encoded = timed(lambda: msgspec.json.encode(raw), 500)
    return [
        _row("fold a title", timed(lambda: fold(TITLE), 2000), "str.casefold", timed(TITLE.casefold, 2000)),
        _row("tell a story", timed(lambda: tell(raw), 500), "encode it as JSON", encoded),
    ]


def small_import() -> list[Row]:
    """The importer as pages and commands call it, on a file that is over at once."""
    with _application() as (_app, folder):
        package = _package(folder)
        decode = timed(lambda: msgspec.json.decode(package.read_bytes()))
        started = time.perf_counter()
        _take(package)
        first = time.perf_counter() - started
        again = timed(lambda: _take(package))
    return [
        _row(f"import {CONTRACTS} new releases", first, "decode the same JSON", decode),
        _row(f"import the same {CONTRACTS} again", again, "decode the same JSON", decode),
    ]


@contextmanager
def _register() -> Iterator[Flask]:
    """An application with a thousand public contracts."""
    with _application() as (app, folder):
        _take(_package(folder))
        for contract in Contract.query:
            contract.published_at = clock.now()
        db.session.commit()
        yield app


@contextmanager
def _application() -> Iterator[tuple[Flask, Path]]:
    with tempfile.TemporaryDirectory() as folder:
        app = create_app({"DATA_DIR": folder, "SQLALCHEMY_DATABASE_URI": f"sqlite:///{folder}/bench.sqlite"})
        with app.app_context():
            upgrade(str(Path(__file__).parent.parent / "migrations"))
            yield app, Path(folder)


def _package(folder: Path) -> Path:
    package = folder / "package.json"
    releases = [first_release(number, CONTRACTS, SEED) for number in range(CONTRACTS)]
    package.write_bytes(msgspec.json.encode({"releases": releases}))
    return package


def _take(package: Path) -> None:
    with package.open("rb") as file:
        import_file(file, package.name, IMPORTER, clock.now())
    commit()


def _row(work: str, ours: float, reference: str, theirs: float) -> Row:
    return Row(work, "", "ms", ours * 1000, reference, theirs * 1000)
