"""The list of meetings, planning one, its invitation, and passages that only need a reason."""

from typing import Any

from flask import Response, flash, request, url_for
from flask_babel import gettext as _
from wtforms import HiddenField

from app.bodies.models import PublicBody
from app.bodies.queries import get_body
from app.core import clock
from app.core.errors import WrongState
from app.partnership import queries as partnership
from app.partnership.forms import focus_area_choices
from app.partnership.meetings import invitation_file, queries, service
from app.partnership.meetings.forms import MeetingFilter, PlanForm, kept_in, proposed, subnetwork_choices
from app.partnership.meetings.models import Meeting
from app.partnership.meetings.states import MEETING
from app.partnership.meetings.views.blueprint import address, asks_for_a_row, blueprint, holdable, overtaken, readable
from app.partnership.models import Subnetwork
from app.partnership.views.blueprint import saved, take_passage
from app.ui.forms import Form, page, refusals, see_other, stamp_of
from app.ui.guards import actor, requires
from app.ui.i18n import localized


@blueprint.get("")
@requires("meetings.read")
def index() -> Any:
    number = request.args.get("body", type=int)
    body = get_body(number) if number else None
    form = MeetingFilter.for_reader(actor(), request.args, body)
    form.validate()
    asked = {field.short_name: field.data for field in form if not field.errors}
    meetings = queries.list_meetings(
        actor(),
        body_id=asked.get("body"),
        year=asked.get("year"),
        state=asked.get("state"),
        page=request.args.get("page", 1, type=int),
    )
    return page("meetings/index.html", filter=form, meetings=meetings, body=body)


@blueprint.route("/new", methods=["GET", "POST"])
@requires("meetings.hold")
def new() -> Any:
    """`body`: with whom; `follows`: the meeting that this one continues."""
    follows = _follows()
    body = follows.body if follows else _body()
    if body is None:
        flash(_("Choose the public body: a meeting is planned on its page."), "info")
        return see_other(url_for("bodies.index"))
    form = _offered(PlanForm(data=proposed(follows, body)), body)
    if not asks_for_a_row(form) and form.validate_on_submit():
        with refusals(form):
            made = service.plan_meeting(
                body, form.details(), form.seats(), form.points(), **_placed(form), follows=follows, **_now()
            )
            return saved(_("The meeting is planned."), address(made.id))
    if request.method == "GET":
        form.fill_up()
    back = (plain_name(body), url_for("meetings.index", body=body.id))
    return page("meetings/edit.html", form, heading=_("Plan a meeting"), lead=plain_name(body), back=back, now=None)


def _body() -> PublicBody | None:
    number = request.args.get("body", type=int)
    return get_body(number) if number else None


def _follows() -> Meeting | None:
    number = request.args.get("follows", type=int)
    return holdable(number) if number else None


def plain_name(body: PublicBody) -> Any:
    return localized(body, "name")


@blueprint.route("/<int:meeting_id>/edit", methods=["GET", "POST"])
@requires("meetings.hold")
def edit(meeting_id: int) -> Any:
    meeting = holdable(meeting_id)
    if meeting.state != "planned":
        raise WrongState(_("The meeting is not planned any more."))
    form = _offered(PlanForm(data=kept_in(meeting)), meeting.body, meeting)
    if not asks_for_a_row(form) and form.validate_on_submit():
        with refusals(form):
            service.change_plan(
                meeting, form.details(), form.seats(), form.points(), **_placed(form), seen=form.stamp(), **_now()
            )
            return saved(_("Saved."), address(meeting_id))
    if request.method == "GET":
        form.fill_up()
    return page(
        "meetings/edit.html",
        form,
        heading=_("Change the plan of the meeting"),
        lead=None,
        back=(localized(meeting, "title"), address(meeting_id)),
        now=meeting if overtaken(meeting, form) else None,
    )


def _offered(form: PlanForm, body: PublicBody | None, meeting: Meeting | None = None) -> PlanForm:
    form.offer(body, meeting)
    person: Any = actor()
    own = partnership.subnetworks_of(person)
    if meeting:
        form.focus_areas.choices = focus_area_choices(meeting)
    if meeting and meeting.subnetwork and meeting.subnetwork not in own:
        own.append(meeting.subnetwork)
    form.subnetwork.choices = subnetwork_choices(actor(), own)
    return form


def _placed(form: PlanForm) -> dict[str, Any]:
    number = form.subnetwork.data
    subnetwork: Subnetwork | None = partnership.get_subnetwork(number) if number else None
    return {"subnetwork": subnetwork, "focus_areas": form.focus_areas.data or []}


def _now() -> dict[str, Any]:
    return {"actor": actor(), "at": clock.now()}


@blueprint.route("/<int:meeting_id>/passages/<any(cancel, put_back, correct):verb>", methods=["GET", "POST"])
@requires("meetings.hold")
def passage(meeting_id: int, verb: str) -> Any:
    meeting = holdable(meeting_id)
    MEETING.check(meeting, verb, actor(), reason="?")
    if verb == "correct":
        hint = _("The agreed version stays as it is. What you correct must be agreed to again by both sides.")
        return take_passage(MEETING, meeting, verb, service.correct_minutes, address(meeting_id), hint=hint)
    return take_passage(MEETING, meeting, verb, service.move_meeting, address(meeting_id))


@blueprint.get("/<int:meeting_id>/invitation.ics")
@requires("meetings.read")
def invitation(meeting_id: int) -> Response:
    meeting = readable(meeting_id)
    response = Response(invitation_file.of_meeting(meeting, clock.now()), content_type=invitation_file.TYPE)
    response.headers["Content-Disposition"] = f'attachment; filename="{invitation_file.file_name(meeting)}"'
    return response


class SeenForm(Form):
    """Behind a button: the state of the meeting that stood on the page."""

    seen = HiddenField()


@blueprint.post("/<int:meeting_id>/invitation")
@requires("meetings.hold")
def invite(meeting_id: int) -> Any:
    meeting, form = holdable(meeting_id), SeenForm()
    with refusals(form):
        service.send_invitation(meeting, actor(), clock.now(), seen=stamp_of(form.seen))
        return saved(_("The invitation goes to the public body by email."), address(meeting_id))
    for refusal in form.form_errors:
        flash(refusal, "danger")
    return see_other(address(meeting_id))
