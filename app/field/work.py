"""What a monitor takes along: open assignments, checklists for them, what reviewers asked, places, where they live, and
what became of what they sent."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import msgspec
from flask import url_for
from flask_babel import force_locale

from app.accounts.models import User
from app.bodies.models import Place
from app.bodies.queries import find_home, list_places, list_soums
from app.contracts.models import Assignment, Contract
from app.contracts.nearby import list_to_do
from app.contracts.queries import find_assignment, story_of
from app.contracts.terms import CATEGORIES
from app.core import clock
from app.field.asked import open_questions, question_facts, question_of
from app.findings import queries
from app.findings.models import Checklist, Observation
from app.findings.states import OBSERVATION
from app.findings.terms import ANSWERS, DOCUMENT_OUTCOMES, FIELDS, STAGES, VISITS
from app.responses.follow_models import Revisit
from app.responses.queries.revisits import list_revisits_for
from app.responses.revisit_letters import instructions
from app.ui.i18n import LANGUAGES

LATELY = 200  # observations whose fate a phone is told


def work_of(monitor: User) -> dict[str, Any]:
    """The answer to `GET work` (`docs/field.md`)."""
    again: dict[int, list[Revisit]] = defaultdict(list)
    for asked in list_revisits_for(monitor):
        again[asked.contract.id].append(asked)
    assignments = [row.assignment for row in list_to_do(monitor, clock.today())]
    assignments += _done_but_asked_again(monitor, again, {row.contract_id for row in assignments})
    home = find_home(monitor.id)
    return {
        "assignments": [_assignment(row, again.get(row.contract_id, [])) for row in assignments],
        "asked": [question_of(*row) for row in open_questions(monitor)],
        "checklists": _checklists({row.contract.category for row in assignments}),
        "places": version_of(places()),
        "home": home and home.id,
        "terms": _terms(),
        "sent": _sent(queries.list_mine(monitor)[:LATELY]),
    }


def _done_but_asked_again(monitor: User, again: Iterable[int], known: set[int]) -> list[Assignment]:
    """Assignments of before, where the monitor is asked to look once more."""
    found = [find_assignment(monitor.id, contract_id) for contract_id in again if contract_id not in known]
    return [row for row in found if row]


def _assignment(row: Assignment, again: list[Revisit]) -> dict[str, Any]:
    """Re-visits, what is due first on top, speak in the instructions: the phone needs to know nothing else of them."""
    said = [text for text in (row.instructions, *map(instructions, again)) if text]
    return {
        "id": row.id,
        "due_on": _day(again[0].due_on if again else row.due_on),
        "instructions": "\n\n".join(dict.fromkeys(said)) or None,
        "contract": _contract(row.contract),
    }


def _contract(contract: Contract) -> dict[str, Any]:
    buyer = contract.buyer
    return {
        "id": contract.id,
        "ocid": contract.ocid,
        "version": contract.version,
        "title": contract.title,
        "description": story_of(contract).description,
        "buyer": buyer.name_mn if buyer else None,
        "suppliers": [supplier.name for supplier in contract.suppliers],
        "place": _place(contract.place) if contract.place else None,
        "category": contract.category,
        "stage": contract.stage,
        "amount": None if contract.amount is None else str(contract.amount),
        "currency": contract.currency,
        "signed_on": _day(contract.signed_on),
        "starts_on": _day(contract.starts_on),
        "ends_on": _day(contract.ends_on),
    }


def _place(place: Place) -> dict[str, Any]:
    return {"id": place.id, "name_mn": place.name_mn, "name_en": place.name_en}


def places() -> list[dict[str, Any]]:
    """Where things are: the same for everybody, and long, so a phone asks for it by its version and once."""
    return [_place(row) | _lying(row) for row in (*list_places(), *list_soums())]


def version_of(rows: list[dict[str, Any]]) -> str:
    return hashlib.sha256(msgspec.json.encode(rows)).hexdigest()[:12]


def _lying(place: Place) -> dict[str, Any]:
    """`at`: its centre, where that is known."""
    at = {"at": [place.latitude, place.longitude]} if place.latitude is not None else {}
    return {"parent": place.parent_id, **at}


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _checklists(categories: Iterable[str | None]) -> list[dict[str, Any]]:
    """Of each stage the general one, and those of these categories' own."""
    wanted = {None, *categories}
    return [_checklist(row) for row in queries.list_checklists() if row.category in wanted and row.items]


def _checklist(row: Checklist) -> dict[str, Any]:
    asked = [question_facts(question) for question in row.questions]
    return {"id": row.id, "category": row.category, "stage": row.stage, "number": row.number, "questions": asked}


def _terms() -> dict[str, dict[str, dict[str, str]]]:
    labels: dict[str, Mapping[str, Any]] = {
        "stages": STAGES,
        "visits": VISITS,
        "answers": ANSWERS,
        "document_outcomes": DOCUMENT_OUTCOMES,
        "categories": CATEGORIES,
        "states": OBSERVATION.states,
        "fields": FIELDS,
    }
    return {name: {code: _in_each_language(label) for code, label in rows.items()} for name, rows in labels.items()}


def _in_each_language(label: Any) -> dict[str, str]:
    said = {}
    for language in LANGUAGES:
        with force_locale(language):
            said[language] = str(label)
    return said


def _sent(rows: list[Observation]) -> list[dict[str, Any]]:
    reasons = queries.last_reasons(rows)
    return [
        {
            "id": row.id,
            "key": row.client_key,
            "state": row.state,
            "reason": reasons.get(row.id),
            "title": row.contract.title,
            "stage": row.stage,
            "visited_on": _day(row.visited_on),
            "address": url_for("observations.show", observation_id=row.id),
        }
        for row in rows
        if row.state != "draft"
    ]
