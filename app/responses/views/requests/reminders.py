"""Reminders of a request: pause, lift the pause, its due date for a calendar."""

from typing import Any

from flask import Response, flash, url_for
from flask_babel import gettext as _

from app.core import clock
from app.responses import queries, service
from app.responses.views.due_date import calendar_answer
from app.responses.views.requests.blueprint import blueprint
from app.ui.forms import ReasonForm, page, refusals, see_other
from app.ui.guards import actor, requires


@blueprint.route("/<int:request_id>/reminders/pause", methods=["GET", "POST"])
@requires("requests.manage")
def pause_reminders(request_id: int) -> Any:
    row = queries.get_request(request_id)
    form = ReasonForm()
    if form.validate_on_submit():
        with refusals(form):
            service.pause_reminders(row, form.reason.data or "", actor(), clock.now())
            flash(_("Reminders are paused. Nothing is sent until you resume them."), "success")
            return see_other(url_for("requests.show", request_id=request_id))
    return page("responses/pause.html", form, row=queries.get_request(request_id))


@blueprint.post("/<int:request_id>/reminders/resume")
@requires("requests.manage")
def resume_reminders(request_id: int) -> Any:
    service.resume_reminders(queries.get_request(request_id), actor(), clock.now())
    flash(_("Reminders go out again, from the next working day."), "success")
    return see_other(url_for("requests.show", request_id=request_id))


@blueprint.get("/<int:request_id>/due.ics")
@requires("requests.read")
def calendar(request_id: int) -> Response:
    return calendar_answer(queries.get_request(request_id))
