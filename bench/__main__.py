"""`make bench`: how much the house costs, as ratios to a named reference measured in the same run on the same data."""

import statistics
import tempfile
import time
from collections.abc import Callable
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

RELEASES, ROUNDS = 1000, 5
IMPORTER = System(permissions=frozenset({"register.import"}))


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        app = create_app({"DATA_DIR": folder, "SQLALCHEMY_DATABASE_URI": f"sqlite:///{folder}/bench.sqlite"})
        with app.app_context():
            upgrade(str(Path(__file__).parent.parent / "migrations"))
            package = Path(folder) / "package.json"
            package.write_bytes(msgspec.json.encode({"releases": [release(n) for n in range(RELEASES)]}))
            print(f"{'what':<44}{'median':>12}   {'reference':<30}{'ratio':>7}")
            measure_import(package)
            measure_pages(app)
            measure_text()


def release(number: int) -> dict[str, object]:
    value = {"amount": 1_000_000 + number, "currency": "MNT"}
    return {
        "ocid": f"ocds-bench-{number}",
        "id": str(number),
        "date": "2026-01-05T00:00:00+08:00",
        "tag": ["contract"],
        "buyer": {"id": "b", "name": f"Хөвсгөл аймгийн {number % 50}-р сургууль"},
        "tender": {"id": "t", "title": f"Дотуур байрны дээврийн засвар {number}", "mainProcurementCategory": "works"},
        "awards": [{"id": "a", "status": "active", "suppliers": [{"id": "s", "name": f"Мөнх Зам {number % 200} ХХК"}]}],
        "contracts": [{"id": "c", "awardID": "a", "status": "active", "value": value}],
    }


def measure_import(package: Path) -> None:
    parse = timed(lambda: msgspec.json.decode(package.read_bytes()))
    started = time.perf_counter()
    take(package)
    row(f"import {RELEASES} new releases", time.perf_counter() - started, "decode the same JSON", parse)
    row(f"import the same {RELEASES} again", timed(lambda: take(package)), "decode the same JSON", parse)


def take(package: Path) -> None:
    with package.open("rb") as file:
        import_file(file, package.name, IMPORTER, clock.now())
    commit()


def measure_pages(app: Flask) -> None:
    bare = Flask("bare")
    bare.add_url_rule("/", view_func=lambda: "<!doctype html><title>bare</title>")
    reference = timed(lambda: bare.test_client().get("/"), 200)
    for contract in Contract.query.limit(100):
        contract.published_at = clock.now()
    db.session.commit()
    for path in ("/", "/contracts", "/contracts?q=deever", "/contracts/1"):
        row(f"GET {path}", timed(lambda path=path: app.test_client().get(path), 30), "a bare Flask page", reference)


def measure_text() -> None:
    title = "Хөвсгөл аймгийн Мөрөн сумын дотуур байрны дээврийн засвар"
    row("fold a title", timed(lambda: fold(title), 2000), "str.casefold", timed(title.casefold, 2000))
    raw = release(1)
    row(
        "tell a story", timed(lambda: tell(raw), 500), "encode it as JSON", timed(lambda: msgspec.json.encode(raw), 500)
    )


def timed(action: Callable[[], object], repeat: int = 1) -> float:
    """Median seconds of one call over several rounds, after one that is not counted."""
    rounds = []
    for _ in range(ROUNDS + 1):
        started = time.perf_counter()
        for _ in range(repeat):
            action()
        rounds.append((time.perf_counter() - started) / repeat)
    return statistics.median(rounds[1:])


def row(what: str, seconds: float, reference: str, reference_seconds: float) -> None:
    print(f"{what:<44}{seconds * 1000:>9.3f} ms   {reference:<30}{seconds / reference_seconds:>7.1f}")


main()
