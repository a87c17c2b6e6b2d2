"""Measures of the network's present state, for signed-in people: counted in the database when somebody asks.

What the public reads is counted apart, from what is published alone (`summaries.counting`).
"""

from collections import defaultdict
from typing import Any

from sqlalchemy import Integer, Select, and_, case, cast, distinct, extract, func, literal, or_, select

from app.bodies.models import Place, PublicBody
from app.contracts.models import ConflictOfInterest, Contract
from app.core import clock
from app.core.actors import Actor
from app.core.database import db
from app.core.paging import PER_PAGE, Page
from app.measures import terms
from app.measures.rules import Reading, read
from app.partnership.models import FocusArea, PlanLink, Subnetwork
from app.workspace.cases import CASES, Columns

MEASURES = {code: row for code, row in terms.MEASURES.items() if code in CASES} | terms.NETWORK
MODELS: dict[str, Any] = {"subnetwork": Subnetwork, "body": PublicBody, "place": Place, "focus": FocusArea}
Tallies = dict[str, dict[int, dict[int, int]]]


def overview(by: str, reader: Actor) -> dict[str, Any]:
    """`whole`: Reading by measure; `subjects`: what the table is by; `readings`: of each, by its number and measure;
    `rejections`: as the function of that name."""
    whole, parts = _tallies("whole", reader), _tallies(by, reader)
    keys = {key for tally in parts.values() for key in tally}
    return {
        "measures": list(MEASURES.values()),
        "whole": _readings(whole, 0),
        "subjects": _subjects(by, keys),
        "readings": {key: _readings(parts, key) for key in keys},
        "rejections": rejections(reader),
    }


def _readings(tallies: Tallies, key: int) -> dict[str, Reading]:
    return {code: read(row, tallies[code].get(key, {})) for code, row in MEASURES.items()}


def _subjects(by: str, keys: set[int]) -> list[Any]:
    """By name, of periods the newest first: never by a number."""
    if by not in MODELS:
        return sorted(keys, reverse=True)
    model = MODELS[by]
    name = model.title_mn if by == "focus" else model.name_mn
    return list(db.session.scalars(select(model).where(model.id.in_(keys)).order_by(name, model.id)))


def _tallies(scope: str, reader: Actor) -> Tallies:
    """By measure and subject: value to number of cases, each unit once."""
    found: Tallies = {}
    for code in MEASURES:
        query, cases, subject = _scoped(code, scope, reader)
        rows = query.with_only_columns(subject, cases.value, func.count(distinct(cases.unit)))
        found[code] = defaultdict(dict)
        for key, value, number in db.session.execute(rows.group_by(subject, cases.value)):
            found[code][int(key)][int(value)] = number
    return found


def rejections(reader: Actor) -> list[tuple[str | None, int]]:
    """How many observations stand rejected for each cause, the most first; None: nobody said."""
    query, cases, _subject = _scoped("rejected-share", "whole", reader)
    counted = query.with_only_columns(cases.cause, func.count()).where(cases.value == 1).group_by(cases.cause)
    return sorted(map(tuple, db.session.execute(counted)), key=lambda row: (-row[1], row[0] or ""))


def list_cases(
    code: str, scope: str, subject_id: int, value: int | None, reader: Actor, page: int, cause: str | None = None
) -> Page:
    """What a number counts; rows have `unit`, `value`, `finding_id` (or None), `note`.

    `cause`: only what was rejected for it, "" where nobody said.
    """
    query, cases, subject = _scoped(code, scope, reader)
    query = query.where(subject == subject_id)
    if value is not None:
        query = query.where(cases.value == value)
    if cause is not None and "cause" in cases:
        query = query.where(cases.cause == cause if cause else cases.cause.is_(None))
    finding = func.min(cases.finding_id).label("finding_id")
    rows = query.with_only_columns(cases.unit, cases.value, finding, func.min(cases.note).label("note"))
    rows = rows.group_by(cases.unit, cases.value)
    total = db.session.scalar(select(func.count()).select_from(rows.subquery())) or 0
    page = min(max(page, 1), max(1, -(-total // PER_PAGE)))
    rows = rows.order_by(cases.value, cases.unit).limit(PER_PAGE).offset((page - 1) * PER_PAGE)
    return Page(db.session.execute(rows).all(), total, page)


def _scoped(code: str, scope: str, reader: Actor) -> tuple[Select[Any], Columns, Any]:
    """The cases with the column of what they are by; contracts on which the reader declared a conflict are out."""
    cases = CASES[code](clock.today()).subquery().c
    barred = select(ConflictOfInterest.contract_id).where(ConflictOfInterest.user_id == reader.actor_id)
    query = select(cases.unit).join(Contract, Contract.id == cases.contract_id).where(Contract.id.not_in(barred))
    subject: Any = {"whole": literal(0), "subnetwork": Contract.subnetwork_id, "body": cases.body_id}.get(scope)
    if scope == "place":
        query, subject = query.join(Place, Place.id == Contract.place_id), func.coalesce(Place.parent_id, Place.id)
    elif scope == "focus":
        query, subject = query.join(PlanLink, _links(cases)), PlanLink.focus_area_id
    elif scope in {"year", "half"}:
        year, month = (cast(extract(part, cases.on_day), Integer) for part in ("year", "month"))
        subject = year if scope == "year" else year * 10 + case((month <= 6, 1), else_=2)
    return query.where(subject.is_not(None)), cases, subject


def _links(cases: Columns) -> Any:
    """Of a finding its own focus areas, of an observation those of its contract."""
    own = and_(PlanLink.subject_kind == "finding", PlanLink.subject_id == cases.finding_id)
    of_contract = and_(
        cases.finding_id.is_(None), PlanLink.subject_kind == "contract", PlanLink.subject_id == cases.contract_id
    )
    return or_(own, of_contract)
