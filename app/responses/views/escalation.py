"""Pages of the escalation path."""

from typing import Any

from flask import Blueprint, flash, request as http, url_for
from flask_babel import gettext as _

from app.bodies.queries import get_body
from app.core import clock
from app.responses import service
from app.responses.forms.escalation import AddresseeForm
from app.responses.queries import notices
from app.ui.forms import ReasonForm, page, refusals, see_other
from app.ui.guards import actor, requires

blueprint = Blueprint("escalation", __name__, url_prefix="/workspace/escalation", template_folder="../templates")


@blueprint.get("")
@requires("requests.read")
def index() -> Any:
    return page("responses/escalation.html", rows=notices.list_addressees(), pace=notices.pace())


@blueprint.route("/new", methods=["GET", "POST"])
@requires("rules.edit")
def new() -> Any:
    """For the body in the address, or for every body."""
    number = http.args.get("body", type=int)
    body = get_body(number) if number else None
    form = AddresseeForm()
    if form.validate_on_submit():
        with refusals(form):
            service.add_addressee(**form.values(), body=body, actor=actor(), at=clock.now())
            flash(_("The addressee is entered."), "success")
            return see_other(url_for("escalation.index"))
    return page("responses/addressee_new.html", form, body=body)


@blueprint.post("/<int:addressee_id>/move")
@requires("rules.edit")
def move(addressee_id: int) -> Any:
    service.move_addressee(notices.get_addressee(addressee_id), actor(), clock.now())
    return see_other(url_for("escalation.index"))


@blueprint.route("/<int:addressee_id>/remove", methods=["GET", "POST"])
@requires("rules.edit")
def remove(addressee_id: int) -> Any:
    row = notices.get_addressee(addressee_id)
    form = ReasonForm()
    if form.validate_on_submit():
        with refusals(form):
            service.remove_addressee(row, form.reason.data or "", actor(), clock.now())
            flash(_("The addressee is removed."), "success")
            return see_other(url_for("escalation.index"))
    return page("responses/addressee_remove.html", form, row=notices.get_addressee(addressee_id))
