"""The minutes of a meeting as PDF, in Mongolian or English: what `record` says, for both sides to sign and keep."""

import logging
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

from flask_babel import force_locale, gettext as _, ngettext

from app.core.typeset import typeset
from app.partnership.meetings import rules
from app.partnership.meetings.models import Meeting, MeetingVersion
from app.partnership.meetings.record import Document, document_of
from app.partnership.meetings.terms import LINES, PROOFS
from app.partnership.queries import find_coordinating_organisation
from app.ui.filters import day as in_words, short_day
from app.ui.i18n import current_language

log = logging.getLogger(__name__)
TEMPLATE = Path(__file__).parent / "typeset" / "minutes.typ"


def minutes_pdf(meeting: Meeting, version: MeetingVersion | None, language: str, at: datetime) -> bytes:
    """The agreed version, or without one what is written so far, marked as a draft. Raises NotTypeset."""
    document = version.document if version else document_of(meeting)
    with force_locale(language):
        data = content(document, _stamp(document, meeting, version))
    return typeset(TEMPLATE, data | {"language": language}, {}, version.recorded_at if version else at)


def file_name(meeting: Meeting, version: MeetingVersion | None, language: str) -> str:
    return f"minutes-{meeting.id}-{f'v{version.number}' if version else 'draft'}-{language}"


def content(document: Document, stamp: Mapping[str, Any]) -> dict[str, Any]:
    """What the template prints, in the present language."""
    organisation = find_coordinating_organisation()
    return {
        "title": said(document, "title"),
        "sender": said({f"name_{lang}": getattr(organisation, f"name_{lang}", None) for lang in ("mn", "en")}, "name"),
        "facts": [[str(term), text] for term, text in _facts(document) if text],
        "participants": [_participant(row) for row in document["participants"]],
        **{name: [said(row) for row in document[name]] for name in ("agenda", "discussion", "lessons")},
        "agreements": [_agreement(row) for row in document["agreements"]],
        **stamp,
        "words": _words(document),
    }


def said(row: Mapping[str, Any], name: str = "") -> str:
    """A text in the present language, else in the other one."""
    first = current_language()
    keys = [f"{name}_{lang}" if name else lang for lang in (first, "en" if first == "mn" else "mn")]
    return next((str(text) for key in keys if (text := row.get(key))), "")


def _facts(document: Document) -> list[tuple[Any, str]]:
    hours = "–".join(hour for hour in (document["from"], document["to"]) if hour)
    next_on = date.fromisoformat(document["next_on"]) if document["next_on"] else None
    return [
        (_("Public body"), said(document, "body")),
        (_("Date"), f"{in_words(date.fromisoformat(document['day']))}, {hours}"),
        (_("Place"), said(document, "venue")),
        (_("Next meeting"), in_words(next_on) if next_on else ""),
    ]


def _participant(row: Mapping[str, Any]) -> list[str]:
    return [said(row, "name") or _("Others"), said(row, "office"), str(row["people"])]


def _agreement(row: Mapping[str, Any]) -> dict[str, str]:
    due = date.fromisoformat(row["due_on"]) if row["due_on"] else None
    return {
        "text": said(row),
        "area": said(row, "area"),
        "owner": said(row, "owner") or _("not stated"),
        "due": short_day(due) if due else _("not stated"),
    }


def _stamp(document: Document, meeting: Meeting, version: MeetingVersion | None) -> dict[str, Any]:
    if version is None:
        number = len(meeting.versions) + 1
        state = _("Draft of version %(number)s: not agreed yet", number=number)
        return {"state": state, "is_draft": True, "notes": [], "hash": rules.fingerprint(document)}
    notes = [f"{PROOFS[version.proof]}: {version.proof_note}" if version.proof_note else str(PROOFS[version.proof])]
    if version.reason:
        notes.append(_("Corrected because: %(reason)s", reason=version.reason))
    state = _(
        "Version %(number)s, agreed by both sides on %(day)s", number=version.number, day=short_day(version.agreed_on)
    )
    return {"state": state, "is_draft": False, "notes": notes, "hash": version.sha256}


def _words(document: Document) -> dict[str, str]:
    people = sum(row["people"] for row in document["participants"])
    words = {
        "minutes": _("Minutes of a meeting"),
        "participants": _("Who took part"),
        "people": ngettext("%(num)s person in all", "%(num)s people in all", people),
        "who": _("Organisation or body"),
        "office": _("Office or post"),
        "headcount": _("Number of people"),
        "none": _("Nothing is written down."),
        "agenda": LINES["agenda"],
        "discussion": LINES["discussion"],
        "agreements": LINES["agreement"],
        "lessons": LINES["lesson"],
        "number": _("No."),
        "agreed": _("What was agreed"),
        "owner": _("Owner"),
        "due": _("Due date"),
        "signatures": _("Signatures"),
        "for_body": _("For the public body"),
        "for_network": _("For the partnership"),
        "office_line": _("Office:"),
        "signature": _("Signature:"),
        "day": _("Date:"),
        "hash": _("Fingerprint of the text (SHA-256):"),
        "same": _("Whoever holds the same fingerprint holds the same text."),
        "internal": _("Names of offices stand here, not of persons."),
    }
    return {name: str(text) for name, text in words.items()}
