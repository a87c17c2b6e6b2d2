"""Writing the minutes, recording that both sides agree to them, and the minutes as PDF."""

from typing import Any

from flask import flash, request
from flask_babel import gettext as _

from app.core import clock
from app.core.errors import NotFound, WrongState
from app.core.typeset import NotTypeset
from app.partnership.meetings import minutes_pdf, queries, rules, service
from app.partnership.meetings.forms import AgreeForm, MinutesForm, kept_in, read
from app.partnership.meetings.record import document_of
from app.partnership.meetings.states import MEETING
from app.partnership.meetings.views.blueprint import address, asks_for_a_row, blueprint, holdable, overtaken, readable
from app.partnership.views.blueprint import saved
from app.ui.forms import page, refusals, see_other, stamp_of
from app.ui.guards import actor, requires
from app.ui.i18n import LANGUAGES, localized
from app.ui.serving import sandboxed, serve


@blueprint.route("/<int:meeting_id>/minutes", methods=["GET", "POST"])
@requires("meetings.hold")
def write(meeting_id: int) -> Any:
    meeting = holdable(meeting_id)
    if meeting.state not in ("planned", "held"):
        raise WrongState(_("The minutes cannot be written now: %(state)s.", state=MEETING.label(meeting.state)))
    form = MinutesForm(data=kept_in(meeting))
    form.offer(meeting.body, meeting)
    if not asks_for_a_row(form) and form.validate_on_submit():
        with refusals(form):
            said = form.details(), form.seats(), form.points()
            service.write_minutes(meeting, *said, actor=actor(), at=clock.now(), seen=form.stamp())
            return saved(_("The minutes are kept."), address(meeting_id))
    if request.method == "GET":
        form.fill_up()
    return page(
        "meetings/minutes.html",
        form,
        meeting=meeting,
        back=(localized(meeting, "title"), address(meeting_id)),
        now=meeting if overtaken(meeting, form) else None,
    )


@blueprint.route("/<int:meeting_id>/agree", methods=["GET", "POST"])
@requires("meetings.hold")
def agree(meeting_id: int) -> Any:
    meeting = holdable(meeting_id)
    MEETING.check_open(meeting, "agree", actor())
    form = AgreeForm(data={"seen": str(meeting.edits)})
    if form.validate_on_submit():
        with refusals(form):
            service.agree_minutes(
                meeting,
                actor(),
                clock.now(),
                seen=stamp_of(form.seen),
                agreed_on=form.agreed_on.data,
                proof=form.proof.data,
                proof_note=form.proof_note.data,
                scan=read(form.file),
            )
            return saved(_("Both sides agree. Its agreements are action points of the plan now."), address(meeting_id))
        form.seen.data = str(meeting.edits)
    document, lacking = document_of(meeting), rules.lacking(meeting)
    text, status = page(
        "meetings/agree.html",
        form,
        meeting=meeting,
        sha256=rules.fingerprint(document),
        lacking=lacking,
        back=(localized(meeting, "title"), address(meeting_id)),
    )
    return text, 422 if lacking else status


@blueprint.get("/<int:meeting_id>/minutes-<language>.pdf")
@requires("meetings.read")
@sandboxed
def minutes_file(meeting_id: int, language: str) -> Any:
    """The minutes being written, or `version`: as both sides agreed to them, the last one when none is named."""
    meeting = readable(meeting_id)
    number = request.args.get("version", type=int)
    if number is None and meeting.state == "agreed":
        number = len(meeting.versions)
    if language not in LANGUAGES or (number is None and meeting.state != "held"):
        raise NotFound()
    version = queries.get_version(meeting, number) if number is not None else None
    try:
        made = minutes_pdf.minutes_pdf(meeting, version, language, clock.now())
    except NotTypeset as fault:
        minutes_pdf.log.warning("no PDF of meeting %s: %s", meeting.id, fault)
        flash(_("The PDF could not be made. Print the page instead."), "danger")
        return see_other(address(meeting_id))
    response = serve(made, "application/pdf", minutes_pdf.file_name(meeting, version, language))
    response.headers["Cache-Control"] = "no-store"
    return response
