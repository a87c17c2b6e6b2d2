"""A running server and a real browser."""

import logging
import os
import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from flask import Flask
from flask_babel import force_locale
from flask_migrate import upgrade
from playwright.sync_api import Browser, BrowserContext, Playwright, sync_playwright
from werkzeug.serving import make_server

from app import create_app, demo
from app.bodies.reference import load_places
from app.core import clock, database
from app.findings.reference import load_checklists
from app.responses.reference import load_time_rules
from tests.journeys.hands import PHONE, Album, Hands, Words

ROOT = Path(__file__).parents[2]
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
FLAGS = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
QUIET = ("Failed to load resource",)  # what the console says of every answer of 400 and above


@pytest.fixture(scope="session", autouse=True)
def catalogue() -> None:
    """The words of the pages as the catalogue has them now."""
    for source in ROOT.glob("app/translations/*/LC_MESSAGES/messages.po"):
        compiled = source.with_suffix(".mo")
        if not compiled.exists() or compiled.stat().st_mtime < source.stat().st_mtime:
            _compile(source, compiled)


def _compile(source: Path, compiled: Path) -> None:
    fresh = compiled.with_suffix(f".{os.getpid()}")
    with source.open("rb") as po, fresh.open("wb") as mo:
        write_mo(mo, read_po(po))
    fresh.replace(compiled)


def installed(folder: Path) -> Flask:
    """The application as it is installed (tokens, limits and all), on the SQLite file in the folder."""
    url = f"sqlite:///{folder / 'khyanalt.sqlite'}"
    settings = {"DATA_DIR": str(folder), "SQLALCHEMY_DATABASE_URI": url, "SECRET_KEY": "x" * 32}
    return create_app(settings | {"ARGON2_QUICK": True, "SMTP_HOST": "", "SECOND_REVIEWS": 0})


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with migrations and reference data, to be copied."""
    folder = tmp_path_factory.mktemp("prepared")
    app = installed(folder)
    with app.app_context():
        upgrade(str(ROOT / "migrations"))
        for load in (load_places, load_checklists, load_time_rules):
            load(clock.now())
        database.commit()
        database.db.engine.dispose()
    return folder


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory: pytest.TempPathFactory, prepared: Path) -> Path:
    """A data folder with the demonstration, to be copied."""
    folder = shutil.copytree(prepared, tmp_path_factory.mktemp("demonstration") / "data")
    app = installed(folder)
    with app.test_request_context(), force_locale("mn"):
        demo.seed(clock.now())
        database.commit()
    with app.app_context():
        database.db.engine.dispose()
    return folder


@pytest.fixture
def site(tmp_path: Path, prepared: Path) -> Iterator[Flask]:
    """The application with nothing but reference data."""
    app = installed(shutil.copytree(prepared, tmp_path / "data"))
    yield app
    with app.app_context():
        database.db.engine.dispose()


@pytest.fixture
def address(site: Flask) -> Iterator[str]:
    """Where the application answers while the test runs."""
    yield from serve(site)


def serve(app: Flask) -> Iterator[str]:
    logging.getLogger("werkzeug").setLevel(logging.WARNING)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    app.config["PUBLIC_URL"] = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield app.config["PUBLIC_URL"]
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="session")
def driver() -> Iterator[Playwright]:
    """What drives browsers; there can be only one at a time."""
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="session")
def browser(driver: Playwright) -> Iterator[Browser]:
    chromium = driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
    yield chromium
    chromium.close()


@pytest.fixture
def lang() -> str:
    return "mn"


@pytest.fixture
def viewport() -> dict[str, int]:
    return PHONE


@pytest.fixture
def words(site: Flask, lang: str) -> Words:
    return Words(site, lang)


@pytest.fixture
def album(request: pytest.FixtureRequest, tmp_path: Path) -> Album:
    """SCREENSHOTS names a folder for pictures of whole pages; else quick ones lie with the test's data."""
    wanted = os.environ.get("SCREENSHOTS")
    return Album(Path(wanted or tmp_path) / request.node.name.removeprefix("test_"), whole=bool(wanted))


Sit = Callable[..., Hands]


@pytest.fixture
def sit_down(browser: Browser, address: str, viewport: dict[str, int], words: Words, album: Album) -> Iterator[Sit]:
    """Give somebody a browser of their own: `hands = sit_down("monitor")`. Faults of any page fail the test."""
    contexts: list[BrowserContext] = []
    faults: list[str] = []

    def sit(name: str, **options: object) -> Hands:
        context = browser.new_context(base_url=address, viewport=viewport, locale=words.lang, **options)  # type: ignore[arg-type]
        context.set_default_timeout(10_000)
        watch(context, faults)
        contexts.append(context)
        return Hands(context.new_page(), words, album, name)

    yield sit
    for context in contexts:
        context.close()
    assert not faults, faults


def watch(context: BrowserContext, faults: list[str]) -> None:
    """Note script errors, whatever the policy of the page blocks, and answers that are our own failure."""
    context.on("weberror", lambda error: faults.append(f"script: {error.error}"))
    context.on("console", lambda said: said.type == "error" and _note(said.text, faults))
    context.on("response", lambda answer: answer.status >= 500 and faults.append(f"{answer.status} {answer.url}"))


def _note(text: str, faults: list[str]) -> None:
    if not text.startswith(QUIET):
        faults.append(f"console: {text}")
