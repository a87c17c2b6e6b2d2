"""Second looks: what waits for one, the blind verdict, and where two reviewers disagree."""

from typing import Any

from flask import Blueprint, flash, request, url_for
from flask_babel import gettext as _
from wtforms.fields.choices import SelectChoice

from app.contracts.queries import get_newest_version
from app.core import clock
from app.core.errors import NotPermitted
from app.findings import policy, queries, service
from app.findings.forms import SecondLookForm
from app.findings.second_models import SecondReview
from app.findings.states import OBSERVATION, SECOND_REVIEW
from app.findings.views.observations import contract_then_and_now
from app.ui.filters import short_day
from app.ui.forms import ReasonForm, page, refusals, see_other
from app.ui.guards import actor, requires

blueprint = Blueprint("second_looks", __name__, url_prefix="/workspace/second-looks", template_folder="../templates")
ANYTHING = {"verdict": "accepted", "reason": "?"}  # to ask whether somebody may, before they say what


@blueprint.get("")
@requires("observations.review")
def index() -> Any:
    number = request.args.get("page", 1, int)
    return page(
        "second_looks/index.html",
        drawn=queries.page_of_drawn(actor(), number),
        differing=queries.page_of_differing(actor(), request.args.get("told", 1, int)),
    )


@blueprint.route("/<int:second_id>", methods=["GET", "POST"])
@requires("observations.read")
def show(second_id: int) -> Any:
    """Blind while it waits; then both verdicts. Who comes too late is told, with all that was typed."""
    row = queries.get_second_review(second_id)
    if not policy.may_read(actor(), row.observation):
        raise NotPermitted()
    form = SecondLookForm()
    form.duplicate_of.choices = [SelectChoice("", _("Choose")), *_originals(row)]
    if request.method == "GET" and row.state != "drawn":
        return page("second_looks/told.html", second=row, observation=row.observation, **_ends(row))
    if request.method == "GET":
        SECOND_REVIEW.check(row, "confirm", actor(), **ANYTHING)
    elif form.validate_on_submit():
        with refusals(form):
            _look(row, form)
            flash(_("Thank you. The first verdict stands until somebody takes it up."), "success")
            return see_other(url_for(".show", second_id=row.id))
    return _blind_page(row, form)


def _originals(row: SecondReview) -> list[SelectChoice]:
    """What it may repeat, without names: the monitor's own is often the same."""
    return [
        SelectChoice(str(other.id), _("No. %(id)s, %(day)s", id=other.id, day=short_day(other.visited_on)))
        for other in queries.list_originals(row.observation)
    ]


def _look(row: SecondReview, form: SecondLookForm) -> None:
    repeats = queries.get_observation(form.duplicate_of.data) if form.duplicate_of.data else None
    service.look_again(
        row,
        form.verdict.data or "",
        actor(),
        clock.now(),
        form.reason.data or "",
        form.cause.data or None,
        repeats,
    )


def _blind_page(row: SecondReview, form: SecondLookForm) -> Any:
    """What a reviewer sees of an observation, but nothing of what became of it."""
    observation = row.observation
    return page(
        "second_looks/look.html",
        form,
        second=row,
        observation=observation,
        is_late=row.state != "drawn",
        missing=queries.missing_from(observation),
        near=queries.near_duplicates([observation])[observation.id],
        conflict=queries.conflict_of(observation),
        newest=get_newest_version(observation.contract),
        newer=queries.has_newer_version(observation),
        **contract_then_and_now(observation),
    )


def _ends(row: SecondReview) -> dict[str, Any]:
    """Which ends of a disagreement this person may choose."""
    return {
        "may_settle": SECOND_REVIEW.allows(row, "settle", actor()),
        "may_reconsider": row.state == "differed" and OBSERVATION.allows(row.observation, "reconsider", actor()),
    }


@blueprint.route("/<int:second_id>/settle", methods=["GET", "POST"])
@requires("observations.review")
def settle(second_id: int) -> Any:
    row = queries.get_second_review(second_id)
    if request.method == "GET":
        SECOND_REVIEW.check(row, "settle", actor(), reason="?")
    form = ReasonForm()
    if form.validate_on_submit():
        with refusals(form):
            service.let_stand(row, actor(), clock.now(), form.reason.data or "")
            flash(_("The first verdict stands. Both reviewers read your reason."), "success")
            return see_other(url_for(".index"))
    return page("second_looks/settle.html", form, second=row, observation=row.observation)
