"""Releases that a record only links to: an address with the release's id behind the `#`. Only when asked for."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any
from urllib.parse import unquote, urldefrag

from flask_babel import lazy_gettext as _l

from app.core.web import Session, Unfetched
from app.ocds.fetching.page import MOST_BYTES, opened

Release = dict[str, Any]


@dataclass(frozen=True)
class Linked:
    """What became of one link: the release, or why it is not here."""

    address: str
    release: Release | None = None
    problem: Unfetched | None = None


def fetch_linked(session: Session, addresses: Iterable[str]) -> Iterator[Linked]:
    """One Linked for each different address, in their order; a document that holds several releases is fetched once.

    Raises nothing of its own: one dead link must not lose the others.
    """
    for document, links in groupby(sorted(set(addresses)), lambda address: urldefrag(address).url):
        yield from _from_document(session, document, list(links))


def _from_document(session: Session, document: str, links: list[str]) -> Iterator[Linked]:
    try:
        value = session.persist(lambda: opened(session.read("GET", document, most=MOST_BYTES)))
    except Unfetched as problem:
        yield from (Linked(link, problem=problem) for link in links)
        return
    releases = _releases(value)
    for link in links:
        release = _picked(releases, unquote(urldefrag(link).fragment))
        yield Linked(link, release) if release else Linked(link, problem=Unfetched(_l("The release is not there.")))


def _releases(value: Any) -> list[Release]:
    within = value.get("releases", [value]) if isinstance(value, dict) else value
    return [release for release in within if isinstance(release, dict)] if isinstance(within, list) else []


def _picked(releases: list[Release], release_id: str) -> Release | None:
    """The release of this id; without one, the only release there is."""
    if not release_id:
        return releases[0] if len(releases) == 1 else None
    return next((release for release in releases if str(release.get("id")) == release_id), None)
