"""Upwards: what a lower feature tells whoever stands above it, in the same transaction, without knowing who listens."""

from collections.abc import Callable
from typing import Any

Hearer = Callable[..., None]


class Event:
    """Something that happened. Hearers are called in the order in which they came, with what is told."""

    def __init__(self) -> None:
        self._hearers: list[Hearer] = []

    def heard_by(self, hearer: Hearer) -> Hearer:
        """Mark a function as called whenever it happens."""
        self._hearers.append(hearer)
        return hearer

    def tell(self, *told: Any) -> None:
        for hearer in self._hearers:
            hearer(*told)
