"""Pure rules of places and identifiers: where a text says it is, and what is nobody's business to keep."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from app.core.text import fold

# Words that stand after a place's name and say which level is meant, with their cases. Soums and bags are not
# among the places looked for, so a name before such a word is somewhere else: Sükhbaatar soum lies in Selenge.
_LEVEL_WORDS = {
    "aimag": "аймаг аймгийн аймагт аймгаас province",
    "district": "дүүрэг дүүргийн дүүрэгт дүүргээс district",
    "soum": "сум сумын суманд сумд сумаас soum баг багийн багт",
}
_LEVEL_OF = {fold(word): level for level, words in _LEVEL_WORDS.items() for word in words.split()}

# Төв is an aimag, and the word for "centre" in every second name of an institution.
_COMMON_WORDS = {fold("төв")}

_PERSONAL_NUMBER = re.compile(r"(?:.*[^а-яёөү])?[а-яёөү]{2}[0-9]{8}", re.IGNORECASE)


class PlaceName(NamedTuple):
    """What is needed of a place to find it in a text."""

    id: int
    level: str
    parent_id: int | None
    name: str


class _Mention(NamedTuple):
    place: PlaceName
    is_certain: bool


def find_place(text: str, names: tuple[PlaceName, ...]) -> int | None:
    """The id of the one place that a title or a buyer's name speaks of; None when there is not exactly one.

    Whole words in any spelling, the longest name first. A name of two places (Сүхбаатар) counts only before a
    word for its level.
    """
    return find_place_in(fold(text).split(), names)


def find_place_in(folded: list[str], names: tuple[PlaceName, ...]) -> int | None:
    """As `find_place`, of the folded words of a text."""
    mentions = list(_mentions(folded, *_index(names)))
    around = {mention.place.parent_id for mention in mentions}
    places = {mention.place.id for mention in _weighed(mentions)} - around
    return places.pop() if len(places) == 1 else None


def is_personal_number(text: str) -> bool:
    """Whether this is a citizen's registration number (АА00112233), be it after the code of a register."""
    return bool(_PERSONAL_NUMBER.fullmatch(re.sub(r"\s", "", text)))


@lru_cache(maxsize=4)
def _index(names: tuple[PlaceName, ...]) -> tuple[dict[tuple[str, ...], list[PlaceName]], dict[str, int]]:
    """Places by the words of their names, and by its first word how long the longest name is."""
    index: dict[tuple[str, ...], list[PlaceName]] = {}
    longest: dict[str, int] = {}
    for name in names:
        key = tuple(fold(name.name).split())
        index.setdefault(key, []).append(name)
        longest[key[0]] = max(len(key), longest.get(key[0], 0))
    return index, longest


def _mentions(
    words: list[str], index: dict[tuple[str, ...], list[PlaceName]], longest: dict[str, int]
) -> Iterator[_Mention]:
    after = 0
    for at, word in enumerate(words):
        if at < after or word not in longest:
            continue
        size = next((n for n in range(longest[word], 0, -1) if tuple(words[at : at + n]) in index), 0)
        if size:
            after = at + size
            key = tuple(words[at:after])
            follower = words[after] if after < len(words) else ""
            yield from _meant(index[key], key, _LEVEL_OF.get(follower))


def _meant(candidates: list[PlaceName], key: tuple[str, ...], level: str | None) -> Iterator[_Mention]:
    if level:
        yield from (_Mention(place, True) for place in candidates if place.level == level)
    elif len(candidates) == 1 and not _COMMON_WORDS.issuperset(key):
        yield _Mention(candidates[0], False)


def _weighed(mentions: list[_Mention]) -> Iterator[_Mention]:
    """Places go from large to small: after a certain one, an uncertain one is a soum of that name in it."""
    certain = False
    for mention in mentions:
        certain = certain or mention.is_certain
        if mention.is_certain or not certain:
            yield mention
