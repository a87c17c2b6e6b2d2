"""Mailing the invitation to the public body, and calling the meeting off where an invitation was mailed."""

from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l

from app.core import audit, mail
from app.core.actors import Actor
from app.core.errors import Refused
from app.partnership.meetings import invitation_letter, queries
from app.partnership.meetings.models import Meeting
from app.partnership.meetings.service.content import require_holder
from app.partnership.meetings.terms import CALLED_OFF, INVITED
from app.partnership.service import changes

CHANGED = _l("Somebody changed this meeting meanwhile. Read it again, then send the invitation.")


def why_not_invite(meeting: Meeting, at: datetime) -> Any:
    """The sentence that tells why no invitation can be mailed now; None if it can."""
    if meeting.state != "planned":
        return _l("The meeting is not planned any more.")
    if meeting.body is None or not meeting.body.letters_email:
        return _l("The public body has no email address for letters. Enter it on the body's page.")
    if meeting.starts_at <= at:
        return _l("The time of the meeting has passed.")
    if (sent := queries.last_invitation(meeting)) and sent.details["edits"] == meeting.edits:
        return _l("The invitation was sent already, and the meeting has not changed since.")
    return None


def send_invitation(meeting: Meeting, actor: Actor, at: datetime, *, seen: int) -> None:
    """Mail the invitation to the body's address for letters, once for each state of the plan.

    `seen`: `meeting.edits` as this person saw it. Raises Stale, Refused.
    """
    require_holder(actor, changes.hold(meeting, seen, CHANGED))
    if barred := why_not_invite(meeting, at):
        raise Refused(barred)
    letter = invitation_letter.invitation(meeting, again=queries.last_invitation(meeting) is not None)
    _mail(meeting, meeting.body.letters_email, letter, INVITED, actor, at)  # type: ignore[union-attr]


def call_off(meeting: Meeting, actor: Actor, at: datetime) -> None:
    """Tell whoever was invited last that a cancelled meeting does not take place; nobody if nobody was invited."""
    if email := queries.invited_address(meeting):
        _mail(meeting, email, invitation_letter.cancellation(meeting), CALLED_OFF, actor, at)


def _mail(meeting: Meeting, email: str | None, letter: tuple[str, str], verb: str, actor: Actor, at: datetime) -> None:
    """The entry holds the number of the mail: so the calendar file finds the mail to which it belongs."""
    row = mail.write(email or "", *letter)
    audit.record(actor, at, verb, meeting, edits=meeting.edits, mail=row.id)
