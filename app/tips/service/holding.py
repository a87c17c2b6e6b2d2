"""Of two who act at the same moment, the second sees what the first did."""

from datetime import datetime

from flask_babel import lazy_gettext as _l

from app.core.database import db
from app.core.errors import Invalid, Stale
from app.tips.models import Tip, TipWord
from app.tips.rules import text_fault


def hold(tip: Tip) -> Tip:
    """In its present state, held until the transaction ends."""
    db.session.refresh(tip, ["state"], with_for_update=True)
    db.session.expire(tip, ["contract_id", "contract", "words", "files"])
    return tip


def ensure_seen(tip: Tip, seen: int | None) -> None:
    """`seen`: number of the last word that was on the page, 0 if there was none; None does not ask."""
    if seen is not None and any(word.id > seen for word in tip.words):
        raise Stale(_l("Something was said here meanwhile. Read it below, then decide."))


def say(tip: Tip, kind: str, text: str, at: datetime) -> None:
    tip.words.append(TipWord(kind=kind, text=text.strip(), said_at=at))
    db.session.flush()


def refuse_text(text: str) -> None:
    if fault := text_fault(text):
        raise Invalid({"text": fault})
