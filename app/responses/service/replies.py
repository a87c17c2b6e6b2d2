"""Writes of replies: the officer's draft, and the reply itself, through the link or from paper."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from flask_babel import lazy_gettext as _l

from app.core import clock, files
from app.core.actors import Actor, System
from app.core.database import db
from app.core.errors import Invalid, Missing, Stale
from app.core.files import StoredFile
from app.core.text import excerpt
from app.findings import service as findings_service
from app.findings.models import Finding
from app.findings.states import FINDING
from app.partnership.policy import is_open
from app.partnership.queries import focus_areas_of
from app.partnership.service import create_action_point, link_action_points, link_focus_areas
from app.responses import queries, reply_letters, rules
from app.responses.models import Commitment, ReplyDraft, Request, Response, ResponseItem
from app.responses.policy import require_own
from app.responses.rules import Answer, Promise
from app.responses.service import referring, revisiting
from app.responses.service.holding import hold, hold_whole
from app.responses.states import REQUEST
from app.responses.terms import REPLY_CHANNELS

TITLE_LENGTH = 120
MOST_FILES = 10
OWN_BODY = _l("This is the body that replies. Name another one.")
CHANGED = _l("A colleague changed this reply meanwhile. Look at it again before you go on.")


def save_draft(
    request: Request,
    page: str,
    typed: Mapping[str, Any],
    actor: Actor,
    at: datetime,
    *,
    seen: str | None = None,
) -> None:
    """Keep what an officer typed on one page of the reply, as typed.

    `seen`: when the draft was last saved as the officer saw it; Stale if a colleague changed this page since.
    """
    _check_may_answer(request, actor)
    fields = queries.draft_fields(hold(request))
    if seen is not None and seen != page_mark(fields, page):
        raise Stale(CHANGED)
    _keep(request, fields | {page: dict(typed)}, at)


def page_mark(fields: Mapping[str, Any], page: str) -> str:
    """Changes whenever what is kept of that page changes."""
    return rules.fingerprint(fields.get(page))


def draft_mark(fields: Mapping[str, Any]) -> str:
    """Changes whenever anything in the draft changes."""
    return rules.fingerprint(dict(fields))


def add_file(request: Request, name: str, data: bytes, actor: Actor, at: datetime) -> StoredFile:
    """Take a file into the draft, cleaned. Raises Invalid for one that cannot be."""
    _check_may_answer(request, actor)
    fields = queries.draft_fields(hold(request))
    kept = list(fields.get("files", []))
    if len(kept) >= MOST_FILES:
        raise Invalid({"file": _l("At most %(most)s files.", most=MOST_FILES)})
    file = files.receive_document(name, data, at, "file")
    _keep(request, fields | {"files": [*kept, file.id]}, at)
    return file


def remove_file(request: Request, file_id: int, actor: Actor, at: datetime) -> None:
    """Take a file out of the draft. What was sealed stays sealed."""
    _check_may_answer(request, actor)
    fields = queries.draft_fields(hold(request))
    _keep(request, fields | {"files": [key for key in fields.get("files", []) if key != file_id]}, at)


def _keep(request: Request, fields: dict[str, Any], at: datetime) -> None:
    draft = queries.find_draft(request)
    if draft is None:
        db.session.add(ReplyDraft(request_id=request.id, fields=fields, saved_at=at))
    else:
        draft.fields, draft.saved_at = fields, at
    db.session.flush()


def _check_may_answer(request: Request, actor: Actor) -> None:
    require_own(actor, request)
    REQUEST.check(request, "answer", actor)


def send_reply(
    request: Request,
    answers: Sequence[Answer],
    actor: Actor,
    at: datetime,
    *,
    seen: str,
    office: str,
    text: str = "",
    letter_number: str | None = None,
) -> Response:
    """Send what stands in the draft, with its files. `seen`: the mark of what the officer checked."""
    if draft_mark(queries.draft_fields(hold(request))) != seen:
        raise Stale(CHANGED)
    attached = queries.draft_files(request)
    response = record_response(
        request,
        answers,
        actor,
        at,
        channel="link",
        office=office,
        text=text,
        letter_number=letter_number,
        files=attached,
    )
    if draft := queries.find_draft(request):
        db.session.delete(draft)
    return response


def record_response(
    request: Request,
    answers: Sequence[Answer],
    actor: Actor,
    at: datetime,
    *,
    channel: str,
    office: str,
    text: str = "",
    answered_on: date | None = None,
    arrived_on: date | None = None,
    letter_number: str | None = None,
    files: Sequence[StoredFile] = (),
) -> Response:
    """Record a reply: the same whether it came through the link or on paper. It is never changed afterwards.

    Commitments become action points of the body. `answered_on`: the day of a letter; today through the link.
    `arrived_on`: of a letter on paper, which comes with the `files` of its scan. Raises Invalid: field to message,
    fields of an answer as `finding-7-ground`.
    """
    _check_may_answer(hold_whole(request), actor)
    answered_on = answered_on or clock.local_day(at)
    paper = (
        rules.faults_of_paper(answered_on, arrived_on, clock.local_day(at), len(files)) if channel == "paper" else {}
    )
    _check_reply(
        request,
        answers,
        paper,
        office=office,
        text=text,
        channel=channel,
        answered_on=answered_on,
        today=clock.local_day(at),
    )
    response = Response(
        request=request,
        channel=channel,
        answered_on=answered_on,
        arrived_on=arrived_on if channel == "paper" else None,
        office=office,
        text=text or "",
        letter_number=letter_number or None,
        recorded_by_id=actor.actor_id,
        recorded_at=at,
        files=list(files),
    )
    db.session.add(response)
    db.session.flush()
    said = {"response": response.id, "channel": channel, "answered_on": answered_on.isoformat()}
    if response.arrived_on:
        said["arrived_on"] = response.arrived_on.isoformat()
    REQUEST.take(request, "answer", actor, at, details=said)
    by_id = {finding.id: finding for finding in request.findings}
    for answer in answers:
        _record_answer(response, by_id[answer.finding_id], answer, actor, at)
    for item in response.items:
        if item.fixed_on:
            revisiting.ask_revisit(item.finding, "said_fixed", at)
    referring.follow(response, at)
    reply_letters.tell_of_reply(response, actor)
    return response


def _check_reply(
    request: Request,
    answers: Sequence[Answer],
    paper: Mapping[str, Any],
    *,
    office: str,
    text: str,
    channel: str,
    answered_on: date,
    today: date,
) -> None:
    errors = dict(paper)
    if channel not in REPLY_CHANNELS:
        errors["channel"] = _l("Not a valid choice.")
    if not office:
        errors["office"] = _l("Name the office that answers.")
    if not (request.received_on and request.received_on <= answered_on <= today):
        errors["answered_on"] = _l("Choose a day between receipt and today.")
    if not answers and not (request.responses and text):
        errors["answers"] = _l("Answer at least one finding.")
    errors |= rules.fields_of({answer.finding_id: rules.faults(answer, answered_on) for answer in answers})
    if errors:
        raise Invalid(errors)
    _check_subjects(request, answers)
    own = {
        row.finding_id: {"referred_to": OWN_BODY} for row in answers if queries.means_itself(request, row.referred_to)
    }
    if own:
        raise Invalid(rules.fields_of(own))


def _check_subjects(request: Request, answers: Sequence[Answer]) -> None:
    asked = {finding.id for finding in queries.standing_findings(request)}
    answered = [answer.finding_id for answer in answers]
    if not asked.issuperset(answered) or len(set(answered)) < len(answered):
        raise Invalid({"answers": _l("The reply is about another finding than the request.")})


def _record_answer(response: Response, finding: Finding, answer: Answer, actor: Actor, at: datetime) -> None:
    item = ResponseItem(
        response=response,
        finding=finding,
        position=answer.position,
        text=answer.text or None,
        ground=answer.ground or None,
        referred_to=answer.referred_to or None,
        fixed_on=answer.fixed_on,
    )
    db.session.add(item)
    db.session.flush()
    _take_over_focus_areas(response, finding, actor, at)
    for promise in answer.promises:
        _record_promise(item, finding, promise, actor, at)
    if queries.is_onward(response.request):  # the finding stays about the body that was asked first
        return
    if FINDING.find(finding.state, "answer"):  # a word on a reopened finding is kept; its state waits for a request
        findings_service.answer(finding, actor, at, answer.position)


def _take_over_focus_areas(response: Response, finding: Finding, actor: Actor, at: datetime) -> None:
    areas = [area.id for area in focus_areas_of(finding) if is_open(area)]
    link_focus_areas(response, areas, actor, at)


def _record_promise(item: ResponseItem, finding: Finding, promise: Promise, actor: Actor, at: datetime) -> None:
    """A commitment becomes an action point that the body owns; the reply and the finding are linked to it."""
    response = item.response
    areas = [area for area in focus_areas_of(finding) if is_open(area)]
    point = create_action_point(
        title_mn=excerpt(promise.text, TITLE_LENGTH),
        description_mn=promise.text,
        owner=response.request.body,
        due_on=promise.promised_on,
        origin="commitment",
        origin_note=response.request.number,
        focus_area=areas[0] if areas else None,
        actor=actor,
        at=at,
    )
    row = Commitment(
        item=item,
        action_point=point,
        text=promise.text,
        office=promise.office,
        promised_on=promise.promised_on,
    )
    db.session.add(row)
    link_action_points(response, [point.id], actor, at)
    link_action_points(finding, [point.id], _linking(actor), at)


def _linking(actor: Actor) -> Actor:
    """The body's own reply ties its commitment to the finding; nothing else is the body's to link."""
    if actor.can("plan.link"):
        return actor
    return System(actor_kind=actor.actor_kind, permissions=frozenset({"plan.link"}))


def check_received(request: Request) -> None:
    """Raises Missing for "proof" while nothing proves that the body received the letter which a paper answers."""
    if request.state == "sent":
        raise Missing("proof", _l("Record the proof of delivery first: the reply answers a letter that was received."))


def record_paper(
    request: Request,
    answers: Sequence[Answer],
    actor: Actor,
    at: datetime,
    *,
    scans: Sequence[tuple[str, bytes]],
    **letter: Any,
) -> Response:
    """Record a paper letter with its scans (name, bytes). `letter`: as `record_response` wants it.

    Raises Invalid, and Missing for "proof" as `check_received`.
    """
    check_received(request)
    _check_may_answer(request, actor)
    kept = [files.receive_document(name, data, at, "scans") for name, data in scans]
    return record_response(request, answers, actor, at, channel="paper", files=kept, **letter)
