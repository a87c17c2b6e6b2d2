"""What citizens and leads do with tips."""

import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from flask import current_app
from flask_babel import lazy_gettext as _l
from sqlalchemy.exc import IntegrityError

from app.bodies.models import Place
from app.contracts.models import Contract
from app.core import audit, clock, files
from app.core.actors import Actor, System
from app.core.database import commit, db
from app.core.errors import Conflict, Invalid, WrongState
from app.core.queue import every_day
from app.findings import service as findings
from app.findings.rules import Upload, sort_uploads
from app.tips import policy, queries
from app.tips.models import Tip, TipWord
from app.tips.rules import (
    KEPT_DAYS,
    MAX_PHOTOS,
    digits_of,
    has_registration_number,
    is_receipt,
    receipt_of,
    text_fault,
)
from app.tips.states import ENDED, TIP

CITIZEN = policy.Citizen()


@dataclass(frozen=True)
class Telling:
    """What the form said. `place_note`: where, in words."""

    text: str
    place_note: str = ""
    seen_on: date | None = None
    contract: Contract | None = None
    place: Place | None = None
    photos: Sequence[Upload] = ()


def hash_receipt(digits: str) -> str:
    """Keyed, because 14 digits are few enough to try all: without the key of the house, the table tells nothing."""
    return f"{_keyed('hash', digits):064x}"


def _keyed(purpose: str, text: str) -> int:
    """256 bits that only this installation can tell. With another SECRET_KEY receipts are worth nothing."""
    key = str(current_app.config["SECRET_KEY"]).encode()
    return int.from_bytes(hmac.digest(key, f"khyanalt.tip-{purpose}:{text}".encode(), hashlib.sha256))


def send(telling: Telling, at: datetime, *, form_key: str) -> tuple[Tip, str]:
    """The tip and its receipt, the same however often this form is sent: an answer may be lost on its way.

    `form_key`: random, made by the form and known to nobody else. Raises Invalid; Conflict for a form that was sent
    before and said something else.
    """
    _refuse(telling, at)
    receipt, known_as = receipt_of(_keyed("receipt", form_key)), f"{_keyed('form', form_key):x}"
    if known := queries.find_by_form_key(known_as):
        return _same(known, telling), receipt
    tip = Tip(
        form_key=known_as,
        receipt_hash=hash_receipt(receipt),
        contract=telling.contract,
        place=telling.place,
        place_note=telling.place_note.strip() or None,
        text=telling.text.strip(),
        seen_on=telling.seen_on,
        state=TIP.initial,
        received_at=at,
    )
    try:
        with db.session.begin_nested():
            db.session.add(tip)
    except IntegrityError as error:  # the same form arrived twice at once, and the other was faster
        raise Conflict(_l("This tip was already sent.")) from error
    tip.files = [files.receive(photo.name, photo.data, at) for photo in telling.photos]
    audit.record(CITIZEN, at, "send", tip, to_state=tip.state)
    return tip, receipt


def _same(known: Tip, telling: Telling) -> Tip:
    if known.text == telling.text.strip():
        return known
    raise Conflict(_l("This tip was already sent."))


def _refuse(telling: Telling, at: datetime) -> None:
    errors = {"text": text_fault(telling.text)}
    if has_registration_number(telling.place_note):
        errors["place_note"] = text_fault(telling.place_note)
    if not (telling.contract or telling.place or telling.place_note.strip()):
        errors["place_note"] = _l("Say where it is.")
    if telling.seen_on and telling.seen_on > clock.local_day(at):
        errors["seen_on"] = _l("This day is in the future.")
    _, refused = sort_uploads(telling.photos, len(telling.photos), current_app.config["MAX_FILE_BYTES"])
    errors["photos"] = refused[0] if refused else None
    if len(telling.photos) > MAX_PHOTOS:
        errors["photos"] = _l("At most %(count)s files.", count=MAX_PHOTOS)
    if found := {name: message for name, message in errors.items() if message}:
        raise Invalid(found)


def find_by_receipt(typed: str) -> Tip | None:
    """The tip with this receipt. Raises Invalid for a number that cannot be one: a slip, not a guess."""
    digits = digits_of(typed)
    if not is_receipt(digits):
        raise Invalid({"receipt": _l("A digit is wrong or missing. Compare the number with what you wrote down.")})
    return queries.find_by_receipt_hash(hash_receipt(digits))


def add(tip: Tip, text: str, at: datetime) -> None:
    """The citizen says more; the answer to a question puts the tip back into review."""
    _hold(tip)
    _refuse_text(text)
    if tip.state in ENDED:
        raise WrongState(_l("This tip is closed. Send a new one."))
    if tip.state == "asked":
        TIP.take(tip, "add", CITIZEN, at)
    else:
        audit.record(CITIZEN, at, "add", tip)
    _say(tip, "addition", text, at)


def open_review(tip: Tip, actor: Actor, at: datetime) -> None:
    TIP.take(_hold(tip), "open", actor, at)


def ask(tip: Tip, question: str, actor: Actor, at: datetime) -> None:
    TIP.take(_hold(tip), "ask", actor, at, question=question)
    _say(tip, "question", question, at)


def link(tip: Tip, contract: Contract, actor: Actor, at: datetime) -> None:
    """Say which contract it is about; the lead must be one who may handle tips about it."""
    policy.ensure_may_handle(actor, _hold(tip))
    if tip.state in ENDED:
        raise WrongState(_l("This tip is closed."))
    before, tip.contract = tip.contract_id, contract
    policy.ensure_may_handle(actor, tip)
    audit.record(actor, at, "link", tip, contract=contract.id, before=before)


def take_up(tip: Tip, actor: Actor, at: datetime) -> None:
    """Turn it into an observation of the contract, which another lead reviews."""
    TIP.check(_hold(tip), "take_up", actor)
    assert tip.contract is not None  # noqa: S101 - a guard of the passage
    told_on = tip.seen_on or clock.local_day(tip.received_at)
    said = "\n\n".join([tip.text, *(word.text for word in tip.words if word.kind == "addition")])
    tip.observation = findings.take_from_tip(tip.contract, said, tip.files, actor, at, tip_id=tip.id, told_on=told_on)
    db.session.flush()
    TIP.take(tip, "take_up", actor, at, details={"observation": tip.observation.id})
    tip.ended_at = at


def close(tip: Tip, reason: str, actor: Actor, at: datetime) -> None:
    """The reason is what the citizen reads; like every reason it also stands in the audit chain."""
    TIP.take(_hold(tip), "close", actor, at, reason=reason)
    _say(tip, "answer", reason, at)
    tip.ended_at = at


def forget(at: datetime) -> int:
    """Take the words out of tips that ended long ago; returns of how many. The observation keeps what it quotes."""
    tips = queries.list_to_forget(at - timedelta(days=KEPT_DAYS))
    for tip in tips:
        tip.text, tip.place_note, tip.forgotten_at = "", None, at
        for word in tip.words:
            word.text = ""
        audit.record(System(), at, "forget", tip)
    return len(tips)


@every_day
def forget_old_tips() -> None:
    forget(clock.now())
    commit()


def _refuse_text(text: str) -> None:
    if fault := text_fault(text):
        raise Invalid({"text": fault})


def _say(tip: Tip, kind: str, text: str, at: datetime) -> None:
    tip.words.append(TipWord(kind=kind, text=text.strip(), said_at=at))
    db.session.flush()


def _hold(tip: Tip) -> Tip:
    """In its present state, held until the transaction ends: of two leads, the second sees what the first did."""
    db.session.refresh(tip, ["state", "contract_id", "contract"], with_for_update=True)
    return tip
