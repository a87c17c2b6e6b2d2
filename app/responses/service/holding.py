"""Two people who act on one request at the same moment act one after the other."""

from app.core.database import db
from app.findings.service.holding import hold_findings
from app.responses.models import Request


def hold(request: Request) -> Request:
    """The row as it is now, held until the transaction ends: two people must not both be the first."""
    db.session.flush()
    db.session.refresh(request, with_for_update=True)
    return request


def hold_whole(request: Request) -> Request:
    """With the findings it is about, in the order of their numbers: rows are held before the head of the audit chain,
    everywhere, so that nobody waits for somebody who waits for them."""
    hold(request)
    hold_findings(*request.findings)
    return request
