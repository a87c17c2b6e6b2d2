"""Pages of a plan that show other features too: at which meeting it was agreed, and what it takes over."""

from typing import Any

from flask import Blueprint, url_for
from flask_babel import gettext as _, ngettext
from wtforms.fields.choices import SelectChoice

from app.contracts.queries import count_monitored_for
from app.core import clock
from app.core.errors import Refused
from app.partnership import queries as partnership, service
from app.partnership.meetings import queries as meetings
from app.partnership.models import StrategicPlan
from app.partnership.plan_forms import AgreePlanForm, SuccessionForm
from app.partnership.states import PLAN
from app.partnership.views.blueprint import saved
from app.ui.filters import short_day
from app.ui.forms import choices, page, refusals, stamp_of
from app.ui.guards import actor, requires
from app.ui.i18n import localized, plain

blueprint = Blueprint("plan_pages", __name__, url_prefix="/workspace/plans")


@blueprint.route("/<int:plan_id>/agree", methods=["GET", "POST"])
@requires("plan.edit")
def agree(plan_id: int) -> Any:
    plan = partnership.get_plan(plan_id)
    form = AgreePlanForm(data={"seen": str(plan.edits)})
    form.meeting.choices = _meetings()
    if form.validate_on_submit():
        with refusals(form):
            values = form.values() | {"seen": stamp_of(form.seen)}
            service.agree_plan(plan, actor(), clock.now(), **values)
            return saved(_("The agreement is recorded."), _address(plan_id))
    form.seen.data = str(plan.edits)
    return page("partnership/edit.html", form, heading=_("Record agreement"), back=_back(plan))


def _meetings() -> list[SelectChoice]:
    """None, then the latest that were held."""
    held = [row for row in meetings.list_meetings(actor()).items if row.state in {"held", "agreed"}]
    return choices(((row.id, f"{short_day(row.day)}: {plain(row, 'title')}") for row in held), _("None of these"))


@blueprint.route("/<int:plan_id>/succession", methods=["GET", "POST"])
@requires("plan.edit")
def succession(plan_id: int) -> Any:
    """Put a plan in force in the place of another: which focus area goes on as which."""
    plan = partnership.get_plan(plan_id)
    PLAN.check(plan, "put_in_force", actor())
    before = partnership.find_predecessor(plan)
    if before is None:
        raise Refused(_("There is no plan in whose place this one could come."))
    form = SuccessionForm.between(before, plan)
    points, monitored = partnership.open_points_by_area(before), count_monitored_for(before.focus_areas)
    left: list[Any] = []
    if form.validate_on_submit():
        dropped = [area for area in before.focus_areas if form.mapping()[area.id] is None]
        left = [area for area in dropped if points.get(area.id) or monitored.get(area.id)]
        if left and not form.known.data:
            form.known.errors = [_("Nothing goes on with the work named above. Choose, or say that you know.")]
        else:
            with refusals(form):
                reason = form.reason.data if "reason" in form else None
                came = service.succeed(plan, form.mapping(), actor(), clock.now(), reason=reason)
                told = ngettext("%(num)s action point came over.", "%(num)s action points came over.", len(came))
                return saved(f"{_('The plan is in force.')} {told}", _address(plan_id))
    return page(
        "workspace/succession.html",
        form,
        plan=plan,
        before=before,
        points=points,
        monitored=monitored,
        left=left,
        back=_back(plan),
    )


def _back(plan: StrategicPlan) -> tuple[Any, str]:
    return localized(plan, "title"), _address(plan.id)


def _address(plan_id: int) -> str:
    return url_for("partnership.plan", plan_id=plan_id)
