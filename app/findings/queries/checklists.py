"""Reads of checklists and their versions."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, exists, select
from sqlalchemy.orm import aliased, selectinload

from app.core.database import db
from app.core.errors import NotFound
from app.findings.models import Checklist, ChecklistQuestion, Observation
from app.findings.terms import FIELDS, answer_field
from app.findings.wordings import Wording


def list_checklists() -> list[Checklist]:
    """The newest version of each list, by category (the general ones first) and stage."""
    newer = aliased(Checklist)
    overtaken = exists().where(
        newer.category.is_not_distinct_from(Checklist.category),
        newer.stage == Checklist.stage,
        newer.number > Checklist.number,
    )
    rows = db.session.scalars(_whole().where(~overtaken).order_by(Checklist.stage, Checklist.id))
    return sorted(rows, key=lambda row: row.category or "")


def find_checklist(category: str | None, stage: str) -> Checklist | None:
    """What a contract of this category is asked now: the category's own list if it asks anything, else the general."""
    own = find_newest(category, stage) if category else None
    return own if own and own.items else find_newest(None, stage)


def get_checklist(category: str | None, stage: str) -> Checklist:
    """As `find_checklist`; NotFound where nothing is asked."""
    return _found(find_checklist(category, stage))


def get_checklist_by_id(checklist_id: int) -> Checklist:
    return _found(find_checklist_by_id(checklist_id))


def find_checklist_by_id(checklist_id: int) -> Checklist | None:
    return _one(_whole().where(Checklist.id == checklist_id))


def find_newest(category: str | None, stage: str) -> Checklist | None:
    """The newest version of exactly this list."""
    return _one(_of(category, stage).limit(1))


def list_versions(category: str | None, stage: str) -> list[Checklist]:
    """Every version of exactly this list, the newest first."""
    return list(db.session.scalars(_of(category, stage)))


def list_questions(category: str | None, stage: str) -> list[ChecklistQuestion]:
    """What a contract of this category is asked now at this stage, in order; nothing where there is no list."""
    found = find_checklist(category, stage)
    return found.questions if found else []


def questions_of(observation: Observation) -> list[ChecklistQuestion]:
    """The version it is pinned to, then questions of other versions that it answered."""
    pinned = observation.checklist.questions if observation.checklist else []
    return pinned + [row.question for row in observation.answers if row.question not in pinned]


def fields_of(observation: Observation) -> dict[str, ChecklistQuestion | None]:
    """What it consists of, by the codes of `terms.FIELDS`; the answer to a question has its question."""
    answers = {answer_field(row.code): row for row in questions_of(observation)}
    return {"visit": None, "visited_on": None, "place_note": None} | answers | dict.fromkeys(FIELDS)


def wordings_of(checklist: Checklist | None) -> list[Wording]:
    """What a version says, as the rules read it; None says nothing."""
    return [Wording(row.text_mn, row.text_en, row.code) for row in checklist.questions] if checklist else []


def list_wordings(codes: Sequence[str]) -> list[ChecklistQuestion]:
    """Everything that ever stood under these codes, the newest last."""
    query = select(ChecklistQuestion).where(ChecklistQuestion.code.in_(codes))
    return list(db.session.scalars(query.order_by(ChecklistQuestion.id)))


def _of(category: str | None, stage: str) -> Select[Any]:
    query = _whole().where(Checklist.category.is_not_distinct_from(category), Checklist.stage == stage)
    return query.order_by(Checklist.number.desc())


def _whole() -> Select[Any]:
    return select(Checklist).options(selectinload(Checklist.items))


def _one(query: Select[Any]) -> Checklist | None:
    found: Checklist | None = db.session.scalar(query)
    return found


def _found(checklist: Checklist | None) -> Checklist:
    if checklist is None:
        raise NotFound()
    return checklist
