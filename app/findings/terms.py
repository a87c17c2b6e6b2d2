"""Codes of monitoring and their labels."""

from flask_babel import lazy_gettext as _l

STAGES = {
    "plan": _l("Procurement plan"),
    "tender_documents": _l("Tender documents"),
    "announcement": _l("Announcement"),
    "clarification": _l("Clarification"),
    "opening": _l("Opening of tenders"),
    "evaluation": _l("Evaluation"),
    "award": _l("Award and notices"),
    "contract": _l("Contract"),
    "implementation": _l("Implementation and delivery"),
    "changes": _l("Changes"),
    "payment": _l("Payment"),
    "acceptance": _l("Acceptance"),
    "warranty": _l("Warranty and outcome"),
}

VISITS = {
    "no_visit": _l("No visit: from documents"),
    "visited": _l("Visited"),
    "access_denied": _l("Access denied"),
    "site_not_found": _l("Site not found"),
    "nothing_there": _l("Nothing there"),
    "no_means": _l("No means to go"),
}

ANSWERS = {
    "yes": _l("Yes"),
    "partly": _l("Partly"),
    "no": _l("No"),
    "not_seen": _l("Not seen"),
    "not_disclosed": _l("Not disclosed"),
    "not_applicable": _l("Not applicable"),
}
ADVERSE_ANSWERS = frozenset({"partly", "no"})

SEVERITIES = {
    0: _l("Good practice"),
    1: _l("Note"),
    2: _l("Minor"),
    3: _l("Serious"),
    4: _l("Critical"),
}

CONFIDENCES = {
    "seen": _l("Seen by the monitor"),
    "document": _l("From a document"),
    "told": _l("Told by someone"),
    "inferred": _l("Inferred from data"),
}

POSITIONS = {
    "accepts": _l("Accepts"),
    "partly": _l("Accepts partly"),
    "contests": _l("Contests"),
    "refers": _l("Refers to another body"),
    "refuses": _l("Refuses to answer"),
    "no_reply": _l("No reply"),
}
ANSWER_POSITIONS = ("accepts", "partly", "contests", "refers", "refuses")

OUTCOMES = {
    "resolved": _l("Resolved"),
    "partly": _l("Partly resolved"),
    "not_resolved": _l("Not resolved"),
    "no_mechanism": _l("No mechanism exists"),
}
FIXED = frozenset({"resolved", "partly"})
