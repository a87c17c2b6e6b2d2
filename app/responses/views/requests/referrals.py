"""Where replies send findings on: who is meant, and the request that follows."""

from typing import Any

from flask import flash, url_for
from flask_babel import gettext as _

from app.core import clock
from app.core.errors import Invalid
from app.responses import queries, service
from app.responses.follow_models import Referral
from app.responses.forms.following import NextBodyForm
from app.responses.models import Request
from app.responses.views.requests.blueprint import blueprint
from app.ui.forms import ReasonForm, page, refusals, see_other
from app.ui.guards import actor, requires


@blueprint.get("/referrals")
@requires("requests.manage")
def referrals() -> Any:
    return page("responses/referrals.html", rows=queries.list_unclear())


@blueprint.route("/referrals/<int:referral_id>", methods=["GET", "POST"])
@requires("requests.manage")
def referral(referral_id: int) -> Any:
    """Say which body is meant: its request is drafted."""
    row = queries.get_referral(referral_id)
    form = NextBodyForm(data={"body": row.body.name_mn if row.body else row.name})
    if form.validate_on_submit():
        with refusals(form):
            made = _open_next(row, form)
            flash(_("The request is drafted. Look at it and send it like any other."), "success")
            return see_other(url_for("requests.show", request_id=made.id))
    row = queries.get_referral(referral_id)
    return page("responses/referral.html", form, row=row, bodies=queries.list_well_known(row.origin.body))


def _open_next(row: Referral, form: NextBodyForm) -> Request:
    body = queries.find_named(form.body.data or "")
    if body is None:
        message = _("No body of the register is called so, or several are: give its registration number.")
        raise Invalid({"body": message})
    return service.open_next(row, body, actor(), clock.now())


@blueprint.route("/referrals/<int:referral_id>/set-aside", methods=["GET", "POST"])
@requires("requests.manage")
def set_aside(referral_id: int) -> Any:
    row = queries.get_referral(referral_id)
    form = ReasonForm()
    if form.validate_on_submit():
        with refusals(form):
            service.set_aside(row, form.reason.data or "", actor(), clock.now())
            flash(_("The referral is not followed."), "success")
            return see_other(url_for("requests.show", request_id=row.origin.id))
    return page("responses/set_aside.html", form, row=queries.get_referral(referral_id))
