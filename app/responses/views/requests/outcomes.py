"""What became of a finding: the visit that verifies it, and the assessment."""

from typing import Any

from flask import flash, url_for
from flask_babel import gettext as _

from app.core import clock
from app.core.errors import NotPermitted
from app.findings.models import Finding, Observation
from app.findings.queries import get_finding, list_accepted
from app.responses import queries, service
from app.responses.forms.outcomes import AssessForm, VerifyForm
from app.responses.policy import open_voices, why_not
from app.responses.views.requests.blueprint import blueprint
from app.ui.forms import page, refusals, see_other
from app.ui.guards import actor, requires


@blueprint.route("/findings/<int:finding_id>/verify", methods=["GET", "POST"])
@requires("outcomes.verify")
def verify(finding_id: int) -> Any:
    finding = get_finding(finding_id)
    voices = open_voices(actor(), finding)
    if not voices:
        raise NotPermitted(why_not("monitor", actor(), finding))
    visits = _own_visits(finding)
    form = VerifyForm(voice=voices[0])
    form.offer(voices, visits)
    if form.validate_on_submit():
        with refusals(form):
            _verify(finding, form, visits)
            flash(_("Recorded. It stands beside what the body says, without your name."), "success")
            return see_other(_page_of(finding))
    finding = get_finding(finding_id)
    return page("responses/verify.html", form, finding=finding, said=queries.answers_to(finding))


def _own_visits(finding: Finding) -> list[Observation]:
    return [row for row in list_accepted(finding.contract_id) if row.monitor_id == actor().actor_id]


def _verify(finding: Finding, form: VerifyForm, visits: list[Observation]) -> None:
    service.verify(
        finding,
        form.voice.data,
        form.outcome.data,
        form.looked_on.data,
        form.note.data,
        observation=form.chosen(visits),
        actor=actor(),
        at=clock.now(),
    )


def _page_of(finding: Finding) -> str:
    """The finding, for who may read it; else the contract."""
    if actor().can("findings.read"):
        return url_for("workspace.finding", finding_id=finding.id)
    return url_for("workspace.contract", contract_id=finding.contract_id)


@blueprint.route("/findings/<int:finding_id>/assess", methods=["GET", "POST"])
@requires("outcomes.assess")
def assess(finding_id: int) -> Any:
    finding = get_finding(finding_id)
    form = AssessForm()
    if form.validate_on_submit():
        with refusals(form):
            service.assess_outcome(finding, form.outcome.data, form.reason.data, actor(), clock.now())
            flash(_("The outcome is recorded."), "success")
            return see_other(url_for("workspace.finding", finding_id=finding_id))
    finding = get_finding(finding_id)
    return page(
        "responses/assess.html",
        form,
        finding=finding,
        voices=queries.voices(finding),
        request_row=queries.request_of(finding),
    )
