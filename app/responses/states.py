"""Lifecycles of a request, of a referral to another body, and of a re-visit. *Overdue* is computed, never stored."""

from typing import Any

from flask_babel import lazy_gettext as _l

from app.contracts.policy import NO_CONFLICT, OWN_SUBNETWORK
from app.core.lifecycle import REASON, Guard, Lifecycle, Need, needs, passage
from app.findings.states import FINDING
from app.findings.terms import NOT_STATED
from app.responses.queries.referrals import is_onward

ONE_EXTENSION = Guard(
    "one_extension",
    _l("The term was already extended once."),
    lambda _actor, request: request.extended_until is None,
)
NOT_ASKED = frozenset({"checked", *NOT_STATED})


def _open_to(request: Any) -> frozenset[str]:
    """States of a finding about which the letter may go: one sent on is about what the first body was asked."""
    return frozenset(FINDING.states) - NOT_ASKED if is_onward(request) else frozenset({"checked", "reopened"})


ALL_CHECKED = Need(
    "findings",
    _l("Every finding of a request must be cross-checked first."),
    lambda request, _facts: (
        bool(request.findings) and all(finding.state in _open_to(request) for finding in request.findings)
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

REFERRAL = Lifecycle(
    name="referral",
    title=_l("Referral to another body"),
    states={
        "unclear": _l("Waits for a decision"),
        "opened": _l("The next body is asked"),
        "set_aside": _l("Not followed"),
    },
    initial="unclear",
    passages=(
        passage(
            "open_next",
            _l("Ask the next body"),
            "unclear",
            "opened",
            "requests.manage",
            guards=(NO_CONFLICT,),
            needs=(needs("body", _l("Choose the body that is meant.")),),
        ),
        passage(
            "set_aside",
            _l("Do not follow it"),
            "unclear",
            "set_aside",
            "requests.manage",
            guards=(NO_CONFLICT,),
            needs=(REASON,),
            tone="warn",
        ),
    ),
)

OWN_REVISIT = Guard(
    "own_revisit",
    _l("Somebody else is asked to look."),
    lambda actor, revisit: revisit.monitor_id == actor.actor_id,
)
NOT_THE_FIRST = Guard(
    "not_the_first",
    _l("The first to see it does not end the re-visit: somebody else must look."),
    lambda actor, revisit: all(row.monitor_id != actor.actor_id for row in revisit.finding.observations),
)
IN_CHARGE = (OWN_SUBNETWORK, NO_CONFLICT)

REVISIT = Lifecycle(
    name="revisit",
    title=_l("Re-visit"),
    states={"asked": _l("Asked for"), "done": _l("Somebody looked"), "dismissed": _l("Not needed")},
    initial="asked",
    passages=(
        passage(
            "entrust",
            _l("Ask this monitor"),
            "asked",
            "asked",
            "monitoring.manage",
            guards=IN_CHARGE,
            needs=(needs("monitor", _l("Choose who looks.")),),
        ),
        passage(
            "hand_back",
            _l("I cannot do it"),
            "asked",
            "asked",
            "outcomes.verify",
            guards=(OWN_REVISIT,),
            needs=(REASON,),
            tone="warn",
        ),
        passage("look", _l("Record what was seen"), "asked", "done", "outcomes.verify", guards=(NOT_THE_FIRST,)),
        passage(
            "dismiss",
            _l("No re-visit is needed"),
            "asked",
            "dismissed",
            "monitoring.manage",
            guards=IN_CHARGE,
            needs=(REASON,),
            tone="warn",
        ),
    ),
)
