"""Writes of requests before they are sent."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from app.bodies.models import PublicBody
from app.core import audit, clock
from app.core.actors import Actor
from app.core.database import db
from app.core.errors import Invalid, Refused
from app.findings.models import Finding
from app.findings.service.holding import hold_findings
from app.partnership.policy import is_open
from app.partnership.queries import focus_areas_of
from app.partnership.service import create_action_point, link_action_points
from app.responses import letters, queries
from app.responses.models import Request, TimeRule
from app.responses.policy import require

TEXTS = ("subject_mn", "subject_en", "text_mn", "text_en")
TRIES = 5


def draft_request(
    findings: Sequence[Finding],
    rule: TimeRule,
    texts: Mapping[str, str | None],
    action_points: Iterable[int],
    *,
    actor: Actor,
    at: datetime,
    new_action_point: Mapping[str, Any] | None = None,
) -> Request:
    """Draft a request about checked findings of one body, tied to action points (ids, or a new one's values).

    `texts` has `subject_mn`, `subject_en`, `text_mn`, `text_en`. Raises Invalid.
    """
    require(actor, "requests.manage")
    hold_findings(*findings)
    _check_findings(findings)
    request = Request(
        body=findings[0].body,
        rule=rule,
        author_id=actor.actor_id,
        created_at=at,
        findings=list(findings),
        **_texts(texts),
    )
    _number(request, clock.local_day(at).year)
    audit.record(actor, at, "draft", request, number=request.number, findings=[row.id for row in findings])
    tie_action_points(request, action_points, actor, at, new_action_point=new_action_point)
    return request


def draft_onward(findings: Sequence[Finding], body: PublicBody, origin: Request, actor: Actor, at: datetime) -> Request:
    """Draft the request that a referral opens: the same findings, by the rule of the request that was referred.

    When nobody of the network opened it, it stands in the name of whoever wrote that one.
    """
    require(actor, "requests.manage")
    request = Request(
        body=body,
        rule=origin.rule,
        author_id=actor.actor_id or origin.author_id,
        created_at=at,
        findings=list(findings),
        **letters.onward(findings, origin),
    )
    _number(request, clock.local_day(at).year)
    asked = [row.id for row in findings]
    audit.record(actor, at, "draft", request, number=request.number, findings=asked, referred_from=origin.number)
    return request


def _check_findings(findings: Sequence[Finding]) -> None:
    open_to_request = queries.askable([row.id for row in findings])
    if not findings or len(open_to_request) < len(findings):
        raise Invalid({"findings": _l("Choose cross-checked findings that no other request asks about.")})
    if len({row.body_id for row in findings}) > 1:
        raise Invalid({"findings": _l("A request goes to one body: choose findings of one body.")})


def _texts(texts: Mapping[str, str | None]) -> dict[str, str | None]:
    return {name: texts.get(name) or (None if name.endswith("_en") else "") for name in TEXTS}


def _number(request: Request, year: int) -> None:
    """Give the next free number of the year and flush. Who loses a race tries the number after."""
    for _try in range(TRIES):
        request.number = f"{year}/{_last_number(year) + 1:03d}"
        try:
            with db.session.begin_nested():
                db.session.add(request)
                db.session.flush()
        except IntegrityError:
            continue
        return
    raise Refused(_l("Many requests are being drafted at this moment. Try again."))


def _last_number(year: int) -> int:
    with db.session.no_autoflush:
        query = select(Request.number).where(Request.number.like(f"{year}/%"))
        last = db.session.scalars(query.order_by(func.length(Request.number).desc(), Request.number.desc())).first()
    return int(last.partition("/")[2]) if last else 0


def tie_action_points(
    request: Request,
    action_points: Iterable[int],
    actor: Actor,
    at: datetime,
    *,
    new_action_point: Mapping[str, Any] | None = None,
) -> None:
    """Link every finding of the request to these action points, and to a new one if its values are given."""
    ids = list(action_points)
    if new_action_point:
        areas = [area for finding in request.findings for area in focus_areas_of(finding) if is_open(area)]
        chosen = new_action_point.get("focus_area") or next(iter(areas), None)
        values = {**new_action_point, "focus_area": chosen}
        point = create_action_point(**values, origin="request", origin_note=request.number, actor=actor, at=at)
        ids.append(point.id)
    for finding in request.findings:
        link_action_points(finding, ids, actor, at)


def edit_request(request: Request, rule: TimeRule, texts: Mapping[str, str | None], actor: Actor, at: datetime) -> None:
    """Change what a drafted request says and by which rule it counts."""
    require(actor, "requests.manage")
    if request.state != "drafted":
        raise Refused(_l("The request was sent. What was sent stays as it is."))
    request.rule = rule
    for name, text in _texts(texts).items():
        setattr(request, name, text)
    audit.record(actor, at, "edit", request, rule=rule.id)
