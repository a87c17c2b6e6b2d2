"""What a body reads behind its link: the request, the evidence, its own replies."""

from typing import Any

from flask import Response, flash, url_for
from flask_babel import gettext as _

from app.core import clock, storage
from app.core.errors import NotFound
from app.core.files import clean_copy
from app.core.typeset import NotTypeset
from app.partnership.queries import find_coordinating_organisation
from app.responses import queries, service
from app.responses.forms.reply import AcknowledgeForm, AskExtensionForm
from app.responses.letter_pdf import file_name, letter_pdf, log
from app.responses.models import Request
from app.responses.policy import may_extend
from app.responses.views.due_date import calendar_answer
from app.responses.views.reply.link import behind_link, blueprint, officer
from app.ui.forms import Form, page, refusals, see_other
from app.ui.i18n import current_language
from app.ui.serving import sandboxed, serve


@blueprint.get("/<token>")
@behind_link
def show(token: str, row: Request) -> Any:
    return _front(token, row, AcknowledgeForm())


@blueprint.post("/<token>/acknowledge")
@behind_link
def acknowledge(token: str, row: Request) -> Any:
    """Receipt is acknowledged: the clock starts, unless delivery was proven before."""
    form = AcknowledgeForm()
    if row.state != "sent":
        service.acknowledge(row, officer(row), clock.now(), received_on=clock.today())
        return see_other(url_for("reply.show", token=token))
    if form.validate_on_submit():
        with refusals(form):
            service.acknowledge(row, officer(row), clock.now(), **form.values())
            flash(_("Thank you. Receipt is acknowledged."), "success")
            return see_other(url_for("reply.show", token=token))
    return _front(token, row, form)


@blueprint.post("/<token>/opened")
@behind_link
def opened(_token: str, _row: Request) -> Any:
    """A script of the page says that a browser shows it; `behind_link` keeps that, as it does for everything sent."""
    return Response(status=204, mimetype="text/plain")


def _front(token: str, row: Request, form: Form) -> Any:
    findings = queries.standing_findings(row)
    draft = queries.draft_fields(row)
    came_by = queries.opened_by(row)
    return page(
        "reply/show.html",
        form,
        token=token,
        row=row,
        findings=findings,
        evidence={finding.id: queries.evidence_of(finding) for finding in findings},
        visits={finding.id: queries.visits_of(finding) for finding in findings},
        begun={finding.id for finding in findings if f"finding-{finding.id}" in draft},
        draft=draft,
        may_extend=may_extend(officer(row), row, clock.today()),
        waiting=not came_by and any(finding.state == "notified" for finding in findings),
        came_by=came_by,
        sender=find_coordinating_organisation(),
    )


@blueprint.get("/<token>/evidence/<int:evidence_id>")
@sandboxed
@behind_link
def evidence(_token: str, row: Request, evidence_id: int) -> Any:
    """As the public will see it."""
    found = queries.evidence_behind_link(row, evidence_id)
    return serve(storage.get("clean", found.public_sha256 or ""), found.public_type, f"evidence-{found.id}")


@blueprint.get("/<token>/file/<int:file_id>")
@sandboxed
@behind_link
def file(_token: str, row: Request, file_id: int) -> Any:
    found = queries.file_behind_link(row, file_id)
    return serve(clean_copy(found), found.clean_type, f"file-{found.id}")


@blueprint.get("/<token>/letter.pdf")
@sandboxed
@behind_link
def letter(token: str, row: Request) -> Any:
    """The letter in the language of the page."""
    language = current_language()
    try:
        made = letter_pdf(row, language, with_link=True)
    except NotTypeset as fault:
        log.warning("no PDF of request %s: %s", row.id, fault)
        flash(_("The PDF could not be made. The whole letter stands on this page."), "danger")
        return see_other(url_for("reply.show", token=token))
    response = serve(made, "application/pdf", file_name(row, language).removesuffix(".pdf"))
    response.headers["Cache-Control"] = "no-store"
    return response


@blueprint.get("/<token>/due.ics")
@sandboxed
@behind_link
def calendar(_token: str, row: Request) -> Any:
    """The due date for the calendar of whoever answers."""
    return calendar_answer(row, for_body=True)


@blueprint.get("/<token>/replies/<int:response_id>")
@behind_link
def receipt(token: str, row: Request, response_id: int) -> Any:
    """A reply as it was sent and will be published."""
    for response in row.responses:
        if response.id == response_id:
            return page("reply/receipt.html", token=token, row=row, response=response)
    raise NotFound()


@blueprint.route("/<token>/extension", methods=["GET", "POST"])
@behind_link
def extension(token: str, row: Request) -> Any:
    if not may_extend(officer(row), row, clock.today()):
        return see_other(url_for("reply.show", token=token))
    form = AskExtensionForm(data={"days": row.rule.extension})
    if form.validate_on_submit():
        with refusals(form):
            service.extend(row, officer(row), clock.now(), **form.values())
            flash(_("The term is extended. The new due date stands below."), "success")
            return see_other(url_for("reply.show", token=token))
    return page("reply/extension.html", form, token=token, row=row)
