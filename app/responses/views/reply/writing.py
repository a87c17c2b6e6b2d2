"""What a body writes behind its link: an answer to each finding, files, and the check before sending."""

from typing import Any

from flask import flash, request as http, url_for
from flask_babel import gettext as _

from app.core import clock
from app.core.errors import NotFound
from app.findings.models import Finding
from app.responses import queries, service
from app.responses.forms.reply import (
    AnswerForm,
    FileForm,
    SendReplyForm,
    WholeForm,
    read,
    shown,
    typed_in,
)
from app.responses.models import Request
from app.responses.rules import MOST_PROMISES
from app.responses.service.replies import OWN_BODY
from app.responses.views.reply.checked import as_published, look_over, page_name
from app.responses.views.reply.link import blueprint, officer, once_received
from app.ui.forms import Form, page, refusals, see_other

SAVE, ADD = "save", "add"
WHOLE = "reply"


@blueprint.route("/<token>/findings/<int:finding_id>", methods=["GET", "POST"])
@once_received
def answer(token: str, row: Request, finding_id: int) -> Any:
    """One finding a page. "Save" and "add" keep what was typed, whole or not; going on checks it first."""
    finding = _finding(row, finding_id)
    form, name = _form(AnswerForm, row, page_name(finding)), page_name(finding)
    if http.method == "POST" and (_is_kept_as_is() or _is_whole(form, row, finding)):
        with refusals(form):
            _keep(row, name, form)
            return see_other(_after(token, row, finding))
    _mark(form, row, name)
    seen = {"visits": queries.visits_of(finding), "evidence": queries.evidence_of(finding)}
    return page(
        "reply/answer.html",
        form,
        token=token,
        row=row,
        finding=finding,
        most=MOST_PROMISES,
        next=_next(token, row, finding),
        bodies=queries.list_well_known(row.body),
        **seen,
    )


def _finding(row: Request, finding_id: int) -> Finding:
    for finding in queries.standing_findings(row):
        if finding.id == finding_id:
            return finding
    raise NotFound()


def _form(kind: type[Form], row: Request, name: str) -> Any:
    """What is posted now, or what the draft keeps."""
    return kind() if http.method == "POST" else shown(kind, queries.draft_fields(row).get(name, {}))


def _is_kept_as_is() -> bool:
    return http.form.get("step") in (SAVE, ADD)


def _is_whole(form: AnswerForm, row: Request, finding: Finding) -> bool:
    sound = form.validate_on_submit()
    sound = form.check(finding.id, clock.today()) and sound
    if queries.means_itself(row, form.referred_to.data):
        form.referred_to.errors = [*form.referred_to.errors, OWN_BODY]
        return False
    return sound


def _keep(row: Request, name: str, form: Any) -> None:
    typed = typed_in(form, http.form)
    if http.form.get("step") == ADD:
        typed[f"promises-{len(form.promises)}-text"] = ""
    service.save_draft(row, name, typed, officer(row), clock.now(), seen=form.seen.data or None)


def _after(token: str, row: Request, finding: Finding) -> str:
    if http.form.get("step") == ADD:
        return url_for("reply.answer", token=token, finding_id=finding.id, _anchor="commitments")
    if http.form.get("step") == SAVE:
        flash(_("Saved. A colleague with the same link can go on."), "success")
        return url_for("reply.answer", token=token, finding_id=finding.id)
    return _next(token, row, finding)


def _next(token: str, row: Request, finding: Finding) -> str:
    """The page of the next finding, or the last questions."""
    rest = [other.id for other in queries.standing_findings(row) if other.id > finding.id]
    if rest:
        return url_for("reply.answer", token=token, finding_id=rest[0])
    return url_for("reply.whole", token=token)


def _mark(form: Any, row: Request, name: str) -> None:
    form.seen.data = service.page_mark(queries.draft_fields(row), name)


@blueprint.route("/<token>/office", methods=["GET", "POST"])
@once_received
def whole(token: str, row: Request) -> Any:
    """Which office answers, and what it says to the whole request."""
    form = _form(WholeForm, row, WHOLE)
    if http.method == "POST" and (_is_kept_as_is() or form.validate_on_submit()):
        with refusals(form):
            service.save_draft(
                row, WHOLE, typed_in(form, http.form), officer(row), clock.now(), seen=form.seen.data or None
            )
            if _is_kept_as_is():
                flash(_("Saved. A colleague with the same link can go on."), "success")
                return see_other(url_for("reply.whole", token=token))
            return see_other(url_for("reply.files", token=token))
    _mark(form, row, WHOLE)
    return page("reply/whole.html", form, token=token, row=row)


@blueprint.route("/<token>/files", methods=["GET", "POST"])
@once_received
def files(token: str, row: Request) -> Any:
    """One file at a time, in a form of its own, so that no other error loses it."""
    form = FileForm()
    if form.validate_on_submit():
        with refusals(form):
            for name, data in read(form.file):
                service.add_file(row, name, data, officer(row), clock.now())
            return see_other(url_for("reply.files", token=token))
    return page("reply/files.html", form, token=token, row=row, files=queries.draft_files(row))


@blueprint.post("/<token>/files/<int:file_id>/remove")
@once_received
def remove_file(token: str, row: Request, file_id: int) -> Any:
    service.remove_file(row, file_id, officer(row), clock.now())
    return see_other(url_for("reply.files", token=token))


@blueprint.route("/<token>/check", methods=["GET", "POST"])
@once_received
def check(token: str, row: Request) -> Any:
    """The reply as it will be published. What is sent is what was shown here, or nothing."""
    form, checked, today = SendReplyForm(), look_over(row, clock.today()), clock.today()
    if form.validate_on_submit() and checked.is_ready:
        with refusals(form):
            response = service.send_reply(
                row,
                checked.answers,
                officer(row),
                clock.now(),
                seen=form.seen.data or "",
                office=checked.office,
                text=checked.text,
                letter_number=checked.letter_number,
            )
            return see_other(url_for("reply.receipt", token=token, response_id=response.id))
    form.seen.data = service.draft_mark(queries.draft_fields(row))
    preview = as_published(row, checked, today)
    return page(
        "reply/check.html",
        form,
        token=token,
        row=row,
        checked=checked,
        preview=preview,
        referred=[(name, queries.find_named(name)) for name in checked.referred_to],
        findings=queries.standing_findings(row),
    )
