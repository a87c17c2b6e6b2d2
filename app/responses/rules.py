"""What a reply must hold, and what counts as heard, supported and fixed: pure functions on plain values."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l

from app.findings.terms import ANSWER_POSITIONS, FIXED

MOST_PROMISES = 5
MINIMUM = 5  # findings: under that number a rate says more about single cases than about how many are fixed
RANK = {"resolved": 2, "partly": 1, "not_resolved": 0, "no_mechanism": 0}
WANTS_TEXT = frozenset({"partly", "contests"})


@dataclass(frozen=True)
class Promise:
    """A commitment as the body words it; `office` is the responsible office."""

    text: str
    promised_on: date
    office: str | None = None


@dataclass(frozen=True)
class Answer:
    """What a reply says to one finding. `fixed_on`: since when, as the body says, the problem is solved."""

    finding_id: int
    position: str
    text: str | None = None
    ground: str | None = None
    referred_to: str | None = None
    promises: tuple[Promise, ...] = ()
    fixed_on: date | None = None


def is_in_time(last_day: date | None, answered_on: date | None) -> bool:
    """Whether the first reply is of the last day or before. `answered_on`: the day on which the body registered it.

    The term runs from the day on which the body registered our letter (Law on petitions and complaints, Art. 16), so it
    ends with the day on which it registered its own: both stand in its books, and neither side answers for the post.
    The day of arrival stands beside it wherever the day of the reply is shown (ADR 28).
    """
    return last_day is not None and answered_on is not None and answered_on <= last_day


def faults_of_paper(answered_on: date, arrived_on: date | None, today: date, scans: int) -> dict[str, Any]:
    """Field to message: what a letter on paper lacks. It is recorded from its scan, once it is here."""
    found: dict[str, Any] = {}
    if arrived_on is None:
        found["arrived_on"] = _l("Enter the day on which the letter arrived.")
    elif not answered_on <= arrived_on <= today:
        found["arrived_on"] = _l("Choose a day between the date of the letter and today.")
    if not scans:
        found["scans"] = _l("Attach the scan of the letter: a photo or a PDF.")
    return found


def faults(answer: Answer, answered_on: date) -> dict[str, Any]:
    """Field to message: what the answer lacks. Fields of promises are named `promises-0-text`."""
    found: dict[str, Any] = {}
    if answer.position not in ANSWER_POSITIONS:
        found["position"] = _l("Choose what the body answers to each finding.")
    if answer.position in WANTS_TEXT and not answer.text:
        found["text"] = _l("Say what is not accepted, and why.")
    if answer.position == "refuses" and not answer.ground:
        found["ground"] = _l("Name the ground on which the answer is refused.")
    if answer.position == "refers" and not answer.referred_to:
        found["referred_to"] = _l("Name the body to which this is referred.")
    if answer.fixed_on and answer.fixed_on > answered_on:
        found["fixed_on"] = _l("This day is after the reply.")
    return found | _faults_of_promises(answer.promises, answered_on)


def _faults_of_promises(promises: tuple[Promise, ...], answered_on: date) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if len(promises) > MOST_PROMISES:
        found["promises"] = _l("At most %(most)s commitments to one finding.", most=MOST_PROMISES)
    for number, promise in enumerate(promises):
        if not promise.text:
            found[f"promises-{number}-text"] = _l("Say what will be done.")
        if not promise.office:
            found[f"promises-{number}-office"] = _l("Say which office will do it.")
        if promise.promised_on < answered_on:
            found[f"promises-{number}-promised_on"] = _l("The promised day is before the reply.")
    return found


@dataclass(frozen=True)
class Voice:
    """What one of the three says: a position (the body) or an outcome (the others), since when, and why."""

    code: str
    on: date | None
    note: str | None = None


@dataclass(frozen=True)
class Voices:
    """Three voices on one outcome, never mixed. None: it has said nothing. None carries a person's name."""

    body_says: Voice | None = None
    monitor_verified: Voice | None = None
    recheck_found: Voice | None = None


def verified_outcome(voices: Voices) -> str | None:
    """What a monitor verified, unless an independent re-check on that day or later found worse."""
    monitor, recheck = voices.monitor_verified, voices.recheck_found
    if monitor is None:
        return None
    if recheck and recheck.on and monitor.on and recheck.on >= monitor.on and _is_worse(recheck, monitor):
        return recheck.code
    return monitor.code


def _is_worse(one: Voice, other: Voice) -> bool:
    return RANK[one.code] < RANK[other.code]


def supports(voices: Voices, outcome: str) -> bool:
    """Whether what was verified carries this outcome: a fix needs a verification of that or better."""
    if RANK[outcome] == 0:
        return True
    verified = verified_outcome(voices)
    return verified is not None and RANK[verified] >= RANK[outcome]


def is_fixed(voices: Voices) -> bool:
    return verified_outcome(voices) in FIXED


def rate(fixed: Iterable[bool], minimum: int = MINIMUM) -> tuple[int, int] | None:
    """(fixed, total); None under the minimum number."""
    each = list(fixed)
    return (sum(each), len(each)) if len(each) >= minimum else None


@dataclass(frozen=True)
class Heard:
    """Whether the body had its right of reply; `why` holds what is still missing."""

    ok: bool
    why: list[Any] = field(default_factory=list)


@dataclass(frozen=True)
class Hearing:
    """The facts of one finding's right of reply. `last_day`: of the term, extended or not.

    `stands`: it is neither back with its author nor dropped, though a summary or a letter may still name it.
    """

    delivered: bool
    replied: bool
    attempts: int
    last_day: date | None
    is_good_practice: bool
    stands: bool = True


def heard(facts: Hearing, today: date) -> Heard:
    """Proof of delivery, and a reply or an expired window with the attempts logged.

    Praise needs no answer: for a good practice, which alleges nothing, the proof of delivery is enough.
    """
    if not facts.stands:
        return Heard(False, [_l("The finding is not cross-checked, or it was taken back.")])
    if not facts.delivered or facts.last_day is None:
        return Heard(False, [_l("There is no proof that the body received the request.")])
    if facts.replied or facts.is_good_practice:
        return Heard(True)
    if today <= facts.last_day:
        return Heard(False, [_l("The body may still reply: the term has not run out.")])
    if not facts.attempts:
        return Heard(False, [_l("No attempt to deliver the request is logged.")])
    return Heard(True)


def fields_of(answers: Mapping[int, Mapping[str, Any]]) -> dict[str, Any]:
    """Faults by finding as one flat mapping, `finding-7-ground` to message."""
    return {f"finding-{key}-{name}": text for key, found in answers.items() for name, text in found.items()}


def fingerprint(value: Any) -> str:
    """Sixteen hexadecimal digits that change with a plain value."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]
