"""Pages of the strategic plan and forms of its focus areas."""

from datetime import datetime
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from app.core import clock
from app.core.actors import Actor
from app.partnership import queries, service
from app.partnership.models import StrategicPlan
from app.partnership.plan_forms import FocusAreaForm, PlacedFocusAreaForm, PlanForm
from app.partnership.queries import content
from app.partnership.states import PLAN
from app.partnership.terms import PILLARS, PLAN_TEXTS, PLAN_TONES, SUSTAINABILITY
from app.partnership.views.blueprint import blueprint, edit_page, overtaken, saved, take_passage
from app.ui.forms import page, refusals, see_other
from app.ui.guards import actor, requires


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
        before=queries.find_predecessor(plan) if plan.state == "agreed" else None,
        successors=queries.list_successors(plan),
        texts=content.texts_of(plan),
        kinds=PLAN_TEXTS,
        pillars=PILLARS,
        courses=content.courses_of(plan.focus_areas),
        sustaining=SUSTAINABILITY,
        sustained=content.count_sustainability(plan),
        resources=content.total_resources(plan),
        denial=PLAN.denial(plan, "agree", actor()),
        steps=queries.steps_of(plan, actor()),
    )


@blueprint.route("/plans/new", methods=["GET", "POST"])
@requires("plan.edit")
def plan_new() -> Any:
    now = queries.find_plan_in_force()
    form = PlanForm(succeeds_id=now.id if now else None)
    del form.reason
    if form.validate_on_submit():
        with refusals(form):
            made = service.draft_plan(**form.values(), actor=actor(), at=clock.now())
            return saved(_("The draft is made. Add its focus areas now."), address(made.id))
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
    form = PlanForm.of(plan, plan)
    if form.validate_on_submit():
        with refusals(form):
            service.edit_plan(plan, **form.values(), seen=form.stamp(), actor=actor(), at=clock.now())
            return saved(_("Saved."), address(plan_id))
    return edit_page(form, plan, _("Edit the plan"), overtaken(form, plan))


@blueprint.route("/plans/<int:plan_id>/passages/<any(redraft, put_in_force, close):verb>", methods=["GET", "POST"])
@requires("plan.edit")
def plan_passage(plan_id: int, verb: str) -> Any:
    """Agreement, and coming in the place of another plan, have pages of their own in the workspace."""
    plan, hint = queries.get_plan(plan_id), None
    if verb == "close" and queries.list_successors(plan):
        hint = _("Its open action points stay with it. To take them along, put the next plan in force in its place.")
    return take_passage(PLAN, plan, verb, _move, address(plan_id), hint=hint)


def _move(plan: StrategicPlan, verb: str, actor: Actor, at: datetime, reason: str | None = None) -> None:
    if verb == "put_in_force":
        service.put_in_force(plan, actor, at)
    else:
        service.move_plan(plan, verb, actor, at, reason=reason)


@blueprint.route("/plans/<int:plan_id>/focus-areas/new", methods=["GET", "POST"])
@requires("plan.edit")
def focus_area_new(plan_id: int) -> Any:
    plan = queries.get_plan(plan_id)
    form = FocusAreaForm.of(plan)
    if form.validate_on_submit():
        with refusals(form):
            service.add_focus_area(plan, **form.values(), actor=actor(), at=clock.now())
            return saved(_("The focus area is in the plan."), address(plan_id))
    return edit_page(form, plan, _("Add a focus area"))


@blueprint.route("/focus-areas/<int:focus_area_id>/edit", methods=["GET", "POST"])
@requires("plan.edit")
def focus_area_edit(focus_area_id: int) -> Any:
    area = queries.get_focus_area(focus_area_id)
    form = PlacedFocusAreaForm.of(area.plan, area)
    if form.validate_on_submit():
        with refusals(form):
            service.edit_focus_area(area, **form.values(), seen=form.stamp(), actor=actor(), at=clock.now())
            return saved(_("Saved."), address(area.plan_id))
    return edit_page(form, area.plan, _("Edit the focus area"), overtaken(form, area))


@blueprint.route("/focus-areas/<int:focus_area_id>/remove", methods=["POST"])
@requires("plan.edit")
def focus_area_remove(focus_area_id: int) -> Any:
    area = queries.get_focus_area(focus_area_id)
    plan_id = area.plan_id
    service.remove_focus_area(area, actor(), clock.now())
    return see_other(address(plan_id))


def address(plan_id: int) -> str:
    return url_for("partnership.plan", plan_id=plan_id)
