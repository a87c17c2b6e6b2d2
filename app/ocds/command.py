"""`import-contracts`: files or addresses into the register."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO
from urllib.parse import urlsplit

import click
from flask.cli import with_appcontext
from tqdm import tqdm

from app.contracts.search import facets, index
from app.core import clock
from app.core.actors import System
from app.core.database import commit, reading, roll_back
from app.core.errors import DomainError, NotFound
from app.ocds import matching, service
from app.ocds.fetching import bulk
from app.ocds.gathering import new_session
from app.ocds.models import ImportRun, Source
from app.ocds.pipeline import spare_cores
from app.ocds.problems import Unusable
from app.ocds.sheets import Unreadable
from app.ocds.supply import pieces_of
from app.ocds.tallying import Outcome
from app.ocds.terms import FILE
from app.ocds.wording import sentence

ALL_TAKEN, SOME_REFUSED, UNUSABLE = 0, 1, 2
ADDRESS = ("http://", "https://")
IMPORTER = System(permissions=frozenset({"register.import"}))


@dataclass(frozen=True)
class Wishes:
    """`key`: what a table is called for good; its file's name by default."""

    dry_run: bool
    as_json: bool
    follows_links: bool
    key: str


@click.command("import-contracts")
@click.argument("sources", nargs=-1, required=True, metavar="PATH_OR_URL…")
@click.option("--dry-run", is_flag=True, help="Say what would happen; change nothing.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a source, a line each.")
@click.option("--follow-links", "follows_links", is_flag=True, help="Fetch releases that records only link to.")
@click.option("--key", default="", help="Short name of a table: the same one updates the same contracts.")
@with_appcontext
def import_contracts(sources: tuple[str, ...], **options: Any) -> None:
    """Import OCDS packages, releases and records, and tables (CSV, XLSX) with the headings of the template.

    Exit 0: all taken; 1: some refused; 2: a source is unusable.
    """
    wishes = Wishes(**options)
    code = max(_import_one(source, wishes) for source in sources)
    if not wishes.dry_run:
        facets.recount()
        index.tidy()
        commit()
    raise SystemExit(code)


def _import_one(source: str, wishes: Wishes) -> int:
    try:
        with _opened(source) as file:
            outcome = _foreseen(file, source, wishes) if wishes.dry_run else _taken(file, source, wishes)
    except (OSError, DomainError) as fault:
        roll_back()
        _say_unusable(source, fault, wishes.as_json)
        return UNUSABLE
    _say(outcome, wishes.as_json)
    return ALL_TAKEN if outcome.is_whole else SOME_REFUSED


def _foreseen(file: BinaryIO, source: str, wishes: Wishes) -> Outcome:
    with reading():
        return _import(file, source, clock.now(), wishes)


def _taken(file: BinaryIO, source: str, wishes: Wishes) -> Outcome:
    started_at = clock.now()
    digest = service.digest_of(file)
    outcome = _import(file, source, started_at, wishes)
    service.record_run(outcome, digest, IMPORTER, started_at, clock.now())
    commit()
    return outcome


def _import(file: BinaryIO, source: str, at: datetime, wishes: Wishes) -> Outcome:
    """Whole batches are made safe on the way: what was taken before a crash need not be taken again."""
    size = file.seek(0, os.SEEK_END)
    file.seek(0)
    with tqdm(total=size, unit="B", unit_scale=True, desc=Path(source).name, disable=None, leave=False) as bar:

        def watch(_outcome: Outcome, is_safe: bool) -> None:
            bar.update(file.tell() - bar.n)
            if is_safe and not wishes.dry_run:
                commit()

        return service.import_pieces(
            pieces_of(_as_run(file, source, at, size, wishes), file),
            source,
            IMPORTER,
            at,
            dry_run=wishes.dry_run,
            workers=spare_cores(),
            watch=watch,
        )


def _as_run(file: BinaryIO, source: str, at: datetime, size: int, wishes: Wishes) -> ImportRun:
    """The run that a person would have asked for on the page; it is not kept."""
    name = Path(urlsplit(source).path if source.startswith(ADDRESS) else source).name
    run = ImportRun(source=source, file_name=name, started_at=at, total=size)
    if wishes.follows_links and size:
        run.from_source = Source(kind=FILE, follows_links=True)
    if matching.is_table(name):
        run.mapping = matching.guess_whole(file, name, wishes.key or matching.key_from(name))
    return run


@contextmanager
def _opened(source: str) -> Iterator[BinaryIO]:
    """The bytes of a path or an http(s) address; an address is fetched whole first, so reading can go back."""
    if not source.startswith(ADDRESS):
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
    code, where = (fault.why_code, fault.where) if isinstance(fault, Unusable | Unreadable) else ("unreadable", "")
    problem = {"code": code, "where": where, "detail": str(fault)}
    told = Outcome(source).as_json() | {"problems": [problem], "unusable": True}
    click.echo(json.dumps(told, ensure_ascii=False))
