"""Reads of referrals: which request was opened by one, through which bodies a question went, and in a ring or not."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, func, select

from app.bodies.identity import Mention
from app.bodies.models import PublicBody, PublicBodyName
from app.core.database import db
from app.core.errors import NotFound
from app.core.text import fold
from app.findings.models import Finding
from app.responses.follow_models import Referral
from app.responses.models import Request, RequestFinding, Response, ResponseItem

WELL_KNOWN = 200  # bodies offered by name on a reply page


def onward_ids() -> Select[Any]:
    """The numbers of the requests that referrals opened, for other queries."""
    return select(Referral.request_id).where(Referral.request_id.is_not(None))


def is_onward(request: Request) -> bool:
    """Whether a referral opened it: it goes to another body than the one that was asked first."""
    return bool(opened_by(request))


def opened_by(request: Request) -> list[Referral]:
    """The referrals that opened the request, or joined it later."""
    with db.session.no_autoflush:
        query = select(Referral).where(Referral.request_id == request.id).order_by(Referral.id)
        return list(db.session.scalars(query)) if request.id else []


def get_referral(referral_id: int) -> Referral:
    """Raises NotFound."""
    if row := db.session.get(Referral, referral_id):
        return row
    raise NotFound()


def referrals_in(response: Response) -> list[Referral]:
    query = select(Referral).join(ResponseItem).where(ResponseItem.response_id == response.id)
    return list(db.session.scalars(query.order_by(Referral.id)))


def referrals_of(finding: Finding) -> list[Referral]:
    """Every time that the finding was sent on, the first first."""
    query = select(Referral).join(ResponseItem).where(ResponseItem.finding_id == finding.id)
    return list(db.session.scalars(query.order_by(Referral.id)))


def list_unclear() -> list[Referral]:
    """Referrals of which somebody must say who is meant, the longest waiting first."""
    return list(db.session.scalars(select(Referral).where(Referral.state == "unclear").order_by(Referral.id)))


def count_unclear() -> int:
    return db.session.scalar(select(func.count(Referral.id)).where(Referral.state == "unclear")) or 0


def together_with(referral: Referral) -> list[Referral]:
    """The referrals of the same reply under the same name that wait as this one does, itself among them."""
    rows = referrals_in(referral.item.response)
    return [row for row in rows if row.name == referral.name and row.state == referral.state]


def path_of(request: Request) -> list[Request]:
    """The requests through which the question came to this one, the first first, itself last."""
    path = [request]
    while found := opened_by(path[0]):
        if found[0].origin in path:  # cannot be; a page that never ends would be worse
            break
        path.insert(0, found[0].origin)
    return path


def is_ring(referral: Referral) -> bool:
    """Whether the finding is sent back to a body that it came from, or to the one which that body became."""
    path = path_of(referral.origin)
    return referral.body_id in {number for row in path for number in (row.body_id, row.body.merged_into_id) if number}


def find_next(referral: Referral, body: PublicBody) -> Request | None:
    """A request to the body about the same finding that a referral opened earlier and nobody withdrew."""
    query = select(Request).join(RequestFinding).where(RequestFinding.finding_id == referral.item.finding_id)
    query = query.where(Request.body_id == body.id, Request.state != "withdrawn", Request.id.in_(onward_ids()))
    return db.session.scalars(query.order_by(Request.id)).first()


def means_itself(request: Request, name: str | None) -> bool:
    """Whether a reply to the request would refer to the body that gives it."""
    return bool(name) and find_named(name or "") == request.body


def find_named(text: str) -> PublicBody | None:
    """The one body of this name or registration number; None when there is none, or several are called so."""
    spelling = Mention(text).key.spelling
    if not fold(spelling):
        return None
    exactly = PublicBody.identifier == text, PublicBody.name_mn == text, PublicBodyName.spelling == spelling
    for condition in (*exactly, PublicBodyName.fold == fold(spelling)):
        query = select(PublicBody.id).outerjoin(PublicBodyName).where(condition, PublicBody.merged_into_id.is_(None))
        found = set(db.session.scalars(query))
        if len(found) == 1:
            return db.session.get(PublicBody, found.pop())
        if found:
            return None
    return None


def list_well_known(besides: PublicBody) -> Sequence[PublicBody]:
    """Bodies to which letters can be sent, to be chosen by name."""
    reachable = PublicBody.letters_email.is_not(None) | PublicBody.letters_address.is_not(None)
    query = select(PublicBody).where(reachable, PublicBody.merged_into_id.is_(None), PublicBody.id != besides.id)
    return db.session.scalars(query.order_by(PublicBody.sort_key, PublicBody.id).limit(WELL_KNOWN)).all()
