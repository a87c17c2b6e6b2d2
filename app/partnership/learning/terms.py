"""Codes of learning and their labels."""

from flask_babel import lazy_gettext as _l

LEVELS = (1, 2, 3, 4)  # their names and what they mean are data; how many there are keeps numbers comparable
NONE_YET = 0

KINDS = {
    "training": _l("Training"),
    "exchange": _l("Exchange of experience"),
    "practice": _l("Field practice"),
}

# By what the heat map of gaps is divided.
GAPS_BY = {
    "subnetwork": _l("People, by subnetwork"),
    "organisation": _l("People, by organisation"),
    "own": _l("Organisations themselves"),
}

ASSESSMENT_TONES = {"draft": "neutral", "submitted": "waiting", "validated": "good"}
ACTIVITY_TONES = {"planned": "waiting", "held": "good", "cancelled": "neutral"}
