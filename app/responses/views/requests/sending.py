"""Sending a request, its delivery, its extension and its reply link."""

from typing import Any

from flask import flash, url_for
from flask_babel import gettext as _

from app.core import clock
from app.responses import queries, service
from app.responses.forms.requests import DeliveryForm, ExtensionForm, SendForm
from app.responses.states import REQUEST
from app.responses.views.requests.blueprint import blueprint
from app.ui.forms import ReasonForm, page, refusals, see_other
from app.ui.guards import actor, requires


def _back(request_id: int) -> Any:
    return see_other(url_for("requests.show", request_id=request_id))


@blueprint.route("/<int:request_id>/send", methods=["GET", "POST"])
@requires("requests.manage")
def send(request_id: int) -> Any:
    """Send a draft; a request that is out already is sent once more."""
    row = queries.get_request(request_id)
    form = SendForm()
    if form.validate_on_submit():
        use_case = service.send if row.state == REQUEST.initial else service.try_again
        with refusals(form):
            use_case(row, actor(), clock.now(), **form.values())
            return _after_sending(request_id, form.channel.data)
    row = queries.get_request(request_id)
    return page("responses/send.html", form, row=row, unseen=queries.unseen_behind(row))


def _after_sending(request_id: int, channel: str) -> Any:
    if channel == "mail":
        flash(_("The mail is on its way. Record the proof of delivery when you have it."), "success")
        return _back(request_id)
    flash(_("Print this letter. Record the proof of delivery when you have it."), "success")
    return see_other(url_for("requests.letter", request_id=request_id, language="mn"))


@blueprint.route("/<int:request_id>/delivery", methods=["GET", "POST"])
@requires("requests.manage")
def delivery(request_id: int) -> Any:
    row = queries.get_request(request_id)
    form = DeliveryForm()
    if form.validate_on_submit():
        with refusals(form):
            service.record_delivery(row, actor(), clock.now(), **form.values())
            flash(_("Delivery is recorded. The reply is due on the day shown below."), "success")
            return _back(request_id)
    return page("responses/delivery.html", form, row=queries.get_request(request_id))


@blueprint.route("/<int:request_id>/extension", methods=["GET", "POST"])
@requires("requests.manage")
def extension(request_id: int) -> Any:
    row = queries.get_request(request_id)
    form = ExtensionForm()
    form.offer(row)
    if form.validate_on_submit():
        with refusals(form):
            service.extend(row, actor(), clock.now(), **form.values())
            flash(_("The extension is recorded."), "success")
            return _back(request_id)
    return page("responses/extension.html", form, row=queries.get_request(request_id))


@blueprint.post("/<int:request_id>/link")
@requires("requests.manage")
def new_link(request_id: int) -> Any:
    service.renew_link(queries.get_request(request_id), actor(), clock.now())
    flash(_("There is a new link. The old one does not work any more: send the new one to the body."), "success")
    return _back(request_id)


@blueprint.route("/<int:request_id>/link/revoke", methods=["GET", "POST"])
@requires("requests.manage")
def revoke_link(request_id: int) -> Any:
    row = queries.get_request(request_id)
    form = ReasonForm()
    if form.validate_on_submit():
        with refusals(form):
            service.revoke_link(row, form.reason.data or "", actor(), clock.now())
            flash(_("The link does not work any more."), "success")
            return _back(request_id)
    return page("responses/revoke.html", form, row=queries.get_request(request_id))
