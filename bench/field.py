"""Rows about phones: observations that arrive so many a second, each with a receipt, from a server as it is installed.

Every packet is sent when its time comes, whether the one before was answered or not; it has to be acknowledged.
"""

import json
import tempfile
import time
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import requests
from flask import Flask
from flask.sessions import SecureCookieSessionInterface

from bench.databases import POSTGRESQL, empty
from bench.measure import alone, percentile
from bench.server import ROOT, serving
from bench.stage import Stage
from bench.table import Reach, Row

ASKED = 50  # a second, for thirty seconds
SECONDS = 30
LADDER = (20, 40, 60, 80, 100, 120)  # a second: what SQLite takes is found by climbing
QUICK_ENOUGH = 2.0  # seconds; a rate at which the queue grows is none that is sustained
PHONES = 24


def rows(stage: Stage) -> Iterator[Row]:
    with empty(stage.kind, "field") as url, tempfile.TemporaryDirectory() as folder:
        cookies, contract = alone(_prepare, url, folder).result
        with serving(url, folder, 2 if stage.kind == POSTGRESQL else 1, SECRET_KEY=_SECRET) as address:
            phones = [_Phone(address, cookie, contract) for cookie in cookies]
            if stage.kind == POSTGRESQL:
                yield from _at_the_rate_asked(phones)
            else:
                yield _highest_rate(phones)


def _at_the_rate_asked(phones: list["_Phone"]) -> Iterator[Row]:
    label = f"{ASKED}/s for {SECONDS} s on {POSTGRESQL}"
    taken, seconds = _send(phones, ASKED, SECONDS)
    yield Row("observations accepted", label, "%", 100 * taken, reach=Reach(least=100, absolute=True))
    yield Row("acknowledged, p95", label, "ms", 1000 * percentile(seconds, 0.95))


def _highest_rate(phones: list["_Phone"]) -> Row:
    highest = 0
    for rate in LADDER:
        taken, seconds = _send(phones, rate, 10)
        if taken < 1 or percentile(seconds, 0.95) > QUICK_ENOUGH:
            break
        highest = rate
    return Row("observations a second, all accepted", "on sqlite", "/s", highest)


def _send(phones: list["_Phone"], rate: int, seconds: int) -> tuple[float, list[float]]:
    """The share that was accepted, and how long each took from the moment at which it was due."""
    began = time.perf_counter() + 0.5

    def send(number: int) -> float | None:
        due = began + number / rate
        time.sleep(max(0.0, due - time.perf_counter()))
        is_taken = phones[number % len(phones)].send()
        return time.perf_counter() - due if is_taken else None

    with ThreadPoolExecutor(len(phones)) as threads:
        answers = list(threads.map(send, range(rate * seconds)))
    taken = [answer for answer in answers if answer is not None]
    return len(taken) / len(answers), taken or [float("inf")]


class _Phone:
    """Signed in by a cookie."""

    def __init__(self, address: str, cookie: tuple[str, str], contract: int) -> None:
        self._session, self._address, self._contract = requests.Session(), address, contract
        self._session.cookies.set(*cookie, domain="127.0.0.1", path="/")
        hello = self._session.get(f"{address}/field/api/hello").json()
        self._session.headers.update({"X-CSRFToken": hello["csrf"], "Accept": "application/json"})

    def send(self) -> bool:
        packet = {
            "packet": 1,
            "key": str(uuid.uuid4()),
            "contract": self._contract,
            "version": 1,
            "stage": "implementation",
            "visit": "visited",
            "visited_on": "2026-01-05",
            "place_note": "2-р баг",
            "notes": "Дээвэр дутуу, ажилчид байгаагүй. " * 20,
            "captured_at": "2026-01-05T06:12:09Z",
            "clock_ahead": 3,
        }
        try:
            answer = self._session.post(
                f"{self._address}/field/api/observations", data=json.dumps(packet).encode(), timeout=60
            )
        except requests.RequestException:
            return False
        return answer.status_code == 200 and bool(answer.json()["receipt"])


def _prepare(url: str, folder: str) -> tuple[list[tuple[str, str]], int]:
    """Monitors of one contract: the cookies of their sessions, and the contract's id."""
    from flask_migrate import upgrade

    from app import create_app
    from app.core import clock, database
    from tests.given import people, work

    app = create_app({"DATA_DIR": folder, "SQLALCHEMY_DATABASE_URI": driver(url), "SECRET_KEY": _SECRET})
    with app.app_context():
        upgrade(str(ROOT / "migrations"))
        monitors = [people.person("monitor") for _number in range(PHONES)]
        contract = work.monitored(*monitors, created_at=clock.now()).id
        database.commit()
        cookies = [_session_cookie(app, monitor.get_id()) for monitor in monitors]
        database.db.engine.dispose()
    return cookies, contract


_SECRET = "only-for-measuring"  # of a server that lives for a minute


def _session_cookie(app: Flask, person: str) -> tuple[str, str]:
    serializer = SecureCookieSessionInterface().get_signing_serializer(app)
    assert serializer
    return app.config["SESSION_COOKIE_NAME"], str(serializer.dumps({"_user_id": person, "_fresh": True}))


def driver(url: str) -> str:
    return url.replace("postgresql://", "postgresql+psycopg://")
