"""What reviewers asked a monitor about, with the observation as it stands: enough to answer without a network."""

from typing import Any

from flask import url_for

from app.core.actors import Actor
from app.findings import queries
from app.findings.models import ChecklistQuestion, Observation
from app.findings.rules import tables_of
from app.findings.states import OBSERVATION

GOODS = ("item", "allocated", "received", "unit", "condition", "on")  # the cells of a line, in the packet's order


def open_questions(monitor: Actor) -> list[tuple[Observation, str]]:
    """(their observation, what is asked); without those that a conflict of interest bars."""
    rows = [row for row in queries.list_asked(monitor) if OBSERVATION.allows(row, "supplement", monitor)]
    reasons = queries.last_reasons(rows)
    return [(row, reasons.get(row.id, "")) for row in rows]


def question_of(observation: Observation, said: str) -> dict[str, Any]:
    """One of `work.asked` (`docs/field.md`)."""
    contract = observation.contract
    seen = {"id": contract.id, "version": observation.contract_version.number, "title": contract.title}
    return {
        "supplements": [observation.id, observation.revision, queries.content_hash(observation)],
        "question": said,
        "about": _about(observation),
        "contract": seen | {"category": contract.category},
        "stage": observation.stage,
        "checklist": observation.checklist_id,
        "questions": [question_facts(row) for row in queries.questions_of(observation)],
        "draft": _draft_of(observation),
        "files": [row.caption or row.file.name for row in observation.current_evidence],
        "address": url_for("observations.show", observation_id=observation.id),
    }


def question_facts(question: ChecklistQuestion) -> dict[str, Any]:
    return {"id": question.id, "text_mn": question.text_mn, "text_en": question.text_en}


def _about(observation: Observation) -> list[str]:
    """The fields that the question points to; an answer by its question's id, as the phone knows it."""
    asked = queries.asked_about(observation)
    fields = queries.fields_of(observation)
    return [f"answer-{row.id}" if row else field for field, row in fields.items() if field in asked]


def _draft_of(observation: Observation) -> dict[str, Any]:
    """As the packet would say it now."""
    content = queries.content_of(observation)
    day = content.visited_on
    return {
        "visit": content.visit,
        "visited_on": day and day.isoformat(),
        "place": content.place_id,
        "position": _position_of(observation),
        "place_note": content.place_note or "",
        "notes": content.notes,
        "answers": {str(key): [row.answer, row.note or ""] for key, row in content.answers.items()},
        "documents": [[row.name, row.outcome] for row in content.documents],
        "goods": [[row[name] or "" for name in GOODS] for row in tables_of(content)["goods"]],
    }


def _position_of(observation: Observation) -> list[float | None] | None:
    if observation.latitude is None:
        return None
    return [observation.latitude, observation.longitude, observation.accuracy]
