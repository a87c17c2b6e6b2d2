"""Codes of the partnership and their labels."""

from collections.abc import Mapping

from flask_babel import lazy_gettext as _l, ngettext

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
    "meeting": _l("Meeting"),
}

# The pillars of an enabling environment for social accountability, as ANSA EAP names them.
PILLARS = {
    "citizens": _l("Organised and capable citizen groups"),
    "government": _l("Responsive government"),
    "information": _l("Access to and use of information"),
    "context": _l("Sensitivity to culture and context"),
}

PLAN_TEXTS = {
    "outcome": _l("Desired outcomes"),
    "approach": _l("Approaches"),
    "tool": _l("Tools"),
    "internal": _l("Internal environment"),
    "external": _l("External environment"),
}

# What a plan has to look after from its first day, if its work is to last.
SUSTAINABILITY = {
    "value": _l("Value created"),
    "demand": _l("Demand"),
    "resources": _l("Resources"),
}

PLAN_TONES = {"draft": "neutral", "agreed": "waiting", "in_force": "good", "closed": "done"}
ACTION_POINT_TONES = {"agreed": "neutral", "under_way": "waiting", "done": "done", "dropped": "warn"}


def count_texts(counts: Mapping[str, int]) -> list[str]:
    """How many of each kind are linked, in words; kinds of which there is none are left out."""
    texts = {
        "contract": ngettext("%(num)s contract", "%(num)s contracts", counts["contract"]),
        "finding": ngettext("%(num)s finding", "%(num)s findings", counts["finding"]),
        "response": ngettext("%(num)s reply", "%(num)s replies", counts["response"]),
        "meeting": ngettext("%(num)s meeting", "%(num)s meetings", counts["meeting"]),
    }
    return [text for kind, text in texts.items() if counts[kind]]
