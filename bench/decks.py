"""Lists to draw from as the world does: few things come often, most come rarely (Zipf's law)."""

import tomllib
from pathlib import Path
from random import Random
from typing import Any, TypeVar

T = TypeVar("T")

VOCABULARY: dict[str, Any] = tomllib.loads((Path(__file__).parent / "vocabulary.toml").read_text())


def deck(pool: list[T], flatness: float = 3, size: int = 4096) -> tuple[T, ...]:
    """`size` cards, the first of the pool on most of them; the greater the flatness, the less so."""
    span = (len(pool) + flatness) / flatness
    return tuple(pool[int(flatness * span ** (place / size) - flatness)] for place in range(size))


def draw(rng: Random, cards: tuple[T, ...]) -> T:
    return cards[int(rng.random() * len(cards))]


def nouns(section: str, key: str) -> list[tuple[str, str]]:
    """(word, genitive) of a list of the vocabulary."""
    pairs = (entry.partition("|") for entry in VOCABULARY[section][key])
    return [(word, given or genitive(word)) for word, _bar, given in pairs]


def genitive(word: str) -> str:
    """Of a Mongolian word, or of the last word of a phrase, by the plain rules of vowel harmony."""
    last = word.lower().split()[-1]
    front = not set(last) & set("аоуяёю")
    if last[-1] in "ий":
        return word + "н"
    stem = word[:-1] if last[-1] in "ьаоэө" else word
    return stem + ("ийн" if front or stem[-1] in "жчшг" or last[-1] == "ь" else "ын")
