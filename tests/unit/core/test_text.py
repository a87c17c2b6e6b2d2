"""Search keys, sort keys and addresses of Mongolian text."""

import csv
import os
import re
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from app.core.text import excerpt, fold, mns5217, slug, sort_key

# ISO 3166-2:MN: name, and the spelling of MNS 5217 as official maps print it.
UNITS = {
    "Улаанбаатар": "Ulaanbaatar",
    "Орхон": "Orkhon",
    "Дархан-Уул": "Darkhan-Uul",
    "Хэнтий": "Khentii",
    "Хөвсгөл": "Khövsgöl",
    "Ховд": "Khovd",
    "Увс": "Uvs",
    "Төв": "Töv",
    "Сэлэнгэ": "Selenge",
    "Сүхбаатар": "Sükhbaatar",
    "Өмнөговь": "Ömnögovi",
    "Өвөрхангай": "Övörkhangai",
    "Завхан": "Zavkhan",
    "Дундговь": "Dundgovi",
    "Дорнод": "Dornod",
    "Дорноговь": "Dornogovi",
    "Говьсүмбэр": "Govisümber",
    "Говь-Алтай": "Govi-Altai",
    "Булган": "Bulgan",
    "Баянхонгор": "Bayankhongor",
    "Баян-Өлгий": "Bayan-Ölgii",
    "Архангай": "Arkhangai",
}
VARIANTS = {
    "зам": "zam ZAM Зам zaam",
    "Хөвсгөл": "huvsgul khovsgol Hövsgöl Khuvsgul xovsgol hovsgol Хєвсгєл ХӨВСГӨЛ Хѳвсгѳл",
    "Сүхбаатар": "Сvхбаатар Сїхбаатар Sukhbaatar Suhbaatar sühbaatar",
    "Өмнөговь": "Ємнєговь Umnugovi omnogovi Ömnögovi",
    "Баян-Өлгий": "Bayan-Ulgii bayan_olgiy Bayan—Ölgii",
    "Хэнтий": "Khentii hentiy xentii henti",
    "цэцэрлэг": "tsetserleg cecerleg",
    "Жаргалант": "jargalant zhargalant Dzhargalant",
    "Зуунмод": "zuunmod dzuunmod ZUUNMOD",
    "ерөнхий": "yerönhii yeronkhii eronhii",
    "үндэсний": "vндэсний undesnii ündesniy",
}

ALPHABET = "абвгдеёжзийклмноөпрстуүфхцчшщъыьэюя"
mongolian = st.text(st.sampled_from(ALPHABET), max_size=12)
anything = st.text(st.characters(codec="utf-8"), max_size=40)
mixed = st.text(st.sampled_from([*ALPHABET, *"abdhkstvxyzuöüEV 07-.єїѐ\u0308\u0301ХК"]), max_size=20)


def places() -> dict[str, str]:
    """Every place of the shared list by name, or the 22 units where the list is not at hand."""
    beside = Path(__file__).parents[4] / "shared" / "places.csv"
    file = Path(os.environ.get("PLACES_CSV", beside))
    if not file.exists():
        return UNITS
    rows = csv.DictReader(file.read_text(encoding="utf-8").splitlines())
    return {row["name_mn"]: row["name_latin_mns"] for row in rows}


def test_fold_keeps_the_units_of_the_country_apart() -> None:
    assert len({fold(name) for name in UNITS}) == len(UNITS) == 22


def test_the_units_are_those_of_the_list_of_places() -> None:
    assert places().items() >= UNITS.items()


@pytest.mark.parametrize(("name", "latin"), places().items())
def test_places_in_latin(name: str, latin: str) -> None:
    assert mns5217(name) == latin
    assert fold(latin) == fold(name)


@pytest.mark.parametrize(
    ("word", "variant"),
    [(word, variant) for word, variants in VARIANTS.items() for variant in variants.split()],
)
def test_fold_matches_what_people_type(word: str, variant: str) -> None:
    assert fold(variant) == fold(word)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Хөвсгөл", "hovsgol"),
        ("«Зам-гүүр»  ХХК", "zam gor hhk"),
        ("жижиг дэлгүүр", "jijig delgor"),
        ("цахилгаан ёс ая юм", "cahilgan ios aia iom"),
        ("ӨМНӨГОВЬ", "omnogovi"),
        ("video", "video"),
        ("Café № 12", "cafe 12"),
        ("", ""),
        (" …—_ ", ""),
    ],
)
def test_fold(text: str, key: str) -> None:
    assert fold(text) == key


def test_a_decomposed_letter_is_the_same_letter() -> None:
    assert fold("и\u0306о\u0301е\u0308") == fold("йоё")
    assert sort_key("е\u0308") == sort_key("ё") != sort_key("е")
    assert sort_key("а\u0301") == sort_key("а")


@given(anything | mixed)
def test_folding_again_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(anything | mixed)
def test_fold_does_not_mind_case_and_space(text: str) -> None:
    assert fold(f"  {text.casefold()}\n") == fold(text)


@given(mongolian)
def test_a_word_and_its_latin_spelling_fold_alike(word: str) -> None:
    assert fold(mns5217(word)) == fold(word)


@given(anything)
def test_any_text_is_accepted(text: str) -> None:
    assert re.fullmatch(r"([a-z0-9]+(-[a-z0-9]+)*)?", slug(text))
    assert sort_key(text) == sort_key(text.casefold())
    assert isinstance(mns5217(text), str)


@pytest.mark.parametrize(
    "in_order",
    [
        ["Говь-Алтай", "Говьсүмбэр", "Дархан-Уул", "Дорноговь", "Дорнод", "Дундговь"],
        [
            "Орхон",
            "Өвөрхангай",
            "Өмнөговь",
            "Сүхбаатар",
            "Сэлэнгэ",
            "Төв",
            "Увс",
            "Улаанбаатар",
            "Ховд",
            "Хөвсгөл",
        ],
        ["ер", "есөн", "ёс", "жил"],
        ["уур", "уяа", "үг", "үүл", "фонд"],
        ["Баян-Өлгий", "Баян уул", "Баянгол", "баянзүрх", "Баянхонгор"],
        ["Сургууль", "Сургууль 2", "сургууль 02 б", "Сургууль 2а", "Сургууль 10", "Сургууль 100"],
        ["  ", "7 дугаар хороо", "12 дугаар хороо", "аймаг", "яам", "Asia", "zam", "Ωμέγα"],
    ],
)
def test_alphabetical_order(in_order: list[str]) -> None:
    backwards = in_order[::-1]
    assert sorted(backwards, key=sort_key) == in_order


@pytest.mark.parametrize(
    "same", [("Баян-Өлгий", "баян өлгий"), ("«Эрдэнэт»", "ЭРДЭНЭТ"), ("007", "7"), ("Єлгий", "Өлгий")]
)
def test_what_does_not_count_in_sorting(same: tuple[str, str]) -> None:
    assert sort_key(same[0]) == sort_key(same[1])


def by_alphabet(word: str) -> list[int]:
    return [ALPHABET.index(letter) for letter in word]


@given(mongolian, mongolian)
def test_the_order_is_that_of_the_alphabet(one: str, other: str) -> None:
    stored = sort_key(one).encode() < sort_key(other.upper()).encode()
    assert stored == (by_alphabet(one) < by_alphabet(other))


@given(st.integers(0, 10**40), st.integers(0, 10**40), mongolian)
def test_numbers_sort_by_value(one: int, other: int, word: str) -> None:
    assert (sort_key(f"{word} {one} {word}") < sort_key(f"{word} {other}")) == (one < other)


@given(anything)
def test_binary_order_is_the_same_in_every_database(text: str) -> None:
    assert "\x00" not in sort_key(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Хөвсгөл аймгийн зам, гүүр 2026", "khovsgol-aimgiin-zam-guur-2026"),
        ("Щорс, ъ ь ы", "shors-i-i-y"),
        ("Vндэсний хvрал", "undesnii-khural"),
        ("Half-year summary №1", "half-year-summary-1"),
        ("日本 …", ""),
    ],
)
def test_slug(text: str, expected: str) -> None:
    assert slug(text) == expected


def test_a_slug_is_cut_between_words() -> None:
    assert slug("нэг хоёр гурав", 10) == "neg-khoyor"
    assert slug("нэг хоёр гурав", 9) == "neg"
    assert slug("сургууль", 4) == "surg"


@pytest.mark.parametrize(
    ("text", "latin"),
    [("ХХК", "KHKHK"), ("Х. Баатар", "Kh. Baatar"), ("хоёр ая 3, OK", "khoyor aya 3, OK"), ("и\u0306", "i")],
)
def test_mns5217(text: str, latin: str) -> None:
    assert mns5217(text) == latin


@pytest.mark.parametrize(
    ("text", "length", "expected"),
    [
        ("Зам  нээгдсэн\nбайна", 40, "Зам нээгдсэн байна"),
        ("Зам нээгдсэн байна", 18, "Зам нээгдсэн байна"),
        ("Зам нээгдсэн байна", 17, "Зам нээгдсэн…"),
        ("Зам, гүүр нээгдсэн", 8, "Зам…"),
        ("нээгдсэн", 5, "нээг…"),
        ("нээгдсэн", 1, "…"),
    ],
)
def test_excerpt(text: str, length: int, expected: str) -> None:
    assert excerpt(text, length) == expected


@given(anything, st.integers(1, 50))
def test_an_excerpt_is_never_longer(text: str, length: int) -> None:
    assert len(excerpt(text, length)) <= length
