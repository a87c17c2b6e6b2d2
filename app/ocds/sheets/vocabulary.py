"""Words that stand in the cells of Mongolian and English sheets, and what they mean in OCDS.

Words are compared folded, so Latin spelling and letter case do not matter.
"""

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import TypeVar

from app.core.text import fold

T = TypeVar("T")

# The types of contract that are in use. None: the type says nothing of goods, works or services.
TYPES: Mapping[str, str | None] = {
    "Бараа": "goods",
    "Ажил": "works",
    "Үйлчилгээ": "services",
    "Зөвлөх үйлчилгээ": "consultingServices",
    "Зөвлөхийн бус": "services",
    "Ерөнхий гэрээ": None,
    "Түлхүүр гардуулах гэрээ": "works",
    "Шууд худалдан авалтын гэрээ": None,
    "Цахим дэлгүүрийн бараа нийлүүлэх гэрээ": "goods",
}
_MORE_TYPES: Mapping[str, str | None] = {
    "Зөвлөхийн бус үйлчилгээ": "services",
    "Зөвлөх": "consultingServices",
    "Бараа нийлүүлэх": "goods",
    "Ажил гүйцэтгэх": "works",
    "Түлхүүр гардуулах": "works",
    "Goods": "goods",
    "Works": "works",
    "Services": "services",
    "Consulting services": "consultingServices",
    "consultingServices": "consultingServices",
    "Non-consulting services": "services",
    "Framework agreement": None,
    "PRODUCT": "goods",
    "JOB": "works",
    "SERVICE": "services",
}

# By their first words: "Нээлттэй тендер шалгаруулалтын арга" is open.
METHODS: Mapping[str, str] = {
    "Нээлттэй тендер": "open",
    "Хязгаарлагдмал тендер": "limited",
    "Харьцуулалтын арга": "limited",
    "Шууд худалдан авалт": "direct",
}
_MORE_METHODS: Mapping[str, str] = {
    "Нээлттэй": "open",
    "Хязгаарлагдмал": "limited",
    "Харьцуулалт": "limited",
    "Гэрээ шууд байгуулах": "direct",
    "Шууд": "direct",
    "Open": "open",
    "Selective": "selective",
    "Limited": "limited",
    "Comparison": "limited",
    "Direct": "direct",
}

# A contract is in force from the state "being performed" on; before that it is only proposed.
STATES: Mapping[str, str] = {
    "Шинэ": "pending",
    "Зөвшөөрсөн": "pending",
    "Гүйцэтгэгч рүү илгээсэн": "pending",
    "Гүйцэтгэж байгаа": "active",
    "Хаасан": "terminated",
    "Татгалзсан": "cancelled",
}
_MORE_STATES: Mapping[str, str] = {
    "pending": "pending",
    "active": "active",
    "terminated": "terminated",
    "cancelled": "cancelled",
}

_CURRENCIES: Mapping[str, str] = {
    **dict.fromkeys(["төгрөг", "төг", "төгрөгийн", "tugrik", "tugrug", "MNT"], "MNT"),
    **dict.fromkeys(["доллар", "ам доллар", "америк доллар", "US dollar", "dollar", "USD"], "USD"),
    **dict.fromkeys(["евро", "euro", "EUR"], "EUR"),
    **dict.fromkeys(["юань", "yuan", "CNY", "RMB"], "CNY"),
    **dict.fromkeys(["рубль", "rouble", "ruble", "RUB"], "RUB"),
    **dict.fromkeys(["иен", "yen", "JPY"], "JPY"),
    **dict.fromkeys(["вон", "won", "KRW"], "KRW"),
}
_SIGNS = {"₮": " MNT ", "US$": " USD ", "$": " USD ", "€": " EUR ", "₽": " RUB ", "₩": " KRW "}
_CODE = re.compile(r"[A-Z]{3}", re.ASCII)
_SCALES: Mapping[str, int] = {
    **dict.fromkeys(["мянга", "мянган", "мян", "thousand"], 3),
    **dict.fromkeys(["сая", "million", "mln", "млн"], 6),
    **dict.fromkeys(["тэрбум", "тэр", "billion", "bln", "млрд"], 9),
    **dict.fromkeys(["их наяд", "наяд", "trillion"], 12),
}


def _folded(*tables: Mapping[str, T]) -> dict[str, T]:
    return {fold(word): meaning for table in tables for word, meaning in table.items()}


_TYPE_OF = _folded(TYPES, _MORE_TYPES)
_METHOD_OF = _folded(METHODS, _MORE_METHODS)
_STATE_OF = _folded(STATES, _MORE_STATES)
_CURRENCY_OF = _folded(_CURRENCIES)
_SCALE_OF = _folded(_SCALES)
_TOTALS = frozenset(
    map(fold, ["Нийт", "Нийт дүн", "Нийт үнэ", "Бүгд", "Бүгд дүн", "Дүн", "Хөл дүн", "Нийлбэр", "Нийт нийлбэр"])
) | frozenset(map(fold, ["Total", "Grand total", "Итого"]))


def knows_type(written: str) -> bool:
    return fold(written) in _TYPE_OF


def category_of(written: str) -> str | None:
    """`mainProcurementCategory` as the house uses it; None for unknown types and those that do not say."""
    return _TYPE_OF.get(fold(written))


def method_of(written: str) -> str | None:
    """`procurementMethod`, from the longest beginning that is known."""
    words = fold(written).split()
    beginnings = (" ".join(words[:count]) for count in range(len(words), 0, -1))
    return next((_METHOD_OF[beginning] for beginning in beginnings if beginning in _METHOD_OF), None)


def state_of(written: str) -> str | None:
    """The `status` of a contract in OCDS."""
    return _STATE_OF.get(fold(written))


def is_total(written: str) -> bool:
    return fold(written) in _TOTALS


def currency_of(written: str) -> str | None:
    """The ISO 4217 code that a sign, a name or a code stands for."""
    named = _signs_named(written).strip()
    return _CURRENCY_OF.get(fold(named)) or (named.upper() if _CODE.fullmatch(named.upper()) else None)


def measure_of(written: str) -> tuple[Decimal, str | None] | None:
    """What stands beside an amount: `сая төг` is a million in MNT, "" is one. None when it is something else."""
    words = fold(_signs_named(written)).split()
    factor, words = _taken(words, _SCALE_OF)
    currency, words = _taken(words, _CURRENCY_OF)
    return None if words else (Decimal(10) ** (factor or 0), currency)


def _taken(words: list[str], table: Mapping[str, T]) -> tuple[T | None, list[str]]:
    """What the first known words mean (two before one), and the words besides."""
    for start, length in _spans(len(words)):
        found = table.get(" ".join(words[start : start + length]))
        if found is not None:
            return found, words[:start] + words[start + length :]
    return None, words


def _spans(count: int) -> Iterable[tuple[int, int]]:
    return ((start, length) for length in (2, 1) for start in range(count - length + 1))


def _signs_named(written: str) -> str:
    for sign, code in _SIGNS.items():
        written = written.replace(sign, code)
    return written
