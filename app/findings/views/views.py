"""The views that a person keeps of the queue: keep, rename, open first, delete."""

from typing import Any

from flask import flash, url_for
from flask_babel import gettext as _

from app.core import clock
from app.findings import queries, service
from app.findings.forms import ViewForm
from app.findings.queue_models import QueueView
from app.findings.views.observations import blueprint
from app.findings.views.queue import read_filter
from app.ui.forms import page, refusals, see_other
from app.ui.guards import actor, requires


@blueprint.route("/queue/views", methods=["GET", "POST"])
@requires("observations.read")
def views() -> Any:
    """All of them; and what the address narrows the queue to, to be kept."""
    form = ViewForm()
    if form.validate_on_submit():
        with refusals(form):
            chosen, name = read_filter().arguments(), form.name.data or ""
            view = service.save_view(name, chosen, actor(), clock.now(), is_default=form.is_default.data)
            flash(_("Kept as “%(name)s”.", name=view.name), "success")
            return see_other(url_for(".queue", **view.filters))
    return _views_page(form)


@blueprint.post("/queue/views/<int:view_id>")
@requires("observations.read")
def rename_view(view_id: int) -> Any:
    view = queries.get_view(view_id, actor())
    form = _naming(view)
    if form.validate_on_submit():
        with refusals(form):
            service.rename_view(view, form.name.data or "", actor(), clock.now())
            flash(_("Renamed to “%(name)s”.", name=view.name), "success")
            return see_other(url_for(".views"))
    return _views_page(form, view_id)


@blueprint.post("/queue/views/<int:view_id>/<any(prefer, stop_preferring, delete):verb>")
@requires("observations.read")
def change_view(view_id: int, verb: str) -> Any:
    view = queries.get_view(view_id, actor())
    name = view.name
    changes = {
        "prefer": (service.prefer_view, _("The queue opens with “%(name)s” now.", name=name)),
        "stop_preferring": (service.stop_preferring, _("The queue opens whole again.")),
        "delete": (service.delete_view, _("“%(name)s” is deleted.", name=name)),
    }
    change, said = changes[verb]
    change(view, actor(), clock.now())
    flash(said, "success")
    return see_other(url_for(".views"))


def _naming(view: QueueView) -> ViewForm:
    """Of a view that is there; its fields have names of their own, because several stand on the page."""
    form = ViewForm(prefix=f"view-{view.id}-", obj=view)
    del form.is_default
    return form


def _views_page(form: ViewForm, renamed: int | None = None) -> tuple[str, int]:
    """With the form that came back: of the view that was to be `renamed`, or of a new one."""
    rows = [(view, form if view.id == renamed else _naming(view)) for view in queries.list_views(actor())]
    fresh = form if renamed is None else ViewForm(formdata=None)
    narrowed = read_filter()
    chosen = [(chip.label, chip.value) for chip in narrowed.chips]
    return page("observations/views.html", form, fresh=fresh, rows=rows, filter=narrowed, chosen=chosen)
