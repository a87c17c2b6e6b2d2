"""Documents of a meeting: for those who read every meeting, and never for the public."""

from typing import Any

from flask_babel import gettext as _

from app.core import clock
from app.core.errors import NotFound
from app.core.files import clean_copy
from app.partnership.meetings import queries, service
from app.partnership.meetings.forms import DocumentForm, read
from app.partnership.meetings.policy import reads_all
from app.partnership.meetings.views.blueprint import address, blueprint, holdable, readable
from app.partnership.views.blueprint import saved
from app.ui.forms import ReasonForm, page, refusals
from app.ui.guards import actor, requires
from app.ui.i18n import localized
from app.ui.serving import sandboxed, serve


@blueprint.route("/<int:meeting_id>/documents/new", methods=["GET", "POST"])
@requires("meetings.hold")
def attach(meeting_id: int) -> Any:
    meeting = holdable(meeting_id)
    form = DocumentForm()
    if form.validate_on_submit():
        with refusals(form):
            name, data = read(form.file) or ("", b"")
            service.attach(meeting, name, data, form.label.data, actor(), clock.now())
            return saved(_("The document is kept."), address(meeting_id))
    return page("meetings/document.html", form, back=(localized(meeting, "title"), address(meeting_id)))


@blueprint.get("/<int:meeting_id>/documents/<int:file_id>")
@requires("meetings.read")
@sandboxed
def document(meeting_id: int, file_id: int) -> Any:
    row = queries.get_file(readable(meeting_id), file_id)
    if not reads_all(actor()):
        raise NotFound()
    return serve(clean_copy(row.file), row.file.clean_type, f"meeting-{meeting_id}-{row.id}")


@blueprint.route("/<int:meeting_id>/documents/<int:file_id>/remove", methods=["GET", "POST"])
@requires("meetings.hold")
def detach(meeting_id: int, file_id: int) -> Any:
    meeting = holdable(meeting_id)
    row, form = queries.get_file(meeting, file_id), ReasonForm()
    if form.validate_on_submit():
        with refusals(form):
            service.detach(row, actor(), clock.now(), form.reason.data)
            return saved(_("The document is gone."), address(meeting_id))
    return page(
        "partnership/passage.html",
        form,
        heading=_("Remove the document"),
        subject=meeting,
        tone="bad",
        hint=_("It is deleted for good. That it was there stays in the history."),
        back=address(meeting_id),
    )
