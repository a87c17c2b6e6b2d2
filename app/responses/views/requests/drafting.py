"""Lists, drafts and the page of a request."""

from typing import Any

from flask import abort, flash, request as http, url_for
from flask_babel import gettext as _

from app.core import clock
from app.partnership.queries import action_points_of, focus_areas_of
from app.responses import letters, links, queries, service
from app.responses.forms.requests import ActionPointsForm, DraftForm, TextsForm
from app.responses.models import Request
from app.responses.states import REQUEST
from app.responses.views.requests.blueprint import blueprint
from app.responses.views.requests.letter import may_see_link
from app.ui.forms import ReasonForm, page, refusals, see_other
from app.ui.guards import actor, requires


@blueprint.get("")
@requires("requests.read")
def index() -> Any:
    state = http.args.get("state")
    if state and state not in REQUEST.states:
        abort(404)
    rows = queries.list_requests(http.args.get("page", 1, type=int), state)
    return page("responses/requests.html", rows=rows, state=state)


@blueprint.route("/new", methods=["GET", "POST"])
@requires("requests.manage")
def new() -> Any:
    """First choose findings of one body (they stand in the address), then write."""
    chosen = queries.askable(http.args.getlist("finding", type=int))
    askable = queries.list_askable()
    if not chosen:
        return page("responses/choose.html", askable=askable)
    body = chosen[0].body
    form = DraftForm(data=_proposed(chosen))
    form.offer(dict(askable)[body], body, queries.list_rules_in_force(clock.today()))
    if form.validate_on_submit():
        with refusals(form):
            return see_other(url_for("requests.show", request_id=_draft(form, body).id))
    return page("responses/draft.html", form, body=body, rules=queries.list_rules_in_force(clock.today()))


def _proposed(chosen: list[Any]) -> dict[str, Any]:
    points = {point.id for finding in chosen for point in action_points_of(finding)}
    return {
        **letters.suggested(chosen),
        "findings": [row.id for row in chosen if row.body_id == chosen[0].body_id],
        "action_points": list(points),
    }


def _draft(form: DraftForm, body: Any) -> Request:
    return service.draft_request(
        queries.askable(form.findings.data or []),
        queries.get_rule(form.rule.data),
        form.texts(),
        form.action_points.data or [],
        actor=actor(),
        at=clock.now(),
        new_action_point=form.new_action_point(body),
    )


@blueprint.get("/<int:request_id>")
@requires("requests.read")
def show(request_id: int) -> Any:
    row = queries.get_request(request_id)
    path = queries.path_of(row)
    return page(
        "responses/request.html",
        row=row,
        verbs={passage.verb for passage in REQUEST.open_to(row, actor())},
        action_points=queries.action_points_of(row),
        unseen=queries.unseen_behind(row),
        link=links.address_of(row) if may_see_link(row) else None,
        without_pdf=queries.attempts_without_pdf(row),
        opened_by=queries.opened_by(row),
        path=path,
        days_open=(clock.today() - path[0].received_on).days if path[0].received_on else 0,
        referrals={reply.id: queries.referrals_in(reply) for reply in row.responses},
        links_of_replies={reply.id: (focus_areas_of(reply), action_points_of(reply)) for reply in row.responses},
    )


@blueprint.route("/<int:request_id>/edit", methods=["GET", "POST"])
@requires("requests.manage")
def edit(request_id: int) -> Any:
    row = queries.get_request(request_id)
    form = TextsForm(data={"rule": row.rule_id, **{name: getattr(row, name) for name in service.TEXTS}})
    form.offer_rules(queries.list_rules_in_force(clock.local_day(row.created_at)))
    if form.validate_on_submit():
        with refusals(form):
            service.edit_request(row, queries.get_rule(form.rule.data), form.texts(), actor(), clock.now())
            return see_other(url_for("requests.show", request_id=request_id))
    return page("responses/request_edit.html", form, row=queries.get_request(request_id))


@blueprint.route("/<int:request_id>/action-points", methods=["GET", "POST"])
@requires("requests.manage")
def action_points(request_id: int) -> Any:
    row = queries.get_request(request_id)
    form = ActionPointsForm(data={"action_points": [point.id for point in queries.action_points_of(row)]})
    if form.validate_on_submit():
        with refusals(form):
            service.tie_action_points(row, form.action_points.data or [], actor(), clock.now())
            return see_other(url_for("requests.show", request_id=request_id))
    return page("responses/action_points.html", form, row=queries.get_request(request_id))


@blueprint.route("/<int:request_id>/withdraw", methods=["GET", "POST"])
@requires("requests.manage")
def withdraw(request_id: int) -> Any:
    row = queries.get_request(request_id)
    form = ReasonForm()
    if form.validate_on_submit():
        with refusals(form):
            service.withdraw(row, form.reason.data or "", actor(), clock.now())
            flash(_("The request is withdrawn."), "success")
            return see_other(url_for("requests.show", request_id=request_id))
    return page("responses/withdraw.html", form, row=queries.get_request(request_id))
