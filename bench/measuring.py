"""Pages of measures over very many published findings, against the same pages over a thousand."""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from statistics import median
from tempfile import TemporaryDirectory

from flask.testing import FlaskClient

from bench.databases import empty
from bench.field import driver
from bench.measure import alone, percentile
from bench.server import ROOT
from bench.stage import Stage
from bench.table import Reach, Row

FEW, MANY, BODIES, TURNS, ROUNDS = 1_000, 1_000_000, 200, 7, 40
PAGES = (
    "/measures",
    "/measures/fix-rate",
    "/measures/fix-rate/list",
    "/measures/first-reply/list",
    "/measures/fix-rate/list?value=1",
    "/measures/fix-rate/list?scope=body&subject=7",
    "/measures/fix-rate/list?after=0.{middle}.{middle}",
)
DOCUMENT = '{"title_mn": "Дээврийн засвар", "title_en": null}'
SHARES = ("reply-rate", "in-time", "fix-rate", "reported-fix-rate", "commitments-kept")
Times = dict[tuple[str, int], float]


def rows(stage: Stage) -> Iterator[Row]:
    """Findings are put in by the database itself; what a page reads is real, what lies beneath a finding is not."""
    with ExitStack() as stack:
        urls = {number: stack.enter_context(empty(stage.kind, f"measures_{number}")) for number in (FEW, MANY)}
        times: Times = alone(_pages, urls).result
    for path in PAGES:
        label = f"{MANY:,} findings on {stage.kind}"
        ours, theirs = (1000 * times[path, number] for number in (MANY, FEW))
        yield Row(f"GET {path}, p95", label, "ms", ours, f"the same over {FEW:,}", theirs, Reach(most=3))


def _pages(urls: dict[int, str]) -> Times:
    return pages(urls, PAGES, _fill)


def pages(
    urls: dict[int, str],
    paths: Sequence[str],
    filling: Callable[[str, int], None],
    whose: Callable[[], str] | None = None,
) -> Times:
    """p95 in seconds of each page over each number of findings: of turns taken by both in alternation, the middle one.

    So a moment in which the machine had other work to do weighs on both alike, or falls out. `filling`: puts so many
    findings into an empty database; `whose`: makes a person whose session is opened before, None: nobody's.
    """
    from flask_migrate import upgrade

    from app import create_app
    from app.core.database import commit

    clients = {}
    with ExitStack() as folders:
        for number, url in urls.items():
            folder = folders.enter_context(TemporaryDirectory())
            app = create_app({"SQLALCHEMY_DATABASE_URI": driver(url), "DATA_DIR": folder, "RATELIMIT_ENABLED": False})
            client = clients[number] = app.test_client()
            with app.app_context():
                upgrade(str(ROOT / "migrations"))
                session = whose() if whose else None
                commit()
            if session:
                with client.session_transaction() as opened:
                    opened["_user_id"], opened["_fresh"] = session, True
            filling(url, number)
        taken: dict[tuple[str, int], list[float]] = {(path, number): [] for path in paths for number in urls}
        for _turn in range(TURNS):
            for (path, number), turns in taken.items():
                turns.append(percentile(_times(clients[number], path.format(middle=number // 2)), 0.95))
    return {key: median(p95) for key, p95 in taken.items()}


def _times(client: FlaskClient, path: str) -> list[float]:
    found = []
    for _round in range(ROUNDS + 2):
        started = time.perf_counter()
        answer = client.get(path)
        found.append(time.perf_counter() - started)
        if answer.status_code != 200:
            raise RuntimeError(f"{path} answers {answer.status_code}")
    return found[2:]


def _fill(url: str, number: int) -> None:
    """Published findings, and cases of every measure, by whole and by body; tallies counted from them."""
    numbers, body = sequence(url, number), f"(i % {BODIES}) + 1"
    commands = [
        "INSERT INTO published_finding (finding_id, version_id, contract_id, body_id, severity, document) "
        f"{numbers} SELECT i, 1, 1, {body}, 2, '{DOCUMENT}' FROM n",
    ]
    values = dict.fromkeys(SHARES, "CASE WHEN i % 3 = 0 THEN 1 ELSE 0 END") | {"first-reply": "i % 90"}
    for code, value in values.items():
        for scope, subject in (("whole", "0"), ("body", body)):
            if code in {"fix-rate", "first-reply"}:  # whose lists are opened
                commands.append(
                    "INSERT INTO published_case (measure, scope, subject, unit, value, finding_id) "
                    f"{numbers} SELECT '{code}', '{scope}', {subject}, CAST(i AS VARCHAR), {value}, i FROM n"
                )
            commands.append(
                "INSERT INTO published_tally (measure, scope, subject, value, cases) "
                f"{numbers} SELECT '{code}', '{scope}', {subject}, {value}, count(*) FROM n GROUP BY 3, 4"
            )
    fill(url, commands)


def sequence(url: str, most: int) -> str:
    """A table `n` of the numbers `i` from 1 on, to begin a command with."""
    if url.startswith("sqlite"):
        return f"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {most})"
    return f"WITH n(i) AS (SELECT generate_series(1, {most}))"


def fill(url: str, commands: Sequence[str]) -> None:
    """Bodies, and what the commands put in; what lies beneath that need not be there."""
    import sqlite3

    import psycopg

    on_server = not url.startswith("sqlite")
    connection = psycopg.connect(url) if on_server else sqlite3.connect(url.removeprefix("sqlite:///"))
    connection.execute("SET session_replication_role = replica" if on_server else "PRAGMA foreign_keys = OFF")
    bodies = (
        "INSERT INTO public_body (id, name_mn, fold, sort_key, created_at) "
        f"{sequence(url, BODIES)} SELECT i, 'Байгууллага ' || i, 'b' || i, 'b' || i, '2026-01-01' FROM n"
    )
    for command in (bodies, *commands, "ANALYZE"):
        connection.execute(command)
    connection.commit()
    connection.close()
