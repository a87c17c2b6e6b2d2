"""Titles and descriptions of the generated contracts, in Mongolian."""

from functools import cache
from random import Random
from typing import NamedTuple

from bench.cast import names
from bench.decks import VOCABULARY, deck, draw, nouns

Words = tuple[str, ...]
Nouns = tuple[tuple[str, str], ...]


class Wording(NamedTuple):
    """Decks of one category of procurement. `things`: what is built, bought or done, each with its genitive."""

    objects: Nouns
    things: Nouns
    actions: Words
    sentences: Words
    units: Words
    codes: Words
    names: Words


class Described(NamedTuple):
    title: str
    description: str
    thing: str


@cache
def wording(category: str) -> Wording:
    words = VOCABULARY[category]
    things = {"works": "parts", "goods": "things", "services": "kinds"}[category]
    return Wording(
        deck(nouns(category, "objects"), 2),
        deck(nouns(category, things)),
        deck(words["actions"], 2),
        deck(VOCABULARY["sentences"][category], 8),
        deck(words["units"]),
        deck(words["codes"]),
        deck(names(Random(7)), 60, 1 << 15),
    )


ADJECTIVES = deck(VOCABULARY["goods"]["adjectives"])
LEGACY = str.maketrans("өүӨҮ", "єvЄV")
MODELS = deck(VOCABULARY["goods"]["models"], 8)
MEDICINES = deck(VOCABULARY["goods"]["medicines"], 8)


def describe(rng: Random, category: str, phrase: str, year: int, code: str) -> Described:
    """A contract at a place: its title, one to three sentences, and what is bought."""
    words = wording(category)
    (_object, of_object), (thing, of_thing) = draw(rng, words.objects), draw(rng, words.things)
    action = draw(rng, words.actions)
    what = _what(rng, category, of_object, (thing, of_thing), action)
    title = f"{_where(rng, phrase, words.names)}{what[:1].upper() + what[1:] if rng.random() < 0.02 else what}"
    known = {"object": of_object, "part": of_thing, "thing": thing, "kind": of_thing, "action": action}
    return Described(_typed(rng, _finished(rng, title, year, code)), _sentences(rng, words, known), thing)


def _what(rng: Random, category: str, of_object: str, thing: tuple[str, str], action: str) -> str:
    chance = rng.random()
    if category == "works":
        return f"{of_object} {thing[1]} {action}" if chance < 0.7 else f"{of_object} {action}"
    if category == "services":
        return f"{of_object} {thing[1]} {action}" if chance < 0.6 else f"{thing[1]} {action}"
    if chance < 0.06:
        return f"{draw(rng, MEDICINES)} {rng.choice((100, 250, 500))}мг эм {action}"
    if chance < 0.16:
        return f"{draw(rng, MODELS)} {draw(rng, MODELS)}-{rng.randint(10, 2500)} {thing[0]} {action}"
    return f"{of_object} {draw(rng, ADJECTIVES)} {thing[0]} {action}"


def _where(rng: Random, phrase: str, known_names: Words) -> str:
    chance = rng.random()
    if chance < 0.62:
        return f"{phrase} "
    if chance < 0.74:
        return f"{phrase} {draw(rng, known_names)} багийн "
    return f"{draw(rng, known_names)} гудамжны " if chance < 0.8 else ""


def _finished(rng: Random, title: str, year: int, code: str) -> str:
    chance = rng.random()
    if chance < 0.1:
        return f"{title} /{code}/"
    if chance < 0.3:
        return f"{title} ({year} он)"
    if chance < 0.33:
        return title.upper()
    return f"{title}, багц {rng.randint(1, 9)}" if chance < 0.4 else title


def _typed(rng: Random, title: str) -> str:
    """As people type: now and then on an old keyboard, or with a letter too few or two in the wrong order."""
    chance = rng.random()
    if chance < 0.01:
        return title.translate(LEGACY)
    if chance > 0.05 or len(title) < 12:
        return title
    place = rng.randrange(4, len(title) - 4)
    pair = title[place : place + 2]
    return title[:place] + (pair[1] if chance < 0.03 else pair[::-1]) + title[place + 2 :]


def _sentences(rng: Random, words: Wording, known: dict[str, str]) -> str:
    blanks = {
        **known,
        "name": draw(rng, words.names),
        "model": draw(rng, MODELS),
        "days": rng.randrange(10, 180, 5),
        "months": rng.randrange(3, 25),
        "years": rng.randrange(1, 6),
        "quantity": rng.randrange(5, 900),
    }
    filled = [draw(rng, words.sentences).format_map(blanks) for _ in range(rng.randint(1, 3))]
    return " ".join(dict.fromkeys(sentence[0].upper() + sentence[1:] for sentence in filled))
