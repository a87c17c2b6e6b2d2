"""`import-contracts`: files or addresses into the register."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

import click
from flask.cli import with_appcontext
from tqdm import tqdm

from app.contracts.search import facets, index
from app.core import clock
from app.core.actors import System
from app.core.database import commit, reading, roll_back
from app.core.errors import NotFound
from app.core.web import Unfetched
from app.ocds import service
from app.ocds.fetching import bulk
from app.ocds.gathering import new_session
from app.ocds.problems import Unusable
from app.ocds.reader import pieces
from app.ocds.tallying import Outcome
from app.ocds.wording import sentence

ALL_TAKEN, SOME_REFUSED, UNUSABLE = 0, 1, 2
IMPORTER = System(permissions=frozenset({"register.import"}))


@click.command("import-contracts")
@click.argument("sources", nargs=-1, required=True, metavar="PATH_OR_URL…")
@click.option("--dry-run", is_flag=True, help="Say what would happen; change nothing.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a source, a line each.")
@with_appcontext
def import_contracts(sources: tuple[str, ...], dry_run: bool, as_json: bool) -> None:
    """Import OCDS packages, releases and records. Exit 0: all taken; 1: some refused; 2: a source is unusable."""
    code = max(_import_one(source, dry_run, as_json) for source in sources)
    if not dry_run:
        facets.recount()
        index.tidy()
        commit()
    raise SystemExit(code)


def _import_one(source: str, dry_run: bool, as_json: bool) -> int:
    try:
        with _opened(source) as file:
            outcome = _foreseen(file, source) if dry_run else _taken(file, source)
    except (OSError, Unfetched, Unusable) as fault:
        roll_back()
        _say_unusable(source, fault, as_json)
        return UNUSABLE
    _say(outcome, as_json)
    return ALL_TAKEN if outcome.is_whole else SOME_REFUSED


def _foreseen(file: BinaryIO, source: str) -> Outcome:
    with reading():
        return _import(file, source, dry_run=True)


def _taken(file: BinaryIO, source: str) -> Outcome:
    started_at = clock.now()
    digest = service.digest_of(file)
    outcome = _import(file, source, at=started_at)
    service.record_run(outcome, digest, IMPORTER, started_at, clock.now())
    commit()
    return outcome


def _import(file: BinaryIO, source: str, **options: Any) -> Outcome:
    """Whole batches are made safe on the way: what was taken before a crash need not be taken again."""
    size = file.seek(0, os.SEEK_END)
    file.seek(0)
    with tqdm(total=size, unit="B", unit_scale=True, desc=Path(source).name, disable=None, leave=False) as bar:

        def watch(_outcome: Outcome, is_safe: bool) -> None:
            bar.update(file.tell() - bar.n)
            if is_safe:
                commit()

        options.setdefault("at", clock.now())
        found = pieces(file, name=source)
        return service.import_pieces(found, source, IMPORTER, workers=os.cpu_count() or 1, watch=watch, **options)


@contextmanager
def _opened(source: str) -> Iterator[BinaryIO]:
    """The bytes of a path or an http(s) address; an address is fetched whole first, so reading can go back."""
    if not source.startswith(("http://", "https://")):
        with Path(source).open("rb") as file:
            yield file
        return
    with new_session() as session:
        fetched = bulk.fetch_file(session, source)
    if fetched is None:
        raise NotFound()
    with fetched.file:
        yield fetched.file


def _say(outcome: Outcome, as_json: bool) -> None:
    told = outcome.as_json()
    if as_json:
        click.echo(json.dumps(told, ensure_ascii=False))
        return
    click.echo(
        "{source}: {read} read, {added} added, {changed} changed, {unchanged} unchanged, {refused} refused".format(
            **told
        )
    )
    for group in outcome.problems:
        click.echo(f"  {group.count} × {sentence(group.example)}", err=True)


def _say_unusable(source: str, fault: Exception, as_json: bool) -> None:
    if not as_json:
        click.echo(f"{source}: {fault}", err=True)
        return
    code, where = (fault.why_code, fault.where) if isinstance(fault, Unusable) else ("unreadable", "")
    problem = {"code": code, "where": where, "detail": str(fault)}
    told = Outcome(source).as_json() | {"problems": [problem], "unusable": True}
    click.echo(json.dumps(told, ensure_ascii=False))
