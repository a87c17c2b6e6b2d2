"""Findings: the list, the form, and the passages that need only a reason.

A finding's own page shows requests and replies as well: `workspace.finding`.
"""

from typing import Any

from flask import Blueprint, flash, request, url_for
from flask_babel import gettext as _, lazy_gettext as _l
from flask_login import current_user
from wtforms.fields.choices import SelectChoice

from app.bodies.models import PublicBody
from app.bodies.queries import find_body_by
from app.contracts.models import Contract
from app.contracts.queries import get_contract
from app.core import clock
from app.core.errors import Missing, NotFound, WrongState
from app.findings import policy, queries, service
from app.findings.forms import FindingFilter, FindingForm, GatherForm
from app.findings.history import fallen_check, gatherings_of, last_change
from app.findings.models import Finding, Observation
from app.findings.queries import FindingFilters
from app.findings.states import FINDING
from app.findings.terms import STAGES
from app.partnership.forms import action_point_choices, focus_area_choices
from app.partnership.queries import action_points_of, focus_areas_of, subnetworks_of
from app.ui.filters import short_day
from app.ui.forms import ReasonForm, page, refusals, see_other
from app.ui.guards import actor, requires

blueprint = Blueprint("findings", __name__, url_prefix="/workspace/findings", template_folder="../templates")

CHANGES = {
    "redraft": service.redraft,
    "drop": service.drop,
    "close": service.close,
    "reopen": service.reopen,
    "escalate": service.escalate,
}
CHANGED = {
    "check": _l("Confirmed. The public body can be asked now."),
    "redraft": _l("Returned to its author."),
    "drop": _l("Dropped."),
    "close": _l("Closed."),
    "reopen": _l("Reopened."),
    "escalate": _l("Escalated."),
}


@blueprint.get("")
@requires("findings.read")
def index() -> Any:
    form = FindingFilter(request.args)
    filters = FindingFilters(
        state=form.state.data or None,
        severity=form.severity.data,
        contract_id=request.args.get("contract_id", type=int),
        to_check_by=actor() if form.mine.data else None,
    )
    found = queries.list_findings(filters, request.args.get("page", 1, int))
    return page("findings/index.html", filter=form, found=found, contract_id=filters.contract_id)


@blueprint.get("/unstated")
@requires("findings.state")
def unstated() -> Any:
    """Accepted observations that no finding rests on: where a new finding begins."""
    mine = [row.id for row in subnetworks_of(current_user)]
    within = None if actor().can("subnetworks.all") else mine
    return page("findings/unstated.html", unstated=queries.list_without_finding(actor(), within))


@blueprint.route("/new", methods=["GET", "POST"])
@requires("findings.state")
def new() -> Any:
    contract = _contract_asked_for()
    if contract is None:
        return unstated()
    policy.ensure_may_state(actor(), contract)
    accepted = queries.list_accepted(contract.id)
    form = FindingForm(data=_defaults(contract))
    form.observations.choices = [SelectChoice(str(row.id), _label(row)) for row in accepted]
    form.focus_areas.choices = focus_area_choices(contract)
    if form.validate_on_submit():
        with refusals(form):
            chosen = [row for row in accepted if row.id in (form.observations.data or ())]
            finding = service.state_finding(
                chosen, form.statement(), actor(), clock.now(), **_rest(form, contract.buyer)
            )
            return _done(_("Stated. Somebody else cross-checks it next."), finding)
    return page("findings/edit.html", form, contract=contract, finding=None, seen=accepted)


def _contract_asked_for() -> Contract | None:
    """From `?contract_id=` or from the first `?observation=`."""
    if contract_id := request.args.get("contract_id", type=int):
        return get_contract(contract_id)
    if observation_id := request.args.get("observation", type=int):
        return queries.get_observation(observation_id).contract
    return None


def _defaults(contract: Contract) -> dict[str, Any]:
    return {
        "observations": request.args.getlist("observation", type=int),
        "body": contract.buyer.name_mn if contract.buyer else None,
        "focus_areas": [area.id for area in focus_areas_of(contract)],
    }


def _label(row: Observation) -> Any:
    return _("No. %(id)s: %(stage)s, %(day)s", id=row.id, stage=STAGES[row.stage], day=short_day(row.visited_on))


def _rest(form: FindingForm, usual: PublicBody | None) -> dict[str, Any]:
    return {
        "focus_area_ids": form.focus_areas.data or [],
        "action_point_ids": form.action_points.data or [],
        "body": _body(form.body.data or "", usual),
        "wording_confirmed": form.wording_confirmed.data,
    }


def _body(written: str, usual: PublicBody | None) -> PublicBody:
    if usual and written == usual.name_mn:
        return usual
    body = find_body_by(identifier=written) or find_body_by(name=written)
    if body is None:
        raise Missing("body", _l("No public body of this name or number is in the register."))
    return body


@blueprint.route("/<int:finding_id>/edit", methods=["GET", "POST"])
@requires("findings.state")
def edit(finding_id: int) -> Any:
    finding = queries.get_finding(finding_id)
    policy.ensure_may_state(actor(), finding)
    if request.method == "GET" and finding.state != FINDING.initial:
        raise WrongState(_l("Only a drafted finding can be edited."))
    form = FindingForm(data=_present(finding))
    form.focus_areas.choices = focus_area_choices(finding)
    form.action_points.choices = action_point_choices(finding)
    form.observations.choices = []
    if form.validate_on_submit():
        with refusals(form):
            rest = {**_rest(form, finding.body), "seen": form.seen.data}
            service.edit_finding(finding, form.statement(), actor(), clock.now(), **rest)
            return _done(_("Saved."), finding)
    return page(
        "findings/edit.html",
        form,
        contract=finding.contract,
        finding=finding,
        seen=finding.observations,
        overtaken=last_change(finding, actor()) if form.look_again(finding) else None,
    )


def _present(finding: Finding) -> dict[str, Any]:
    return {name: getattr(finding, name) for name in service.STATED} | {
        "body": finding.body.name_mn,
        "focus_areas": [area.id for area in focus_areas_of(finding)],
        "action_points": [point.id for point in action_points_of(finding)],
    }


@blueprint.route("/<int:finding_id>/<verb>", methods=["GET", "POST"])
@requires("findings.read")
def passage(finding_id: int, verb: str) -> Any:
    """Check, redraft, drop, close, reopen or escalate, with the reason."""
    if verb not in CHANGED:
        raise NotFound()
    finding = queries.get_finding(finding_id)
    if request.method == "GET":
        FINDING.check(finding, verb, actor(), reason="?")
    form = GatherForm() if verb == "check" else ReasonForm()
    if form.validate_on_submit():
        with refusals(form):
            _take(verb, finding, form)
            return _done(CHANGED[verb], finding)
    overtaken = last_change(finding, actor()) if isinstance(form, GatherForm) and form.look_again(finding) else None
    return page(
        "findings/passage.html",
        form,
        finding=finding,
        row=next(row for row in FINDING.passages if row.verb == verb),
        verb=verb,
        overtaken=overtaken,
        fell=fallen_check(finding, actor()),
        gatherings=gatherings_of(finding, actor()),
        focus_areas=focus_areas_of(finding),
        action_points=action_points_of(finding),
    )


def _take(verb: str, finding: Finding, form: ReasonForm) -> None:
    reason = form.reason.data or ""
    if isinstance(form, GatherForm):
        service.check(finding, actor(), clock.now(), reason, seen=form.seen.data)
    else:
        CHANGES[verb](finding, actor(), clock.now(), reason)


def _done(message: Any, finding: Finding) -> Any:
    flash(message, "success")
    return see_other(url_for("workspace.finding", finding_id=finding.id))
