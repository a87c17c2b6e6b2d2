"""Lifecycle of a request. *Overdue* is not a state: `deadlines` computes it."""

from flask_babel import lazy_gettext as _l

from app.core.lifecycle import REASON, Guard, Lifecycle, Need, needs, passage

ONE_EXTENSION = Guard(
    "one_extension",
    _l("The term was already extended once."),
    lambda _actor, request: request.extended_until is None,
)
ALL_CHECKED = Need(
    "findings",
    _l("Every finding of a request must be cross-checked first."),
    lambda request, _facts: (
        bool(request.findings) and all(finding.state in {"checked", "reopened"} for finding in request.findings)
    ),
)
HAS_ACTION_POINT = Need(
    "action_points",
    _l("Link at least one action point: an existing one, or a new one."),
    lambda _request, facts: bool(facts.get("action_points")),
)

REQUEST = Lifecycle(
    name="request",
    title=_l("Request to a public body"),
    states={
        "drafted": _l("Drafted"),
        "sent": _l("Sent"),
        "delivered": _l("Delivered"),
        "answered": _l("Answered"),
        "withdrawn": _l("Withdrawn"),
    },
    initial="drafted",
    passages=(
        passage("send", _l("Send"), "drafted", "sent", "requests.manage", needs=(ALL_CHECKED, HAS_ACTION_POINT)),
        passage(
            "deliver",
            _l("Record proof of delivery"),
            "sent",
            "delivered",
            ("requests.manage", "requests.answer"),
            needs=(
                needs("received_on", _l("Enter the day on which the body received the letter.")),
                needs("proof", _l("Choose the proof of delivery.")),
            ),
        ),
        passage(
            "extend",
            _l("Extend the term"),
            "delivered",
            "delivered",
            ("requests.manage", "requests.answer"),
            guards=(ONE_EXTENSION,),
            needs=(REASON,),
            tone="waiting",
        ),
        passage(
            "answer",
            _l("Answer"),
            ("delivered", "answered"),
            "answered",
            ("requests.manage", "requests.answer"),
            tone="good",
        ),
        passage(
            "withdraw",
            _l("Withdraw"),
            ("drafted", "sent"),
            "withdrawn",
            "requests.manage",
            needs=(REASON,),
            tone="bad",
        ),
    ),
)
