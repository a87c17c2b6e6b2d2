"""Rows about reviewers: the page of the queue when very many observations wait, beside the same page with few."""

import tempfile
import time
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from flask import Flask

from bench.databases import empty
from bench.field import driver
from bench.measure import alone, percentile
from bench.server import ROOT
from bench.stage import Stage
from bench.table import Reach, Row

FEW, MANY = 1_000, 100_000  # observations that wait
PER_CONTRACT = 10
ROUNDS = 60
SHARE = 0.95
OWN = "/workspace/observations/queue"
PAGES = {
    "of every subnetwork": f"{OWN}?subnetwork=all",
    "of one's own": OWN,
    "narrowed": f"{OWN}?subnetwork=all&stage=implementation&held=free",
}


def rows(stage: Stage) -> Iterator[Row]:
    few, many = (_measured(stage.kind, count) for count in (FEW, MANY))
    for name in PAGES:
        ours, theirs = (1000 * percentile(taken[name], SHARE) for taken in (many, few))
        work = f"queue {name}, {MANY:,} waiting, p95"
        yield Row(work, f"on {stage.kind}", "ms", ours, f"{FEW:,} waiting", theirs, Reach(most=3))


def _measured(kind: str, count: int) -> dict[str, list[float]]:
    with empty(kind, f"queue_{count}") as url, tempfile.TemporaryDirectory() as folder:
        taken: dict[str, list[float]] = alone(_measure, url, folder, count).result
        return taken


def _measure(url: str, folder: str, count: int) -> dict[str, list[float]]:
    """Seconds of each request, by the names of `PAGES`."""
    from flask_migrate import upgrade

    from app import create_app
    from app.core.database import db

    app = create_app({"DATA_DIR": folder, "SQLALCHEMY_DATABASE_URI": driver(url), "RATELIMIT_ENABLED": False})
    with app.app_context():
        upgrade(str(ROOT / "migrations"))
        lead = _fill(count)
    taken = {name: _times(app, lead, path) for name, path in PAGES.items()}
    with app.app_context():
        db.engine.dispose()
    return taken


def _times(app: Flask, lead: str, path: str) -> list[float]:
    client = app.test_client()
    with client.session_transaction() as session:
        session["_user_id"], session["_fresh"] = lead, True
    taken = []
    for _round in range(ROUNDS + 3):
        started = time.perf_counter()
        answer = client.get(path)
        taken.append(time.perf_counter() - started)
        assert answer.status_code == 200, answer.status_code
    return taken[3:]


def _fill(count: int) -> str:
    """Ten observations for each contract, a tenth of the contracts the lead's own. Returns whose session to open."""
    from sqlalchemy import insert, text

    from app.contracts.models import Contract, ContractVersion
    from app.core import clock
    from app.core.database import commit, db
    from app.findings.models import Observation
    from tests.given import people

    lead, monitor = people.person("lead"), people.person("monitor")
    networks = [people.subnetwork(lead).id, *(people.subnetwork().id for _ in range(9))]
    now = clock.now()
    contracts = range(1, count // PER_CONTRACT + 1)
    facts = {"origin": "hand", "state": "monitored", "created_at": now}
    titles = ({"id": n, "ocid": f"ocds-bench-{n}", "title": f"Сургуулийн засвар {n}"} for n in contracts)
    db.session.execute(
        insert(Contract), [row | facts | {"subnetwork_id": networks[row["id"] % len(networks)]} for row in titles]
    )
    version = {"number": 1, "made_at": now, "faults": []}
    db.session.execute(insert(ContractVersion), [{"id": n, "contract_id": n} | version for n in contracts])
    db.session.execute(insert(Observation), [_observation(n, monitor.id, len(contracts), now) for n in range(count)])
    session = str(lead.get_id())
    commit()
    db.session.execute(text("ANALYZE"))
    commit()
    return session


def _observation(n: int, monitor: int, contracts: int, now: datetime) -> dict[str, Any]:
    contract, at = n % contracts + 1, now - timedelta(minutes=n)
    return {
        "client_key": f"bench-{n}",
        "contract_id": contract,
        "contract_version_id": contract,
        "monitor_id": monitor,
        "stage": "implementation",
        "visit": "visited",
        "visited_on": date(2026, 1, 1) + timedelta(days=n // contracts * 7),
        "notes": f"Дээвэр дутуу, ажилчид байгаагүй, {n} м хоолой газар дээр ил хэвтэж байна. " * 3,
        "state": "received",
        "created_at": at,
        "received_at": at,
        "sent_at": at,
    }
