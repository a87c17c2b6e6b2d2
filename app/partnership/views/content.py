"""Forms of the plan's texts, and what sustains it: its list and forms."""

from typing import Any

from flask import abort, request, url_for
from flask_babel import gettext as _

from app.core import clock
from app.partnership import queries, service
from app.partnership.plan_forms import PlanTextForm, ResourcesForm, SustainabilityForm
from app.partnership.plan_models import PlanText, SustainabilityEntry
from app.partnership.queries import content
from app.partnership.terms import PLAN_TEXTS, SUSTAINABILITY
from app.partnership.views.blueprint import blueprint, edit_page, overtaken, saved
from app.ui.forms import page, refusals, see_other
from app.ui.guards import actor, requires


@blueprint.route("/plans/<int:plan_id>/texts/<kind>/new", methods=["GET", "POST"])
@requires("plan.edit")
def plan_text_new(plan_id: int, kind: str) -> Any:
    plan = queries.get_plan(plan_id)
    if kind not in PLAN_TEXTS:
        abort(404)
    form = PlanTextForm.of(plan)
    if form.validate_on_submit():
        with refusals(form):
            service.add_text(plan, kind, **form.values(), actor=actor(), at=clock.now())
            return saved(_("Saved."), _plan(plan_id))
    return edit_page(form, plan, PLAN_TEXTS[kind])


@blueprint.route("/plan-texts/<int:text_id>/edit", methods=["GET", "POST"])
@requires("plan.edit")
def plan_text_edit(text_id: int) -> Any:
    row = content.get_part(PlanText, text_id)
    form = PlanTextForm.of(row.plan, row)
    if form.validate_on_submit():
        with refusals(form):
            service.edit_text(row, **form.values(), seen=form.stamp(), actor=actor(), at=clock.now())
            return saved(_("Saved."), _plan(row.plan_id))
    return edit_page(form, row.plan, PLAN_TEXTS[row.kind], overtaken(form, row))


@blueprint.route("/plan-texts/<int:text_id>/remove", methods=["POST"])
@requires("plan.edit")
def plan_text_remove(text_id: int) -> Any:
    row = content.get_part(PlanText, text_id)
    address = _plan(row.plan_id)
    service.remove_text(row, actor(), clock.now())
    return see_other(address)


@blueprint.route("/plans/<int:plan_id>/sustainability")
@requires("plan.read")
def sustainability(plan_id: int) -> Any:
    plan, kind = queries.get_plan(plan_id), request.args.get("kind")
    if kind is not None and kind not in SUSTAINABILITY:
        abort(404)
    return page(
        "partnership/sustainability.html",
        plan=plan,
        kind=kind,
        kinds=SUSTAINABILITY,
        counts=content.count_sustainability(plan),
        resources=content.total_resources(plan),
        entries=content.list_sustainability(plan, kind, request.args.get("page", 1, type=int)),
    )


@blueprint.route("/plans/<int:plan_id>/sustainability/<kind>/new", methods=["GET", "POST"])
@requires("plan.edit")
def sustainability_new(plan_id: int, kind: str) -> Any:
    plan = queries.get_plan(plan_id)
    if kind not in SUSTAINABILITY:
        abort(404)
    form = _form(kind).of(plan)
    if form.validate_on_submit():
        with refusals(form):
            service.add_sustainability(plan, kind, **form.values(), actor=actor(), at=clock.now())
            return saved(_("Saved."), _sustainability(plan_id))
    return edit_page(form, plan, SUSTAINABILITY[kind])


@blueprint.route("/sustainability/<int:entry_id>/edit", methods=["GET", "POST"])
@requires("plan.edit")
def sustainability_edit(entry_id: int) -> Any:
    entry = content.get_part(SustainabilityEntry, entry_id)
    form = _form(entry.kind).of(entry.plan, entry)
    if form.validate_on_submit():
        with refusals(form):
            service.edit_sustainability(entry, **form.values(), seen=form.stamp(), actor=actor(), at=clock.now())
            return saved(_("Saved."), _sustainability(entry.plan_id))
    return edit_page(form, entry.plan, SUSTAINABILITY[entry.kind], overtaken(form, entry))


def _form(kind: str) -> type[SustainabilityForm]:
    return ResourcesForm if kind == "resources" else SustainabilityForm


def _plan(plan_id: int) -> str:
    return url_for("partnership.plan", plan_id=plan_id)


def _sustainability(plan_id: int) -> str:
    return url_for("partnership.sustainability", plan_id=plan_id)
