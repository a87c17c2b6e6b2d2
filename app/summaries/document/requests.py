"""A request and the replies to it, frozen: the dates with their arithmetic, and every word of the reply."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from app.core import clock
from app.findings.models import Finding
from app.responses import deadlines
from app.responses.follow_models import Referral
from app.responses.models import Commitment, Request, Response, ResponseItem, TimeRule
from app.responses.queries import is_onward, is_ring, item_on, path_of, referrals_of
from app.responses.rules import is_in_time
from app.summaries.document.plan import freeze_action_points, freeze_focus_areas
from app.summaries.document.values import day, name
from app.summaries.rules import is_due

REACHED_THE_BODY = ("delivered", "answered")


def freeze_request(request: Request, finding: Finding, cutoff_on: date) -> dict[str, Any]:
    first = min(request.responses, key=lambda response: (response.answered_on, response.id), default=None)
    answered_on = first.answered_on if first else None
    return {
        "number": request.number,
        "body": {"id": request.body_id, **name(request.body)},
        "is_onward": is_onward(request),
        "sent_on": day(clock.local_day(request.sent_at)) if request.sent_at else None,
        "received_on": day(request.received_on),
        "registry_number": request.registry_number,
        "proof": request.proof,
        "rule": _rule(request.rule),
        "due_on": day(request.due_on),
        "extended_until": day(request.extended_until),
        "extension_reason": request.extension_reason,
        "explanation": _explanation(request.explanation),
        "attempts": [{"tried_on": day(clock.local_day(row.at)), "channel": row.channel} for row in request.attempts],
        "answered_on": day(answered_on),
        "arrived_on": day(first.arrived_on) if first else None,
        "is_due": is_due(request.last_day, answered_on, cutoff_on),
        "is_in_time": is_in_time(request.last_day, answered_on),
        "replies": [_reply(row, request, item) for row in request.responses if (item := item_on(row, finding))],
    }


def freeze_referrals(finding: Finding) -> list[dict[str, Any]]:
    """Each time that a body sent the question on, with the days since the first body received it."""
    return [_referral(row) for row in referrals_of(finding)]


def _referral(row: Referral) -> dict[str, Any]:
    received_on, referred_on = path_of(row.origin)[0].received_on, row.item.response.answered_on
    return {
        "referred_on": day(referred_on),
        "days": (referred_on - received_on).days if received_on else None,
        "by": name(row.origin.body),
        "to": name(row.body) if row.body else {"name_mn": row.name, "name_en": None},
        "is_ring": is_ring(row),
        "state": row.state,
        "request": row.request.number if row.request and row.request.state in REACHED_THE_BODY else None,
    }


def _rule(rule: TimeRule) -> dict[str, Any]:
    return {
        "law_mn": rule.law_mn,
        "law_en": rule.law_en,
        "article": rule.article,
        "term": rule.term,
        "days": rule.days,
        "confirmed": rule.confirmed,
    }


def _explanation(frozen: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """Through its own type and back, so that only what it names gets in."""
    return deadlines.to_json(deadlines.from_json(frozen)) if frozen else None


def _reply(response: Response, request: Request, item: ResponseItem) -> dict[str, Any]:
    return {
        "id": response.id,
        "office": response.office,
        "answered_on": day(response.answered_on),
        "arrived_on": day(response.arrived_on),
        "days": (response.answered_on - request.received_on).days if request.received_on else None,
        "is_in_time": is_in_time(request.last_day, response.answered_on),
        "channel": response.channel,
        "letter_number": response.letter_number,
        "text": response.text,
        "position": item.position,
        "item_text": item.text,
        "ground": item.ground,
        "referred_to": item.referred_to,
        "fixed_on": day(item.fixed_on),
        "commitments": [_commitment(row) for row in item.commitments],
        "files": [
            {"sha256": file.clean_sha256, "media_type": file.clean_type} for file in response.files if file.is_clean
        ],
        "focus_areas": freeze_focus_areas(response),
        "action_points": freeze_action_points(response),
    }


def _commitment(row: Commitment) -> dict[str, Any]:
    return {
        "text": row.text,
        "office": row.office,
        "promised_on": day(row.promised_on),
        "action_point_id": row.action_point_id,
    }
