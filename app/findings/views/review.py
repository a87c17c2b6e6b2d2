"""The decision of a reviewer on one observation."""

from typing import Any

from flask import flash, request, url_for
from flask_babel import gettext as _, lazy_gettext as _l
from wtforms.fields.choices import SelectChoice

from app.core import clock
from app.core.errors import NotFound
from app.findings import queries, service
from app.findings.forms import AskForm, DuplicateForm, RejectForm
from app.findings.history import history_of
from app.findings.models import Observation
from app.findings.states import OBSERVATION
from app.findings.views.observations import blueprint, next_for, readable
from app.ui.filters import short_day
from app.ui.forms import ReasonForm, page, refusals, see_other
from app.ui.guards import actor, requires

DECISIONS = {"accept": service.accept, "reconsider": service.reconsider, "go_on": service.go_on}
DECIDED = {
    "ask": _l("Sent back. The monitor reads your question."),
    "accept": _l("Accepted. The monitor reads your reason."),
    "reject": _l("Rejected. The monitor reads your reason."),
    "mark_duplicate": _l("Marked as duplicate. The monitor reads your reason."),
    "reconsider": _l("In review again. Whoever decided or looked again leaves it to others."),
    "go_on": _l("It waits for its review now. Files that still come are added."),
}


@blueprint.post("/<int:observation_id>/open", endpoint="open")
@requires("observations.review")
def open_review(observation_id: int) -> Any:
    observation = readable(observation_id)
    service.open_review(observation, actor(), clock.now())
    return see_other(url_for(".show", observation_id=observation.id))


@blueprint.route("/<int:observation_id>/decide/<verb>", methods=["GET", "POST"])
@requires("observations.review")
def decide(observation_id: int, verb: str) -> Any:
    if verb not in DECIDED:
        raise NotFound()
    observation = readable(observation_id)
    if request.method == "GET":
        OBSERVATION.check(observation, verb, actor(), reason="?", duplicate_of="?", cause="?")
    form = _form(observation, verb)
    if form.validate_on_submit():
        with refusals(form):
            _decide(observation, verb, form)
            flash(_("No. %(id)s: %(what)s", id=observation.id, what=DECIDED[verb]), "success")
            return see_other(_onwards())
    return page(
        "observations/decide.html",
        form,
        observation=observation,
        verb=verb,
        row=next(row for row in OBSERVATION.passages if row.verb == verb),
        overtaken=None if OBSERVATION.find(observation.state, verb) else history_of(observation, actor())[0],
    )


def _onwards() -> str:
    """The next that waits for this person, or the queue when nothing does."""
    following, _count = next_for(actor())
    return url_for(".show", observation_id=following.id) if following else url_for(".queue")


def _decide(observation: Observation, verb: str, form: ReasonForm) -> None:
    reason = form.reason.data or ""
    if isinstance(form, DuplicateForm):
        original = queries.get_observation(form.duplicate_of.data) if form.duplicate_of.data else None
        service.mark_duplicate(observation, original, actor(), clock.now(), reason)
    elif isinstance(form, AskForm):
        service.ask(observation, actor(), clock.now(), reason, form.about.data or ())
    elif isinstance(form, RejectForm):
        service.reject(observation, actor(), clock.now(), reason, form.cause.data)
    else:
        DECISIONS[verb](observation, actor(), clock.now(), reason)


def _form(observation: Observation, verb: str) -> ReasonForm:
    if verb == "mark_duplicate":
        return _duplicate_form(observation)
    if verb != "ask":
        return RejectForm() if verb == "reject" else ReasonForm()
    form = AskForm()
    form.offer(observation)
    return form


def _duplicate_form(observation: Observation) -> DuplicateForm:
    form = DuplicateForm()
    form.duplicate_of.choices = [SelectChoice(str(row.id), _label(row)) for row in queries.list_originals(observation)]
    return form


def _label(row: Observation) -> Any:
    return _("No. %(id)s, %(day)s, %(monitor)s", id=row.id, day=short_day(row.visited_on), monitor=row.monitor.name)
