"""What each measure counts in frozen findings: one case for each request, problem or commitment. Pure functions."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from app.measures.rules import year_and_half
from app.measures.terms import SUBSTANTIVE
from app.responses.rules import is_fixed
from app.summaries import rules

Frozen = Mapping[str, Any]
Scope = tuple[str, int]


@dataclass(frozen=True)
class Face:
    """A published finding: its frozen part, the cut-off of its version, and of its contract the first-level unit and
    the subnetwork that monitors it."""

    part: Frozen
    cutoff_on: date
    place_id: int | None = None
    subnetwork_id: int | None = None


class Case(NamedTuple):
    """`unit` is unique in its measure; `value` is 0 or 1, or days; `finding_id` is where a reader checks it."""

    measure: str
    unit: str
    value: int
    finding_id: int
    scopes: frozenset[Scope]


def cases_of(faces: Sequence[Face]) -> Iterator[Case]:
    """All cases of the findings. To count a request right, pass every published finding on which it stands."""
    for face in faces:
        yield from _of_finding(face)
    numbers = {request["number"] for face in faces for request in face.part["requests"]}
    for number in sorted(numbers):
        yield from _of_request(number, [face for face in faces if _request(face, number)])


def _of_finding(face: Face) -> Iterator[Case]:
    part = face.part
    received = min((row["received_on"] for row in part["requests"] if row["received_on"]), default=None)
    scopes, number, fixed = _scopes([face], received), part["id"], int(is_fixed(rules.voices(part)))
    if part["network_days"] is not None:
        yield Case("network-days", str(number), part["network_days"], number, scopes)
    if part["severity"] == 0:
        return
    promises = list(_promises(part))
    yield Case("fix-rate", str(number), fixed, number, scopes)
    yield Case(
        "reported-fix-rate", str(number), int(_is_reported(part, [row for _body, row in promises])), number, scopes
    )
    for index, (body_id, promise) in enumerate(promises, 1):
        if date.fromisoformat(promise["promised_on"]) <= face.cutoff_on:
            yield Case("commitments-kept", f"{number}.{index}", fixed, number, _scopes([face], received, body_id))


def _promises(part: Frozen) -> Iterator[tuple[int, Frozen]]:
    """Each commitment with the body that made it: a question that was sent on is answered by another one."""
    for request in part["requests"]:
        for reply in request["replies"]:
            for row in reply["commitments"]:
                yield _asked_body(request, part), row


def _asked_body(request: Frozen, part: Frozen) -> int:
    """The body to which the request went; documents of before referrals were followed do not say."""
    number: int = request.get("body", part["body"])["id"]
    return number


def _is_reported(part: Frozen, promises: Sequence[Frozen]) -> bool:
    if any(reply.get("fixed_on") for reply in rules.replies(part)):
        return True
    done = {point["id"] for point in rules.action_points(part) if point["state"] == "done"}
    return bool(promises) and all(row["action_point_id"] in done for row in promises)


def _of_request(number: str, faces: Sequence[Face]) -> Iterator[Case]:
    frozen = [row for face in faces if (row := _request(face, number))]
    newest = max(frozen, key=lambda row: (bool(row["answered_on"]), row["is_due"]))
    finding_id = faces[0].part["id"]
    scopes = _scopes(faces, newest["received_on"], _asked_body(newest, faces[0].part))
    if newest["is_due"]:
        yield Case("reply-rate", number, int(bool(newest["answered_on"])), finding_id, scopes)
        yield Case("in-time", number, int(newest["is_in_time"]), finding_id, scopes)
    if newest["received_on"] and newest["answered_on"]:
        days = (date.fromisoformat(newest["answered_on"]) - date.fromisoformat(newest["received_on"])).days
        yield Case("first-reply", number, days, finding_id, scopes)
    days_to = [
        reply["days"]
        for row in frozen
        for reply in row["replies"]
        if reply["position"] in SUBSTANTIVE and reply["days"] is not None
    ]
    if days_to:
        yield Case("substantive-reply", number, min(days_to), finding_id, scopes)


def _request(face: Face, number: str) -> Frozen | None:
    return next((row for row in face.part["requests"] if row["number"] == number), None)


def _scopes(faces: Iterable[Face], received_on: str | None, body_id: int | None = None) -> frozenset[Scope]:
    """Everything under which a case counts; the whole is one of it. `body_id`: of whom it speaks, None for the body
    of the finding."""
    found: set[Scope] = {("whole", 0)}
    for face in faces:
        found.add(("body", body_id or face.part["body"]["id"]))
        found.update(("focus", area["id"]) for area in face.part["focus_areas"])
        if face.place_id:
            found.add(("place", face.place_id))
        if face.subnetwork_id:
            found.add(("subnetwork", face.subnetwork_id))
    if received_on:
        found.update(year_and_half(date.fromisoformat(received_on)).items())
    return frozenset(found)
