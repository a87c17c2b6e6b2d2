"""Pages of the strategic plan and forms of its focus areas."""

from typing import Any

from flask import url_for
from flask_babel import gettext as _

from app.core import clock
from app.partnership import queries, service
from app.partnership.forms import FocusAreaForm, PlacedFocusAreaForm, PlanForm
from app.partnership.models import StrategicPlan
from app.partnership.states import PLAN
from app.partnership.terms import PLAN_TONES
from app.partnership.views.blueprint import blueprint, saved, take_passage
from app.ui.forms import page, refusals, see_other
from app.ui.guards import actor, requires
from app.ui.i18n import localized


@blueprint.route("/plans")
@requires("plan.read")
def plans() -> Any:
    return page("partnership/plans.html", plans=queries.list_plans(), lifecycle=PLAN, tones=PLAN_TONES)


@blueprint.route("/plans/<int:plan_id>")
@requires("plan.read")
def plan(plan_id: int) -> Any:
    plan = queries.get_plan(plan_id)
    return page(
        "partnership/plan.html",
        plan=plan,
        lifecycle=PLAN,
        tones=PLAN_TONES,
        passages=PLAN.open_to(plan, actor()),
        counts=queries.count_links(plan.focus_areas),
        points=queries.open_points_by_area(plan),
        steps=queries.steps_of(plan),
    )


@blueprint.route("/plans/new", methods=["GET", "POST"])
@requires("plan.edit")
def plan_new() -> Any:
    form = PlanForm()
    if form.validate_on_submit():
        with refusals(form):
            made = service.draft_plan(**form.values(), actor=actor(), at=clock.now())
            return saved(_("The draft is made. Add its focus areas now."), _address(made.id))
    return page(
        "partnership/edit.html",
        form,
        heading=_("Draft a strategic plan"),
        back=(_("Plan"), url_for("partnership.plans")),
    )


@blueprint.route("/plans/<int:plan_id>/edit", methods=["GET", "POST"])
@requires("plan.edit")
def plan_edit(plan_id: int) -> Any:
    plan = queries.get_plan(plan_id)
    form = PlanForm(obj=plan)
    if form.validate_on_submit():
        with refusals(form):
            service.edit_plan(plan, **form.values(), actor=actor(), at=clock.now())
            return saved(_("Saved."), _address(plan_id))
    return _edit_page(form, plan, _("Edit the plan"))


@blueprint.route("/plans/<int:plan_id>/passages/<verb>", methods=["GET", "POST"])
@requires("plan.edit")
def plan_passage(plan_id: int, verb: str) -> Any:
    plan = queries.get_plan(plan_id)
    hint = _("Say when and where the members agreed.") if verb == "agree" else None
    return take_passage(PLAN, plan, verb, service.move_plan, _address(plan_id), hint=hint)


@blueprint.route("/plans/<int:plan_id>/focus-areas/new", methods=["GET", "POST"])
@requires("plan.edit")
def focus_area_new(plan_id: int) -> Any:
    plan = queries.get_plan(plan_id)
    form = FocusAreaForm()
    if form.validate_on_submit():
        with refusals(form):
            service.add_focus_area(plan, **form.values(), actor=actor(), at=clock.now())
            return saved(_("The focus area is in the plan."), _address(plan_id))
    return _edit_page(form, plan, _("Add a focus area"))


@blueprint.route("/focus-areas/<int:focus_area_id>/edit", methods=["GET", "POST"])
@requires("plan.edit")
def focus_area_edit(focus_area_id: int) -> Any:
    area = queries.get_focus_area(focus_area_id)
    form = PlacedFocusAreaForm(obj=area)
    if form.validate_on_submit():
        with refusals(form):
            service.edit_focus_area(area, **form.values(), actor=actor(), at=clock.now())
            return saved(_("Saved."), _address(area.plan_id))
    return _edit_page(form, area.plan, _("Edit the focus area"))


@blueprint.route("/focus-areas/<int:focus_area_id>/remove", methods=["POST"])
@requires("plan.edit")
def focus_area_remove(focus_area_id: int) -> Any:
    area = queries.get_focus_area(focus_area_id)
    address = _address(area.plan_id)
    service.remove_focus_area(area, actor(), clock.now())
    return see_other(address)


def _edit_page(form: Any, plan: StrategicPlan, heading: str) -> Any:
    back = (localized(plan, "title"), _address(plan.id))
    return page("partnership/edit.html", form, heading=heading, back=back)


def _address(plan_id: int) -> str:
    return url_for("partnership.plan", plan_id=plan_id)
