"""Pages of public bodies."""

from typing import Any

from flask import Blueprint, flash, request, url_for
from flask_babel import gettext as _

from app.bodies import queries, service
from app.bodies.forms import BodyFilter, BodyForm
from app.core import clock
from app.ui.forms import page, refusals, see_other
from app.ui.guards import actor, requires

blueprint = Blueprint("bodies", __name__, url_prefix="/workspace/bodies", template_folder="templates")
blueprint.add_app_template_filter(queries.place_label, "place_label")


@blueprint.route("")
@requires("register.read")
def index() -> Any:
    form = BodyFilter(request.args)
    place_id = form.place.data if form.validate() else None
    number = request.args.get("page", 1, type=int)
    bodies = queries.list_bodies(form.search.data or "", place_id, number)
    return page("bodies/index.html", filter=form, bodies=bodies)


@blueprint.route("/<int:body_id>")
@requires("register.read")
def body(body_id: int) -> Any:
    return page("bodies/body.html", body=queries.get_body(body_id))


@blueprint.route("/new", methods=["GET", "POST"])
@requires("register.edit")
def new() -> Any:
    form = BodyForm()
    if form.validate_on_submit():
        with refusals(form):
            made = service.register_body(**_entered(form), actor=actor(), at=clock.now())
            return _saved(_("The public body is in the register."), made.id)
    return page("bodies/edit.html", form, body=None)


@blueprint.route("/<int:body_id>/edit", methods=["GET", "POST"])
@requires("register.edit")
def edit(body_id: int) -> Any:
    body = queries.get_body(body_id)
    form = BodyForm(obj=body)
    if form.validate_on_submit():
        with refusals(form):
            service.edit_body(body, **_entered(form), actor=actor(), at=clock.now())
            return _saved(_("Saved."), body.id)
    return page("bodies/edit.html", form, body=body)


def _saved(message: str, body_id: int) -> Any:
    flash(message, "success")
    return see_other(url_for("bodies.body", body_id=body_id))


def _entered(form: BodyForm) -> dict[str, Any]:
    values = form.values()
    place_id = values.pop("place_id")
    return values | {"place": queries.get_place(place_id) if place_id else None}
