"""The list of action points, their forms and passages; taking back a link. Their own pages: workspace."""

from typing import Any

from flask import request, url_for
from flask_babel import gettext as _

from app.bodies.queries import get_body
from app.core import clock
from app.partnership import queries, service
from app.partnership.forms import ActionPointFilter, ActionPointForm, area_choices, owner_choices
from app.partnership.models import PlanLink
from app.partnership.states import ACTION_POINT
from app.partnership.views.blueprint import blueprint, saved, take_passage
from app.ui.forms import ReasonForm, page, refusals
from app.ui.guards import actor, requires
from app.ui.i18n import localized


@blueprint.route("/action-points")
@requires("plan.read")
def action_points() -> Any:
    form = ActionPointFilter(request.args)
    points = queries.list_action_points(**_wanted(form), page=request.args.get("page", 1, type=int))
    return page(
        "partnership/action_points.html",
        filter=form,
        points=points,
        counts=queries.count_action_point_links(points.items),
    )


def _wanted(form: ActionPointFilter) -> dict[str, Any]:
    """What the filter asks for; a part of it that names nothing known asks for nothing."""
    form.validate()
    asked = {field.short_name: field.data for field in form if not field.errors}
    owner = asked.get("owner")
    return {
        "state": asked.get("state"),
        "owner": queries.get_owner(owner) if owner else None,
        "focus_area_id": asked.get("focus_area"),
        "overdue": asked["overdue"],
    }


@blueprint.route("/action-points/new", methods=["GET", "POST"])
@requires("plan.edit")
def action_point_new() -> Any:
    number = request.args.get("body", type=int)
    body = get_body(number) if number else None
    form = ActionPointForm(owner_key=queries.owner_key(body))
    form.owner_key.choices, form.focus_area_id.choices = owner_choices(body), area_choices()
    if form.validate_on_submit():
        with refusals(form):
            made = service.create_action_point(**_entered(form), actor=actor(), at=clock.now())
            return saved(_("The action point is recorded."), _address(made.id))
    return page(
        "partnership/edit.html",
        form,
        heading=_("Record an action point"),
        back=(_("Action points"), url_for("partnership.action_points")),
    )


@blueprint.route("/action-points/<int:action_point_id>/edit", methods=["GET", "POST"])
@requires("plan.edit")
def action_point_edit(action_point_id: int) -> Any:
    point = queries.get_action_point(action_point_id)
    form = ActionPointForm(obj=point, owner_key=queries.owner_key(point.owner))
    form.owner_key.choices = owner_choices(point.owner)
    form.focus_area_id.choices = area_choices(point.focus_area)
    if form.validate_on_submit():
        with refusals(form):
            service.edit_action_point(point, **_entered(form), actor=actor(), at=clock.now())
            return saved(_("Saved."), _address(action_point_id))
    return page(
        "partnership/edit.html",
        form,
        heading=_("Edit the action point"),
        back=(localized(point, "title"), _address(action_point_id)),
    )


def _entered(form: ActionPointForm) -> dict[str, Any]:
    values = form.values()
    owner, area = values.pop("owner_key"), values.pop("focus_area_id")
    return values | {
        "owner": queries.get_owner(owner),
        "focus_area": queries.get_focus_area(area) if area else None,
    }


@blueprint.route("/action-points/<int:action_point_id>/passages/<verb>", methods=["GET", "POST"])
@requires("actions.work")
def action_point_passage(action_point_id: int, verb: str) -> Any:
    point = queries.get_action_point(action_point_id)
    return take_passage(ACTION_POINT, point, verb, service.move_action_point, _address(action_point_id))


@blueprint.route("/links/<int:link_id>/unlink", methods=["GET", "POST"])
@requires("plan.link")
def unlink(link_id: int) -> Any:
    link = queries.get_link(link_id)
    form, address = ReasonForm(), _end_of(link)
    if form.validate_on_submit():
        with refusals(form):
            service.unlink(link, actor(), clock.now(), form.reason.data or "")
            return saved(_("The link is taken back."), address)
    return page(
        "partnership/passage.html",
        form,
        heading=_("Take back the link"),
        subject=link.focus_area or link.action_point,
        tone="warn",
        back=address,
    )


def _end_of(link: PlanLink) -> str:
    if link.focus_area_id:
        return url_for("workspace.focus_area", focus_area_id=link.focus_area_id)
    return _address(link.action_point_id)


def _address(action_point_id: int | None) -> str:
    return url_for("workspace.action_point", action_point_id=action_point_id)
