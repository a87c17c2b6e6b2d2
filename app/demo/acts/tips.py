"""What citizens without an account tell, and what leads make of it."""

from datetime import datetime
from typing import Any

from sqlalchemy import select

from app.bodies.models import Place
from app.core.database import db
from app.demo.acts.fieldwork import uploads
from app.demo.cast import Cast
from app.tips import service
from app.tips.service import Telling
from app.tips.service.receipts import receipt_for

Said = dict[str, Any]


def form_key(key: str) -> str:
    return f"demo-{key}"


def receipt_of_the_asked() -> str:
    """Of the tip about which a lead asks something: whoever looks at the demonstration may answer."""
    return receipt_for(form_key("asked"))


def _send(cast: Cast, said: Said, at: datetime) -> None:
    telling = Telling(
        text=said["text"],
        place_note=said["where"],
        seen_on=cast.working_day(said["seen"]) if "seen" in said else None,
        contract=cast.contracts[said["contract"]] if "contract" in said else None,
        place=db.session.scalar(select(Place).where(Place.code == said["place"])) if "place" in said else None,
        photos=uploads(said),
    )
    cast.tips[said["key"]], _receipt = service.send(telling, at, form_key=form_key(said["key"]))


def _open(cast: Cast, said: Said, at: datetime) -> None:
    service.open_review(cast.tips[said["key"]], cast.people[said["by"]], at)


def _ask(cast: Cast, said: Said, at: datetime) -> None:
    service.ask(cast.tips[said["key"]], said["text"], cast.people[said["by"]], at)


def _answer(cast: Cast, said: Said, at: datetime) -> None:
    service.answer(cast.tips[said["key"]], said["text"], cast.people[said["by"]], at)


def _add(cast: Cast, said: Said, at: datetime) -> None:
    service.add(cast.tips[said["key"]], said["text"], at)


def _take_up(cast: Cast, said: Said, at: datetime) -> None:
    service.take_up(cast.tips[said["key"]], cast.people[said["by"]], at)


def _close(cast: Cast, said: Said, at: datetime) -> None:
    service.close(cast.tips[said["key"]], said["reason"], said["text"], cast.people[said["by"]], at)


def _take_back(cast: Cast, said: Said, at: datetime) -> None:
    service.take_back(cast.tips[said["key"]], at)


ACTS = {
    "tip": _send,
    "tip.open": _open,
    "tip.ask": _ask,
    "tip.answer": _answer,
    "tip.add": _add,
    "tip.take_up": _take_up,
    "tip.close": _close,
    "tip.take_back": _take_back,
}
