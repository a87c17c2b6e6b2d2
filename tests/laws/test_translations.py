"""The Mongolian catalogue holds every string of the code, translated, and the house's words are kept."""

import re
from collections.abc import Iterator
from functools import cache
from gettext import GNUTranslations
from io import BytesIO
from pathlib import Path

from babel.messages import extract, frontend, mofile, pofile
from babel.messages.catalog import Catalog, Message

from app.findings.rules import accusing_words

ROOT = Path(__file__).parents[2]
APP = ROOT / "app"
CATALOGUE = APP / "translations" / "mn" / "LC_MESSAGES" / "messages.po"
KEYWORDS = {**extract.DEFAULT_KEYWORDS, "_l": None, "lazy_gettext": None}  # as `make messages` has them

PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]")
MARKUP = re.compile(r"</?\w+[^>]*>")
LATIN_WORD = re.compile(r"[A-Za-z]+")
MIXED_WORD = re.compile(r"(?:[A-Za-z][Ѐ-ӿ]|[Ѐ-ӿ][A-Za-z])\w*")  # letters that only look alike
# Names of formats, codes and examples, which no language translates.
FORMATS = {"Atom", "CSV", "Excel", "JSON", "Lines", "Markdown", "NaN", "OCDS", "OCID", "PDF", "SHA", "UTF", "XLSX"}
FORMATS |= {"gzip", "http", "https", "zip"}
CODES = {"id", "ocid", "petition", "tag", "verify", "audit", "flask", "work", "OPEN", "TENDER", "TOKEN", "MNT"}
EXAMPLES = {"bat", "example", "mn", "ub"}
SAME_EVERYWHERE = FORMATS | CODES | EXAMPLES

FORBIDDEN = re.compile(r"\bstatus|\bspen[dt]|\bстатус", re.IGNORECASE)
ABOUT_THE_WORDS = {"Contracted, not spent"}  # says which word is meant, and which is not


@cache
def catalogue() -> Catalog:
    with CATALOGUE.open("rb") as file:
        return pofile.read_po(file, locale="mn", abort_invalid=True)


@cache
def said_in_code() -> frozenset[str]:
    """The msgids of all templates and modules; of a plural the singular."""
    with (ROOT / "babel.cfg").open(encoding="utf-8") as mapping:
        methods, options = frontend.parse_mapping_cfg(mapping)
    found = extract.extract_from_dir(APP, methods, options, KEYWORDS)
    return frozenset(message[0] if isinstance(message, tuple) else message for _, _, message, _, _ in found)


def entries() -> Iterator[tuple[Message, str, str]]:
    """Each message with its English and its Mongolian, form by form."""
    for message in catalogue():
        if message.id:
            both = (message.id, message.string) if message.pluralizable else ([message.id], [message.string])
            yield from ((message, english, mongolian) for english, mongolian in zip(*both, strict=True))


def parts(pattern: re.Pattern[str], text: str) -> list[str]:
    return sorted(pattern.findall(text))


def test_every_string_of_the_code_is_in_the_catalogue():
    missing = {text for text in said_in_code() if text not in catalogue()}
    assert not missing, f"run `make messages`, then translate: {sorted(missing)}"


def test_every_message_is_translated():
    assert not [english for _, english, mongolian in entries() if not mongolian.strip()]


def test_no_translation_is_a_guess():
    assert not [message.id for message in catalogue() if message.fuzzy and message.id]


def test_placeholders_are_those_of_the_english():
    assert not [
        english for _, english, mongolian in entries() if parts(PLACEHOLDER, english) != parts(PLACEHOLDER, mongolian)
    ]


def test_markup_is_that_of_the_english():
    assert not [english for _, english, mongolian in entries() if parts(MARKUP, english) != parts(MARKUP, mongolian)]


def test_no_english_is_left_in_the_mongolian():
    left = {
        mongolian: sorted(words)
        for _, _, mongolian in entries()
        if (words := set(LATIN_WORD.findall(PLACEHOLDER.sub("", mongolian))) - SAME_EVERYWHERE)
    }
    assert not left


def test_no_word_mixes_latin_and_cyrillic_letters():
    texts = (PLACEHOLDER.sub(" ", mongolian) for _, _, mongolian in entries())
    assert not [text for text in texts if MIXED_WORD.search(text)]


def test_the_words_of_the_house_are_kept():
    texts = {text for _, english, mongolian in entries() for text in (english, mongolian)} - ABOUT_THE_WORDS
    assert not [text for text in texts if FORBIDDEN.search(text)]


def test_nothing_we_say_ourselves_accuses():
    assert not [text for _, *both in entries() for text in both if accusing_words(text)]


def test_a_noun_after_a_numeral_stays_singular():
    plurals = [message for message in catalogue() if message.pluralizable]
    assert not [message.id for message in plurals if len(set(message.string)) > 1]


def test_gettext_reads_the_catalogue():
    file = BytesIO()
    mofile.write_mo(file, catalogue())
    file.seek(0)
    mongolian = GNUTranslations(file)
    assert mongolian.gettext("Save") == "Хадгалах"
    assert {mongolian.ngettext("%(num)s finding", "%(num)s findings", n) for n in (1, 2, 5)} == {
        "%(num)s илэрсэн асуудал"
    }
