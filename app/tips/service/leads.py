"""What leads do with a tip. `seen`: the last word that they had read (see `holding.ensure_seen`)."""

from datetime import date, datetime

from flask_babel import lazy_gettext as _l

from app.contracts.models import Contract
from app.core import audit, clock
from app.core.actors import Actor
from app.core.database import db
from app.core.errors import Missing, WrongState
from app.findings import service as findings
from app.tips import policy
from app.tips.models import Tip
from app.tips.service.holding import ensure_seen, hold, refuse_text, say
from app.tips.states import ENDED, TIP
from app.tips.terms import CLOSING


def open_review(tip: Tip, actor: Actor, at: datetime) -> None:
    TIP.take(hold(tip), "open", actor, at)


def ask(tip: Tip, question: str, actor: Actor, at: datetime, *, seen: int | None = None) -> None:
    TIP.check(hold(tip), "ask", actor, question=question)
    ensure_seen(tip, seen)
    refuse_text(question)
    TIP.take(tip, "ask", actor, at, question=question)
    say(tip, "question", question, at)


def answer(tip: Tip, words: str, actor: Actor, at: datetime, *, seen: int | None = None) -> None:
    """Say something to the citizen; the tip goes on as it is."""
    TIP.check(hold(tip), "answer", actor, answer=words)
    ensure_seen(tip, seen)
    refuse_text(words)
    TIP.take(tip, "answer", actor, at, answer=words)
    say(tip, "answer", words, at)


def link(tip: Tip, contract: Contract, actor: Actor, at: datetime) -> None:
    """Say which contract it is about; the lead must be one who may handle tips about it."""
    policy.ensure_may_handle(actor, hold(tip))
    if tip.state in ENDED:
        raise WrongState(_l("This tip is closed."))
    before, tip.contract = tip.contract_id, contract
    policy.ensure_may_handle(actor, tip)
    audit.record(actor, at, "link", tip, contract=contract.id, before=before)


def take_up(
    tip: Tip,
    actor: Actor,
    at: datetime,
    *,
    stage: str = "implementation",
    notes: str | None = None,
    told_on: date | None = None,
    seen: int | None = None,
) -> None:
    """Turn it into an observation of the contract, which another lead reviews. `notes`: what it says, if not the words
    of the citizen as they are; `told_on`: the day on which it was seen, if not as the citizen says."""
    TIP.check(hold(tip), "take_up", actor)
    ensure_seen(tip, seen)
    said = words_of(tip) if notes is None else notes.strip()
    refuse_text(said)
    assert tip.contract is not None  # noqa: S101 - a guard of the passage
    day = told_on or tip.seen_on or clock.local_day(tip.received_at)
    tip.observation = findings.take_from_tip(
        tip.contract, said, tip.files, actor, at, tip_id=tip.id, told_on=day, stage=stage
    )
    db.session.flush()
    TIP.take(tip, "take_up", actor, at, details={"observation": tip.observation.id})
    tip.ended_at = at


def words_of(tip: Tip) -> str:
    """All that the citizen said."""
    return "\n\n".join([tip.text, *(word.text for word in tip.words if word.kind == "addition")])


def close(tip: Tip, reason: str, words: str, actor: Actor, at: datetime, *, seen: int | None = None) -> None:
    """`reason`: a code of `terms.CLOSING`, which the audit chain keeps for ever; `words`: what the citizen reads, kept
    with the tip and forgotten with it."""
    TIP.check(hold(tip), "close", actor, reason=reason, answer=words)
    if reason not in CLOSING:
        raise Missing("reason", _l("Choose why."))
    ensure_seen(tip, seen)
    refuse_text(words)
    TIP.take(tip, "close", actor, at, reason=reason, answer=words)
    say(tip, "answer", words, at)
    tip.closed_as, tip.ended_at = reason, at
