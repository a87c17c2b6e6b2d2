"""What somebody can try: facts at random, the model's word on it, and the use case itself."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.integration.walks.model import Step, Who, is_possible
from tests.integration.walks.world import World

Facts = dict[str, Any]
REASONS = ("Учир нь…", "Учир нь…", "Учир нь…", " ")


@dataclass(frozen=True)
class Word:
    """What the model says will happen: these passages, and `then` to the model itself, given what the use case
    returned. `edits`: verbs of other entries that may be made on the way."""

    steps: list[Step] = field(default_factory=list)
    edits: frozenset[str] = frozenset()
    then: Callable[[Any], None] = lambda _result: None


@dataclass(frozen=True)
class Deed:
    """`draw` gives random facts, or None where there is nothing to try it on; `word` is None for what is refused.

    `weight`: how much it leads on, for walks that are to get somewhere.
    """

    name: str
    weight: float
    draw: Callable[[World, random.Random], Facts | None]
    word: Callable[[World, Who, Facts], Word | None]
    do: Callable[[World, Who, Facts], Any]


DEEDS: list[Deed] = []


def deed(weight: float) -> Callable[[type], type]:
    """Adds a class with `draw`, `word` and `do` to the deeds, under its own name."""

    def add(made: type) -> type:
        parts: Any = made
        DEEDS.append(Deed(made.__name__, weight, parts.draw, parts.word, parts.do))
        return made

    return add


def moves(kind: str, row: Any, verb: str, allowed: bool, *, edits: str = "", then: Any = None) -> Word | None:
    """One passage, if the state has it and whoever acts is `allowed`."""
    if not allowed or not is_possible(kind, row, verb):
        return None
    return Word([Step(kind, row, verb)], frozenset(edits.split()), then or (lambda _result: None))
