"""Re-visits: what is open, who is asked instead, and when nobody needs to look."""

from typing import Any

from flask import flash, url_for
from flask_babel import gettext as _
from flask_login import current_user

from app.accounts.queries import get_person
from app.core import clock
from app.responses import service
from app.responses.forms.following import EntrustForm
from app.responses.queries import revisits as queries
from app.responses.states import REVISIT
from app.responses.views.requests.blueprint import blueprint
from app.ui.forms import ReasonForm, page, refusals, see_other
from app.ui.guards import actor, requires


@blueprint.get("/revisits")
@requires("monitoring.manage")
def revisits() -> Any:
    return page("responses/revisits.html", rows=queries.list_open_revisits(current_user), today=clock.today())


@blueprint.route("/revisits/<int:revisit_id>/entrust", methods=["GET", "POST"])
@requires("monitoring.manage")
def entrust(revisit_id: int) -> Any:
    row = queries.get_revisit(revisit_id)
    REVISIT.check(row, "entrust", actor(), monitor="-")
    candidates = [person for person in queries.candidates_for(row.finding) if person.id != row.monitor_id]
    form = EntrustForm()
    form.offer(candidates)
    if form.validate_on_submit():
        with refusals(form):
            service.entrust(row, get_person(form.monitor.data), actor(), clock.now())
            flash(_("Asked. The monitor is told by mail."), "success")
            return see_other(url_for("requests.revisits"))
    return page("responses/entrust.html", form, row=queries.get_revisit(revisit_id), candidates=candidates)


@blueprint.route("/revisits/<int:revisit_id>/dismiss", methods=["GET", "POST"])
@requires("monitoring.manage")
def dismiss_revisit(revisit_id: int) -> Any:
    row = queries.get_revisit(revisit_id)
    REVISIT.check(row, "dismiss", actor(), reason="-")
    form = ReasonForm()
    if form.validate_on_submit():
        with refusals(form):
            service.dismiss_revisit(row, form.reason.data or "", actor(), clock.now())
            flash(_("No re-visit is asked for any more."), "success")
            return see_other(url_for("requests.revisits"))
    back = url_for("requests.revisits")
    return page("responses/revisit_reason.html", form, row=queries.get_revisit(revisit_id), verb="dismiss", back=back)


@blueprint.route("/revisits/<int:revisit_id>/hand-back", methods=["GET", "POST"])
@requires("outcomes.verify")
def hand_back(revisit_id: int) -> Any:
    row = queries.get_revisit(revisit_id)
    REVISIT.check(row, "hand_back", actor(), reason="-")
    form = ReasonForm()
    if form.validate_on_submit():
        with refusals(form):
            service.hand_back(row, form.reason.data or "", actor(), clock.now())
            flash(_("Thank you for saying so. Somebody else will be asked."), "success")
            return see_other(url_for("workspace.home"))
    back = url_for("workspace.home")
    return page("responses/revisit_reason.html", form, row=queries.get_revisit(revisit_id), verb="hand_back", back=back)
