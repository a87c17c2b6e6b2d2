"""Days as Mongolians write them."""

import re
from dataclasses import dataclass
from datetime import date

from app.core.text import fold

_LONGEST = 60  # characters
_TIME = r"(?:(?:[T ]+|\. )\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?"
_YEAR_FIRST = re.compile(rf"(?P<year>\d{{4}})(?P<mark>[./\- ])(?P<month>\d{{1,2}})(?P=mark)(?P<day>\d{{1,2}}){_TIME}")
_YEAR_LAST = re.compile(rf"(?P<day>\d{{1,2}})(?P<mark>[./\- ])(?P<month>\d{{1,2}})(?P=mark)(?P<year>\d{{4}}){_TIME}")
_COMPACT = re.compile(r"(?P<year>(?:19|20)\d{2})(?P<month>\d{2})(?P<day>\d{2})")
_ROMAN = re.compile(r"(?P<year>\d{4})[./\- ]+(?P<month>[IVXХІ]{1,4})[./\- ]+(?P<day>\d{1,2})")
# 2026 оны 3-р сарын 5, 2026 оны арван хоёрдугаар сарын 05-ны өдөр
_IN_WORDS = re.compile(
    r"(?P<year>\d{4})[ .-]*он(?:ы)?[ .]+(?P<month>[\w -]+?)[ -]*сар(?:ын)?[ .]+(?P<day>\d{1,2})"
    r"(?:[ -]*(?:ны өдөр|ний өдөр|ны|ний|нд|өдөр))?"
)
_NUMBERED = re.compile(r"(?P<number>\d{1,2})(?:[ -]*(?:р|дугаар|дүгээр|дахь|дэх))?")
_ORDINALS = (
    "нэгдүгээр хоёрдугаар гуравдугаар дөрөвдүгээр тавдугаар зургаадугаар долоодугаар наймдугаар есдүгээр аравдугаар"
)
_TENS = ("арваннэгдүгээр", "арванхоёрдугаар")
_MONTHS = {fold(name): month for month, name in enumerate((*_ORDINALS.split(), *_TENS), start=1)}
_MONTHS |= {fold("зургадугаар"): 6, fold("долдугаар"): 7}
_ROMANS = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII"]
_LOOKALIKES = str.maketrans("ХІ", "XI")  # Cyrillic, as they are typed in Roman numbers


@dataclass(frozen=True, slots=True)
class WrittenDay:
    """A day as read. `is_ambiguous`: 05/03/2026 was taken with the day first, and could also be 3 May."""

    day: date
    is_ambiguous: bool = False


def parse_day(text: str) -> WrittenDay:
    """The day somebody wrote: `2026.03.05`, `2026-3-5`, `05/03/2026`, `2026 оны 3-р сарын 5`, `2026.III.05`.

    A time of day behind it is not read. Years need four digits. Day first where the year stands last, unless only
    the other order gives a day. ValueError when it is not one day.
    """
    written = " ".join(text.split()).rstrip(". ")
    if len(written) > _LONGEST:
        raise ValueError("too long for a day")
    if match := _YEAR_FIRST.fullmatch(written) or _COMPACT.fullmatch(written):
        return WrittenDay(_day(match["year"], int(match["month"]), match["day"]))
    if match := _YEAR_LAST.fullmatch(written):
        return _year_last(match)
    if match := _ROMAN.fullmatch(written) or _IN_WORDS.fullmatch(written.casefold()):
        return WrittenDay(_day(match["year"], _month(match["month"]), match["day"]))
    raise ValueError(f"{written!r} is not a day")


def _year_last(match: re.Match[str]) -> WrittenDay:
    first, second = int(match["day"]), int(match["month"])
    if second > 12:
        return WrittenDay(_day(match["year"], first, match["month"]))
    return WrittenDay(_day(match["year"], second, match["day"]), first <= 12 and first != second)


def _month(written: str) -> int:
    """3, 3-р, гуравдугаар, III. ValueError when it is no month."""
    if match := _NUMBERED.fullmatch(written):
        return int(match["number"])
    roman = written.upper().translate(_LOOKALIKES)
    if roman in _ROMANS:
        return _ROMANS.index(roman) + 1
    month = _MONTHS.get(fold(written).replace(" ", ""))
    if month is None:
        raise ValueError(f"{written!r} is not a month")
    return month


def _day(year: str, month: int, day: str) -> date:
    return date(int(year), month, int(day))
