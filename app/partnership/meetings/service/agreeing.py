"""When both sides agreed to the minutes: a frozen version, and its agreements as action points of the plan."""

from datetime import date, datetime
from typing import Any

from flask_babel import force_locale, gettext as _, lazy_gettext as _l

from app.core import audit, clock
from app.core.actors import Actor
from app.core.database import db
from app.core.errors import Invalid
from app.core.text import excerpt
from app.partnership.meetings import rules
from app.partnership.meetings.models import Meeting, MeetingLine, MeetingVersion
from app.partnership.meetings.record import Document, document_of
from app.partnership.meetings.service.belongings import attach
from app.partnership.meetings.service.content import hold, touch
from app.partnership.meetings.states import MEETING
from app.partnership.meetings.terms import PROOFS
from app.partnership.policy import is_open
from app.partnership.queries import get_action_point
from app.partnership.service import (
    create_action_point,
    edit_action_point,
    link_action_points,
    link_focus_areas,
    move_action_point,
)
from app.partnership.states import ACTION_POINT

TITLE_LENGTH = 120


def agree_minutes(
    meeting: Meeting,
    actor: Actor,
    at: datetime,
    *,
    seen: int,
    agreed_on: date,
    proof: str,
    proof_note: str | None = None,
    scan: tuple[str, bytes] | None = None,
) -> MeetingVersion:
    """Record that the body agreed, on which day and by what proof. What is agreed becomes part of the plan.

    `scan`: name and bytes of the proof. Raises Invalid, Stale; NotPermitted for whoever wrote the minutes last.
    """
    hold(meeting, seen)
    facts = {"agreed_on": agreed_on, "proof": proof}
    MEETING.check(meeting, "agree", actor, **facts)
    _check_proof(meeting, agreed_on, proof, scan, clock.local_day(at))
    document, before = document_of(meeting), _last(meeting)
    new = _carry_over(meeting, before, document, actor, at)
    version = MeetingVersion(
        meeting=meeting,
        number=before.number + 1 if before else 1,
        document=document,
        sha256=rules.fingerprint(document),
        action_points=[line.action_point_id for line in meeting.lines if line.action_point_id],
        agreed_on=agreed_on,
        proof=proof,
        proof_note=proof_note or None,
        reason=_reason_of_correction(meeting) if before else None,
        recorded_by_id=actor.actor_id,
        recorded_at=at,
    )
    db.session.add(version)
    db.session.flush()
    if scan:
        attach(meeting, *scan, PROOFS[proof], actor, at, version=version)
    told: dict[str, Any] = {"version": version.number, "sha256": version.sha256, "action_points": new}
    MEETING.take(meeting, "agree", actor, at, details=told, **facts)
    meeting.edits += 1
    return version


def _check_proof(meeting: Meeting, agreed_on: date, proof: str, scan: object, today: date) -> None:
    """A note of ours does not bind the body: that it agreed rests on a paper or mail of its own."""
    errors: dict[str, Any] = {}
    if not meeting.day <= agreed_on <= today:
        errors["agreed_on"] = _l("Choose a day between the meeting and today.")
    if proof not in PROOFS:
        errors["proof"] = _l("Not a valid choice.")
    if not scan:
        errors["file"] = _l("Attach the scan, photo or PDF of what proves that the body agreed.")
    if errors:
        raise Invalid(errors)


def _last(meeting: Meeting) -> MeetingVersion | None:
    return meeting.versions[-1] if meeting.versions else None


def _reason_of_correction(meeting: Meeting) -> str | None:
    return next((entry.reason for entry in reversed(audit.history(meeting)) if entry.verb == "correct"), None)


def _carry_over(
    meeting: Meeting, before: MeetingVersion | None, document: Document, actor: Actor, at: datetime
) -> list[int]:
    """Make the plan say what the minutes say; numbers of the action points that are new.

    Only what the correction changed is changed in the plan: what was decided about an action point since stands.
    """
    if before:
        _let_go(before, meeting, actor, at)
    changed, new = rules.changed_lines(before.document if before else {}, document), []
    for line in meeting.lines_of("agreement"):
        if line.action_point is None:
            line.action_point = create_action_point(**_said(line), actor=actor, at=at)
            db.session.flush()
            new.append(line.action_point.id)
        elif line.id in changed:
            edit_action_point(line.action_point, **_said(line), actor=actor, at=at)
    link_action_points(meeting, new, actor, at)
    areas = [line.focus_area.id for line in meeting.lines if line.focus_area and is_open(line.focus_area)]
    link_focus_areas(meeting, areas, actor, at)
    return new


def _said(line: MeetingLine) -> dict[str, Any]:
    """An agreement as the values of an action point."""
    title, title_en = excerpt(line.text_mn, TITLE_LENGTH), excerpt(line.text_en or "", TITLE_LENGTH)
    return {
        "title_mn": title,
        "title_en": title_en or None,
        "description_mn": line.text_mn if line.text_mn != title else None,
        "description_en": line.text_en if line.text_en != title_en else None,
        "owner": line.owner,
        "due_on": line.due_on,
        "focus_area": line.focus_area,
        "origin": "meeting",
        # Whoever reads the plan reads this; the meeting itself is open to fewer.
        "origin_note": line.meeting.day.isoformat(),
    }


def _let_go(before: MeetingVersion, meeting: Meeting, actor: Actor, at: datetime) -> None:
    """What the corrected minutes do not hold any more is dropped from the plan, as far as it is still open."""
    kept = {line.action_point_id for line in meeting.lines}
    for number in sorted(set(before.action_points) - kept):
        point = get_action_point(number)
        if ACTION_POINT.find(point.state, "drop"):
            with force_locale("mn"):
                move_action_point(point, "drop", actor, at, reason=_("The corrected minutes do not hold it any more."))


def correct_minutes(meeting: Meeting, verb: str, actor: Actor, at: datetime, reason: str | None = None) -> None:
    """Open agreed minutes for a correction. What was agreed stays as its version until the next one is agreed to."""
    MEETING.take(hold(meeting), verb, actor, at, reason=reason)
    touch(meeting, actor)
