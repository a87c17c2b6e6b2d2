"""The places of Mongolia that everything is sorted by: facts that ship with the application.

`places.csv` holds the 22 first-level units by their codes in ISO 3166-2:MN and the capital's 9 districts,
which have no code there: theirs (MN-1-01 …) are made here and stay as they are. Centres are those of the towns from
which they are governed (GeoNames, CC BY 4.0; Baganuur from public maps, rounded; Bagakhangai's is not known); the six
districts that make up the city share its centre.

`soums.csv` holds the 330 soums of the 21 aimags, with the last two digits of their codes in the State's
classification of administrative units; checked name by name against the branches of the tax authority. Their English
names are their Mongolian ones by MNS 5217, without its marks, as everywhere here.
"""

import csv
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import select

from app.bodies.models import Place
from app.core import audit
from app.core.actors import System
from app.core.database import db
from app.core.text import mns5217, sort_key

FACTS, SOUMS = (Path(__file__).with_name(name) for name in ("places.csv", "soums.csv"))
_UNMARKED = str.maketrans("öüÖÜ", "uuUU")


def load_places(at: datetime) -> int:
    """Bring the table of places up to date with the facts; returns how many were new or changed.

    Running it again changes nothing. One audit entry when something changed.
    """
    known = {place.code: place for place in db.session.scalars(select(Place))}
    changed = [fact["code"] for fact in _facts() if _apply(fact, known)]
    db.session.flush()
    if changed:
        audit.record(System(), at, "load", known[changed[0]], places=changed)
    return len(changed)


def _facts() -> list[dict[str, Any]]:
    """Rows of both files; a parent stands before its parts."""
    return [*_rows(FACTS), *(_soum(row) for row in _rows(SOUMS))]


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _soum(row: dict[str, str]) -> dict[str, Any]:
    english = mns5217(row["name_mn"]).translate(_UNMARKED)
    return row | {"level": "soum", "name_en": english, "latitude": "", "longitude": ""}


def _apply(fact: Mapping[str, Any], known: dict[str, Place]) -> bool:
    values = {
        "level": fact["level"],
        "name_mn": fact["name_mn"],
        "name_en": fact["name_en"],
        "sort_key": sort_key(fact["name_mn"]),
        "parent": known[fact["parent"]] if fact["parent"] else None,
        "latitude": float(fact["latitude"]) if fact["latitude"] else None,
        "longitude": float(fact["longitude"]) if fact["longitude"] else None,
    }
    place = known.get(fact["code"])
    if place and all(getattr(place, name) == value for name, value in values.items()):
        return False
    place = known[fact["code"]] = place or Place(code=fact["code"])
    for name, value in values.items():
        setattr(place, name, value)
    db.session.add(place)
    return True
