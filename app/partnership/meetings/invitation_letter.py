"""The mails that invite a public body to a meeting or call it off, in both languages, and the file that goes along."""

from collections.abc import Callable

from flask_babel import force_locale, gettext as _

from app.core import clock
from app.core.mail import Attachment, OutgoingMail
from app.partnership.meetings import invitation_file, queries
from app.partnership.meetings.invitation_file import said
from app.partnership.meetings.models import Meeting
from app.partnership.queries import find_coordinating_organisation
from app.ui.filters import instant


def invitation(meeting: Meeting, *, again: bool) -> tuple[str, str]:
    """Subject and text. `again`: an earlier invitation to the same meeting was mailed."""
    with force_locale("mn"):
        subject = str(_("Invitation to a meeting: %(title)s", title=said(meeting, "title")))
    return subject, _in_both_languages(meeting, lambda: _inviting(meeting, again))


def cancellation(meeting: Meeting) -> tuple[str, str]:
    """Subject and text. The reason is a note of the house and stays inside."""
    with force_locale("mn"):
        subject = str(_("The meeting does not take place: %(title)s", title=said(meeting, "title")))
    return subject, _in_both_languages(meeting, lambda: _calling_off(meeting))


def _in_both_languages(meeting: Meeting, middle: Callable[[], list[str]]) -> str:
    parts = []
    for language in ("mn", "en"):
        with force_locale(language):
            blocks = [said(meeting.body, "name"), *middle(), said(find_coordinating_organisation(), "name")]
        parts.append("\n\n".join(filter(None, blocks)))
    return "\n\n---\n\n".join(parts) + "\n"


def _inviting(meeting: Meeting, again: bool) -> list[str]:
    opening = _("We invite you to a meeting. Please tell us if the day does not suit you.")
    if again:
        opening = _("The plan of our meeting changed. This invitation replaces the one that we sent before.")
    agenda = "\n".join(invitation_file.agenda(meeting))
    return [opening, _facts(meeting), agenda, _("The attached file puts the meeting into your calendar.")]


def _calling_off(meeting: Meeting) -> list[str]:
    removed = _("The attached file takes the meeting out of your calendar.")
    return [_("The meeting to which we invited you does not take place."), _facts(meeting), removed]


def _facts(meeting: Meeting) -> str:
    until = f" – {instant(meeting.ends_at)[-5:]}" if meeting.ends_at else ""
    lines = [said(meeting, "title"), _("When: %(when)s (Ulaanbaatar time)", when=instant(meeting.starts_at) + until)]
    if venue := said(meeting, "venue"):
        lines.append(_("Place: %(place)s", place=venue))
    return "\n".join(lines)


def attachment(mail: OutgoingMail) -> Attachment | None:
    """The calendar file for a mail about a meeting, as the meeting stands when the mail leaves: a mail that waited for
    its server must not put a day into a calendar that holds no more."""
    meeting = queries.find_meeting_of_mail(mail.id)
    if meeting is None:
        return None
    with force_locale("mn"):
        written = invitation_file.of_meeting(meeting, clock.now())
    return Attachment(invitation_file.file_name(meeting), written, invitation_file.MEDIA_TYPE)
