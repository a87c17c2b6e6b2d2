"""Pages of measures over very many published findings, against the same pages over a thousand."""

from collections.abc import Iterator
from contextlib import ExitStack

from bench.databases import empty
from bench.measure import alone, percentile
from bench.stage import Stage
from bench.table import Reach, Row

FEW, MANY, BODIES, ROUNDS = 1000, 1_000_000, 200, 40
PAGES = (
    "/measures",
    "/measures/fix-rate",
    "/measures/first-reply/list",
    "/measures/fix-rate/list?scope=body&subject=7",
)
DOCUMENT = '{"title_mn": "Дээврийн засвар", "title_en": null}'
SHARES = ("reply-rate", "in-time", "fix-rate", "reported-fix-rate", "commitments-kept")


def rows(stage: Stage) -> Iterator[Row]:
    """Findings are put in by the database itself; what a page reads is real, what lies beneath a finding is not."""
    with ExitStack() as stack:
        few, many = (
            alone(pages, stack.enter_context(empty(stage.kind, f"measures_{number}")), number).result
            for number in (FEW, MANY)
        )
    for path in PAGES:
        ours, theirs = (1000 * percentile(times[path], 0.95) for times in (many, few))
        label = f"{MANY:,} findings on {stage.kind}"
        yield Row(f"GET {path}, p95", label, "ms", ours, f"the same over {FEW:,}", theirs, Reach(most=3))


def pages(url: str, number: int) -> dict[str, list[float]]:
    """Seconds of each page, over and over."""
    import tempfile
    import time

    from flask_migrate import upgrade

    from app import create_app

    with tempfile.TemporaryDirectory() as folder:
        app = create_app({"DATABASE_URL": url, "SQLALCHEMY_DATABASE_URI": url, "DATA_DIR": folder})
        with app.app_context():
            upgrade()
            _fill(url, number)
        client, found = app.test_client(), {}
        for path in PAGES:
            answer = client.get(path)
            if answer.status_code != 200:
                raise RuntimeError(f"{path} answers {answer.status_code}")
            found[path] = []
            for _round in range(ROUNDS):
                started = time.perf_counter()
                client.get(path)
                found[path].append(time.perf_counter() - started)
        return found


def _fill(url: str, number: int) -> None:
    """Bodies, published findings, and cases of every measure, by whole and by body; tallies counted from them."""
    import sqlite3

    import psycopg

    on_server, most = not url.startswith("sqlite"), max(number, BODIES)
    numbers = f"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {most})"
    if on_server:
        numbers = f"WITH n(i) AS (SELECT generate_series(1, {most}))"
    body = f"(i % {BODIES}) + 1"
    commands = [
        "INSERT INTO public_body (id, name_mn, fold, sort_key, created_at) "
        f"{numbers} SELECT i, 'Байгууллага ' || i, 'b' || i, 'b' || i, '2026-01-01' FROM n WHERE i <= {BODIES}",
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
    connection = psycopg.connect(url) if on_server else sqlite3.connect(url.removeprefix("sqlite:///"))
    connection.execute("SET session_replication_role = replica" if on_server else "PRAGMA foreign_keys = OFF")
    for command in [*commands, "ANALYZE"]:
        connection.execute(command)
    connection.commit()
    connection.close()
