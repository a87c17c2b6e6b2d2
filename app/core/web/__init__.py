"""Asking other people's machines for files: safe, polite and bounded. For reading only.

    with open_session(contact="office@example.mn") as session:
        content = session.persist(lambda: session.read("GET", address, most=MEGABYTE)).content

Safe: an address may have been typed by anybody, so no connection is opened to a private, local or otherwise not
public address, whatever the name in it resolves to at that moment and wherever redirections lead. Polite: one request
at a time with a pause between two to the same host. Bounded: in time, bytes, redirections and attempts.
All that goes wrong is `Unfetched`, with a message for the person who gave the address.
"""

from app.core.web.faults import Forbidden, TooLarge, Unfetched
from app.core.web.network import is_public
from app.core.web.session import MANNERS, MEGABYTE, Body, Manners, Session, open_session

__all__ = [
    "MANNERS",
    "MEGABYTE",
    "Body",
    "Forbidden",
    "Manners",
    "Session",
    "TooLarge",
    "Unfetched",
    "is_public",
    "open_session",
]
