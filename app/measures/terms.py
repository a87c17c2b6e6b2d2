"""The table of measures. Every page that shows a number reads its definition from here."""

from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l

from app.responses.rules import MINIMUM

SUBSTANTIVE = frozenset({"accepts", "partly", "contests"})  # it speaks to the finding, whatever it says


@dataclass(frozen=True)
class Measure:
    """`kind`: "share" counts cases of value 1 among all, "median" takes whole days. `of`: what a case is.

    `minimum`: with fewer cases no number is shown. `source`: where the rule comes from.
    """

    code: str
    name: Any
    definition: Any
    numerator: Any
    denominator: Any
    leaves_out: Any
    check: Any
    source: Any
    kind: str = "share"
    of: str = "requests"
    minimum: int = MINIMUM


UNITS = {
    "requests": _l("Requests"),
    "findings": _l("Problems"),
    "commitments": _l("Commitments"),
    "observations": _l("Observations"),
    "second_reviews": _l("Second looks"),
    "published": _l("Findings"),
}
SCOPES = {
    "body": _l("Public body"),
    "subnetwork": _l("Subnetwork"),
    "place": _l("Place"),
    "focus": _l("Focus area"),
    "year": _l("Year"),
    "half": _l("Half-year"),
}

# By these numbers are published and lists are not: which subnetwork follows a contract is close to who does.
UNLISTED = frozenset({"subnetwork"})

_DUE = _l("Requests that were answered, or whose time limit was over by the cut-off.")
_NOT_DUE = _l("Requests whose time limit still ran at the cut-off, and requests without proof of delivery.")
_BY_DATES = _l("Open the list: each line leads to a finding, where the request stands with its dates.")
_BY_LOOKS = _l("Open the list: each line leads to a finding, where all three voices stand with their dates.")
_BY_COUNTS = _l(
    "In the network each number opens the list of what it counts. In public there are the counts of each half-year: a "
    "list would tell who looked at what."
)
_METHOD = _l("Method of the network: silence counts as no reply, and each request counts once.")
_VOICES = _l("Method of the network: only what somebody went and saw counts as fixed.")
_PROBLEMS = _l("Published findings that state a problem.")

MEASURES = {
    row.code: row
    for row in (
        Measure(
            "reply-rate",
            _l("Reply rate"),
            _l("How many of the requests that were due got a reply, whatever it says and whenever it came."),
            _l("Requests with at least one reply."),
            _DUE,
            _NOT_DUE,
            _BY_DATES,
            _METHOD,
        ),
        Measure(
            "in-time",
            _l("Share in time"),
            _l("How many of the requests that were due got their first reply on the last day or before."),
            _l(
                "Requests whose first reply came on the last day of the time limit, extended or not, or before. A "
                "letter on paper counts by the date that it bears; the day on which it arrived stands beside it."
            ),
            _DUE,
            _NOT_DUE,
            _BY_DATES,
            _METHOD,
        ),
        Measure(
            "first-reply",
            _l("Median days to first reply"),
            _l("Half of the replied requests got their first reply in that many calendar days or fewer."),
            _l("Calendar days from receipt to the first reply; of an even number of requests the middle of the two."),
            _l("Requests with a reply."),
            _l("Requests without a reply: read this beside the reply rate."),
            _BY_DATES,
            _METHOD,
            kind="median",
        ),
        Measure(
            "substantive-reply",
            _l("Median days to substantive reply"),
            _l("As the days to first reply, but up to the first reply that speaks to a finding."),
            _l("Calendar days from receipt to the first reply that accepts, accepts partly or contests a finding."),
            _l("Requests with such a reply."),
            _l("Replies that refer to another body or refuse to answer, and requests without a substantive reply."),
            _BY_DATES,
            _METHOD,
            kind="median",
        ),
        Measure(
            "fix-rate",
            _l("Verified fix rate"),
            _l("How many of the published problems were fixed, as somebody went and verified."),
            _l("Problems that a monitor verified as resolved, if no later independent re-check found worse."),
            _PROBLEMS,
            _l("Good practice. A fix in part does not count as a fix."),
            _BY_LOOKS,
            _VOICES,
            of="findings",
        ),
        Measure(
            "reported-fix-rate",
            _l("Reported fix rate"),
            _l("How many of the published problems are done by the word of their owners. Nobody needs to have looked."),
            _l("Problems that a reply says are solved, or whose commitments are all reported as done."),
            _PROBLEMS,
            _l("Good practice. What was verified does not count here: that is the verified fix rate."),
            _BY_LOOKS,
            _l("Method of the network: a report that something is done and its verification are two facts."),
            of="findings",
        ),
        Measure(
            "commitments-kept",
            _l("Commitments kept"),
            _l("How many commitments whose promised day was over were kept, as somebody went and verified."),
            _l("Commitments to a problem that was verified as fixed."),
            _l("Commitments to a published problem whose promised day was over by the cut-off."),
            _l("Commitments whose day was still to come at the cut-off, and commitments to good practice."),
            _BY_LOOKS,
            _VOICES,
            of="commitments",
        ),
        Measure(
            "network-days",
            _l("The network's own days"),
            _l("What the network asks of others it asks of itself: half of its findings took that many days or fewer."),
            _l("Calendar days from the first observation that came in to the finding that was stated on it."),
            _l("Published findings that rest on an observation."),
            _l("Findings without an observation, and what is not published."),
            _l("Open the list: each line leads to a finding, which says how many days the network took."),
            _l("Method of the network: its own review time is public."),
            kind="median",
            of="published",
        ),
    )
}

NETWORK = {
    row.code: row
    for row in (
        Measure(
            "review-time",
            _l("Median days of review"),
            _l("Half of the decided observations were decided in that many whole days or fewer."),
            _l("Whole days of 24 hours from the first receipt to the first decision, as the audit chain holds it."),
            _l("Observations that were accepted, rejected or marked as duplicate."),
            _l("Observations that still wait; a question to the monitor is no decision."),
            _BY_COUNTS,
            _l("Method of the network: its own review time is public."),
            kind="median",
            of="observations",
        ),
        Measure(
            "rejected-share",
            _l("Share of rejected observations"),
            _l("How many of the decided observations stand rejected, and why."),
            _l("Observations that stand rejected."),
            _l("Observations that stand accepted, rejected or as duplicate."),
            _l("Observations that wait, were withdrawn, or are under review again."),
            _BY_COUNTS,
            _l("Method of the network: every decision has a reason, and every rejection a cause."),
            of="observations",
        ),
        Measure(
            "agreement-rate",
            _l("Agreement of two reviewers"),
            _l("How many of the decisions that were looked at again came out the same."),
            _l("Second looks that came to the verdict of the first: accepted, rejected or duplicate."),
            _l("Decisions drawn by lot and looked at again by somebody who was not shown the verdict or its author."),
            _l("Decisions that still wait for their second look, and those that the monitor changed before it."),
            _BY_COUNTS,
            _l("Method of the network: a random share of the decisions is looked at again, blind."),
            of="second_reviews",
        ),
    )
}
