"""Codes of procurement and their labels."""

from flask_babel import lazy_gettext as _l

CATEGORIES = {
    "goods": _l("Goods"),
    "works": _l("Works"),
    "services": _l("Services"),
    "consultingServices": _l("Consulting services"),
}

METHODS = {
    "open": _l("Open tender"),
    "selective": _l("Selective tender"),
    "limited": _l("Limited tender"),
    "direct": _l("Direct procurement"),
}

STAGES = {
    "planning": _l("Plan"),
    "tender": _l("Tender"),
    "award": _l("Award"),
    "contract": _l("Contract signed"),
    "implementation": _l("Implementation"),
    "ended": _l("Ended"),
}

MILESTONE_STATES = {
    "scheduled": _l("Scheduled"),
    "met": _l("Met"),
    "notMet": _l("Not met"),
    "partiallyMet": _l("Partly met"),
}
