"""What may happen, written down by hand and read from nowhere: three lifecycles and who may do what.

The tables of the application are not looked at here, so that a slip in one of them shows. A new passage belongs into
`LEADS_TO` together with the deed that takes it.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from app.core.actors import Actor

LEADS_TO = {
    "observation": {
        ("draft", "submit"): "receiving",
        ("receiving", "complete"): "received",
        ("receiving", "go_on"): "received",
        ("received", "open"): "in_review",
        ("in_review", "ask"): "needs_information",
        ("needs_information", "supply"): "received",
        ("in_review", "accept"): "accepted",
        ("in_review", "reject"): "rejected",
        ("in_review", "mark_duplicate"): "duplicate",
        **{(state, "revise"): "received" for state in ("accepted", "rejected", "duplicate")},
        **{
            (state, "withdraw"): "withdrawn"
            for state in ("draft", "receiving", "received", "in_review", "needs_information")
        },
    },
    "finding": {
        ("drafted", "check"): "checked",
        ("checked", "redraft"): "drafted",
        **{(state, "drop"): "dropped" for state in ("drafted", "checked")},
        **{(state, "notify"): "notified" for state in ("checked", "reopened")},
        ("notified", "acknowledge"): "acknowledged",
        **{
            (state, "answer"): "answered"
            for state in ("notified", "acknowledged", "answered", "assessed", "closed", "escalated")
        },
        **{
            (state, "assess"): "assessed" for state in ("notified", "acknowledged", "answered", "reopened", "escalated")
        },
        ("assessed", "close"): "closed",
        **{(state, "reopen"): "reopened" for state in ("assessed", "closed")},
        **{
            (state, "escalate"): "escalated"
            for state in ("notified", "acknowledged", "answered", "assessed", "reopened")
        },
    },
    "request": {
        ("drafted", "send"): "sent",
        ("sent", "deliver"): "delivered",
        ("delivered", "extend"): "delivered",
        **{(state, "answer"): "answered" for state in ("delivered", "answered")},
        **{(state, "withdraw"): "withdrawn" for state in ("drafted", "sent")},
    },
    "evidence": {
        **{(state, "show"): "shown" for state in ("unseen", "shown", "withheld")},
        **{(state, "withhold"): "withheld" for state in ("unseen", "shown", "withheld")},
    },
    "summary": {
        ("composing", "propose"): "right_of_reply",
        ("right_of_reply", "clear"): "cleared",
        ("cleared", "publish"): "published",
        **{(state, "recompose"): "composing" for state in ("right_of_reply", "cleared")},
        **{(state, "revise"): "revised" for state in ("published", "revised", "corrected")},
        **{(state, "correct"): "corrected" for state in ("published", "revised", "corrected")},
        **{(state, "withdraw"): "withdrawn" for state in ("published", "revised", "corrected")},
    },
    "assignment": {("assigned", "decline"): "declined"},
}


@dataclass(frozen=True)
class Who:
    """One of the cast. `nets`: where they lead; `stands_for`: their organisation; `body`: whose link they hold."""

    name: str
    actor: Actor
    roles: frozenset[str] = frozenset()
    nets: frozenset[str] = frozenset()
    stands_for: str | None = None
    body: str | None = None

    @property
    def reviews(self) -> bool:
        return bool(self.roles & {"lead", "coordinator"})

    @property
    def coordinates(self) -> bool:
        return "coordinator" in self.roles


@dataclass
class Given:
    """An assignment."""

    id: int
    state: str = "assigned"


@dataclass
class Seen:
    """An observation. `says`: whether it says anything in words; `coming`: a file of its packet that is not here."""

    id: int
    monitor: Who
    contract: str
    visited_on: date
    says: bool
    state: str = "draft"
    files: list["Shown"] = field(default_factory=list)
    coming: bytes | None = None


@dataclass
class Shown:
    """A file of an observation, and what was decided about showing it."""

    id: int
    seen: Seen
    state: str = "unseen"
    decisions: int = 0


@dataclass(frozen=True)
class Look:
    """Somebody looked what became of a finding, on a visit."""

    voice: str
    who: Who
    on: date
    outcome: str
    visit: Seen


@dataclass
class Stated:
    """A finding. `asked`: the requests about it that went out; `looks`: in the order in which they were recorded."""

    id: int
    contract: str
    author: Who
    severity: int
    rests_on: list[Seen]
    state: str = "drafted"
    has_point: bool = False
    asked: list["Asked"] = field(default_factory=list)
    looks: list[Look] = field(default_factory=list)
    answered: bool = False
    edited_by: list[Who] = field(default_factory=list)


@dataclass
class Asked:
    """A request. `about`: what it still asks about; what was taken back after sending it never asks again."""

    id: int
    body: str
    findings: list[Stated]
    state: str = "drafted"
    about: list[Stated] = field(default_factory=list)
    sent_on: date | None = None
    received_on: date | None = None
    due_on: date | None = None
    extended_until: date | None = None
    replied_to: set[int] = field(default_factory=set)
    replies: int = 0

    @property
    def last_day(self) -> date | None:
        return self.extended_until or self.due_on


@dataclass
class Told:
    """A summary."""

    id: int
    findings: list[Stated]
    edited_by: Who
    state: str = "composing"
    edits: int = 0


@dataclass(frozen=True)
class Step:
    """A passage that has to happen: of which row, by which verb."""

    kind: str
    row: Any
    verb: str

    def leads_to(self) -> str:
        return LEADS_TO[self.kind][self.row.state, self.verb]


def is_possible(kind: str, row: Any, verb: str) -> bool:
    return (row.state, verb) in LEADS_TO[kind]


RANK = {"resolved": 2, "partly": 1, "not_resolved": 0, "no_mechanism": 0}


def last_looks(looks: Iterable[Look]) -> dict[str, Look]:
    """By voice the last look: that of the latest day."""
    return {look.voice: look for look in sorted(looks, key=lambda look: look.on)}


def verified(looks: Iterable[Look]) -> str | None:
    """The last look of a monitor, unless a re-check on that day or later found worse."""
    last = last_looks(looks)
    monitor, recheck = last.get("monitor"), last.get("recheck")
    if monitor is None:
        return None
    if recheck and recheck.on >= monitor.on and RANK[recheck.outcome] < RANK[monitor.outcome]:
        return recheck.outcome
    return monitor.outcome
