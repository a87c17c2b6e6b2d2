"""Reads of requests: lists, what they are about, what a holder of the reply link may see."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import func, select

from app.bodies.models import PublicBody
from app.core.audit import AuditEntry
from app.core.database import db
from app.core.errors import NotFound
from app.core.files import StoredFile
from app.core.mail import WITHOUT_ATTACHMENT, OutgoingMail
from app.core.paging import Page, paginate
from app.findings.models import Evidence, Finding, Observation
from app.findings.terms import NOT_STATED
from app.partnership import queries as links
from app.partnership.models import ActionPoint
from app.responses.models import (
    Commitment,
    DeliveryAttempt,
    ReplyDraft,
    Request,
    RequestFinding,
    Response,
    ResponseFile,
    ResponseItem,
)
from app.responses.queries.referrals import is_onward, onward_ids


def get_request(request_id: int) -> Request:
    """Raises NotFound."""
    if request := db.session.get(Request, request_id):
        return request
    raise NotFound()


def find_request_by(number: str) -> Request | None:
    return db.session.scalar(select(Request).where(Request.number == number))


def request_of_mail(mail_id: int) -> Request | None:
    """The request whose letter this mail is."""
    return db.session.scalar(select(Request).join(DeliveryAttempt).where(DeliveryAttempt.mail_id == mail_id))


def attempts_without_pdf(request: Request) -> set[int]:
    """Ids of the attempts whose mail left without the letter as PDF."""
    ids = select(DeliveryAttempt.id).join(OutgoingMail, OutgoingMail.id == DeliveryAttempt.mail_id)
    wanted = DeliveryAttempt.request_id == request.id, OutgoingMail.fault == WITHOUT_ATTACHMENT
    return set(db.session.scalars(ids.where(*wanted)))


def list_requests(page: int, state: str | None = None) -> Page:
    """Requests, the newest first, of one state if given."""
    query = select(Request).order_by(Request.id.desc())
    return paginate(query.where(Request.state == state) if state else query, page)


def count_overdue(today: date) -> int:
    """How many delivered requests there are whose last day has passed without a reply."""
    last_day = func.coalesce(Request.extended_until, Request.due_on)
    query = select(func.count(Request.id)).where(Request.state == "delivered", last_day < today)
    return db.session.scalar(query) or 0


def list_running() -> list[Request]:
    """Requests whose clock still matters: delivered, or answered while a finding waits for its answer."""
    query = select(Request).where(Request.state.in_(("delivered", "answered"))).order_by(Request.id)
    return [row for row in db.session.scalars(query) if row.state == "delivered" or unanswered(row)]


def requests_of(finding: Finding) -> list[Request]:
    """Every request about the finding, oldest first."""
    query = select(Request).join(RequestFinding).where(RequestFinding.finding_id == finding.id)
    return list(db.session.scalars(query.order_by(Request.id)))


def is_asked(finding: Finding) -> bool:
    """Whether a request is about the finding, be it only drafted; one that was withdrawn asks nothing."""
    query = select(Request.id).join(RequestFinding).where(RequestFinding.finding_id == finding.id)
    return db.session.scalars(query.where(Request.state != "withdrawn")).first() is not None


def request_of(finding: Finding) -> Request | None:
    """The request that counts for the finding: the last to its own body that went out about it as it stands, unless
    withdrawn.

    One that a referral opened has a clock of its own; that of the body which was asked first runs on.
    """
    sent = [row for row in requests_of(finding) if row.state not in ("drafted", "withdrawn") and not is_onward(row)]
    return next((row for row in reversed(sent) if finding.id not in taken_back_from(row)), None)


def standing_findings(request: Request) -> list[Finding]:
    """The findings the request is still about: one that was taken back after sending is no longer asked.

    Also when it was checked anew: the letter said something else, so another request has to ask.
    """
    if request.state == "drafted":
        return list(request.findings)
    gone = taken_back_from(request)
    return [row for row in request.findings if row.state not in NOT_STATED and row.id not in gone]


def taken_back_from(request: Request) -> set[int]:
    """Ids of the findings that went back to their author after the letter was sent."""
    sent = select(func.max(AuditEntry.id)).where(
        AuditEntry.subject_kind == Request.__tablename__,
        AuditEntry.subject_id == request.id,
        AuditEntry.verb == "send",
    )
    returned = select(AuditEntry.subject_id).where(
        AuditEntry.subject_kind == Finding.__tablename__,
        AuditEntry.subject_id.in_([row.id for row in request.findings]),
        AuditEntry.verb == "redraft",
        AuditEntry.id > sent.scalar_subquery(),
    )
    return set(db.session.scalars(returned))


def unanswered(request: Request) -> list[Finding]:
    """The findings to which no reply to this request says anything."""
    query = select(ResponseItem.finding_id).join(Response).where(Response.request_id == request.id)
    answered = set(db.session.scalars(query))
    return [row for row in standing_findings(request) if row.id not in answered]


def list_askable() -> list[tuple[PublicBody, list[Finding]]]:
    """Checked and reopened findings that no open request asks about, by body."""
    asked = select(RequestFinding.finding_id).join(Request)
    asked = asked.where(Request.state.in_(("drafted", "sent")), Request.id.not_in(onward_ids()))
    query = (
        select(Finding)
        .join(PublicBody)
        .where(Finding.state.in_(("checked", "reopened")), Finding.id.not_in(asked))
        .order_by(PublicBody.sort_key, PublicBody.id, Finding.severity.desc(), Finding.id)
    )
    by_body: dict[PublicBody, list[Finding]] = {}
    for finding in db.session.scalars(query):
        by_body.setdefault(finding.body, []).append(finding)
    return list(by_body.items())


def askable(finding_ids: Sequence[int]) -> list[Finding]:
    """Those of the findings that can be asked about now, in the order of `list_askable`."""
    return [row for _body, rows in list_askable() for row in rows if row.id in finding_ids]


def action_points_of(request: Request) -> list[ActionPoint]:
    """The action points to which the request's findings are linked, the nearest due date first."""
    points = {point for finding in request.findings for point in links.action_points_of(finding)}
    return sorted(points, key=lambda point: (point.due_on, point.id))


def find_draft(request: Request) -> ReplyDraft | None:
    return db.session.get(ReplyDraft, request.id)


def draft_fields(request: Request) -> dict[str, Any]:
    """What an officer typed so far, by page of the reply form."""
    draft = find_draft(request)
    return dict(draft.fields) if draft else {}


def draft_files(request: Request) -> list[StoredFile]:
    """Files added to the draft, in the order in which they came."""
    ids = draft_fields(request).get("files", [])
    return [file for file in (db.session.get(StoredFile, key) for key in ids) if file]


def visits_of(finding: Finding) -> list[Observation]:
    """The accepted observations on which the finding rests: those that a summary shows."""
    return [row for row in finding.observations if row.state == "accepted"]


def evidence_of(finding: Finding) -> list[Evidence]:
    """What these observations show to others: as a reviewer released it."""
    return [row for seen in visits_of(finding) for row in seen.evidence if row.is_public]


def unseen_evidence_of(finding: Finding) -> list[Evidence]:
    """What nobody looked at yet, so that nobody outside the network sees it."""
    return [row for seen in visits_of(finding) for row in seen.unseen_evidence]


def unseen_behind(request: Request) -> list[Evidence]:
    """What nobody looked at yet of all findings that the request is about."""
    return [row for finding in standing_findings(request) for row in unseen_evidence_of(finding)]


def evidence_behind_link(request: Request, evidence_id: int) -> Evidence:
    """Evidence of a finding that the request is about. Raises NotFound."""
    for finding in standing_findings(request):
        for row in evidence_of(finding):
            if row.id == evidence_id:
                return row
    raise NotFound()


def file_behind_link(request: Request, file_id: int) -> StoredFile:
    """The body's own file, sent or in the draft. Raises NotFound."""
    own = [file for response in request.responses for file in response.files]
    for file in (*own, *draft_files(request)):
        if file.id == file_id and file.is_clean:
            return file
    raise NotFound()


def file_of_reply(file_id: int) -> StoredFile:
    """A clean file of a recorded reply. Raises NotFound."""
    query = select(StoredFile).join(ResponseFile).where(StoredFile.id == file_id)
    file = db.session.scalars(query).first()
    if file is None or not file.is_clean:
        raise NotFound()
    return file


def commitments_of(action_point: ActionPoint) -> list[Commitment]:
    """The commitments that became this action point."""
    query = select(Commitment).where(Commitment.action_point_id == action_point.id).order_by(Commitment.id)
    return list(db.session.scalars(query))
