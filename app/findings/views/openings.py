"""Sealed originals: who asks for one, who decides, and the one time it is handed out."""

from typing import Any

from flask import Blueprint, Response, flash, request, url_for
from flask_babel import gettext as _

from app.core import clock
from app.findings import policy, queries, service
from app.findings.rules import MIN_REASON, has_lapsed
from app.findings.states import OPENING
from app.ui.forms import ReasonForm, page, refusals, see_other
from app.ui.guards import actor, requires
from app.ui.serving import hand_over, sandboxed

blueprint = Blueprint("openings", __name__, url_prefix="/workspace/originals", template_folder="../templates")
blueprint.record_once(lambda setup: setup.app.jinja_env.globals.update(has_lapsed=has_lapsed))


@blueprint.get("")
@requires("originals.approve")
def index() -> Any:
    return page(
        "openings/index.html",
        waiting=queries.list_requested(actor()),
        decided=queries.page_of_decided(actor(), request.args.get("page", 1, int)),
        now=clock.now(),
    )


@blueprint.get("/<int:opening_id>")
@requires("originals.ask")
def show(opening_id: int) -> Any:
    opening = queries.get_opening(opening_id, actor())
    now = clock.now()
    lapsed = has_lapsed(opening.state, opening.expires_at, now)
    verbs = [] if lapsed else [row.verb for row in OPENING.open_to(opening, actor())]
    return page("openings/show.html", opening=opening, verbs=verbs, lapsed=lapsed, now=now)


@blueprint.route("/of/<int:evidence_id>", methods=["GET", "POST"])
@requires("originals.ask")
def ask(evidence_id: int) -> Any:
    evidence = queries.get_evidence(evidence_id)
    policy.ensure_may_ask(actor(), evidence)
    form = ReasonForm()
    if form.validate_on_submit():
        with refusals(form):
            opening = service.ask_for_original(evidence, actor(), clock.now(), form.reason.data or "")
            flash(_("Asked for. You can open it once a second person approved."), "success")
            return see_other(url_for(".show", opening_id=opening.id))
    return page("openings/ask.html", form, evidence=evidence, observation=evidence.observation, least=MIN_REASON)


@blueprint.post("/<int:opening_id>/approve")
@requires("originals.approve")
def approve(opening_id: int) -> Any:
    service.approve_opening(queries.get_opening(opening_id, actor()), actor(), clock.now())
    flash(_("Approved. It can be opened once, within an hour."), "success")
    return see_other(url_for(".index"))


@blueprint.route("/<int:opening_id>/refuse", methods=["GET", "POST"])
@requires("originals.approve")
def refuse(opening_id: int) -> Any:
    opening = queries.get_opening(opening_id, actor())
    if request.method == "GET":
        OPENING.check(opening, "refuse", actor(), reason="?")
    form = ReasonForm()
    if form.validate_on_submit():
        with refusals(form):
            service.refuse_opening(opening, actor(), clock.now(), form.reason.data or "")
            flash(_("Refused. The one who asked reads your reason."), "success")
            return see_other(url_for(".index"))
    return page("openings/refuse.html", form, opening=opening)


@blueprint.post("/<int:opening_id>/hand-out")
@requires("originals.ask")
@sandboxed
def hand_out(opening_id: int) -> Response:
    """The bytes themselves; they leave only after the entry about them is committed."""
    opening = queries.get_opening(opening_id, actor())
    data = service.hand_out(opening, actor(), clock.now())
    file = opening.evidence.file
    return hand_over(data, file.media_type, f"original-{file.sha256[:12]}")
