"""Meetings, in any state, with minutes that are whole."""

from datetime import UTC, date, datetime
from typing import Any

from app.accounts.models import User
from app.core import clock
from app.partnership.meetings import rules
from app.partnership.meetings.models import Meeting, MeetingLine, MeetingParticipant, MeetingVersion
from app.partnership.meetings.record import document_of
from app.partnership.models import ActionPoint
from tests.given import number, people, stored

HELD_AT = datetime(2026, 6, 3, 2, 30, tzinfo=UTC)  # 10:30 in Ulaanbaatar
DUE_ON = date(2026, 9, 1)


def meeting(**fields: Any) -> Meeting:
    """Agreed ones have a version; every one has participants of both sides, a point of the discussion, an agreement."""
    body = fields.setdefault("body", None) or people.body()
    writer: User = fields.setdefault("edited_by", None) or people.person("coordinator")
    values = {"title_mn": f"Уулзалт {number()}", "starts_at": HELD_AT, "created_at": clock.now(), "state": "held"}
    row = stored(Meeting(**(values | fields | {"body": body, "edited_by": writer})))
    seat(row, body=body, office_mn="Захирал", headcount=2)
    seat(row, organisation=people.organisation())
    line(row, "agenda", text_mn="Дээврийн засвар")
    if row.state in ("held", "agreed"):
        line(row, "discussion", text_mn="Засварын хугацааг ярилцав.")
        agreement(row)
    if row.state == "agreed":
        version(row)
    return row


def seat(row: Meeting, **fields: Any) -> MeetingParticipant:
    return stored(MeetingParticipant(meeting=row, position=len(row.participants), **fields))


def line(row: Meeting, kind: str, **fields: Any) -> MeetingLine:
    return stored(MeetingLine(meeting=row, kind=kind, position=len(row.lines), **fields))


def agreement(row: Meeting, **fields: Any) -> MeetingLine:
    values = {"text_mn": "Дээврийг засна.", "owner_body": row.body, "due_on": DUE_ON}
    return line(row, "agreement", **(values | fields))


def version(row: Meeting, point: ActionPoint | None = None) -> MeetingVersion:
    document = document_of(row)
    return stored(
        MeetingVersion(
            meeting=row,
            number=len(row.versions) + 1,
            document=document,
            sha256=rules.fingerprint(document),
            action_points=[point.id] if point else [],
            agreed_on=date(2026, 6, 10),
            proof="signed",
            recorded_by_id=people.person("coordinator").id,
            recorded_at=clock.now(),
        )
    )
