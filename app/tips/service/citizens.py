"""What whoever sends a tip does, and whoever holds its receipt."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask import current_app
from flask_babel import lazy_gettext as _l
from sqlalchemy.exc import IntegrityError

from app.bodies.models import Place
from app.contracts.models import Contract
from app.core import audit, clock, files
from app.core.database import db
from app.core.errors import Conflict, Invalid, WrongState
from app.findings.rules import Upload, sort_uploads
from app.tips import policy, queries
from app.tips.models import Tip
from app.tips.rules import (
    MAX_FILES,
    MAX_PHOTOS,
    digits_of,
    has_registration_number,
    in_groups,
    is_receipt,
    text_fault,
)
from app.tips.service.holding import hold, refuse_text, say
from app.tips.service.receipts import hash_form_key, hash_receipt, receipt_for
from app.tips.states import ENDED, TIP
from app.tips.terms import TAKEN_BACK

CITIZEN = policy.Citizen()
FILE_NAME = "photo"  # what the sender's device called it may tell whose it is


@dataclass(frozen=True)
class Telling:
    """What the form said. `place_note`: where, in words."""

    text: str
    place_note: str = ""
    seen_on: date | None = None
    contract: Contract | None = None
    place: Place | None = None
    photos: Sequence[Upload] = ()


def send(telling: Telling, at: datetime, *, form_key: str) -> tuple[Tip, str]:
    """The tip and its receipt, the same however often this form is sent: an answer may be lost on its way.

    `form_key`: random, made by the form and known to nobody else. Raises Invalid; Conflict, which tells the receipt,
    for a form that was sent before and said something else.
    """
    _refuse(telling, at)
    receipt, known_as = receipt_for(form_key), hash_form_key(form_key)
    if known := queries.find_by_form_key(known_as):
        return _same(known, telling, receipt), receipt
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
    except IntegrityError:  # the same form arrived twice at once, and the other was faster
        if known := queries.find_by_form_key(known_as):
            return _same(known, telling, receipt), receipt
        raise
    _keep(tip, telling.photos, at)
    audit.record(CITIZEN, at, "send", tip, to_state=tip.state)
    return tip, receipt


def _same(known: Tip, telling: Telling, receipt: str) -> Tip:
    """Photos may be missing now: a browser does not choose them again."""
    before = known.text, known.place_note, known.seen_on, known.contract_id
    said = telling.text.strip(), telling.place_note.strip() or None, telling.seen_on, _id(telling.contract)
    if before == said and {photo.sha256 for photo in telling.photos} <= {file.sha256 for file in known.files}:
        return known
    raise Conflict(
        _l(
            "This form was sent before, and said something else. The receipt of that tip is %(receipt)s: with it you"
            " can add what is new.",
            receipt=in_groups(receipt),
        )
    )


def _id(row: Any) -> int | None:
    return None if row is None else row.id


def _refuse(telling: Telling, at: datetime) -> None:
    errors = {"text": text_fault(telling.text), "photos": photos_fault(telling.photos)}
    if has_registration_number(telling.place_note):
        errors["place_note"] = text_fault(telling.place_note)
    if not (telling.contract or telling.place or telling.place_note.strip()):
        errors["place_note"] = _l("Say where it is.")
    if telling.seen_on and telling.seen_on > clock.local_day(at):
        errors["seen_on"] = _l("This day is in the future.")
    if found := {name: message for name, message in errors.items() if message}:
        raise Invalid(found)


def photos_fault(photos: Sequence[Upload]) -> Any:
    """Why these photos cannot be taken; None when they can."""
    if len(photos) > MAX_PHOTOS:
        return _l("At most %(count)s files.", count=MAX_PHOTOS)
    _, refused = sort_uploads(photos, len(photos), current_app.config["MAX_FILE_BYTES"])
    return refused[0] if refused else None


def find_by_receipt(typed: str) -> Tip | None:
    """The tip with this receipt. Raises Invalid for a number that cannot be one: a slip, not a guess."""
    digits = digits_of(typed)
    if not is_receipt(digits):
        raise Invalid({"receipt": _l("A digit is wrong or missing. Compare the number with what you wrote down.")})
    return queries.find_by_receipt_hash(hash_receipt(digits))


def add(tip: Tip, text: str, at: datetime, photos: Sequence[Upload] = ()) -> None:
    """The citizen says more; the answer to a question puts the tip back into review. The same once more adds nothing.

    Raises Invalid, WrongState.
    """
    hold(tip)
    if text.strip() or not photos:
        refuse_text(text)
    if fault := photos_fault(photos):
        raise Invalid({"photos": fault})
    if tip.state in ENDED:
        raise WrongState(_l("This tip is closed. Send a new one."))
    new, is_said = _keep(tip, photos, at), _is_said(tip, text)
    if is_said and not new:
        return
    if tip.state == "asked":
        TIP.take(tip, "add", CITIZEN, at)
    else:
        audit.record(CITIZEN, at, "add", tip)
    if not is_said:
        say(tip, "addition", text, at)


def _is_said(tip: Tip, text: str) -> bool:
    """Whether these were the last words, or there are none."""
    last = tip.words[-1] if tip.words else None
    return not text.strip() or bool(last and last.kind == "addition" and last.text == text.strip())


def _keep(tip: Tip, photos: Sequence[Upload], at: datetime) -> int:
    """Keep those that are not here yet, under no name of theirs; returns how many."""
    here = {file.sha256 for file in tip.files}
    new = [photo for photo in photos if hashlib.sha256(photo.data).hexdigest() not in here]
    if len(here) + len(new) > MAX_FILES:
        raise Invalid({"photos": _l("At most %(count)s files.", count=MAX_FILES)})
    tip.files += [files.receive(FILE_NAME, photo.data, at) for photo in new]
    db.session.flush()
    return len(new)


def take_back(tip: Tip, at: datetime) -> None:
    """The citizen ends it. Nothing is asked, and nothing is said."""
    TIP.take(hold(tip), "take_back", CITIZEN, at)
    tip.closed_as, tip.ended_at = TAKEN_BACK, at
