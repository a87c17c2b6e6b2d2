"""Pages that show several features at once, for signed-in people."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, abort, flash, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from app.bodies.queries import find_home, get_place
from app.bodies.service import set_home
from app.contracts import nearby, queries as contracts
from app.contracts.policy import NO_CONFLICT, OWN_SUBNETWORK
from app.contracts.release import describe
from app.contracts.states import ASSIGNMENT, MONITORING
from app.contracts.timeline import plot
from app.contracts.versions import growths_of, told_version
from app.core import audit as chain, clock
from app.findings import queries as findings
from app.findings.history import fallen_check, gatherings_of
from app.findings.models import Finding
from app.findings.states import FINDING
from app.measures.terms import SCOPES
from app.partnership import queries as partnership
from app.partnership.meetings import queries as meetings
from app.partnership.queries import content
from app.partnership.service import link_action_points, set_focus_areas
from app.partnership.states import ACTION_POINT
from app.partnership.terms import ACTION_ORIGINS, PILLARS
from app.responses import queries as responses
from app.responses.policy import open_voices
from app.responses.queries.revisits import list_revisits_for, revisits_of
from app.responses.states import REQUEST
from app.responses.terms import REVISIT_CAUSES
from app.summaries import queries as summaries
from app.ui.addresses import small_number
from app.ui.forms import page, refusals, see_other
from app.ui.guards import actor, requires, signed_in
from app.workspace import coverage, measures as counted, queries
from app.workspace.forms import HomePlaceForm, LinksForm
from app.workspace.history import told
from app.workspace.terms import HAPPENED

blueprint = Blueprint("workspace", __name__, url_prefix="/workspace", template_folder="templates")
blueprint.record_once(lambda setup: setup.app.jinja_env.globals.update(happened=HAPPENED))

SUBJECTS: dict[str, Callable[[int], Any]] = {
    "contract": contracts.get_contract,
    "finding": findings.get_finding,
    "response": queries.get_response,
}


@blueprint.get("/")
@requires("workspace.open")
def home() -> Any:
    return page(
        "workspace/home.html",
        waiting=queries.count_waiting(current_user),
        to_do=nearby.list_to_do(current_user, clock.today()),
        unwatched=nearby.list_unwatched_near(current_user),
        home_place=find_home(current_user.id),
        revisits=list_revisits_for(current_user),
        revisit_causes=REVISIT_CAUSES,
        today=clock.today(),
        unconfirmed=responses.list_unconfirmed(clock.today()) if current_user.can("rules.edit") else [],
    )


@blueprint.route("/home-place", methods=["GET", "POST"])
@signed_in
def home_place() -> Any:
    person = current_user._get_current_object()
    home = find_home(person.id)
    form = HomePlaceForm(data={"place": home.id if home else None})
    if form.validate_on_submit():
        with refusals(form):
            set_home(person, get_place(form.place.data) if form.place.data else None, actor(), clock.now())
            flash(_("Saved."), "success")
            return see_other(url_for("workspace.home"))
    return page("workspace/home_place.html", form)


@blueprint.get("/coverage")
@requires("observations.read")
def watched() -> Any:
    return page("workspace/coverage.html", coverage=coverage.coverage(), suggested=coverage.suggestions())


@blueprint.get("/measures")
@requires("observations.read")
def measures() -> Any:
    by = request.args.get("by", "subnetwork")
    if by not in SCOPES:
        abort(404)
    number = request.args.get("page", 1, type=int)
    return page("workspace/measures.html", by=by, scopes=SCOPES, **counted.overview(by, actor(), number))


@blueprint.get("/measures/<code>")
@requires("observations.read")
def measure_cases(code: str) -> Any:
    scope, subject, value = request.args.get("scope", "whole"), small_number("subject") or 0, small_number("value")
    if code not in counted.MEASURES or scope not in {"whole", *SCOPES}:
        abort(404)
    cause = request.args.get("cause")
    arguments = {"code": code, "scope": scope, "subject": subject, "value": value, "cause": cause}
    return page(
        "workspace/measure_cases.html",
        measure=counted.MEASURES[code],
        cause=cause,
        arguments=arguments,
        counted_at=counted.counted_at(),
        cases=counted.list_cases(code, scope, subject, value, actor(), request.args.get("after"), cause),
    )


@blueprint.get("/contracts/<int:contract_id>")
@requires("register.read")
def contract(contract_id: int) -> Any:
    found = contracts.get_contract(contract_id)
    stated = findings.findings_of(found)
    number = request.args.get("version", type=int)
    version = contracts.get_version(found, number) if number else contracts.get_newest_version(found)
    story = contracts.story_of(found, version)
    return page(
        "workspace/contract.html",
        contract=found,
        version=version,
        versions=contracts.list_versions(found),
        told=story,
        course=plot(story, today=clock.today()),
        growths=growths_of(found),
        verbs=MONITORING.open_to(found, actor()),
        monitoring=MONITORING,
        assignments=contracts.list_assignments(contract=found),
        assignment_life=ASSIGNMENT,
        own_assignment=contracts.find_assignment(current_user.id, found.id),
        barred=not NO_CONFLICT.holds(actor(), found),
        in_charge=all(guard.holds(actor(), found) for guard in (OWN_SUBNETWORK, NO_CONFLICT)),
        conflicts=contracts.list_conflicts(found),
        observations=findings.observations_of(found),
        findings=stated,
        to_verify=[finding for finding in stated if open_voices(actor(), finding)],
        describe_fault=describe,
        requests=queries.list_requests_about(found),
        request_life=REQUEST,
        focus_areas=partnership.focus_areas_of(found),
        action_points=partnership.action_points_of(found),
        meetings=meetings.meetings_about(found, actor()),
        history=told(chain.history(found), actor()),
    )


@blueprint.get("/contracts/<int:contract_id>/versions/<int:number>")
@requires("register.read")
def version(contract_id: int, number: int) -> Any:
    found = contracts.get_contract(contract_id)
    compared = told_version(found, contracts.get_version(found, number))
    return page("workspace/version.html", contract=found, told=compared, first=1)


@blueprint.get("/findings/<int:finding_id>")
@requires("findings.read")
def finding(finding_id: int) -> Any:
    found = findings.get_finding(finding_id)
    return page(
        "workspace/finding.html",
        finding=found,
        gathering=_gathering_of(found),
        gatherings=gatherings_of(found, actor()),
        fell=fallen_check(found, actor()),
        merged=findings.merged_into(found),
        parts=findings.split_off(found),
        buttons=FINDING.open_to(found, actor()),
        cannot_check=FINDING.denial(found, "check", actor()),
        may_edit=found.state == "drafted" and FINDING.allows(found, "drop", actor()),
        may_look=bool(open_voices(actor(), found)),
        focus_areas=partnership.focus_areas_of(found),
        action_points=partnership.action_points_of(found),
        requests=responses.requests_of(found),
        meetings=meetings.meetings_about(found, actor()),
        request_life=REQUEST,
        replies=responses.responses_to(found),
        voices=responses.voices(found),
        verifications=responses.list_verifications(found),
        referrals=responses.referrals_of(found),
        revisits=revisits_of(found),
        today=clock.today(),
        heard=responses.right_of_reply(found, clock.today()),
        summaries=summaries.list_summaries_with(found),
        history=told(chain.history(found), actor()),
    )


def _gathering_of(found: Finding) -> dict[str, str]:
    """{verb: page} of what can be done about what a finding rests on: only what leads anywhere."""
    several, whole = len(found.observations) > 1, found.merged_into
    pages = {
        "add_observations": ("findings.add", bool(findings.list_addable(found))),
        "take_out": ("findings.take_out", several),
        "take_in": ("findings.merge", bool(findings.list_mergeable(found))),
        "split": ("findings.split", several),
        "unmerge": ("findings.take_apart", bool(whole and FINDING.allows(whole, "give_back", actor()))),
    }
    return {verb: name for verb, (name, leads_somewhere) in pages.items() if leads_somewhere}


@blueprint.get("/focus-areas/<int:focus_area_id>")
@requires("plan.read")
def focus_area(focus_area_id: int) -> Any:
    area = partnership.get_focus_area(focus_area_id)
    courses = content.courses_of([area])[area.id]
    return page(
        "workspace/focus_area.html",
        area=area,
        pillars=PILLARS,
        courses=courses,
        readings=content.readings_of(course.indicator for course in courses),
        linked=queries.linked_to(actor(), focus_area_id=area.id),
        action_points=partnership.list_action_points(focus_area_id=area.id),
        lessons=meetings.lessons_linked(actor(), area.id),
    )


@blueprint.get("/action-points/<int:action_point_id>")
@requires("plan.read")
def action_point(action_point_id: int) -> Any:
    point = partnership.get_action_point(action_point_id)
    return page(
        "workspace/action_point.html",
        point=point,
        origins=ACTION_ORIGINS,
        buttons=[
            (row, url_for("partnership.action_point_passage", action_point_id=point.id, verb=row.verb))
            for row in ACTION_POINT.open_to(point, actor())
        ],
        linked=queries.linked_to(actor(), action_point_id=point.id),
        commitments=responses.commitments_of(point),
        agreements=meetings.agreements_of(point, actor()),
        history=told(chain.history(point), actor()),
    )


@blueprint.route("/link/<any(contract, finding, response):kind>/<int:subject_id>", methods=["GET", "POST"])
@requires("plan.link")
def link(kind: str, subject_id: int) -> Any:
    subject = SUBJECTS[kind](subject_id)
    form = LinksForm(data={"focus_areas": [area.id for area in partnership.focus_areas_of(subject)]})
    if form.validate_on_submit():
        with refusals(form):
            now, note = clock.now(), form.note.data
            set_focus_areas(subject, form.focus_areas.data or [], actor(), now, note)
            link_action_points(subject, form.action_points.data or [], actor(), now, note)
            flash(_("Linked to the plan."), "success")
            return see_other(_address(kind, subject))
    return page("workspace/link.html", form, subject=subject, back=_address(kind, subject))


def _address(kind: str, subject: Any) -> str:
    if kind == "response":
        return url_for("requests.show", request_id=subject.request_id)
    return url_for(f"workspace.{kind}", **{f"{kind}_id": subject.id})


@blueprint.get("/audit")
@requires("audit.read")
def audit() -> Any:
    before = request.args.get("before", type=int)
    if before is not None and before < 1:
        abort(404)
    return page("workspace/audit.html", entries=chain.recent(before=before))
