"""A phone: a real browser on a real server, and a monitor with work to do."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import requests
from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from playwright.sync_api import Browser, BrowserContext, Error, Page, Playwright
from sqlalchemy import select

from app.core import database
from app.core.database import db
from app.field import code
from app.findings.models import Observation
from tests.given import people, work
from tests.journeys.conftest import CHROMIUM, FLAGS, ROOT, serve
from tests.journeys.field.proxy import Proxy
from tests.journeys.hands import PHONE

GRANIAN = [str(Path(sys.executable).with_name("granian")), "--interface", "wsgi", "--host", "127.0.0.1"]


@dataclass(frozen=True)
class Monitor:
    """Who is at the phone; `cookie` is their session, `lead` the id of who reviews what they send."""

    id: int
    lead: int
    contracts: list[int]
    cookie: dict[str, str]


@pytest.fixture
def monitor(site: Flask) -> Monitor:
    """A monitor with two contracts."""
    with site.app_context():
        person, lead = people.person("monitor"), people.person("lead")
        network, buyer = people.subnetwork(lead), people.body()
        fields = {"category": "works", "buyer": buyer, "subnetwork": network}
        contracts = [work.monitored(person, **fields).id for _number in range(2)]
        number, reviewer, session = person.id, lead.id, person.get_id()
        database.commit()
        db.session.remove()
    return Monitor(number, reviewer, contracts, _cookie(site, session))


def _cookie(site: Flask, session: str) -> dict[str, str]:
    serializer = SecureCookieSessionInterface().get_signing_serializer(site)
    assert serializer
    value = serializer.dumps({"_user_id": session, "_fresh": True})
    return {"name": site.config["SESSION_COOKIE_NAME"], "value": str(value)}


@pytest.fixture
def code_path(site: Flask) -> str:
    """Where the modules of the app lie, to be imported by a test."""
    with site.app_context():
        return f"/field/code/{code.version()}"


@pytest.fixture
def installed_server(site: Flask, tmp_path: Path) -> Iterator["Installed"]:
    """The same data behind a server of its own process, as it is installed."""
    with site.app_context():
        db.session.remove()
        db.engine.dispose()
    server = Installed(site, tmp_path / "data")
    try:
        server.wait()
        yield server
    finally:
        server.stop()


class Installed:
    """`kill_worker` ends a worker in the middle of whatever it does; the server starts another."""

    def __init__(self, site: Flask, folder: Path) -> None:
        self.address = f"http://127.0.0.1:{_free_port()}"
        environment = os.environ | {"DATA_DIR": str(folder), "SECRET_KEY": site.config["SECRET_KEY"]}
        environment.pop("DATABASE_URL", None)
        port = self.address.rpartition(":")[2]
        options = ["--port", port, "--workers", "1", "--blocking-threads", "4", "--log-level", "critical"]
        command = [*GRANIAN, *options, "--respawn-failed-workers", "wsgi:app"]
        self._process = subprocess.Popen(command, cwd=ROOT, env=environment)

    def wait(self) -> None:
        for _attempt in range(1000):
            try:
                requests.get(f"{self.address}/field/api/hello", timeout=5)
            except requests.RequestException:
                time.sleep(0.1)
            else:
                return
        raise RuntimeError("the server did not start")

    def kill_worker(self) -> None:
        children = Path(f"/proc/{self._process.pid}/task/{self._process.pid}/children").read_text().split()
        os.kill(int(children[0]), signal.SIGKILL)

    def stop(self) -> None:
        self._process.terminate()
        self._process.wait(20)


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def signed_in(context: BrowserContext, monitor: Monitor, address: str) -> Page:
    """A page of the app, whose monitor signed in; no screen was opened."""
    context.add_cookies([{**monitor.cookie, "url": address}])  # type: ignore[typeddict-item]
    page = context.new_page()
    page.goto(f"{address}/field/")
    page.wait_for_selector("#app h1")
    return page


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    made = browser.new_context(viewport=PHONE)  # type: ignore[arg-type]
    made.set_default_timeout(15_000)
    yield made
    made.close()


def held(site: Flask, monitor: Monitor) -> dict[str, Any]:
    """What the server has of the monitor: by key, the packet's hash and those of the files that arrived."""
    with site.app_context():
        rows = db.session.scalars(select(Observation).where(Observation.monitor_id == monitor.id))
        found = {row.client_key: [row.packet_sha256, _arrived(row)] for row in rows}
        db.session.remove()
        db.engine.dispose()
    return found


def _arrived(row: Observation) -> list[str]:
    there = [file for file in row.expected_files if file.evidence_id]
    assert sorted(file.sha256 for file in there) == sorted(each.file.sha256 for each in row.current_evidence)
    return sorted(file.sha256 for file in there)


@pytest.fixture
def proxy(site, monitor) -> Iterator[Proxy]:
    """The network between the phone and the server; the phone knows only its address."""
    for target in serve(site):
        with Proxy(target) as proxy:
            site.config["PUBLIC_URL"] = proxy.address
            yield proxy


@dataclass
class Handset:
    """A browser with a disk of its own, so that it can be killed and started again."""

    playwright: Playwright
    folder: Path

    def start(self) -> BrowserContext:
        options: dict[str, Any] = {"executable_path": CHROMIUM, "args": FLAGS, "viewport": PHONE}
        self.context = self.playwright.chromium.launch_persistent_context(str(self.folder), **options)
        self.context.set_default_timeout(15_000)
        return self.context

    def kill(self) -> None:
        """As when the battery is taken out."""
        for process in Path("/proc").glob("[0-9]*/cmdline"):
            with contextlib.suppress(OSError):
                if f"--user-data-dir={self.folder}".encode() in process.read_bytes():
                    os.kill(int(process.parent.name), signal.SIGKILL)
        with contextlib.suppress(Error):
            self.context.close()


@pytest.fixture
def handset(driver: Playwright, tmp_path: Path) -> Handset:
    return Handset(driver, tmp_path / "phone")
