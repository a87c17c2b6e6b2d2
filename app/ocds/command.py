"""`import-contracts`: files or addresses into the register."""

import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import click
import requests
from flask.cli import with_appcontext

from app.core import clock
from app.core.actors import System
from app.core.database import commit, roll_back
from app.ocds import service
from app.ocds.problems import Unusable, message

ALL_TAKEN, SOME_REFUSED, UNUSABLE = 0, 1, 2
IMPORTER = System(permissions=frozenset({"register.import"}))
TIMEOUT = (10, 60)  # seconds to connect, and between two packets
AGENT = "Khyanalt (citizen monitoring of public contracts)"


@click.command("import-contracts")
@click.argument("sources", nargs=-1, required=True, metavar="PATH_OR_URL…")
@click.option("--dry-run", is_flag=True, help="Say what would happen; change nothing.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a source, a line each.")
@with_appcontext
def import_contracts(sources: tuple[str, ...], dry_run: bool, as_json: bool) -> None:
    """Import OCDS packages, releases and records. Exit 0: all taken; 1: some refused; 2: a source is unusable."""
    raise SystemExit(max(_import_one(source, dry_run, as_json) for source in sources))


def _import_one(source: str, dry_run: bool, as_json: bool) -> int:
    try:
        with _opened(source) as file:
            outcome = _take(file, source, dry_run)
    except (OSError, requests.RequestException, Unusable) as fault:
        roll_back()
        _say_unusable(source, fault, as_json)
        return UNUSABLE
    _say(outcome, as_json)
    return ALL_TAKEN if outcome.is_whole else SOME_REFUSED


def _take(file: BinaryIO, source: str, dry_run: bool) -> service.Outcome:
    started_at = clock.now()
    digest = service.digest_of(file)
    outcome = service.import_file(file, source, IMPORTER, started_at)
    if dry_run:
        roll_back()
        return outcome
    service.record_run(outcome, digest, IMPORTER, started_at, clock.now())
    commit()
    return outcome


@contextmanager
def _opened(source: str) -> Iterator[BinaryIO]:
    """The bytes of a path or an http(s) address; an address is fetched whole first, so reading can go back."""
    if not source.startswith(("http://", "https://")):
        with Path(source).open("rb") as file:
            yield file
        return
    with tempfile.TemporaryFile() as copy:
        with requests.get(source, stream=True, timeout=TIMEOUT, headers={"User-Agent": AGENT}) as answer:
            answer.raise_for_status()
            for part in answer.iter_content(1 << 16):
                copy.write(part)
        copy.seek(0)
        yield copy


def _say(outcome: service.Outcome, as_json: bool) -> None:
    told = outcome.as_json()
    if as_json:
        click.echo(json.dumps(told, ensure_ascii=False))
        return
    click.echo(
        "{source}: {read} read, {added} added, {changed} changed, {unchanged} unchanged, {refused} refused".format(
            **told
        )
    )
    for problem in outcome.problems:
        click.echo(f"  {message(problem)}", err=True)


def _say_unusable(source: str, fault: Exception, as_json: bool) -> None:
    if not as_json:
        click.echo(f"{source}: {fault}", err=True)
        return
    code, where = (fault.why_code, fault.where) if isinstance(fault, Unusable) else ("unreadable", "")
    problem = {"code": code, "where": where, "detail": str(fault)}
    told = service.Outcome(source).as_json() | {"problems": [problem], "unusable": True}
    click.echo(json.dumps(told, ensure_ascii=False))
