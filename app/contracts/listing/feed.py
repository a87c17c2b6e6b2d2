"""A search to subscribe to (Atom), and the personal address under which a signed-in person's reader may fetch it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import Response, render_template, request
from sqlalchemy import func, select

from app.accounts import sessions
from app.accounts.models import User
from app.contracts.forms import FilterForm
from app.contracts.models import Contract, ContractVersion
from app.core import clock, tokens
from app.core.database import db
from app.core.errors import NotFound

ENTRIES = 50
PURPOSE = "register-feed"
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
VALID_FOR = 2 * 365 * 24 * 3600  # seconds; the page shows a fresh address each time


@dataclass(frozen=True)
class Entry:
    contract: Contract
    updated: datetime


def atom(contracts: Sequence[Contract], form: FilterForm, *, listed: str, shown: str) -> Response:
    """The answer that is the feed of a search; `listed` and `shown` are endpoints of the list and of a contract."""
    entries = _entries(contracts)
    updated = max((entry.updated for entry in entries), default=clock.now())
    ends = {"listed": listed, "shown": shown, "arguments": form.arguments()}
    written = render_template("contracts/feed.xml", text=form.text.data, entries=entries, updated=updated, **ends)
    response = Response(_NOT_IN_XML.sub("", written), mimetype="application/atom+xml")
    response.add_etag()
    response.make_conditional(request)
    return response


def _entries(contracts: Sequence[Contract]) -> list[Entry]:
    """Updated when the newest version was made, or when the public came to see it if that was later."""
    query = select(ContractVersion.contract_id, func.max(ContractVersion.made_at)).group_by(ContractVersion.contract_id)
    made = dict(db.session.execute(query.where(ContractVersion.contract_id.in_([row.id for row in contracts]))).all())
    return [Entry(row, max(made.get(row.id, row.created_at), row.published_at or row.created_at)) for row in contracts]


def token_of(person: User) -> str:
    """What stands in the person's own addresses of feeds. Signing out everywhere takes it back."""
    return tokens.issue(PURPOSE, person.get_id())


def reader_of(token: str) -> User:
    """Whoever the address was made for, if they may still read the register. Raises NotFound."""
    session_id = tokens.open_token(PURPOSE, token, VALID_FOR)
    person = sessions.load(session_id) if session_id else None
    if person is None or not person.can("register.read"):
        raise NotFound()
    return person
