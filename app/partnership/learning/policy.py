"""Who may do what about learning, and who reads what is known of a person."""

from app.core.actors import Actor
from app.partnership.policy import ensure


def ensure_framer(actor: Actor) -> None:
    ensure(actor.can("learning.edit"))
