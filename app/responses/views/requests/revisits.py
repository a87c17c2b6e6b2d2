"""Re-visits: what is open, who is asked instead, and when nobody needs to look."""

from collections.abc import Callable
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
    said, back = _("No re-visit is asked for any more."), url_for("requests.revisits")
    return _with_reason(revisit_id, "dismiss", service.dismiss_revisit, said, back)


@blueprint.route("/revisits/<int:revisit_id>/hand-back", methods=["GET", "POST"])
@requires("outcomes.verify")
def hand_back(revisit_id: int) -> Any:
    said, back = _("Thank you for saying so. Somebody else will be asked."), url_for("workspace.home")
    return _with_reason(revisit_id, "hand_back", service.hand_back, said, back)


def _with_reason(revisit_id: int, verb: str, use_case: Callable[..., None], said: str, back: str) -> Any:
    row = queries.get_revisit(revisit_id)
    REVISIT.check(row, verb, actor(), reason="-")
    form = ReasonForm()
    if form.validate_on_submit():
        with refusals(form):
            use_case(row, form.reason.data or "", actor(), clock.now())
            flash(said, "success")
            return see_other(back)
    return page("responses/revisit_reason.html", form, row=queries.get_revisit(revisit_id), verb=verb, back=back)
