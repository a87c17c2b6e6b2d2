"""What became of a finding: the visit that verifies it, and the assessment."""

from typing import Any

from flask import flash, url_for
from flask_babel import gettext as _

from app.core import clock
from app.core.errors import NotPermitted
from app.findings.models import Finding, Observation
from app.findings.queries import get_finding, list_mine
from app.findings.terms import UNDECIDED
from app.responses import queries, service
from app.responses.forms.outcomes import AssessForm, VerifyForm
from app.responses.policy import looks_open_to, open_voices, why_not
from app.responses.views.requests.blueprint import blueprint
from app.ui.forms import page, refusals, see_other
from app.ui.guards import actor, requires


@blueprint.route("/findings/<int:finding_id>/verify", methods=["GET", "POST"])
@requires("outcomes.verify")
def verify(finding_id: int) -> Any:
    finding = get_finding(finding_id)
    looks = {voice: looks_open_to(voice, actor(), finding) for voice in open_voices(actor(), finding)}
    if not looks:
        raise NotPermitted(why_not("monitor", actor(), finding))
    voices = [voice for voice in looks if looks[voice]] or list(looks)
    visits = sorted(set().union(*looks.values()), key=lambda row: (row.visited_on, row.id))
    form = VerifyForm(voice=voices[0])
    form.offer(voices, visits)
    if form.validate_on_submit():
        with refusals(form):
            _verify(finding, form, visits)
            flash(_("Recorded. It stands beside what the body says, without your name."), "success")
            return see_other(_page_of(finding))
    return _form_page(get_finding(finding_id), form, visits)


def _form_page(finding: Finding, form: VerifyForm, visits: list[Observation]) -> Any:
    sent = [row for row in list_mine(actor()) if row.contract_id == finding.contract_id]
    return page(
        "responses/verify.html",
        form,
        finding=finding,
        said=queries.answers_to(finding),
        visits=visits,
        waiting=[row for row in sent if row.state in UNDECIDED],
    )


def _verify(finding: Finding, form: VerifyForm, visits: list[Observation]) -> None:
    said = form.voice.data, form.outcome.data, form.note.data
    service.verify(finding, *said, form.chosen(visits), actor=actor(), at=clock.now())


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
