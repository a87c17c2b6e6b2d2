"""Fetching procurement data over HTTP: without database, and resumable.

    bulk.fetch_file(session, address, validators)      one file, once it has changed
    paged.pages(session, address, cursor)              an API of OCDS packages with `links.next`
    opentender.pages(session, service, cursor)         Mongolia's open-data service
    linked.fetch_linked(session, addresses)            releases that a record only links to

The session comes from `core.web.open_session`. All raise `core.web.Unfetched`, with a message for a page.
Pages come one by one; whoever has stored one keeps its cursor, and hands it back to go on after an interruption.
"""

from app.ocds.fetching.page import Cursor, Page

__all__ = ["Cursor", "Page"]
