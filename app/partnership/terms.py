"""Codes of the partnership and their labels."""

from flask_babel import lazy_gettext as _l

ORGANISATION_KINDS = {
    "network": _l("Network"),
    "ngo": _l("Non-governmental organisation"),
    "training": _l("Training institution"),
    "research": _l("Research institution"),
    "local_government": _l("Local government agency"),
}

ACTION_ORIGINS = {
    "plan": _l("Strategic plan"),
    "meeting": _l("Engagement meeting"),
    "commitment": _l("Commitment in a reply"),
    "request": _l("Request to a public body"),
}

LINKABLE = {
    "contract": _l("Contract"),
    "finding": _l("Finding"),
    "response": _l("Reply"),
}
