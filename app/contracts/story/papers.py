"""Documents named in the data, with links that are safe to show."""

from collections.abc import Iterator
from functools import lru_cache
from urllib.parse import urlsplit

from app.contracts.release import (
    Award,
    Contract,
    Document,
    Fault,
    FaultCode,
    Implementation,
    Milestone,
    Planning,
    Release,
    Tender,
)
from app.contracts.release.faults import excerpt
from app.contracts.story import shapes
from app.contracts.story.standing import day


def documents(release: Release) -> tuple[tuple[shapes.Document, ...], tuple[Fault, ...]]:
    """Each document once, in the order of the process, and a fault for each link that is no web address."""
    told: dict[tuple[str | None, ...], shapes.Document] = {}
    for section, path, document in _all(release):
        url = web_address(document.url)
        title = document.title or document.id or url
        if title:
            told.setdefault((url or path, title), _told(section, title, url, document))
    return tuple(told.values()), refused_links(release)


def refused_links(release: Release) -> tuple[Fault, ...]:
    """The faults of `documents`."""
    return tuple(
        Fault(FaultCode.LINK_REFUSED, f"{path}/url", excerpt(document.url))
        for _section, path, document in _all(release)
        if document.url and not web_address(document.url)
    )


@lru_cache(maxsize=1024)
def web_address(url: str | None) -> str | None:
    """The address if it is a plausible http or https one, else None (`javascript:`, paths, broken hosts)."""
    if not url or not url.isprintable() or any(map(str.isspace, url)):
        return None
    try:
        parts = urlsplit(url)
        is_web = parts.scheme in {"http", "https"} and bool(parts.hostname) and "@" not in parts.netloc
    except ValueError:
        return None
    return url if is_web else None


def _told(section: str, title: str, url: str | None, document: Document) -> shapes.Document:
    published = document.date_published or document.date_modified
    return shapes.Document(section, title, url, document.document_type, day(published))


def _all(release: Release) -> Iterator[tuple[str, str, Document]]:
    """Section, JSON pointer and document."""
    yield from _numbered("planning", "/planning", release.planning or Planning())
    yield from _numbered("tender", "/tender", release.tender or Tender())
    for place, award in enumerate(release.awards):
        yield from _numbered("award", f"/awards/{place}", award)
    for place, contract in enumerate(release.contracts):
        path = f"/contracts/{place}"
        yield from _numbered("contract", path, contract)
        yield from _of_milestones("contract", path, contract)
        implementation = contract.implementation or Implementation()
        yield from _numbered("implementation", f"{path}/implementation", implementation)
        yield from _of_milestones("implementation", f"{path}/implementation", implementation)


def _of_milestones(section: str, path: str, part: Contract | Implementation) -> Iterator[tuple[str, str, Document]]:
    for place, milestone in enumerate(part.milestones):
        yield from _numbered(section, f"{path}/milestones/{place}", milestone)


def _numbered(
    section: str, path: str, part: Planning | Tender | Award | Contract | Implementation | Milestone
) -> Iterator[tuple[str, str, Document]]:
    for place, document in enumerate(part.documents):
        yield section, f"{path}/documents/{place}", document
