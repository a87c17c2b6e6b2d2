"""What belongs to a meeting besides its words: documents, and the contracts, findings and requests it was about."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from app.core import audit, files
from app.core.actors import Actor
from app.core.database import db
from app.core.errors import Invalid, Missing, Refused
from app.partnership.meetings.models import Meeting, MeetingFile, MeetingSubject, MeetingVersion
from app.partnership.meetings.service.content import hold, require_holder
from app.partnership.meetings.terms import SUBJECTS

MOST_FILES = 20


def attach(
    meeting: Meeting,
    name: str,
    data: bytes,
    label: object,
    actor: Actor,
    at: datetime,
    *,
    version: MeetingVersion | None = None,
) -> MeetingFile:
    """Take in a document, cleaned. It never leaves the house. `label`: what it is, in words. Raises Invalid."""
    require_holder(actor, hold(meeting))
    if not str(label).strip():
        raise Invalid({"label": _l("Say what the document is.")})
    if len(meeting.files) >= MOST_FILES:
        raise Invalid({"file": _l("At most %(most)s files.", most=MOST_FILES)})
    file = files.receive_document(name, data, at, "file")
    row = MeetingFile(
        meeting=meeting, file=file, label=str(label), version=version, added_by_id=actor.actor_id, added_at=at
    )
    db.session.add(row)
    audit.record(actor, at, "attach", meeting, file=file.id, sha256=file.sha256)
    return row


def detach(row: MeetingFile, actor: Actor, at: datetime, reason: str | None) -> None:
    """Take a document away for good, bytes and all; the proof of an agreement stays."""
    meeting = row.meeting
    require_holder(actor, hold(meeting))
    if row.version_id is not None:
        raise Refused(_l("It proves that the body agreed, and stays."))
    if not (reason or "").strip():
        raise Missing("reason", _l("Write the reason."))
    file = row.file
    audit.record(actor, at, "detach", meeting, reason=reason, file=file.id, sha256=file.sha256)
    meeting.files.remove(row)
    db.session.delete(row)
    db.session.flush()
    files.discard([file])


def set_subjects(meeting: Meeting, wanted: Mapping[str, Iterable[int]], actor: Actor, at: datetime) -> None:
    """Say which rows the meeting was about: kind (`terms.SUBJECTS`) to numbers of rows that exist."""
    require_holder(actor, hold(meeting))
    if not set(wanted) <= set(SUBJECTS):
        raise ValueError(f"a meeting is not about {set(wanted) - set(SUBJECTS)}")
    after = {(kind, number) for kind, numbers in wanted.items() for number in numbers}
    rows = db.session.scalars(select(MeetingSubject).where(MeetingSubject.meeting_id == meeting.id)).all()
    before = {(row.subject_kind, row.subject_id): row for row in rows}
    for key in sorted(set(before) - after):
        db.session.delete(before[key])
    for kind, number in sorted(after - set(before)):
        db.session.add(MeetingSubject(meeting_id=meeting.id, subject_kind=kind, subject_id=number))
    if after != set(before):
        details: dict[str, Any] = {kind: sorted(number for one, number in after if one == kind) for kind in SUBJECTS}
        audit.record(actor, at, "relate", meeting, **details)
