"""Fetching a source into the file of its run, page by page; an interrupted run goes on at the page where it was.

A page counts when its cursor is committed beside the size of the file: what a crash added after that is cut off.
"""

import shutil
from collections.abc import Iterator
from typing import Any

from flask import current_app

from app.core.database import commit
from app.core.web import Session, open_session
from app.ocds import spool
from app.ocds.fetching import bulk, opentender, paged
from app.ocds.fetching.page import Page
from app.ocds.models import ImportRun, Source
from app.ocds.terms import FILE, OPENTENDER, PAGED


def gather(run: ImportRun, source: Source) -> Iterator[int]:
    """How many bytes are here, after each page. Raises Unfetched."""
    with new_session() as session:
        if source.kind == FILE:
            yield _fetch_whole(run, source, session)
        else:
            yield from _fetch_pages(run, source, session)


def new_session() -> Session:
    """As the settings have it: who asks, and whether private addresses may be asked."""
    config = current_app.config
    return open_session(allow_private=config["ALLOW_PRIVATE_ADDRESSES"], contact=config["CONTACT"])


def _fetch_whole(run: ImportRun, source: Source, session: Session) -> int:
    fetched = bulk.fetch_file(session, source.address, source.cursor.get("applied"))
    if fetched is None:  # not changed since it was applied: nothing to read
        spool.cut(run, 0)
        return 0
    with fetched.file, spool.path_of(run).open("wb") as file:
        shutil.copyfileobj(fetched.file, file)
    _note(source, run, fetched.size, dict(fetched.validators))
    return fetched.size


def _fetch_pages(run: ImportRun, source: Source, session: Session) -> Iterator[int]:
    begun = source.cursor.get("run") == run.id
    spool.cut(run, source.cursor["size"] if begun else 0)
    for page in _pages(source, session, source.cursor["fetched"] if begun else source.cursor.get("applied")):
        if page.content:
            spool.add(run, page.content)
        _note(source, run, spool.size_of(run), page.cursor)
        yield spool.size_of(run)


def _note(source: Source, run: ImportRun, size: int, place: dict[str, Any]) -> None:
    """How far this run is; what counts for the next one changes only when it is applied."""
    source.cursor = {"applied": source.cursor.get("applied"), "run": run.id, "size": size, "fetched": place}
    commit()


def note_applied(run: ImportRun) -> None:
    """What the run fetched is in the register: the next one need not fetch it again."""
    source = run.from_source
    if source and source.cursor.get("run") == run.id:
        source.cursor = {"applied": None if source.kind == PAGED else source.cursor["fetched"]}


def _pages(source: Source, session: Session, at: dict[str, Any] | None) -> Iterator[Page]:
    if source.kind == OPENTENDER:
        config = current_app.config
        service = opentender.Service(config["OPEN_TENDER_TOKEN"], config["OPEN_TENDER_URL"])
        return opentender.pages(session, service, at)
    return paged.pages(session, source.address, at)
