"""Writes of reply links that were opened."""

from datetime import datetime

from app.core import audit
from app.core.actors import Actor
from app.core.database import db
from app.responses import links
from app.responses.models import LinkOpening, Request
from app.responses.policy import require, require_own
from app.responses.service.holding import hold


def note_opening(request: Request, actor: Actor, at: datetime) -> None:
    """Keep when the present link was first opened in a browser; the second time changes nothing.

    Who opened it is not known and not asked: neither address nor browser is kept. To be called after everything else
    of a transaction, for it writes to the audit chain, before whose head all rows are held.
    """
    require(actor, "requests.answer")
    require_own(actor, request)
    if _is_noted(request):
        return
    hold(request)
    if _is_noted(request) or not links.is_open(request, at):
        return
    db.session.add(LinkOpening(request=request, epoch=request.link_epoch, at=at))
    db.session.flush()
    audit.record(actor, at, "open_link", request, epoch=request.link_epoch)


def _is_noted(request: Request) -> bool:
    return db.session.get(LinkOpening, (request.id, request.link_epoch)) is not None
