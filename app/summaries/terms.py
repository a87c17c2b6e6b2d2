"""Codes of summaries and their labels."""

from flask_babel import lazy_gettext as _l

VERSION_KINDS = {
    "first": _l("First publication"),
    "revision": _l("Revision: better data"),
    "correction": _l("Correction: a mistake owned"),
}

SUMMARY_TONES = {
    "composing": "neutral",
    "right_of_reply": "waiting",
    "cleared": "good",
    "published": "done",
    "revised": "done",
    "corrected": "done",
    "withdrawn": "bad",
}
