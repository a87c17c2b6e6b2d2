"""A finding, frozen: what the network states and on what it rests, what was promised, what was asked."""

from datetime import date
from typing import Any

from app.contracts.models import ContractVersion
from app.contracts.queries import get_newest_version, story_of
from app.contracts.story import Story
from app.core import audit, clock
from app.findings.models import Evidence, Finding, Observation
from app.responses.models import Verification
from app.responses.queries import list_verifications, requests_of, voices
from app.summaries.document.plan import freeze_action_points, freeze_focus_areas
from app.summaries.document.requests import REACHED_THE_BODY, freeze_referrals, freeze_request
from app.summaries.document.values import amounts, day, name

MOST_DELIVERABLES = 20
JUDGED = ("assess", "close", "reopen", "escalate")


def freeze_finding(finding: Finding, cutoff_on: date, today: date) -> dict[str, Any]:
    visits = [observation for observation in finding.observations if observation.state == "accepted"]
    requests = [request for request in requests_of(finding) if request.state in REACHED_THE_BODY]
    body_says = voices(finding, today).body_says
    return {
        "id": finding.id,
        "title_mn": finding.title_mn,
        "title_en": finding.title_en,
        "statement_mn": finding.statement_mn,
        "statement_en": finding.statement_en,
        "asks_mn": finding.asks_mn,
        "asks_en": finding.asks_en,
        "severity": finding.severity,
        "confidence": finding.confidence,
        "state": finding.state,
        "position": body_says.code if body_says else None,
        "outcome": finding.outcome,
        "body": {"id": finding.body.id, **name(finding.body)},
        "contract": _contract(finding),
        "promised": _promised(_seen_version(finding, visits)),
        "observed": [_visit(observation) for observation in visits],
        "evidence": [_evidence(file) for observation in visits for file in observation.evidence if file.is_public],
        "network_days": _network_days(finding, visits),
        "requests": [freeze_request(request, finding, cutoff_on) for request in requests],
        "referrals": freeze_referrals(finding),
        "course": _course(finding),
        "verifications": [_verification(row) for row in list_verifications(finding)],
        "focus_areas": freeze_focus_areas(finding),
        "action_points": freeze_action_points(finding),
    }


def _contract(finding: Finding) -> dict[str, Any]:
    """The contract as it is told today; what the monitor saw promised is frozen beside it."""
    contract = finding.contract
    buyer, newest = contract.buyer, get_newest_version(contract)
    return {
        "id": contract.id,
        "ocid": contract.ocid,
        "title": contract.title,
        "buyer": {"id": buyer.id, **name(buyer)} if buyer else None,
        "suppliers": [supplier.name for supplier in contract.suppliers],
        "place": name(contract.place) if contract.place else None,
        "contracted": amounts(story_of(contract, newest).contracted),
        "version": newest.number,
    }


def _seen_version(finding: Finding, visits: list[Observation]) -> ContractVersion:
    """The newest version of the contract that a monitor had in hand."""
    seen = [observation.contract_version for observation in visits]
    return max(seen, key=lambda version: version.number, default=None) or get_newest_version(finding.contract)


def _promised(version: ContractVersion) -> dict[str, Any]:
    story: Story = story_of(version.contract, version)
    return {
        "version": version.number,
        "title": story.title or version.contract.title,
        "contracted": amounts(story.contracted),
        "starts_on": day(story.starts_on),
        "ends_on": day(story.ends_on),
        "deliverables": [
            {
                "description": item.description,
                "quantity": None if item.quantity is None else str(item.quantity),
                "unit": item.unit,
            }
            for item in story.items[:MOST_DELIVERABLES]
        ],
        "deliverables_in_all": len(story.items),
    }


def _visit(observation: Observation) -> dict[str, Any]:
    told = [row for row in observation.answers if row.answer != "not_applicable"]
    return {
        "visited_on": day(observation.visited_on),
        "stage": observation.stage,
        "visit": observation.visit,
        "contract_version": observation.contract_version.number,
        "answers": [
            {"text_mn": row.question.text_mn, "text_en": row.question.text_en, "answer": row.answer} for row in told
        ],
    }


def _evidence(evidence: Evidence) -> dict[str, Any]:
    return {
        "sha256": evidence.public_sha256,
        "media_type": evidence.public_type,
        "caption": evidence.caption,
        "seen_on": day(evidence.observation.visited_on),
    }


def _network_days(finding: Finding, visits: list[Observation]) -> int | None:
    """The network's own clock: days from the first observation it received to its finding."""
    received = [observation.received_at for observation in visits if observation.received_at]
    if not received:
        return None
    return (clock.local_day(finding.stated_at) - clock.local_day(min(received))).days


def _verification(row: Verification) -> dict[str, Any]:
    stands = row.observation is not None and row.observation.state == "accepted"
    shown = [file for file in row.observation.evidence if file.is_public] if row.observation and stands else []
    return {
        "voice": row.voice,
        "outcome": row.outcome,
        "looked_on": day(row.looked_on),
        "note": row.note,
        "evidence": [_evidence(file) for file in shown],
        "fell": row.observation is not None and not stands,
    }


def _course(finding: Finding) -> list[dict[str, Any]]:
    """How the network judged it over time: without the reasons, which are the network's own words to itself."""
    return [
        {"happened_on": day(clock.local_day(entry.at)), "verb": entry.verb, "outcome": entry.details.get("outcome")}
        for entry in audit.history(finding)
        if entry.verb in JUDGED
    ]
