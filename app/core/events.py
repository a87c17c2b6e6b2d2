"""Up by event: a lower feature publishes what happened, higher features subscribe.

Handlers run at once, in the publisher's transaction: either all of it happens or none.
"""

from collections import defaultdict
from collections.abc import Callable
from typing import Any, TypeVar

Event = TypeVar("Event")

_handlers: dict[type, list[Callable[[Any], None]]] = defaultdict(list)


def subscribe(kind: type[Event]) -> Callable[[Callable[[Event], None]], Callable[[Event], None]]:
    """Decorator: run the function on every published event of this class."""

    def register(handler: Callable[[Event], None]) -> Callable[[Event], None]:
        _handlers[kind].append(handler)
        return handler

    return register


def publish(event: object) -> None:
    for handler in _handlers[type(event)]:
        handler(event)
