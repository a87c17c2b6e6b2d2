"""Pages of requests: each module hangs its own on the blueprint."""

from app.responses.views.requests import drafting, letter, outcomes, referrals, reminders, replies, revisits, sending
from app.responses.views.requests.blueprint import blueprint

__all__ = ["blueprint", "drafting", "letter", "outcomes", "referrals", "reminders", "replies", "revisits", "sending"]
