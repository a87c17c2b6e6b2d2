"""What a summary counts, from its frozen findings alone. Each figure names the records it counts."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from app.findings.terms import SEVERITIES
from app.responses import rules as outcomes

Frozen = Mapping[str, Any]


def is_due(last_day: date | None, answered_on: date | None, cutoff_on: date) -> bool:
    """Whether a delivered request counts in the record: answered, or its time limit over by the cut-off."""
    return last_day is not None and (answered_on is not None or last_day <= cutoff_on)


def newest_voice(finding: Frozen, voice: str) -> Frozen | None:
    """The last of its verifications by a `monitor` or by a `recheck`."""
    return next((row for row in reversed(finding["verifications"]) if row["voice"] == voice), None)


def voices(finding: Frozen) -> outcomes.Voices:
    """The two voices that went and looked; the body's own words are its replies."""
    return outcomes.Voices(
        monitor_verified=_voice(newest_voice(finding, "monitor")),
        recheck_found=_voice(newest_voice(finding, "recheck")),
    )


def _voice(row: Frozen | None) -> outcomes.Voice | None:
    return outcomes.Voice(row["outcome"], date.fromisoformat(row["looked_on"])) if row else None


def figures(findings: Sequence[Frozen]) -> dict[str, Any]:
    """Every number that a summary shows: `ids` are findings, `numbers` are requests.

    A good practice is no problem; a fix is one that was verified, whatever the body says of it.
    """
    problems = [finding for finding in findings if finding["severity"] > 0]
    return {
        "findings": _ids(findings),
        "by_severity": [
            {"severity": level, **_ids(finding for finding in findings if finding["severity"] == level)}
            for level in reversed(SEVERITIES)
        ],
        "replies": reply_record(findings),
        "problems": _ids(problems),
        "verified": _ids(finding for finding in problems if outcomes.verified_outcome(voices(finding))),
        "fixed": _ids(finding for finding in problems if outcomes.is_fixed(voices(finding))),
        "fix_rate": _fix_rate(problems),
    }


def _fix_rate(problems: Sequence[Frozen]) -> dict[str, int] | None:
    """Verified fixes among all problems; None under the minimum number."""
    rate = outcomes.rate(outcomes.is_fixed(voices(finding)) for finding in problems)
    return {"fixed": rate[0], "of": rate[1]} if rate else None


def reply_record(findings: Iterable[Frozen]) -> dict[str, Any]:
    """Requests due by the cut-off: answered in time, answered late, not answered. Each counts once."""
    requests = _newest_of_each(request for finding in findings for request in finding["requests"])
    due = [request for request in requests if request["is_due"]]
    return {
        "due": _numbers(due),
        "in_time": _numbers(request for request in due if request["is_in_time"]),
        "late": _numbers(r for r in due if r["answered_on"] and not r["is_in_time"]),
        "none": _numbers(request for request in due if not request["answered_on"]),
    }


def _newest_of_each(requests: Iterable[Frozen]) -> list[Frozen]:
    """One request may stand under several findings, frozen at different times: an answer once seen stays."""
    by_number: dict[str, Frozen] = {}
    for request in requests:
        known = by_number.get(request["number"])
        if known is None or _progress(request) > _progress(known):
            by_number[request["number"]] = request
    return [by_number[number] for number in sorted(by_number)]


def _progress(request: Frozen) -> tuple[bool, bool]:
    return bool(request["answered_on"]), request["is_due"]


def _ids(findings: Iterable[Frozen]) -> dict[str, list[int]]:
    return {"ids": sorted(finding["id"] for finding in findings)}


def _numbers(requests: Iterable[Frozen]) -> dict[str, list[str]]:
    return {"numbers": [request["number"] for request in requests]}


def tally(finding: Frozen) -> dict[str, Any]:
    """The few facts that `figures` looks at, so that thousands of findings are counted without their texts."""
    requests = [
        {name: row[name] for name in ("number", "answered_on", "is_due", "is_in_time")} for row in finding["requests"]
    ]
    looks = [{name: row[name] for name in ("voice", "outcome", "looked_on")} for row in finding["verifications"]]
    return {
        "id": finding["id"],
        "severity": finding["severity"],
        "requests": requests,
        "verifications": looks,
    }


def action_point_ids(findings: Iterable[Frozen]) -> set[int]:
    """Every action point that the findings and the replies to them name."""
    return {point["id"] for finding in findings for point in action_points(finding)}


def action_points(finding: Frozen) -> list[Frozen]:
    """The action points of a finding and of the replies to it, each once, the nearest due date first."""
    points = list(finding["action_points"])
    points += [point for reply in replies(finding) for point in reply["action_points"]]
    return sorted({point["id"]: point for point in points}.values(), key=lambda point: (point["due_on"], point["id"]))


def replies(finding: Frozen) -> list[Frozen]:
    """Every reply to a finding, the oldest first."""
    return [reply for request in finding["requests"] for reply in request["replies"]]


def links_of(finding: Frozen) -> str:
    """Its links to the plan and those of its replies, as any database can search: `|finding:7:focus_area:3|`."""
    links = _links("finding", finding)
    for reply in replies(finding):
        links += _links("reply", reply)
    return "|" + "".join(f"{link}|" for link in dict.fromkeys(links))


def _links(kind: str, subject: Frozen) -> list[str]:
    ends = [("focus_area", area["id"]) for area in subject["focus_areas"]]
    ends += [("action_point", point["id"]) for point in subject["action_points"]]
    return [f"{kind}:{subject['id']}:{end}:{number}" for end, number in ends]


def replies_linked_to(findings: Iterable[Frozen], ends: str, number: int) -> list[tuple[Frozen, Frozen]]:
    """Replies with that number among their `focus_areas` or `action_points`, each with a finding it is about."""
    found: dict[int, tuple[Frozen, Frozen]] = {}
    for finding in findings:
        for reply in replies(finding):
            if any(end["id"] == number for end in reply[ends]):
                found.setdefault(reply["id"], (reply, finding))
    return [found[reply_id] for reply_id in sorted(found)]
