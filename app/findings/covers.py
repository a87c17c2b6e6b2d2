"""The parts of a picture that are covered, as a form sends them and the table keeps them.

One part a line: left, top, width and height in percent of the picture, as `12.5 30 8 10`.
"""

import re
from collections.abc import Iterable
from dataclasses import fields
from decimal import Decimal

from flask_babel import lazy_gettext as _l

from app.core.cleaning import Area
from app.core.errors import Invalid

MOST = 50  # parts of one picture
TENTHS = 10  # thousandths in one percent
PERCENT = re.compile(r"[0-9]{1,3}(\.[0-9])?")


def parse(text: str) -> tuple[Area, ...]:
    """The parts, each once, in order. Raises Invalid for "covers"."""
    areas = {_area(number, line) for number, line in enumerate(text.splitlines(), 1) if line.strip()}
    if len(areas) > MOST:
        raise Invalid({"covers": _l("At most %(count)s parts can be covered.", count=MOST)})
    return tuple(sorted(areas))


def write(areas: Iterable[Area]) -> str:
    """What `parse` reads."""
    return "\n".join(
        " ".join(f"{Decimal(value) / TENTHS:f}" for value in (area.left, area.top, area.width, area.height))
        for area in areas
    )


def _area(number: int, line: str) -> Area:
    words = line.replace(",", ".").split()
    if len(words) == len(fields(Area)) and all(map(PERCENT.fullmatch, words)):
        area = Area(*(int(Decimal(word) * TENTHS) for word in words))
        if area.fits:
            return area
    raise Invalid(
        {"covers": _l("Line %(number)s is no part of the picture: write four numbers of percent.", number=number)}
    )
