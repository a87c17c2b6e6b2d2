"""Mongolian text: the key it is searched by, the key it is sorted by, and its Latin form for addresses.

Both keys are plain strings, stored beside the text; make them again when this file changes what they hold.
"""

import re
import unicodedata
from functools import lru_cache

ALPHABET = "абвгдеёжзийклмноөпрстуүфхцчшщъыьэюя"
_LATIN = "a b v g d ye yo j z i i k l m n o ö p r s t u ü f kh ts ch sh sh i y i e yu ya"
_MNS = dict(zip(ALPHABET, _LATIN.split(), strict=True))

_TO_LATIN = str.maketrans(_MNS | {upper.upper(): latin.capitalize() for upper, latin in _MNS.items()})
_WORD = re.compile(r"\w+")
_LETTERS = re.compile(r"[^\W_]+")
_NOT_LETTERS = re.compile(r"[\W_]+")

# Old 8-bit fonts drew ө and ү in the places of these letters, and text copied from them still holds them.
_LEGACY_LETTERS = str.maketrans("єѳї", "өөү")

# In this order: what one line leaves, a later one may take (dzh, zh, j). A whole run goes at once, so that
# folding again finds nothing; the look behind keeps the search linear in a run that leads to nothing.
_SPELLINGS = (
    (re.compile("x"), "h"),
    (re.compile("(?<!k)k+h"), "h"),
    (re.compile("(?<!d)d+z"), "z"),
    (re.compile("zh"), "j"),
    (re.compile("(?<!t)t+s"), "c"),
    (re.compile("(?<!y)y+e"), "e"),
)
_VOWELS = str.maketrans("uöüy", "oooi")
_LONG_VOWEL = re.compile(r"([aeio])\1+")

# Characters that `_bare` leaves alone, so that usual text need not be looked at letter by letter.
_USUAL = re.compile(f"[\x00-\x7f{ALPHABET}«»№–—“”„…]*")

# One ASCII character for each letter, above the digits and below the Latin letters.
_RANKS = str.maketrans({letter: chr(ord(":") + place) for place, letter in enumerate(ALPHABET)})
_DIGITS = re.compile(r"\d+")


def mns5217(text: str) -> str:
    """Mongolian Cyrillic in Latin letters by the standard MNS 5217:2012; all other characters stay."""
    return _WORD.sub(lambda word: _latin_word(word[0]), unicodedata.normalize("NFC", text))


def fold(text: str) -> str:
    """The key that spellings of one word share: `Хөвсгөл`, `Hövsgöl` and `khuvsgul` all give `hovsgol`.

    It merges some different words too, so search by it only after the exact spelling. Folding a key changes
    nothing.
    """
    return " ".join(map(fold_word, words(text)))


def words(text: str) -> list[str]:
    """The words of a text as an exact search compares them: lower case, today's letters, no accents or signs."""
    found = _LETTERS.findall(_bared(text))
    return [_with_true_u(word) if "v" in word else word for word in found]


@lru_cache(maxsize=1 << 15)
def fold_word(word: str) -> str:
    """`fold` of one of `words`. Words repeat, so most are looked up."""
    latin = word.translate(_TO_LATIN)
    for spelling, sound in _SPELLINGS:
        latin = spelling.sub(sound, latin)
    return _LONG_VOWEL.sub(r"\1", latin.translate(_VOWELS))


def sort_key(text: str) -> str:
    """The key whose binary order is the Mongolian alphabetical order (on PostgreSQL: COLLATE "C").

    Spaces come first, then numbers by value, Cyrillic, Latin (so CLDR orders scripts for Mongolian) and then
    the rest. Case, punctuation and accents do not count, so equal keys need a second column to decide.
    """
    return _DIGITS.sub(_number_key, _plain(text)).translate(_RANKS)


def slug(text: str, max_length: int = 60) -> str:
    """A readable name for an address, [a-z0-9-], cut between words if it can be; may be empty."""
    latin = _plain(text).translate(_TO_LATIN).translate(str.maketrans("öü", "ou"))
    words = re.sub(r"[^a-z0-9]+", "-", latin).strip("-")
    if len(words) <= max_length:
        return words
    whole, hyphen, _rest = words[: max_length + 1].rpartition("-")
    return whole if hyphen else words[:max_length]


def excerpt(text: str, length: int) -> str:
    """The beginning of a text on one line, at most `length` (from 1) characters, cut between words."""
    line = " ".join(text.split())
    if len(line) <= length:
        return line
    whole, space, _rest = line[:length].rpartition(" ")
    kept = whole if space else line[: length - 1]
    return kept.rstrip(" .,;:-–—(«“\"'") + "…"


def _latin_word(word: str) -> str:
    """ХХК is KHKHK, but the initial in Х. Баатар is Kh."""
    latin = word.translate(_TO_LATIN)
    return latin.upper() if len(word) > 1 and word.isupper() else latin


def _plain(text: str) -> str:
    """Lower case in today's letters, accents dropped (й and ё are letters), single spaces between words."""
    clean = _NOT_LETTERS.sub(" ", _bared(text)).strip()
    return _WORD.sub(lambda word: _with_true_u(word[0]), clean) if "v" in clean else clean


def _bared(text: str) -> str:
    folded = unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).casefold())
    return folded if _USUAL.fullmatch(folded) else "".join(map(_bare, folded.translate(_LEGACY_LETTERS)))


@lru_cache(maxsize=4096)
def _bare(character: str) -> str:
    if character in _MNS:
        return character
    parts = unicodedata.normalize("NFD", character)
    return "".join(part for part in parts if unicodedata.category(part) != "Mn")


def _with_true_u(word: str) -> str:
    """In a Cyrillic word a Latin v was typed for ү on a keyboard that had none."""
    return word.replace("v", "ү") if "v" in word and not _MNS.keys().isdisjoint(word) else word


def _number_key(digits: re.Match[str]) -> str:
    """How many digits there are, then the digits: 2 before 10. The count sorts too: 8, 90, 91 … 98, 990."""
    value = "".join(str(unicodedata.decimal(digit)) for digit in digits[0]).lstrip("0")
    nines, rest = divmod(len(value), 9)
    return "9" * nines + str(rest) + value
