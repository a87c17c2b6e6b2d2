"""What a reviewer opens first: the queue, narrowed as they like, and one decision about several of its rows."""

from typing import Any

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from wtforms.fields.choices import SelectChoice

from app.bodies.queries import list_places, place_label
from app.core import clock
from app.findings import queries, service
from app.findings.forms import QueueFilter, TogetherForm
from app.findings.forms.fields import ALL
from app.findings.history import history_of
from app.findings.service import Outcome
from app.findings.terms import EVENTS
from app.findings.views.observations import blueprint
from app.partnership.queries import list_organisations, list_subnetworks, subnetworks_of
from app.ui.forms import page, see_other
from app.ui.guards import actor, requires
from app.ui.i18n import plain


@blueprint.get("/queue")
@requires("observations.read")
def queue() -> Any:
    views = queries.list_views(actor())
    first = next((view for view in views if view.is_default), None)
    if first and not any(name in request.args for name in (*QueueFilter().data, "page")):
        return redirect(url_for(".queue", **first.filters))
    return _queue_page(TogetherForm(), views)


@blueprint.post("/queue")
@requires("observations.review")
def decide_together() -> Any:
    form = TogetherForm()
    if not form.validate_on_submit():
        return _queue_page(form, queries.list_views(actor()))
    verb = form.verb.data
    reason, cause = form.reason.data or "", form.cause.data or None
    outcomes = service.decide_together(form.ticked(), verb, actor(), clock.now(), reason, cause)
    done = [row for row in outcomes if row.refusal is None]
    if len(done) < len(outcomes):
        return _outcome_page(form, verb, outcomes, done)
    flash(_("%(what)s: No. %(numbers)s", what=EVENTS[verb], numbers=_numbers(done)), "success")
    return see_other(url_for(".queue", **read_filter().arguments()))


def _queue_page(form: TogetherForm, views: Any) -> tuple[str, int]:
    chosen = read_filter()
    within, to = subnetworks_in(chosen), chosen.narrowing(clock.now())
    counts = queries.count_queue(actor(), within, to)
    tab = chosen.tab.data
    return page(
        "observations/queue.html",
        form,
        filter=chosen,
        tab=tab,
        counts=counts,
        found=queries.list_queue(actor(), tab, within, request.args.get("page", 1, int), counts[tab], to),
        barred=queries.count_barred(actor(), within, to),
        review=queries.review_time(clock.now()),
        views=views,
    )


def _outcome_page(form: TogetherForm, verb: str, outcomes: list[Outcome], done: list[Outcome]) -> tuple[str, int]:
    """What could not be done stays ticked, unless it is no longer what was seen; the reason stays typed."""
    left = [row for row in outcomes if row.refusal is not None]
    known = [row.observation for row in left if row.observation]
    return page(
        "observations/together.html",
        form,
        filter=read_filter(),
        done=done,
        left=left,
        verb=verb,
        rows={row.observation.id: row for row in queries.told(actor(), known)},
        lines={
            row.number: history_of(row.observation, actor())[0] for row in left if row.observation and row.is_changed
        },
    )


def _numbers(rows: list[Outcome]) -> str:
    return ", ".join(str(row.number) for row in rows)


def read_filter() -> QueueFilter:
    """As the address says, with everything that can be chosen."""
    form = QueueFilter(request.args)
    own = [SelectChoice("", _("My subnetworks"))] if subnetworks_of(current_user) else []
    networks = [SelectChoice(str(row.id), plain(row, "name")) for row in list_subnetworks()]
    form.subnetwork.choices = [*own, SelectChoice("all", _("All subnetworks")), *networks]
    form.place.choices = [ALL, *(SelectChoice(str(row.id), place_label(row)) for row in list_places())]
    form.body.choices = [ALL, *_named(queries.list_watched_bodies())]
    # Who may not know the people of the network does not sort their work by where they belong either.
    form.organisation.choices = [ALL, *(_named(list_organisations()) if actor().can("people.names") else [])]
    form.settle()
    return form


def _named(rows: Any) -> list[SelectChoice]:
    return [SelectChoice(str(row.id), plain(row, "name")) for row in rows]


def subnetworks_in(form: QueueFilter) -> list[int] | None:
    """Those to show: the chosen one, else one's own, else every one (None)."""
    chosen = form.subnetwork.data or ""
    if chosen.isdigit():
        return [int(chosen)]
    return None if chosen == "all" else [row.id for row in subnetworks_of(current_user)]
