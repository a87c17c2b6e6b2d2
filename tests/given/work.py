"""Contracts, observations, findings, requests, summaries, in any state."""

from datetime import date, timedelta
from typing import Any

from app.accounts.models import User
from app.contracts.intake.positions import position
from app.contracts.models import Assignment, ConflictOfInterest, Contract, ContractVersion
from app.contracts.search import upkeep
from app.core import clock, files
from app.core.database import db
from app.core.text import fold_word, words
from app.findings.models import Evidence, Finding, Observation, SealedOpening
from app.findings.second_models import SecondReview
from app.ocds.models import ImportRun
from app.responses.follow_models import Referral, Revisit
from app.responses.models import Request, Response, ResponseItem, TimeRule
from app.summaries.models import Summary
from app.tips.models import Tip
from tests.given import number, people, stored


def contract(**fields: Any) -> Contract:
    n = number()
    values = {
        "ocid": f"ocds-test-{n}",
        "origin": "hand",
        "title": f"Сургуулийн засвар {n}",
        "created_at": clock.now(),
    }
    row = stored(Contract(**(values | fields)))
    row.position = position(row.newest_on, row.id)
    found = tuple(words(f"{row.title} {row.ocid}"))
    described = upkeep.describe([row.id])[row.id]
    entry = upkeep.Entry(row.position, None, " ".join(found), " ".join(map(fold_word, found)), described)
    upkeep.put([entry], upkeep.Vocabulary())
    stored(ContractVersion(contract=row, number=1, made_at=clock.now(), faults=[]))
    return row


def monitored(*monitors: User, **fields: Any) -> Contract:
    """A contract under monitoring by a subnetwork, assigned to these monitors."""
    fields.setdefault("subnetwork", people.subnetwork())
    row = contract(state="monitored", **fields)
    for monitor in monitors:
        assignment(row, monitor)
    return row


def version(row: Contract) -> ContractVersion:
    return ContractVersion.query.filter_by(contract_id=row.id).order_by(ContractVersion.number.desc()).first()


def assignment(row: Contract, monitor: User, **fields: Any) -> Assignment:
    fields.setdefault("assigned_by", monitor)
    return stored(Assignment(contract=row, monitor=monitor, assigned_at=clock.now(), **fields))


def conflict(row: Contract, user: User) -> ConflictOfInterest:
    return stored(ConflictOfInterest(contract=row, user=user, reason="танил", declared_at=clock.now()))


def observation(row: Contract | None = None, monitor: User | None = None, **fields: Any) -> Observation:
    monitor = monitor or people.person("monitor")
    row = row or monitored(monitor)
    values = {
        "client_key": f"key-{number()}",
        "stage": "implementation",
        "visit": "visited",
        "visited_on": date(2026, 6, 1),
        "notes": "Дээвэр дутуу.",
        "created_at": clock.now(),
    }
    return stored(Observation(contract=row, contract_version=version(row), monitor=monitor, **(values | fields)))


def evidence(seen: Observation, data: bytes = b"", name: str = "IMG_1.jpg", **fields: Any) -> Evidence:
    """A file as it was handed in, a note in words by default."""
    file = files.receive(name, data or f"Тэмдэглэл {number()}".encode(), clock.now())
    row = stored(Evidence(observation=seen, file=file, **fields))
    db.session.refresh(seen, ["evidence"])
    return row


def released(evidence: Evidence) -> Evidence:
    """Somebody looked at it, and it is shown as it is."""
    evidence.state, evidence.decisions = "shown", 1
    evidence.public_sha256, evidence.public_type = evidence.file.clean_sha256, evidence.file.clean_type
    return evidence


def opening(row: Evidence, **fields: Any) -> SealedOpening:
    fields.setdefault("asked_by", None)
    fields["asked_by"] = fields["asked_by"] or people.person("lead")
    values: dict[str, Any] = {"reason": "Зургийг хэзээ авсныг шалгана.", "asked_at": clock.now()}
    if fields.get("state") == "approved":
        values["expires_at"] = clock.now() + timedelta(hours=1)
    return stored(SealedOpening(evidence=row, **(values | fields)))


def second_review(row: Observation, **fields: Any) -> SecondReview:
    """A second look at an accepted observation; `verdict=`: that was given, by a lead who came by."""
    values = {"revision": row.revision, "first_verdict": "accepted", "drawn_at": clock.now()}
    if fields.get("verdict"):
        values |= {"decided_at": clock.now(), "reason": "Зураг бүдэг."}
        fields.setdefault("decided_by", None)
        fields["decided_by"] = fields["decided_by"] or people.person("lead")
    fields.setdefault("first_by", None)
    fields["first_by"] = fields["first_by"] or people.person("lead")
    return stored(SecondReview(observation=row, **(values | fields)))


def dispute(row: Observation, **fields: Any) -> SecondReview:
    """Two reviewers who disagree about it."""
    return second_review(row, state="differed", verdict="rejected", cause="unclear", **fields)


def tip(row: Contract | None = None, **fields: Any) -> Tip:
    n = number()
    values = {"form_key": str(n), "receipt_hash": str(n), "text": "Дээвэр дутуу.", "received_at": clock.now()}
    return stored(Tip(**(values | fields | {"contract": row})))


def finding(*observations: Observation, **fields: Any) -> Finding:
    seen = list(observations) or [observation(state="accepted")]
    author = fields.setdefault("author", None) or people.person("lead")
    values = {
        "contract": seen[0].contract,
        "title_mn": f"Дээвэр дутуу {number()}",
        "statement_mn": "Дээврийн ажил хийгдээгүй.",
        "severity": 3,
        "confidence": "seen",
        "stated_at": clock.now(),
        "observations": seen,
    }
    fields.setdefault("body", None)
    fields["body"] = fields["body"] or people.body()
    return stored(Finding(**(values | fields | {"author": author})))


def import_run(**fields: Any) -> ImportRun:
    return stored(ImportRun(**({"source": f"file-{number()}.json", "started_at": clock.now()} | fields)))


def time_rule(**fields: Any) -> TimeRule:
    values = {
        "code": "petition",
        "law_mn": "Хууль",
        "law_en": "Law",
        "article": "16",
        "term": 30,
        "days": "calendar",
        "extension": 30,
        "valid_from": date(1995, 4, 17),
        "confirmed": True,
    }
    return stored(TimeRule(**(values | fields)))


def request(*findings: Finding, **fields: Any) -> Request:
    rows = list(findings) or [finding(state="checked")]
    n = number()
    author = fields.setdefault("author", None) or people.person("coordinator")
    fields.setdefault("rule", None)
    fields["rule"] = fields["rule"] or time_rule()
    values = {
        "number": f"2026/{n:03d}",
        "body": rows[0].body,
        "subject_mn": "Хүсэлт",
        "text_mn": "Тайлбар ирүүлнэ үү.",
        "created_at": clock.now(),
        "findings": rows,
    }
    return stored(Request(**(values | fields | {"author": author})))


def referral(row: Request | None = None, **fields: Any) -> Referral:
    """Of the first finding of a request that was answered by sending it on."""
    row = row or request(state="answered", received_on=date(2026, 7, 8))
    said = {"channel": "link", "answered_on": clock.today(), "office": "Алба", "text": "", "recorded_at": clock.now()}
    response = stored(Response(request=row, **said))
    named = {"position": "refers", "referred_to": "Өөр алба"}
    item = stored(ResponseItem(response=response, finding=row.findings[0], **named))
    return stored(Referral(**({"item": item, "name": "Өөр алба"} | fields)))


def revisit(row: Finding | None = None, **fields: Any) -> Revisit:
    row = row or finding(state="answered")
    values = {"because": "promise_over", "asked_on": clock.today(), "due_on": clock.today() + timedelta(days=14)}
    return stored(Revisit(finding=row, **(values | fields)))


def summary(*findings: Finding, **fields: Any) -> Summary:
    editor = fields.setdefault("edited_by", None) or people.person("coordinator")
    values = {
        "slug": f"summary-{number()}",
        "title_mn": "Хагас жилийн тойм",
        "text_mn": "Товчоо.",
        "cutoff_on": date(2026, 6, 30),
        "created_at": clock.now(),
        "findings": list(findings),
    }
    return stored(Summary(**(values | fields | {"edited_by": editor})))
