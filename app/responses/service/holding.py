"""Two people who act on one request at the same moment act one after the other."""

from app.core.database import db
from app.responses.models import Request


def hold(request: Request) -> Request:
    """The row as it is now, held until the transaction ends: two people must not both be the first."""
    db.session.flush()
    db.session.refresh(request, with_for_update=True)
    return request
