"""What people type: one to three Mongolian words, drawn from generated titles, in the spellings that people use."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from random import Random

import msgspec

SAMPLE = 20_000  # releases, from all over the file
WORD = re.compile(r"[А-Яа-яЁёӨөҮү][А-Яа-яЁёӨөҮү-]+")
LEGACY = str.maketrans("өүӨҮ", "єvЄV")
PLAIN_LATIN = (("kh", "h"), ("ts", "c"), ("ö", "o"), ("ü", "u"))


@dataclass(frozen=True, slots=True)
class Query:
    """`kind` is a key of `KINDS`; `place` (an aimag or the capital) and `year` are of a contract it was drawn from."""

    words: tuple[str, ...]
    kind: str
    place: str
    year: int

    @property
    def text(self) -> str:
        return " ".join(self.words)

    def for_fts5(self) -> str:
        star = "*" if self.kind == "prefix" else ""
        return " ".join(f'"{word}"' for word in self.words) + star

    def for_tsquery(self) -> str:
        star = ":*" if self.kind == "prefix" else ""
        return " & ".join(f"'{word}'" for word in self.words) + star


@dataclass(frozen=True, slots=True)
class Sample:
    """Words of a title with the place and the year of its contract."""

    words: list[str]
    place: str
    year: int


def queries(path: Path, count: int = 200, seed: int = 1) -> list[Query]:
    """So many queries, always the same for a file; a third is of very common words."""
    rng, samples = Random(seed), list(_samples(path))
    frequency = Counter(word for sample in samples for word in set(sample.words))
    kinds = rng.choices(list(KINDS), [share for _make, share in KINDS.values()], k=count)
    return [_query(rng, kind, rng.choice(samples), frequency) for kind in kinds]


def _samples(path: Path) -> Iterator[Sample]:
    """Every nth release, so that all years are among them."""
    with path.open("rb") as file:
        lines = path.stat().st_size // 3_200
        for line in islice(file, 0, None, max(1, lines // SAMPLE)):
            release = msgspec.json.decode(line)
            words = WORD.findall(release["tender"]["title"].lower())
            if len(words) > 2:
                yield Sample(words, release["parties"][0]["address"]["region"], int(release["date"][:4]))


def _query(rng: Random, kind: str, sample: Sample, frequency: Counter[str]) -> Query:
    make = KINDS[kind][0]
    return Query(tuple(make(rng, sample.words, frequency)), kind, sample.place, sample.year)


def _common(rng: Random, words: list[str], frequency: Counter[str]) -> list[str]:
    by_frequency = sorted(set(words), key=lambda word: (-frequency[word], word))
    return by_frequency[: rng.randint(1, 3)]


def _rare(rng: Random, words: list[str], frequency: Counter[str]) -> list[str]:
    by_rarity = sorted(set(words), key=lambda word: (frequency[word], word))
    return by_rarity[: rng.randint(1, 2)]


def _any(rng: Random, words: list[str], _frequency: Counter[str]) -> list[str]:
    start = rng.randrange(len(words) - 1)
    return words[start : start + rng.randint(1, 3)]


def _prefix(rng: Random, words: list[str], frequency: Counter[str]) -> list[str]:
    *first, last = _any(rng, words, frequency)
    return [*first, last[: rng.randint(3, 6)]]


def _latin(rng: Random, words: list[str], frequency: Counter[str]) -> list[str]:
    from app.core.text import mns5217  # loads the application, which must not weigh on measured processes

    text = " ".join(mns5217(word) for word in _any(rng, words, frequency))
    for standard, plain in PLAIN_LATIN:
        text = text.replace(standard, plain) if rng.random() < 0.6 else text
    return text.split()


def _legacy(rng: Random, words: list[str], _frequency: Counter[str]) -> list[str]:
    spelled = [word for word in words if word != word.translate(LEGACY)]
    return [rng.choice(spelled or words).translate(LEGACY)]


def _part(rng: Random, words: list[str], _frequency: Counter[str]) -> list[str]:
    word = max(words, key=len)
    start = rng.randint(1, max(1, len(word) - 4))
    return [word[start : start + rng.randint(4, 6)]]


Make = Callable[[Random, list[str], Counter[str]], list[str]]
KINDS: dict[str, tuple[Make, int]] = {
    "common": (_common, 30),
    "any": (_any, 25),
    "rare": (_rare, 10),
    "prefix": (_prefix, 15),
    "latin": (_latin, 10),
    "legacy": (_legacy, 4),
    "part": (_part, 6),
}
