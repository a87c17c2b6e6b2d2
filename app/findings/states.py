"""Lifecycles of observations, of looking at decisions again, of opening originals, and of findings."""

from typing import Any

from flask_babel import lazy_gettext as _l

from app.contracts.policy import ASSIGNED, NO_CONFLICT, OWN_SUBNETWORK
from app.core.lifecycle import REASON, Lifecycle, Need, Passage, needs, passage
from app.findings.policy import (
    ANSWERED_HERE,
    ASKER,
    CONCERNED,
    DISPUTED,
    HAD_NO_PART,
    NEITHER_SIDE,
    NO_FINDING,
    NO_HAND_IN_IT,
    NO_LOOK,
    NOT_ASKED,
    NOT_ASKER,
    NOT_AUTHOR,
    NOT_OBSERVER,
    NOT_OWN,
    NOT_TAKEN_BACK,
    OUTSIDE,
    OWN,
    STILL_THERE,
    THIRD_EYES,
)
from app.findings.queries import is_disputed
from app.findings.terms import UNASKED

MINE = (OWN, NO_CONFLICT)
REVIEWER = (NOT_OWN, OWN_SUBNETWORK, NO_CONFLICT)
JUDGE = (*REVIEWER, THIRD_EYES)
LOOKS_AGAIN = (HAD_NO_PART, NO_CONFLICT)  # of any subnetwork: the farther off, the blinder
CHECKER = (NOT_AUTHOR, NO_HAND_IN_IT, NOT_OBSERVER, OUTSIDE, OWN_SUBNETWORK, NO_CONFLICT)
STATER = (OWN_SUBNETWORK, NO_CONFLICT)
GATHERER = (NOT_ASKED, *STATER)
BY_REQUEST = ("requests.manage", "requests.answer")
STILL_ACCEPTED = Need(
    "observations",
    _l("An observation it rests on is no longer accepted."),
    lambda finding, _facts: all(row.state == "accepted" for row in finding.observations),
)
UNDISPUTED = Need(
    "undisputed",
    _l("Two reviewers disagree about an observation it rests on. That is ended first."),
    lambda finding, _facts: not any(map(is_disputed, finding.observations)),
)
ORIGINAL = needs("duplicate_of", _l("Choose the observation it repeats."))
CAUSE = needs("cause", _l("Choose why it is rejected."))
CHOSEN = needs("observations", _l("Choose at least one observation."))
LOOKED_AT = (NOT_TAKEN_BACK, *REVIEWER)

VERDICTS = ("accepted", "rejected", "duplicate")
DECIDED = ("needs_information", *VERDICTS)
EDITABLE = ("draft", "needs_information")  # states in which a monitor's changes are kept without being sent
BY_THEMSELVES = frozenset({"complete", "supplement"})  # passages that follow from what a phone sends: no buttons
# How a monitor sends what is theirs, from each state they may edit it in.
SENDING = {
    "draft": "submit",
    "needs_information": "supply",
    "accepted": "revise",
    "rejected": "revise",
    "duplicate": "revise",
}

OBSERVATION = Lifecycle(
    name="observation",
    title=_l("Observation"),
    states={
        "draft": _l("Draft"),
        "receiving": _l("Arriving"),
        "received": _l("Received"),
        "in_review": _l("In review"),
        "needs_information": _l("Needs information"),
        "accepted": _l("Accepted"),
        "rejected": _l("Rejected"),
        "duplicate": _l("Duplicate"),
        "withdrawn": _l("Withdrawn"),
    },
    initial="draft",
    passages=(
        passage("submit", _l("Send"), "draft", "receiving", "observations.log", guards=(*MINE, ASSIGNED)),
        passage("complete", _l("Complete"), "receiving", "received", "observations.log", guards=MINE),
        passage(
            "go_on",
            _l("Go on without the missing files"),
            "receiving",
            "received",
            "observations.review",
            guards=REVIEWER,
            needs=(REASON,),
            tone="warn",
        ),
        passage("open", _l("Open the review"), "received", "in_review", "observations.review", guards=REVIEWER),
        passage(
            "ask",
            _l("Ask for information"),
            "in_review",
            "needs_information",
            "observations.review",
            guards=(*JUDGE, ANSWERED_HERE),
            needs=(REASON,),
            tone="waiting",
        ),
        passage("supply", _l("Send again"), "needs_information", "received", "observations.log", guards=MINE),
        passage(
            "supplement",
            _l("Send again from the phone"),
            "needs_information",
            "receiving",
            "observations.log",
            guards=MINE,
        ),
        passage(
            "accept",
            _l("Accept"),
            "in_review",
            "accepted",
            "observations.review",
            guards=JUDGE,
            needs=(REASON,),
            tone="good",
        ),
        passage(
            "reject",
            _l("Reject"),
            "in_review",
            "rejected",
            "observations.review",
            guards=JUDGE,
            needs=(REASON, CAUSE),
            tone="bad",
        ),
        passage(
            "mark_duplicate",
            _l("Mark as duplicate"),
            "in_review",
            "duplicate",
            "observations.review",
            guards=JUDGE,
            needs=(REASON, ORIGINAL),
            tone="warn",
        ),
        passage(
            "reconsider",
            _l("Take into review again"),
            VERDICTS,
            "in_review",
            "observations.review",
            guards=(*JUDGE, DISPUTED, NO_FINDING, NO_LOOK),
            needs=(REASON,),
            tone="warn",
        ),
        passage(
            "revise",
            _l("Edit: the verdict falls and the review starts again"),
            ("accepted", "rejected", "duplicate"),
            "received",
            "observations.log",
            guards=(*MINE, NO_FINDING, NO_LOOK),
            tone="warn",
        ),
        passage(
            "withdraw",
            _l("Withdraw"),
            ("draft", "receiving", "received", "in_review", "needs_information"),
            "withdrawn",
            "observations.log",
            guards=(OWN,),
            needs=(REASON,),
            tone="bad",
        ),
    ),
)

# What others may see of a piece of evidence. In the terms of freedom of information: disclosed in full, redacted,
# withheld. It may be decided anew at any time: what was shown can hurt somebody who was not noticed at first.
EVIDENCE_STATES = {
    "unseen": _l("Nobody looked at it yet"),
    "shown": _l("Shown as it is"),
    "covered": _l("Shown with parts covered"),
    "withheld": _l("Kept back"),
}
EVIDENCE = Lifecycle(
    name="evidence",
    title=_l("What others see of a file"),
    states=EVIDENCE_STATES,
    initial="unseen",
    passages=(
        passage(
            "show",
            _l("Show it as it is"),
            EVIDENCE_STATES,
            "shown",
            "observations.review",
            guards=LOOKED_AT,
            tone="good",
        ),
        passage(
            "cover",
            _l("Cover parts and show it"),
            EVIDENCE_STATES,
            "covered",
            "observations.review",
            guards=LOOKED_AT,
            needs=(needs("covers", _l("Draw over what nobody may see.")),),
            tone="good",
        ),
        passage(
            "withhold",
            _l("Keep it back"),
            EVIDENCE_STATES,
            "withheld",
            "observations.review",
            guards=LOOKED_AT,
            needs=(REASON,),
            tone="bad",
        ),
    ),
)


def _only_of(verdict: str, need: Need) -> Need:
    """The need of one verdict alone."""
    return Need(need.name, need.message, lambda row, facts: facts.get("verdict") != verdict or need.present(row, facts))


SECOND_VERDICT = (
    REASON,
    needs("verdict", _l("Choose what you would decide.")),
    _only_of("rejected", CAUSE),
    _only_of("duplicate", ORIGINAL),
)
SECOND_REVIEW = Lifecycle(
    name="second_review",
    title=_l("Second look at a decision"),
    states={
        "drawn": _l("Waits for a second look"),
        "agreed": _l("The same verdict"),
        "differed": _l("Another verdict"),
        "settled": _l("Another verdict, settled"),
        "lapsed": _l("Changed before anybody looked"),
    },
    initial="drawn",
    passages=(
        passage(
            "confirm",
            _l("Come to the same verdict"),
            "drawn",
            "agreed",
            "observations.review",
            guards=LOOKS_AGAIN,
            needs=SECOND_VERDICT,
            tone="good",
        ),
        passage(
            "differ",
            _l("Come to another verdict"),
            "drawn",
            "differed",
            "observations.review",
            guards=LOOKS_AGAIN,
            needs=SECOND_VERDICT,
            tone="warn",
        ),
        passage(
            "settle",
            _l("Let the first verdict stand"),
            "differed",
            "settled",
            "observations.review",
            guards=(NEITHER_SIDE, OWN_SUBNETWORK, NO_CONFLICT),
            needs=(REASON,),
        ),
        passage("lapse", _l("Lapse: the monitor changed it"), "drawn", "lapsed", "observations.log"),
        passage("overtake", _l("End: the monitor changed it"), "differed", "settled", "observations.log"),
    ),
)

OPENING = Lifecycle(
    name="sealed_opening",
    title=_l("Opening of a sealed original"),
    states={
        "requested": _l("Waits for a second person"),
        "approved": _l("Approved"),
        "refused": _l("Refused"),
        "opened": _l("Opened"),
    },
    initial="requested",
    passages=(
        passage(
            "approve",
            _l("Approve the opening"),
            "requested",
            "approved",
            "originals.approve",
            guards=(NOT_ASKER, *CONCERNED, STILL_THERE),
        ),
        passage(
            "refuse",
            _l("Refuse the opening"),
            "requested",
            "refused",
            "originals.approve",
            guards=(NOT_ASKER, *CONCERNED),
            needs=(REASON,),
            tone="bad",
        ),
        passage(
            "hand_out",
            _l("Open the original"),
            "approved",
            "opened",
            "originals.ask",
            guards=(ASKER, *CONCERNED, STILL_THERE),
            tone="warn",
        ),
    ),
)


def _gathering(verb: str, label: Any, *more: Need) -> Passage:
    """What a finding rests on changes, so it is cross-checked anew."""
    needed = (REASON, *more)
    return passage(verb, label, UNASKED, "drafted", "findings.state", guards=GATHERER, needs=needed, tone="warn")


FINDING = Lifecycle(
    name="finding",
    title=_l("Finding"),
    states={
        "drafted": _l("Drafted"),
        "checked": _l("Cross-checked"),
        "notified": _l("Sent to the body"),
        "acknowledged": _l("Receipt acknowledged"),
        "answered": _l("Answered"),
        "assessed": _l("Assessed"),
        "closed": _l("Closed"),
        "reopened": _l("Reopened"),
        "escalated": _l("Escalated"),
        "dropped": _l("Dropped"),
        "merged": _l("Merged into another finding"),
    },
    initial="drafted",
    passages=(
        passage(
            "check",
            _l("Cross-check and confirm"),
            "drafted",
            "checked",
            "findings.check",
            guards=CHECKER,
            needs=(REASON, STILL_ACCEPTED, UNDISPUTED),
            tone="good",
        ),
        passage(
            "redraft",
            _l("Return to the author"),
            "checked",
            "drafted",
            "findings.check",
            guards=STATER,
            needs=(REASON,),
            tone="warn",
        ),
        passage("notify", _l("Record delivery"), ("checked", "reopened"), "notified", BY_REQUEST),
        passage("acknowledge", _l("Acknowledge receipt"), "notified", "acknowledged", BY_REQUEST),
        passage(
            "answer",
            _l("Answer"),
            ("notified", "acknowledged", "answered", "assessed", "closed", "escalated"),
            "answered",
            BY_REQUEST,
            needs=(needs("position", _l("Choose what the body answers to each finding.")),),
        ),
        passage(
            "assess",
            _l("Assess the outcome"),
            ("notified", "acknowledged", "answered", "reopened", "escalated"),
            "assessed",
            "outcomes.assess",
            guards=STATER,
            needs=(REASON, needs("outcome", _l("Choose the outcome."))),
        ),
        passage("close", _l("Close"), "assessed", "closed", "outcomes.assess", guards=STATER, needs=(REASON,)),
        passage(
            "reopen",
            _l("Reopen"),
            ("assessed", "closed"),
            "reopened",
            "outcomes.assess",
            guards=STATER,
            needs=(REASON,),
            tone="warn",
        ),
        passage(
            "escalate",
            _l("Escalate"),
            ("notified", "acknowledged", "answered", "assessed", "reopened"),
            "escalated",
            "outcomes.assess",
            guards=STATER,
            needs=(REASON,),
            tone="bad",
        ),
        passage(
            "drop",
            _l("Drop"),
            ("drafted", "checked"),
            "dropped",
            "findings.state",
            guards=STATER,
            needs=(REASON,),
            tone="bad",
        ),
        _gathering("add_observations", _l("Add observations"), CHOSEN),
        _gathering("take_out", _l("Take observations out"), CHOSEN),
        _gathering("take_in", _l("Merge another finding into it")),
        _gathering("give_back", _l("Give back what was merged into it")),
        _gathering("split", _l("Split"), CHOSEN),
        passage(
            "merge",
            _l("Merge into another finding"),
            UNASKED,
            "merged",
            "findings.state",
            guards=GATHERER,
            needs=(REASON, needs("into", _l("Choose the finding into which it goes."))),
            tone="warn",
        ),
        passage(
            "unmerge",
            _l("Take the merge apart"),
            "merged",
            "drafted",
            "findings.state",
            guards=GATHERER,
            needs=(REASON,),
            tone="warn",
        ),
    ),
)
