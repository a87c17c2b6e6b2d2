"""Reads of what became of a finding: replies, the three voices, the right of reply, the two figures on it."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from sqlalchemy import select

from app.core import clock
from app.core.database import db
from app.findings.models import Finding, Observation
from app.findings.terms import NOT_STATED
from app.responses.models import Request, Response, ResponseItem, Verification
from app.responses.queries.referrals import is_onward
from app.responses.queries.requests import request_of
from app.responses.rules import Heard, Hearing, Voice, Voices, heard, is_fixed, is_in_time, rate


def responses_to(finding: Finding) -> list[Response]:
    """Every reply that says something to the finding, oldest first."""
    query = select(Response).join(ResponseItem).where(ResponseItem.finding_id == finding.id)
    return list(db.session.scalars(query.order_by(Response.id)))


def item_on(response: Response, finding: Finding) -> ResponseItem | None:
    """What the reply says to the finding."""
    return next((item for item in response.items if item.finding_id == finding.id), None)


def answers_to(finding: Finding) -> list[ResponseItem]:
    """What every reply says to the finding, oldest first."""
    return [item for response in responses_to(finding) if (item := item_on(response, finding))]


def list_verifications(finding: Finding) -> list[Verification]:
    """Who looked and what they found, oldest look first."""
    query = select(Verification).where(Verification.finding_id == finding.id)
    return list(db.session.scalars(query.order_by(Verification.looked_on, Verification.id)))


def first_hands(finding: Finding) -> set[int]:
    """Who stated the finding, and who made an observation on which it rests."""
    return {finding.author_id, *(row.monitor_id for row in finding.observations)}


def carries_a_look(observation: Observation) -> bool:
    """Whether the last word of a voice on some finding rests on this visit."""
    rows = db.session.scalars(select(Verification).where(Verification.observation_id == observation.id))
    return any(row is _last_of(list_verifications(row.finding), row.voice) for row in rows)


def voices(finding: Finding, today: date | None = None) -> Voices:
    """What the body says last, what a monitor verified last, what an independent re-check found last."""
    rows = list_verifications(finding)
    return Voices(_body_says(finding, today or clock.today()), _newest(rows, "monitor"), _newest(rows, "recheck"))


def _newest(rows: list[Verification], voice: str) -> Voice | None:
    last = _last_of(rows, voice)
    return Voice(last.outcome, last.looked_on, last.note) if last else None


def _last_of(rows: list[Verification], voice: str) -> Verification | None:
    return next((row for row in reversed(rows) if row.voice == voice), None)


def _body_says(finding: Finding, today: date) -> Voice | None:
    """The last position that the body of the finding took. `no_reply`, since the last day, when the term ran out."""
    for response in reversed(responses_to(finding)):
        if is_onward(response.request):
            continue
        if item := item_on(response, finding):
            return Voice(item.position, response.answered_on, item.text)
    request = request_of(finding)
    if request and request.last_day and today > request.last_day:
        return Voice("no_reply", request.last_day)
    return None


def right_of_reply(finding: Finding, today: date) -> Heard:
    """Whether the body was heard on the finding, by the rule in `rules.heard`, through the last request."""
    request = request_of(finding)
    return heard(
        Hearing(
            delivered=request is not None and request.received_on is not None and request.proof is not None,
            replied=request is not None and _replied(request, finding),
            attempts=len(request.attempts) if request else 0,
            last_day=request.last_day if request else None,
            is_good_practice=finding.is_good_practice,
            stands=finding.state not in NOT_STATED,
        ),
        today,
    )


def _replied(request: Request, finding: Finding) -> bool:
    return any(item_on(response, finding) for response in request.responses)


def window_is_over(finding: Finding, today: date) -> bool:
    """Whether the outcome may be assessed: the body replied at some time, or its term has run out."""
    if responses_to(finding):
        return True
    request = request_of(finding)
    return bool(request and request.last_day and today > request.last_day)


def fix_rate(findings: Iterable[Finding]) -> tuple[int, int] | None:
    """(verified fixes, findings that asked for one), good practice apart; None under the minimum number."""
    return rate(is_fixed(voices(finding)) for finding in findings if not finding.is_good_practice)


class ReplyTime(NamedTuple):
    """Calendar days from receipt to the first reply, and whether that is in time (`rules.is_in_time`)."""

    days: int
    in_time: bool


def reply_time(request: Request) -> ReplyTime | None:
    """None while there is no reply."""
    if request.received_on is None or request.last_day is None or not request.responses:
        return None
    first = min(response.answered_on for response in request.responses)
    return ReplyTime((first - request.received_on).days, is_in_time(request.last_day, first))
