"""Replies that are new, paper letters, and the files of replies."""

from typing import Any

from flask import flash, request as http, url_for
from flask_babel import gettext as _
from flask_login import current_user

from app.core import clock
from app.core.files import clean_copy
from app.partnership.forms import plain
from app.responses import queries, service
from app.responses.forms.reply import PaperForm, read
from app.responses.models import Request
from app.responses.queries.replies import list_new_replies
from app.responses.states import REQUEST
from app.responses.views.requests.blueprint import blueprint
from app.ui.forms import page, refusals, see_other
from app.ui.guards import actor, requires
from app.ui.serving import sandboxed, serve


@blueprint.get("/replies")
@requires("outcomes.assess")
def new_replies() -> Any:
    """What came in and waits for somebody to act on it."""
    rows = list_new_replies(current_user, http.args.get("page", 1, type=int))
    return page("responses/new_replies.html", rows=rows)


@blueprint.route("/<int:request_id>/paper", methods=["GET", "POST"])
@requires("requests.manage")
def paper(request_id: int) -> Any:
    row = queries.get_request(request_id)
    if row.state != "sent":
        REQUEST.check_open(row, "answer", actor())
    elif http.method == "GET":  # a posted form hears it from the use case, and comes back with all that was typed
        service.check_received(row)
    findings = queries.standing_findings(row)
    form = PaperForm.for_findings(findings, {finding.id: plain(finding, "title") for finding in findings})
    if form.validate_on_submit():
        with refusals(form):
            _record(row, form)
            flash(_("The reply is recorded. Its commitments are action points now."), "success")
            return see_other(url_for("requests.show", request_id=request_id))
    row = queries.get_request(request_id)
    return page("responses/paper.html", form, row=row, bodies=queries.list_well_known(row.body))


def _record(row: Request, form: PaperForm) -> None:
    service.record_paper(
        row,
        form.answers(),
        actor(),
        clock.now(),
        scans=read(form.scans),
        office=form.office.data or "",
        text=form.text.data or "",
        answered_on=form.answered_on.data,
        arrived_on=form.arrived_on.data,
        letter_number=form.letter_number.data,
    )


@blueprint.get("/files/<int:file_id>")
@requires("requests.read")
@sandboxed
def file(file_id: int) -> Any:
    found = queries.file_of_reply(file_id)
    return serve(clean_copy(found), found.clean_type, f"file-{found.id}")
