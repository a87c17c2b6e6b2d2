"""What minutes must hold, and what stands in them: pure functions on plain values."""

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l

MOST_ROWS = 60  # of one kind
MOST_PEOPLE = 2000
# An initial, a full stop and a name: Ж. Нарантуяа, Б.Бат-Эрдэнэ, J. Smith.
_PERSON = re.compile(
    r"(?<!\w)[A-ZА-ЯЁӨҮ]\.\s?(?:[A-ZА-ЯЁӨҮ]\.\s?)?[A-ZА-ЯЁӨҮ][a-zа-яёөү]{2,}(?:-[A-ZА-ЯЁӨҮ]?[a-zа-яёөү]+)*"
)


@dataclass(frozen=True)
class Seat:
    """Who took part: `who` is the key of an organisation or a body, or empty for others; then `office` says who."""

    who: str = ""
    office_mn: str | None = None
    office_en: str | None = None
    headcount: int = 1


@dataclass(frozen=True)
class Point:
    """One line of a meeting. `id`: of the line it changes. Owner (a key), due date and area: of agreements only."""

    kind: str
    text_mn: str
    text_en: str | None = None
    owner: str = ""
    due_on: date | None = None
    area: int | None = None
    id: int | None = None


def persons_in(text: str | None) -> list[str]:
    """What looks like a person's name, as Mongolians write it: an initial and a name."""
    return _PERSON.findall(text or "")


def faults_of_seat(seat: Seat) -> dict[str, Any]:
    """Field to message. Minutes name offices, never persons."""
    found: dict[str, Any] = {}
    if not seat.who and not seat.office_mn:
        found["office_mn"] = _l("Say who they were: an organisation from the list, or in words.")
    for name in ("office_mn", "office_en"):
        if persons_in(getattr(seat, name)):
            found[name] = _l(
                "This looks like a person's name. Write the office; of a place that is named after somebody, leave out"
                " the initial."
            )
    if not 1 <= seat.headcount <= MOST_PEOPLE:
        found["headcount"] = _l("Number must be between %(min)s and %(max)s.", min=1, max=MOST_PEOPLE)
    return found


def faults_of_point(point: Point, held_on: date) -> dict[str, Any]:
    """Field to message: what cannot be kept, even in a draft."""
    found: dict[str, Any] = {}
    if not point.text_mn.strip():
        found["text_mn"] = _l("Write the text, or empty the whole row.")
    if point.due_on and point.due_on < held_on:
        found["due_on"] = _l("The due date is before the meeting.")
    return found


def lacking(meeting: Any) -> list[Any]:
    """What minutes lack before both sides can agree to them. `meeting`: its day, participants and lines."""
    found = []
    seats = list(meeting.participants)
    if meeting.body_id and not any(seat.body_id == meeting.body_id for seat in seats):
        found.append(_l("Nobody of the public body stands among those who took part."))
    if not any(seat.organisation_id for seat in seats):
        found.append(_l("No member organisation stands among those who took part."))
    if not any(line.kind in ("discussion", "agreement") for line in meeting.lines):
        found.append(_l("Neither a point of the discussion nor an agreement is written down."))
    agreements = [line for line in meeting.lines if line.kind == "agreement"]
    for number, line in enumerate(agreements, 1):
        if line.owner is None or line.due_on is None:
            found.append(_l("Agreement %(number)s needs an owner and a due date.", number=number))
        elif line.due_on < meeting.day:
            found.append(_l("Agreement %(number)s is due before the meeting.", number=number))
    return found


def fingerprint(document: Mapping[str, Any]) -> str:
    """SHA-256 of what the minutes say: the same on a printed draft and on the version that was agreed."""
    canonical = json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


SAID = ("mn", "en", "owner", "due_on", "area")


def changed_lines(before: Mapping[str, Any], after: Mapping[str, Any]) -> set[int]:
    """Numbers of the agreements that say something else than in the document before."""
    known = _said(before)
    return {line for line, said in _said(after).items() if known.get(line) != said}


def _said(document: Mapping[str, Any]) -> dict[int, list[Any]]:
    return {row["line"]: [row[name] for name in SAID] for row in document.get("agreements", ())}


def all_faults(seats: Iterable[Seat], points: Iterable[Point], held_on: date) -> dict[str, Any]:
    """Every fault, named `participants-0-office_mn` or `agreement-2-due_on`."""
    found: dict[str, Any] = {}
    for number, seat in enumerate(seats):
        found |= {f"participants-{number}-{name}": text for name, text in faults_of_seat(seat).items()}
    counts: dict[str, int] = {}
    for point in points:
        number = counts[point.kind] = counts.get(point.kind, -1) + 1
        found |= {f"{point.kind}-{number}-{name}": text for name, text in faults_of_point(point, held_on).items()}
    return found
