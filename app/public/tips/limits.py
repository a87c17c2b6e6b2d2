"""How often tips may be sent and receipts tried. Many people share one address (a mobile network's, a library's), so
the limits for an address are wide; those for everybody keep a flood from filling the house, and guessing hopeless:
among 10^14 numbers, 3,000 an hour find nothing in a lifetime."""

from typing import Any

from flask import g
from werkzeug.wrappers import Response

from app.ui.limits import failed, limiter

POST = ["POST"]


def count_sending() -> None:
    g.tip_sent = True


def _sent(_response: Response) -> bool:
    return bool(g.get("tip_sent"))


def _everybody() -> str:
    return "everybody"


def sendings(view: Any) -> Any:
    """Tips and additions that were taken, and posts of any kind: also what is refused has to be read."""
    for limit in (
        limiter.shared_limit("10 per hour", "sent tips", methods=POST, deduct_when=_sent),
        limiter.shared_limit("300 per hour", "all sent tips", key_func=_everybody, methods=POST, deduct_when=_sent),
        limiter.shared_limit("120 per hour", "posted tips", methods=POST),
    ):
        view = limit(view)
    return view


def guesses(view: Any) -> Any:
    """Receipts that open nothing."""
    for limit in (
        limiter.shared_limit("10 per 15 minutes", "receipts", methods=POST, deduct_when=failed),
        limiter.shared_limit("3000 per hour", "all receipts", key_func=_everybody, methods=POST, deduct_when=failed),
    ):
        view = limit(view)
    return view
