"""The places of Mongolia that everything is sorted by: facts that ship with the application.

`places.csv` holds the 22 first-level units by their codes in ISO 3166-2:MN and the capital's 9 districts,
which have no code there: theirs (MN-1-01 …) are made here and stay as they are.
"""

import csv
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from sqlalchemy import select

from app.bodies.models import Place
from app.core import audit
from app.core.actors import System
from app.core.database import db
from app.core.text import sort_key

FACTS = Path(__file__).with_name("places.csv")


def load_places(at: datetime) -> int:
    """Bring the table of places up to date with the facts; returns how many were new or changed.

    Running it again changes nothing. One audit entry when something changed.
    """
    known = {place.code: place for place in db.session.scalars(select(Place))}
    changed = [fact["code"] for fact in _facts() if _apply(fact, known)]
    if changed:
        audit.record(System(), at, "load", known[changed[0]], places=changed)
    return len(changed)


def _facts() -> list[dict[str, str]]:
    """Rows of the file; a parent stands before its parts."""
    with FACTS.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _apply(fact: dict[str, str], known: dict[str, Place]) -> bool:
    parent = known[fact["parent"]] if fact["parent"] else None
    values = {
        "level": fact["level"],
        "name_mn": fact["name_mn"],
        "name_en": fact["name_en"],
        "sort_key": sort_key(fact["name_mn"]),
        "parent_id": parent.id if parent else None,
    }
    place = known.get(fact["code"])
    if place and all(getattr(place, name) == value for name, value in values.items()):
        return False
    known[fact["code"]] = _store(place or Place(code=fact["code"]), values)
    return True


def _store(place: Place, values: Mapping[str, object]) -> Place:
    for name, value in values.items():
        setattr(place, name, value)
    db.session.add(place)
    db.session.flush()
    return place
