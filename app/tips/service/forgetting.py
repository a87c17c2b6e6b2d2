"""What was said and shown in a tip is deleted some time after it ended."""

from datetime import datetime, timedelta

from app.core import audit, clock, files
from app.core.actors import System
from app.core.database import commit, db
from app.core.queue import every_day
from app.tips import queries
from app.tips.models import Tip
from app.tips.rules import KEPT_DAYS


def forget(at: datetime) -> int:
    """Take words and photos out of tips that ended long ago; returns of how many. An observation keeps what it quotes,
    and the photos that are its evidence."""
    tips = queries.list_to_forget(at - timedelta(days=KEPT_DAYS))
    for tip in tips:
        _forget(tip, at)
    return len(tips)


def _forget(tip: Tip, at: datetime) -> None:
    tip.text, tip.place_note, tip.forgotten_at = "", None, at
    for word in tip.words:
        word.text = ""
    photos, tip.files = list(tip.files), []
    db.session.flush()
    files.discard(photos)
    audit.record(System(), at, "forget", tip)


@every_day
def forget_old_tips() -> None:
    forget(clock.now())
    commit()
