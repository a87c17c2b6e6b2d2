"""The method's questions, kept as a table that people can read and correct: `checklists.csv`."""

import csv
from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import select

from app.core.database import db
from app.findings.models import ChecklistQuestion

SOURCE = Path(__file__).with_name("checklists.csv")
SAID = ("category", "stage", "text_mn", "text_en")


def load_checklists(at: datetime) -> int:
    """Make the questions say what the file says; returns how many were added. Loading twice changes nothing.

    A question that reads otherwise now is retired and stands anew, so that old answers keep the words they
    answered; one that left the file is retired.
    """
    standing, rows = _standing(), _rows()
    for code, question in standing.items():
        if code not in rows or any(getattr(question, name) != rows[code][name] for name in SAID):
            question.retired_at = at
        else:
            question.position = rows.pop(code)["position"]
    db.session.add_all(ChecklistQuestion(**row) for row in rows.values())
    db.session.flush()
    return len(rows)


def _standing() -> dict[str, ChecklistQuestion]:
    query = select(ChecklistQuestion).where(ChecklistQuestion.retired_at.is_(None))
    return {question.code: question for question in db.session.scalars(query)}


def _rows() -> dict[str, dict[str, Any]]:
    """Rows of the file by code; the order in the file is the order in each list."""
    places: Counter[tuple[str, str]] = Counter()
    rows = {}
    with SOURCE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            key = row["category"], row["stage"]
            places[key] += 1
            rows[row["code"]] = {**row, "category": row["category"] or None, "position": places[key]}
    return rows
