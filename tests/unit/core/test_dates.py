from collections.abc import Callable
from datetime import date

import pytest
from babel.dates import format_date
from hypothesis import given, strategies as st

from app.core.dates import parse_day

ORDINALS = (
    "нэгдүгээр",
    "хоёрдугаар",
    "гуравдугаар",
    "дөрөвдүгээр",
    "тавдугаар",
    "зургаадугаар",
    "долоодугаар",
    "наймдугаар",
    "есдүгээр",
    "аравдугаар",
    "арван нэгдүгээр",
    "арван хоёрдугаар",
)
ROMANS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
HABITS: dict[str, Callable[[date], str]] = {
    "points": lambda d: f"{d:%Y.%m.%d}",
    "point at the end": lambda d: f"{d:%Y.%m.%d}.",
    "hyphens": lambda d: f"{d.year}-{d.month}-{d.day}",
    "strokes": lambda d: f"{d:%Y/%m/%d}",
    "with time": lambda d: f"{d:%Y-%m-%d} 12:00:00",
    "ISO instant": lambda d: f"{d:%Y-%m-%d}T00:00:00+08:00",
    "compact": lambda d: f"{d:%Y%m%d}",
    "day first": lambda d: f"{d:%d/%m/%Y}",
    "day first, points": lambda d: f"{d.day}.{d.month}.{d.year}",
    "CLDR": lambda d: format_date(d, "long", "mn"),
    "number of the month": lambda d: f"{d.year} оны {d.month}-р сарын {d.day}",
    "day of": lambda d: f"{d.year} оны {d.month:02} дугаар сарын {d.day:02}-ны өдөр",
    "ordinals": lambda d: f"{d.year} оны {ORDINALS[d.month - 1]} сарын {d.day}-ний өдөр",
    "ordinals, capital": lambda d: f"{d.year} ОНЫ {ORDINALS[d.month - 1].upper()} САРЫН {d.day}",
    "short": lambda d: f"{d.year} он {d.month} сар {d.day}",
    "Roman": lambda d: f"{d.year}.{ROMANS[d.month - 1]}.{d.day:02}",
    "Roman, on a Cyrillic keyboard": lambda d: f"{d.year}.{ROMANS[d.month - 1].replace('X', 'Х')}.{d.day:02}",
    "Roman, in words": lambda d: f"{d.year} оны {ROMANS[d.month - 1]} сарын {d.day}",
}
DAYS = st.dates(date(1990, 1, 1), date(2099, 12, 31))


@pytest.mark.parametrize("habit", HABITS)
@given(DAYS)
def test_a_day_reads_the_same_in_every_habit(habit: str, day: date) -> None:
    assert parse_day(HABITS[habit](day)).day == day


@given(DAYS)
def test_only_a_day_that_could_be_a_month_is_ambiguous(day: date) -> None:
    written = parse_day(f"{day:%d/%m/%Y}")
    assert written.is_ambiguous == (day.day <= 12 and day.day != day.month)
    assert not parse_day(f"{day:%Y/%m/%d}").is_ambiguous


def test_the_month_comes_first_where_nothing_else_is_possible() -> None:
    assert parse_day("3/25/2026").day == date(2026, 3, 25)


def test_an_impossible_year_is_still_a_day() -> None:
    assert parse_day("5377.01.02").day == date(5377, 1, 2)


@pytest.mark.parametrize(
    "written",
    [
        "",
        "2026",
        "2026.13.01",
        "2026.02.30",
        "0000.01.01",
        "26.03.05",
        "05/03/26",
        "2026.03-05",
        "2026.IIX.05",
        "2026 оны эхээр",
        "2026 оны 3-р сар",
        "2026 оны арав гуравдугаар сарын 5",
        "2026.03.05" * 9,
    ],
)
def test_what_is_not_one_day_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match=r"day|month|year"):
        parse_day(written)


@given(st.text() | st.text("0123456789.-/ оныIVX-рсарынөдөр"))
def test_any_text_is_a_day_or_a_value_error(text: str) -> None:
    try:
        assert isinstance(parse_day(text).day, date)
    except ValueError:
        return
