"""The method's questions as they are shipped: `checklists.csv`, a table that people can read and correct."""

import csv
from collections import defaultdict
from datetime import datetime
from pathlib import Path

from app.core.database import db
from app.findings import queries
from app.findings.models import Checklist
from app.findings.service.checklists import make_version
from app.findings.wordings import Wording

SOURCE = Path(__file__).with_name("checklists.csv")
Place = tuple[str | None, str]  # category, stage


def load_checklists(at: datetime) -> int:
    """Make the shipped lists say what the file says; returns how many lists got a new version.

    A list of which a person made a version is theirs from then on. A list that left the file asks nothing more, so
    that its contracts are asked the general one.
    """
    shipped = _shipped()
    standing = {(row.category, row.stage): row for row in queries.list_checklists()}
    made = [_bring_up_to_date(standing.get(place), place, shipped.get(place, []), at) for place in shipped | standing]
    db.session.flush()
    return sum(made)


def _bring_up_to_date(newest: Checklist | None, place: Place, wordings: list[Wording], at: datetime) -> bool:
    if queries.wordings_of(newest) == wordings or (newest and newest.made_by_id is not None):
        return False
    make_version(*place, wordings, at)
    return True


def _shipped() -> dict[Place, list[Wording]]:
    """What the file asks; the order in the file is the order in each list."""
    lists: dict[Place, list[Wording]] = defaultdict(list)
    with SOURCE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            lists[row["category"] or None, row["stage"]].append(Wording(row["text_mn"], row["text_en"], row["code"]))
    return lists
