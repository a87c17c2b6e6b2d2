"""Whether what was published may be: read from the tables and the frozen document alone, by no code of the house."""

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

from sqlalchemy import text

from app.core.database import db


def rows(query: str, **values: Any) -> list[Any]:
    return list(db.session.execute(text(query), values))


def faults_of(version_id: int, today: date) -> Iterator[str]:
    """What is wrong with a version at the moment at which it was published."""
    query = "SELECT v.document, v.summary_id, v.published_by_id, s.edited_by_id, s.state FROM summary_version v"
    (found,) = rows(f"{query} JOIN summary s ON s.id = v.summary_id WHERE v.id = :id", id=version_id)
    document = found.document if isinstance(found.document, dict) else json.loads(found.document)
    if found.published_by_id == found.edited_by_id:
        yield "its last editor published it"
    if found.state == "published":
        yield from _not_cleared(found.summary_id)
    if not document["findings"]:
        yield "it holds no finding"
    for part in document["findings"]:
        for fault in _faults_of_part(part, found, today):
            yield f"finding {part['id']}: {fault}"
    for name, email in rows('SELECT name, email FROM "user"'):
        if name in json.dumps(document, ensure_ascii=False) or email in json.dumps(document):
            yield f"it names {name}"


def _not_cleared(summary_id: int) -> Iterator[str]:
    entries = _entries("summary", summary_id)
    cleared = [entry for entry in entries if entry.verb == "clear"]
    if not cleared or any(entry.id > cleared[-1].id for entry in entries if entry.verb in ("edit", "recompose")):
        yield "nobody cleared this text"
    written = [entry for entry in entries if entry.verb in ("compose", "edit")]
    if cleared and cleared[-1].actor_id == written[-1].actor_id:
        yield "its last editor cleared it"


def _faults_of_part(part: Any, found: Any, today: date) -> Iterator[str]:
    (finding,) = rows("SELECT * FROM finding WHERE id = :id", id=part["id"])
    for name in ("severity", "title_mn", "state"):
        if part[name] != getattr(finding, name):
            yield f"{name} is frozen as {part[name]}"
    if _is_barred(found.published_by_id, finding.contract_id):
        yield "a conflict bars who published it"
    if not part["focus_areas"]:
        yield "it serves no focus area"
    seen = "SELECT o.* FROM observation o JOIN finding_observation f ON f.observation_id = o.id"
    observations = rows(f"{seen} WHERE f.finding_id = :id", id=finding.id)
    yield from _without_ground(part, observations)
    yield from _unchecked(finding, observations)
    yield from _unseen(part, observations)
    looks = "SELECT o.* FROM observation o JOIN verification v ON v.observation_id = o.id WHERE v.finding_id = :id"
    for visit in rows(f"{looks} AND o.state = 'accepted'", id=finding.id):
        yield from (f"nobody looked at file {file.id} of a look" for file, seen in _files_of(visit) if not seen)
    yield from _unheard(part, finding, today)


def _without_ground(part: Any, observations: list[Any]) -> Iterator[str]:
    if not observations or len(part["observed"]) != len(observations):
        yield "it does not show every observation on which it rests"
    for seen in observations:
        verdicts = [row for row in _entries("observation", seen.id) if row.verb in ("accept", "reject", "revise")]
        if seen.state != "accepted" or not verdicts or verdicts[-1].verb != "accept":
            yield f"observation {seen.id} is {seen.state}"
        elif verdicts[-1].actor_id == seen.monitor_id:
            yield f"who made observation {seen.id} accepted it"
        elif _is_barred(verdicts[-1].actor_id, seen.contract_id, before=verdicts[-1].id):
            yield f"who accepted observation {seen.id} had a conflict"


def _unchecked(finding: Any, observations: list[Any]) -> Iterator[str]:
    entries = _entries("finding", finding.id)
    decided = [row for row in entries if row.verb in ("check", "redraft", "edit", "state", "drop")]
    if decided[-1].verb != "check":
        yield f"it was not checked after its last {decided[-1].verb}"
        return
    check, monitors = decided[-1], {seen.monitor_id for seen in observations}
    if check.actor_id in (finding.author_id, *monitors):
        yield "nobody else than its author and its monitors checked it"
    if finding.severity >= 3 and _organisations(check.actor_id) & set().union(*map(_organisations, monitors)):
        yield "nobody of another organisation checked it"
    if _is_barred(check.actor_id, finding.contract_id, before=check.id):
        yield "who checked it had a conflict"


def _unseen(part: Any, observations: list[Any]) -> Iterator[str]:
    may_be_shown = set()
    for seen in observations:
        for file, decisions in _files_of(seen):
            if file.clean_sha256 and not decisions:
                yield f"nobody looked at file {file.id}"
            if decisions and decisions[-1] == "show":
                may_be_shown.add(file.clean_sha256)
    if stray := {file["sha256"] for file in part["evidence"]} ^ may_be_shown:
        yield f"the files {stray} are shown, or missing"


def _files_of(visit: Any) -> Iterator[tuple[Any, list[str]]]:
    files = "SELECT e.*, f.clean_sha256 FROM evidence e JOIN stored_file f ON f.id = e.file_id"
    for file in rows(f"{files} WHERE e.observation_id = :id AND e.withdrawn_at IS NULL", id=visit.id):
        yield file, [row.verb for row in _entries("evidence", file.id)]


def _unheard(part: Any, finding: Any, today: date) -> Iterator[str]:
    """The letter that was sent after the last check reached the body, and it answered or let the time pass."""
    check = [row for row in _entries("finding", finding.id) if row.verb == "check"][-1:]
    query = "SELECT r.* FROM request r JOIN request_finding f ON f.request_id = r.id WHERE f.finding_id = :id"
    out = []
    for request in rows(f"{query} ORDER BY r.id", id=finding.id):
        sent = [row for row in _entries("request", request.id) if row.verb == "send"]
        if sent and check and sent[-1].id > check[-1].id and request.state != "withdrawn":
            out.append(request)
    if not out or not [row for row in _entries("request", out[-1].id) if row.verb == "deliver"]:
        yield "no letter about it, as it was checked, reached the body"
        return
    request = out[-1]
    if not [row for row in _entries("finding", finding.id) if row.verb == "notify"]:
        yield "its delivery is not recorded"
    if request.number not in [row["number"] for row in part["requests"]] or not request.proof:
        yield "its request is not shown"
    said = "SELECT i.id FROM response_item i JOIN response r ON r.id = i.response_id"
    replies = rows(f"{said} WHERE r.request_id = :id AND i.finding_id = :on", id=request.id, on=finding.id)
    tried = rows("SELECT id FROM delivery_attempt WHERE request_id = :id", id=request.id)
    is_over = _day(request.extended_until or request.due_on) < today
    if not replies and finding.severity > 0 and not (is_over and tried):
        yield "the body was not heard"
    if len(replies) != sum(len(row["replies"]) for row in part["requests"] if row["number"] == request.number):
        yield "not every reply is shown"


def _entries(kind: str, number: int) -> list[Any]:
    query = "SELECT * FROM audit_entry WHERE subject_kind = :kind AND subject_id = :id ORDER BY id"
    return rows(query, kind=kind, id=number)


def _organisations(person: int | None) -> set[int]:
    query = "SELECT organisation_id FROM membership WHERE user_id = :id AND organisation_id IS NOT NULL"
    return {row.organisation_id for row in rows(query, id=person)}


def _is_barred(person: int | None, contract: int, before: int | None = None) -> bool:
    """Whether they had declared a conflict, before that entry of the audit chain."""
    query = "SELECT id FROM conflict_of_interest WHERE user_id = :person AND contract_id = :contract"
    found = rows(query, person=person, contract=contract)
    declared = [entry.id for row in found for entry in _entries("conflict_of_interest", row.id)]
    return any(before is None or number < before for number in declared)


def _day(value: Any) -> date:
    return value if isinstance(value, date) else date.fromisoformat(value)
