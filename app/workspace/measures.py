"""Measures of the network's present state, for signed-in people: read from the tallies that `counting` keeps.

What the public reads is counted apart, from what is published alone (`summaries.counting`).
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Select, func, select, tuple_

from app.contracts.models import ConflictOfInterest
from app.core.actors import Actor
from app.core.database import db
from app.core.paging import PER_PAGE
from app.measures import tallies, terms
from app.measures.rules import Reading, read
from app.workspace.cases import CASES, REJECTED_FOR, notes_on
from app.workspace.counting import counted_alone
from app.workspace.models import PresentCase, PresentCount, PresentTally

MEASURES = {code: row for code, row in terms.MEASURES.items() if code in CASES} | terms.NETWORK
# Whatever has a case of any measure has one of these.
ENOUGH = (
    "reply-rate",
    "first-reply",
    "fix-rate",
    "commitments-kept",
    "review-time",
    "rejected-share",
    "agreement-rate",
)
WHOLE = "whole"


class CaseLine(NamedTuple):
    """`note`: what it is, in words; `finding_id`: None of what is no matter of a finding."""

    unit: int
    value: int
    finding_id: int | None
    note: str | None


class Cases(NamedTuple):
    """`total`: of the whole list; `next`: what to ask for to go on, None at the end."""

    items: list[CaseLine]
    total: int
    next: str | None


def counted_at() -> datetime | None:
    """When the numbers were brought up to date; None: never."""
    return db.session.scalar(select(PresentCount.counted_at))


def overview(by: str, reader: Actor, page: int) -> dict[str, Any]:
    """`whole`: Reading by measure; `subjects`: a page of what the table is by; `readings`: of each, by its number and
    measure; `rejections`: (cause, how many observations stand rejected for it), the most first; None: nobody said.

    Contracts on which the reader declared a conflict are out.
    """
    subjects = tallies.list_measured(PresentTally, by, MEASURES, page)
    keys = [row if isinstance(row, int) else row.id for row in subjects.items]
    whole, parts = _tallies(WHOLE, [0], reader)[0], _tallies(by, keys, reader)
    return {
        "measures": list(MEASURES.values()),
        "counted_at": counted_at(),
        "whole": _readings(whole),
        "subjects": subjects,
        "readings": {key: _readings(parts[key]) for key in keys},
        "rejections": _rejections(whole),
    }


def _readings(found: Mapping[str, Mapping[int, int]]) -> dict[str, Reading]:
    return {code: read(row, found.get(code, {})) for code, row in MEASURES.items()}


def _rejections(found: Mapping[str, Mapping[int, int]]) -> list[tuple[str | None, int]]:
    causes = {code.removeprefix(REJECTED_FOR): tally for code, tally in found.items() if code.startswith(REJECTED_FOR)}
    counted = [(cause or None, sum(tally.values())) for cause, tally in causes.items()]
    return sorted((row for row in counted if row[1]), key=lambda row: (-row[1], row[0] or ""))


def _tallies(scope: str, subjects: list[int], reader: Actor) -> tallies.Tallies:
    """As kept, less what rests on contracts from which a conflict bars the reader, and on no other."""
    found = tallies.tallies_of(PresentTally, scope, subjects)
    here = PresentCase.scope == scope, PresentCase.subject.in_(subjects)
    for measure, _scope, subject, value, number in db.session.execute(counted_alone(_barred(reader), *here)):
        found[subject][measure][value] -= number
    return found


def list_cases(
    code: str,
    scope: str,
    subject: int,
    value: int | None,
    reader: Actor,
    after: str | None = None,
    cause: str | None = None,
) -> Cases:
    """What a number counts, a page of it: from the first on, or what follows the key of an earlier page's last line.

    `cause`: only what was rejected for it, "" where nobody said. However deep, a page costs what the first one does.
    """
    measure = code if cause is None or code != "rejected-share" else f"{REJECTED_FOR}{cause}"
    tally = _tallies(scope, [subject], reader)[subject].get(measure, {})
    total = sum(tally.values()) if value is None else tally.get(value, 0)
    query = select(PresentCase.value, PresentCase.unit, func.min(PresentCase.finding_id))
    query = query.where(*_of(measure, scope, subject), PresentCase.contract_id.not_in(_barred(reader)))
    key, order = _key(after), (PresentCase.value, PresentCase.unit)
    if value is None:
        query = query.where(tuple_(*order) > key) if key else query
    else:  # a column that is fixed already would keep the index from being used
        query = query.where(PresentCase.value == value)
        query = query.where(PresentCase.unit > key[1]) if key else query
    rows = db.session.execute(query.group_by(*order).order_by(*order).limit(PER_PAGE + 1)).all()
    shown = rows[:PER_PAGE]
    notes = notes_on(MEASURES[code].of, [row.unit for row in shown])
    lines = [CaseLine(unit, number, finding_id, notes.get(unit)) for number, unit, finding_id in shown]
    return Cases(lines, total, f"{shown[-1].value}.{shown[-1].unit}" if len(rows) > PER_PAGE else None)


def _of(measure: str, scope: str, subject: int) -> tuple[Any, ...]:
    return PresentCase.measure == measure, PresentCase.scope == scope, PresentCase.subject == subject


def _key(after: str | None) -> tuple[int, int] | None:
    """Of a line; None where nothing that was ever given out stands in the address."""
    value, _dot, unit = (after or "").partition(".")
    return (int(value), int(unit)) if tallies.is_number(value) and tallies.is_number(unit) else None


def _barred(reader: Actor) -> Select[Any]:
    return select(ConflictOfInterest.contract_id).where(ConflictOfInterest.user_id == reader.actor_id)
