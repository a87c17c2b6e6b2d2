"""The blueprint that the pages of meetings share, and what they do alike."""

from typing import Any

from flask import Blueprint, request, url_for

from app.core.errors import NotPermitted
from app.partnership.meetings import queries
from app.partnership.meetings.forms import MeetingForm
from app.partnership.meetings.models import Meeting
from app.partnership.meetings.policy import OWN_SUBNETWORK
from app.partnership.meetings.states import MEETING
from app.partnership.meetings.terms import TONES
from app.ui.guards import actor

blueprint = Blueprint("meetings", __name__, url_prefix="/workspace/meetings")


@blueprint.app_template_filter("meeting_state")
def meeting_state(meeting: Meeting) -> Any:
    return MEETING.label(meeting.state)


@blueprint.app_template_filter("meeting_tone")
def meeting_tone(meeting: Meeting) -> str:
    return TONES[meeting.state]


def readable(meeting_id: int) -> Meeting:
    return queries.get_meeting(meeting_id, actor())


def holdable(meeting_id: int) -> Meeting:
    """A meeting that this person may change; the views have asked for the permission."""
    meeting = readable(meeting_id)
    if not OWN_SUBNETWORK.holds(actor(), meeting):
        raise NotPermitted(OWN_SUBNETWORK.denial)
    return meeting


def address(meeting_id: int) -> str:
    return url_for("meeting_pages.show", meeting_id=meeting_id)


def asks_for_a_row(form: MeetingForm) -> bool:
    """Whether the button for another row was pressed: the page comes back as it was typed, with that row."""
    table = request.form.get("add") if request.method == "POST" else None
    if table:
        form.add_row(table)
    return bool(table)


def overtaken(meeting: Meeting, form: MeetingForm) -> bool:
    """Whether somebody changed the meeting meanwhile. The form counts from there: saving again is done knowingly."""
    if request.method != "POST" or form.stamp() == meeting.edits:
        return False
    form.seen.data = str(meeting.edits)
    return True
