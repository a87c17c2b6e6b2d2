"""Reads of meetings. A reader who may not read a meeting does not meet it here either."""

from datetime import date, datetime, time
from typing import Any

from sqlalchemy import Select, exists, select
from sqlalchemy.orm import joinedload

from app.bodies.models import PublicBody
from app.core import audit, clock
from app.core.actors import Actor
from app.core.audit import AuditEntry
from app.core.database import db
from app.core.errors import NotFound
from app.core.mail import OutgoingMail
from app.core.paging import Page, paginate
from app.partnership.meetings.models import Meeting, MeetingFile, MeetingLine, MeetingSubject, MeetingVersion
from app.partnership.meetings.policy import reads_all, require_readable
from app.partnership.meetings.terms import CALLED_OFF, INVITED
from app.partnership.models import ActionPoint, Membership
from app.partnership.queries import linked_ids
from app.partnership.queries.plan import OPEN_STATES

MOST_OF_A_BODY = 50


def get_meeting(meeting_id: int, reader: Actor) -> Meeting:
    """NotFound, also for one that this person may not read."""
    meeting = db.session.get(Meeting, meeting_id)
    if meeting is None:
        raise NotFound()
    return require_readable(reader, meeting)


def list_meetings(
    reader: Actor,
    *,
    body_id: int | None = None,
    year: int | None = None,
    state: str | None = None,
    page: int = 1,
) -> Page:
    """The meetings that this person may read and that fit every filter, the latest day first."""
    query = _readable(reader)
    if body_id is not None:
        query = query.where(Meeting.body_id == body_id)
    if year is not None:
        query = query.where(Meeting.starts_at >= _new_year(year), Meeting.starts_at < _new_year(year + 1))
    if state:
        query = query.where(Meeting.state == state)
    return paginate(query, page)


def _readable(reader: Actor) -> Select[Any]:
    query = select(Meeting).options(joinedload(Meeting.body), joinedload(Meeting.subnetwork))
    if not reads_all(reader):
        own = Membership.user_id == reader.actor_id, Membership.until_on.is_(None)
        query = query.where(Meeting.subnetwork_id.in_(select(Membership.subnetwork_id).where(*own)))
    return query.order_by(Meeting.starts_at.desc(), Meeting.id.desc())


def _new_year(year: int) -> datetime:
    return datetime.combine(date(year, 1, 1), time(), clock.ULAANBAATAR)


def meetings_of_body(body_id: int, reader: Actor) -> list[Meeting]:
    """The latest meetings with a body."""
    return list(db.session.scalars(_readable(reader).where(Meeting.body_id == body_id).limit(MOST_OF_A_BODY)))


def meetings_about(subject: Any, reader: Actor) -> list[Meeting]:
    """The meetings that were about a contract, a finding or a request."""
    about = exists().where(
        MeetingSubject.meeting_id == Meeting.id,
        MeetingSubject.subject_kind == subject.__tablename__,
        MeetingSubject.subject_id == subject.id,
    )
    return list(db.session.scalars(_readable(reader).where(about)))


def meetings_linked(reader: Actor, **end: int) -> list[Meeting]:
    """The meetings linked to `focus_area_id=` or `action_point_id=`."""
    ids = linked_ids(Meeting.__tablename__, **end)
    return list(db.session.scalars(_readable(reader).where(Meeting.id.in_(ids)))) if ids else []


def before(meeting: Meeting, reader: Actor) -> Meeting | None:
    """The meeting that this one continues, for whoever may read it."""
    found: Meeting | None = db.session.scalar(_readable(reader).where(Meeting.id == meeting.follows_id))
    return found


def followers_of(meeting: Meeting, reader: Actor) -> list[Meeting]:
    """The meetings planned to go on where this one ended."""
    return list(db.session.scalars(_readable(reader).where(Meeting.follows_id == meeting.id)))


def list_years(reader: Actor) -> list[int]:
    """The years in which there are meetings, the latest first."""
    instants = db.session.scalars(_readable(reader).with_only_columns(Meeting.starts_at))
    return sorted({clock.local_day(at).year for at in instants}, reverse=True)


def list_met_bodies(reader: Actor) -> list[PublicBody]:
    """The bodies with which there are meetings, in alphabetical order."""
    met = _readable(reader).with_only_columns(Meeting.body_id).order_by(None)
    query = select(PublicBody).where(PublicBody.id.in_(met)).order_by(PublicBody.sort_key, PublicBody.id)
    return list(db.session.scalars(query))


def subjects_of(meeting: Meeting) -> dict[str, list[int]]:
    """What the meeting was about: kind to numbers."""
    found: dict[str, list[int]] = {}
    rows = select(MeetingSubject).where(MeetingSubject.meeting_id == meeting.id)
    for row in db.session.scalars(rows.order_by(MeetingSubject.subject_kind, MeetingSubject.subject_id)):
        found.setdefault(row.subject_kind, []).append(row.subject_id)
    return found


def agreements_of(point: ActionPoint, reader: Actor) -> list[MeetingLine]:
    """The lines of minutes that the action point comes from, of meetings that this person may read."""
    query = select(MeetingLine).where(MeetingLine.action_point_id == point.id)
    mine = _readable(reader).with_only_columns(Meeting.id).order_by(None)
    return list(db.session.scalars(query.where(MeetingLine.meeting_id.in_(mine)).order_by(MeetingLine.id)))


def open_points_of_body(body_id: int) -> list[ActionPoint]:
    """What the body still owes, the nearest due date first: the agenda writes itself."""
    query = select(ActionPoint).where(ActionPoint.owner_body_id == body_id, ActionPoint.state.in_(OPEN_STATES))
    return list(db.session.scalars(query.order_by(ActionPoint.due_on, ActionPoint.id)))


def lessons_linked(reader: Actor, focus_area_id: int) -> list[MeetingLine]:
    """Lessons of agreed meetings that serve a focus area, the latest meeting first."""
    meetings = [row for row in meetings_linked(reader, focus_area_id=focus_area_id) if row.state == "agreed"]
    return [line for meeting in meetings for line in meeting.lines_of("lesson")]


def get_version(meeting: Meeting, number: int) -> MeetingVersion:
    """Raises NotFound."""
    for version in meeting.versions:
        if version.number == number:
            return version
    raise NotFound()


def get_file(meeting: Meeting, file_id: int) -> MeetingFile:
    """One of the meeting's documents, by its own number; raises NotFound."""
    for row in meeting.files:
        if row.id == file_id:
            return row
    raise NotFound()


def last_invitation(meeting: Meeting) -> AuditEntry | None:
    """When the invitation was mailed last, and in `details["edits"]` for which state of the plan."""
    return next((entry for entry in reversed(audit.history(meeting)) if entry.verb == INVITED), None)


def invited_address(meeting: Meeting) -> str | None:
    """Where the last invitation went: the calendar that holds it is there, whatever the body's address is now."""
    entry = last_invitation(meeting)
    sent = db.session.get(OutgoingMail, entry.details["mail"]) if entry else None
    return sent.recipient if sent else None


def find_meeting_of_mail(mail_id: int) -> Meeting | None:
    """The meeting to which a mail invites, or which it calls off; None of every other mail."""
    kept = AuditEntry.details["mail"].as_integer()
    about = AuditEntry.subject_kind == Meeting.__tablename__, AuditEntry.verb.in_((INVITED, CALLED_OFF))
    number = db.session.scalar(select(AuditEntry.subject_id).where(*about, kept == mail_id))
    return db.session.get(Meeting, number) if number else None
