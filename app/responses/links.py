"""The reply link: a signed token of a request and an epoch. The request's row says until when it holds."""

import base64
import binascii
from datetime import datetime, time, timedelta

from flask import current_app
from flask_babel import lazy_gettext as _l

from app.core import clock, tokens
from app.core.database import db
from app.core.errors import NotFound, Refused
from app.responses.models import Request

PURPOSE = "reply"
VALID_FOR = timedelta(days=120)
GRACE = timedelta(days=30)  # the link outlives the term, so that a late reply finds it open
OLDEST = 3 * 366 * 24 * 3600  # seconds; the row is stricter, this only bounds what a stolen backup is good for


class LinkClosed(Refused):
    """The link was genuine and holds no longer: expired, revoked or replaced."""


def token_of(request: Request) -> str:
    return tokens.issue(PURPOSE, [request.id, request.link_epoch])


def address_of(request: Request) -> str:
    """The whole address of the reply page, as it stands in letters."""
    path = current_app.url_map.bind("").build("reply.show", {"token": token_of(request)})
    return f"{current_app.config['PUBLIC_URL']}{path}"


def is_open(request: Request, at: datetime) -> bool:
    return request.link_expires_at is not None and at < request.link_expires_at


def open_link(token: str, at: datetime) -> Request:
    """The request of a link. Raises NotFound for a forged token, LinkClosed for one that holds no longer."""
    payload = tokens.open_token(PURPOSE, token, OLDEST) if _is_canonical(token) else None
    if payload is None:
        raise NotFound()
    request_id, epoch = payload
    request = db.session.get(Request, request_id)
    if request is None or request.link_epoch != epoch or not is_open(request, at):
        raise LinkClosed(_l("This link does not work."))
    return request


def _is_canonical(token: str) -> bool:
    """Several spellings of base64 decode to one signature; only the one we issued is ours."""
    signature = token.rpartition(".")[2]
    try:
        raw = base64.urlsafe_b64decode(signature + "=" * (-len(signature) % 4))
    except (binascii.Error, ValueError):
        return False
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode() == signature


def open_anew(request: Request, at: datetime) -> None:
    """A new link; every one issued before stops working."""
    request.link_epoch += 1
    request.link_expires_at = at + VALID_FOR
    keep_open(request)


def keep_open(request: Request) -> None:
    """An open link outlives the term; a closed one stays closed."""
    if request.last_day and request.link_expires_at:
        end = datetime.combine(request.last_day, time(), clock.ULAANBAATAR) + GRACE
        request.link_expires_at = max(request.link_expires_at, end)


def close(request: Request) -> None:
    request.link_epoch += 1
    request.link_expires_at = None
