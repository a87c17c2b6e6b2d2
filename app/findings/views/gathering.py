"""What a finding rests on: observations added, taken out or split off, findings merged and taken apart."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import flash, request, url_for
from flask_babel import gettext as _, lazy_gettext as _l

from app.core import clock
from app.findings import queries, service
from app.findings.forms import GatherForm, MergeForm, ObservationsForm
from app.findings.history import last_change
from app.findings.models import Finding, Observation
from app.findings.states import FINDING
from app.findings.views.findings import blueprint
from app.ui.forms import page, refusals, see_other
from app.ui.guards import actor, requires


@dataclass(frozen=True)
class Ticking:
    """A page on which observations are ticked: which are offered, and what is done with those."""

    verb: str
    lead: Any
    offered: Callable[[Finding], list[Observation]]
    act: Callable[..., Finding | None]
    done: Any


ADD = Ticking(
    "add_observations",
    _l("Accepted observations of the same contract that show the same problem."),
    queries.list_addable,
    service.add_observations,
    _l("Added. Somebody else cross-checks the finding next."),
)
TAKE_OUT = Ticking(
    "take_out",
    _l("Tick what the finding should no longer rest on. At least one observation stays."),
    lambda finding: finding.observations,
    service.take_out,
    _l("Taken out. Somebody else cross-checks the finding next."),
)
SPLIT = Ticking(
    "split",
    _l("Tick what is another problem: it becomes a finding of its own, in the same words as a start."),
    lambda finding: finding.observations,
    service.split,
    _l("Split off. Now say in its own words what these observations show."),
)


@blueprint.route("/<int:finding_id>/add", methods=["GET", "POST"])
@requires("findings.state")
def add(finding_id: int) -> Any:
    return _tick(queries.get_finding(finding_id), ADD)


@blueprint.route("/<int:finding_id>/take-out", methods=["GET", "POST"])
@requires("findings.state")
def take_out(finding_id: int) -> Any:
    return _tick(queries.get_finding(finding_id), TAKE_OUT)


@blueprint.route("/<int:finding_id>/split", methods=["GET", "POST"])
@requires("findings.state")
def split(finding_id: int) -> Any:
    return _tick(queries.get_finding(finding_id), SPLIT)


def _tick(finding: Finding, page_of: Ticking) -> Any:
    if request.method == "GET":
        FINDING.check(finding, page_of.verb, actor(), reason="?", observations="?")
    form = ObservationsForm(data={"observations": request.args.getlist("observation", type=int)})
    offered = page_of.offered(finding)
    form.offer(offered)
    if form.validate_on_submit():
        with refusals(form):
            chosen = [row for row in offered if row.id in (form.observations.data or ())]
            reason, seen = form.reason.data or "", form.seen.data
            made = page_of.act(finding, chosen, actor(), clock.now(), reason, seen=seen)
            flash(page_of.done, "success")
            return see_other(url_for("findings.edit", finding_id=made.id) if made else _address(finding))
    # After a refusal the finding may have changed, and with it what is offered.
    form.offer(page_of.offered(finding))
    return page(
        "findings/gather.html",
        form,
        finding=finding,
        verb=page_of.verb,
        lead=page_of.lead,
        row=_passage(page_of.verb),
        overtaken=_overtaken(finding, page_of.verb, form),
    )


@blueprint.route("/<int:finding_id>/merge", methods=["GET", "POST"])
@requires("findings.state")
def merge(finding_id: int) -> Any:
    finding = queries.get_finding(finding_id)
    if request.method == "GET":
        FINDING.check(finding, "take_in", actor(), reason="?")
    form, others = MergeForm(), _mergeable(finding)
    form.offer(others)
    if form.validate_on_submit():
        with refusals(form):
            number, other_seen = form.chosen
            other, reason, seen = queries.get_finding(number), form.reason.data or "", form.seen.data
            service.merge(finding, other, actor(), clock.now(), reason, seen=seen, other_seen=other_seen)
            flash(_("Merged. Somebody else cross-checks the finding next."), "success")
            return see_other(_address(finding))
    others = _mergeable(finding)
    form.offer(others)
    return page(
        "findings/merge.html",
        form,
        finding=finding,
        others=others,
        row=_passage("take_in"),
        overtaken=_overtaken(finding, "take_in", form),
    )


def _mergeable(finding: Finding) -> list[Finding]:
    """Those that this person may merge; a request may be about one."""
    return [row for row in queries.list_mergeable(finding) if FINDING.allows(row, "merge", actor())]


@blueprint.route("/<int:finding_id>/take-apart", methods=["GET", "POST"])
@requires("findings.state")
def take_apart(finding_id: int) -> Any:
    """Undo the merge of this finding."""
    finding = queries.get_finding(finding_id)
    if request.method == "GET":
        FINDING.check(finding, "unmerge", actor(), reason="?")
        FINDING.check(finding.merged_into, "give_back", actor(), reason="?")
    form = GatherForm()
    if form.validate_on_submit():
        with refusals(form):
            reason, seen = form.reason.data or "", form.seen.data
            service.take_apart(finding, actor(), clock.now(), reason, seen=seen)
            flash(_("Taken apart. Both are cross-checked anew."), "success")
            return see_other(_address(finding))
    there = finding.merged_into.observations if finding.merged_into else []
    return page(
        "findings/take_apart.html",
        form,
        finding=finding,
        row=_passage("unmerge"),
        back=[row for row in finding.observations if row in there],
        gone=[row for row in finding.observations if row not in there],
        overtaken=_overtaken(finding, "unmerge", form),
    )


def _overtaken(finding: Finding, verb: str, form: GatherForm) -> Any:
    """What happened since the page was made, when it changes what this person decides."""
    is_stale, is_closed = form.look_again(finding), FINDING.find(finding.state, verb) is None
    return last_change(finding, actor()) if is_stale or is_closed else None


def _passage(verb: str) -> Any:
    return next(row for row in FINDING.passages if row.verb == verb)


def _address(finding: Finding) -> str:
    return url_for("workspace.finding", finding_id=finding.id)
