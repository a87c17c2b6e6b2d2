"""An API that gives OCDS packages page by page, each with the address of the next in `links.next`."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urldefrag, urljoin

from flask_babel import lazy_gettext as _l

from app.core.web import Body, Session, Unfetched
from app.ocds.fetching.page import MOST_BYTES, Cursor, Page, opened

_MEMBERS_OF_A_PACKAGE = frozenset({"releases", "records", "links"})


def pages(session: Session, start_url: str, cursor: Cursor | None = None) -> Iterator[Page]:
    """The pages from the start, or from behind the one whose cursor is given.

    A cursor of another start counts for nothing; that of the last page gives no more pages. It ends where no next
    page is named, or one that was read already: some publishers' last page names itself.
    """
    address, number = _place(start_url, cursor)
    seen: set[str] = set()
    while address and address not in seen:
        seen.add(address)
        body, following = _fetched(session, address)
        number += 1
        yield Page(body.content, {"start": start_url, "next": following, "number": number}, number, address)
        address = following


def _place(start_url: str, cursor: Cursor | None) -> tuple[str, int]:
    """The address of the next page, "" behind the last, and how many were read."""
    if not cursor or cursor.get("start") != start_url:
        return _bare(start_url), 0
    return cursor["next"], cursor["number"]


def _fetched(session: Session, address: str) -> tuple[Body, str]:
    def attempt() -> tuple[Body, str]:
        body = session.read("GET", address, most=MOST_BYTES, headers={"Accept": "application/json"})
        return body, _following(body)

    return session.persist(attempt)


def _following(body: Body) -> str:
    """The address of the next page, "" if none is named."""
    package: Any = opened(body)
    if not isinstance(package, dict) or not package.keys() & _MEMBERS_OF_A_PACKAGE:
        raise Unfetched(_l("The answer is not a package of OCDS."), may_pass=True)
    links = package.get("links")
    following = links.get("next") if isinstance(links, dict) else None
    return _bare(urljoin(body.address, following.strip())) if isinstance(following, str) and following.strip() else ""


def _bare(address: str) -> str:
    return urldefrag(address).url
