"""Codes of meetings and their labels."""

from flask_babel import lazy_gettext as _l

KINDS = {"engagement": _l("Meeting with a public body")}

LINES = {
    "agenda": _l("Agenda"),
    "discussion": _l("Key points of the discussion"),
    "agreement": _l("Agreements"),
    "lesson": _l("Lessons"),
}

PROOFS = {
    "signed": _l("The body signed the minutes"),
    "letter": _l("The body's letter"),
    "email": _l("The body's email"),
}

SUBJECTS = {
    "contract": _l("Contract"),
    "finding": _l("Finding"),
    "request": _l("Request to a public body"),
}

# Verbs of the audit chain: mails to the body, each with the `edits` of the meeting and the number of the mail.
INVITED, CALLED_OFF = "invite", "call_off"

TONES = {"planned": "waiting", "held": "warn", "agreed": "good", "cancelled": "neutral"}
