"""Meetings: who sat together by office, what was said and agreed, the versions both sides agreed to, documents."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, UniqueConstraint, event
from sqlalchemy.orm import Mapped, mapped_column, object_session, relationship

from app.accounts.models import User
from app.bodies.models import PublicBody
from app.core import clock
from app.core.database import Base
from app.core.files import StoredFile
from app.partnership.models import ActionPoint, FocusArea, Organisation, Subnetwork


class Meeting(Base):
    """One meeting. `kind`: engagement with a public body so far; others may have no body.

    `subnetwork`: whose work it is; None means the whole partnership. `edits` counts every change: the stamp of forms
    and the sequence number of the invitation. `edited_by` wrote last what it says.
    """

    __tablename__ = "meeting"
    __table_args__ = (
        CheckConstraint("kind <> 'engagement' OR body_id IS NOT NULL", name="with_body"),
        CheckConstraint("ends_at IS NULL OR ends_at > starts_at", name="time"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(default="engagement")
    state: Mapped[str] = mapped_column(default="planned", index=True)
    title_mn: Mapped[str]
    title_en: Mapped[str | None]
    body_id: Mapped[int | None] = mapped_column(ForeignKey("public_body.id"), index=True)
    subnetwork_id: Mapped[int | None] = mapped_column(ForeignKey("subnetwork.id"), index=True)
    starts_at: Mapped[datetime] = mapped_column(index=True)
    ends_at: Mapped[datetime | None]
    venue_mn: Mapped[str | None]
    venue_en: Mapped[str | None]
    next_on: Mapped[date | None]
    follows_id: Mapped[int | None] = mapped_column(ForeignKey("meeting.id"), index=True)
    edits: Mapped[int] = mapped_column(default=0)
    edited_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    created_at: Mapped[datetime]

    body: Mapped[PublicBody | None] = relationship()
    subnetwork: Mapped[Subnetwork | None] = relationship()
    follows: Mapped["Meeting | None"] = relationship(remote_side=[id])
    edited_by: Mapped[User] = relationship()
    participants: Mapped[list["MeetingParticipant"]] = relationship(
        back_populates="meeting",
        cascade="all, delete-orphan",
        order_by="MeetingParticipant.position, MeetingParticipant.id",
    )
    lines: Mapped[list["MeetingLine"]] = relationship(
        back_populates="meeting", cascade="all, delete-orphan", order_by="MeetingLine.position, MeetingLine.id"
    )
    versions: Mapped[list["MeetingVersion"]] = relationship(back_populates="meeting", order_by="MeetingVersion.number")
    files: Mapped[list["MeetingFile"]] = relationship(back_populates="meeting", order_by="MeetingFile.id")

    @property
    def day(self) -> date:
        return clock.local_day(self.starts_at)

    def lines_of(self, kind: str) -> list["MeetingLine"]:
        return [line for line in self.lines if line.kind == kind]


class MeetingParticipant(Base):
    """So many people of an office. Never a person's name. Neither organisation nor body: `office` says who they are."""

    __tablename__ = "meeting_participant"
    __table_args__ = (
        CheckConstraint("organisation_id IS NULL OR body_id IS NULL", name="one_side"),
        CheckConstraint("headcount > 0", name="somebody"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    position: Mapped[int]
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    body_id: Mapped[int | None] = mapped_column(ForeignKey("public_body.id"))
    office_mn: Mapped[str | None]
    office_en: Mapped[str | None]
    headcount: Mapped[int] = mapped_column(default=1)

    meeting: Mapped[Meeting] = relationship(back_populates="participants")
    organisation: Mapped[Organisation | None] = relationship()
    body: Mapped[PublicBody | None] = relationship()

    @property
    def owner(self) -> Organisation | PublicBody | None:
        return self.organisation or self.body


class MeetingLine(Base):
    """One thing on the agenda, said, agreed or learned (`terms.LINES`).

    Only agreements have an owner, a due date and a focus area; once both sides agreed to the minutes they have an
    action point, through which one can see what became of them.
    """

    __tablename__ = "meeting_line"
    __table_args__ = (CheckConstraint("owner_organisation_id IS NULL OR owner_body_id IS NULL", name="one_owner"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    kind: Mapped[str]
    position: Mapped[int]
    text_mn: Mapped[str]
    text_en: Mapped[str | None]
    owner_organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    owner_body_id: Mapped[int | None] = mapped_column(ForeignKey("public_body.id"))
    due_on: Mapped[date | None]
    focus_area_id: Mapped[int | None] = mapped_column(ForeignKey("focus_area.id"))
    action_point_id: Mapped[int | None] = mapped_column(ForeignKey("action_point.id"), index=True)

    meeting: Mapped[Meeting] = relationship(back_populates="lines")
    owner_organisation: Mapped[Organisation | None] = relationship()
    owner_body: Mapped[PublicBody | None] = relationship()
    focus_area: Mapped[FocusArea | None] = relationship()
    action_point: Mapped[ActionPoint | None] = relationship()

    @property
    def owner(self) -> Organisation | PublicBody | None:
        return self.owner_organisation or self.owner_body


class MeetingVersion(Base):
    """Minutes as both sides agreed to them: written once. `sha256`: of the document, as `rules.fingerprint` counts it.

    `action_points`: numbers of those that its agreements became or were already.
    `agreed_on`, `proof`, `proof_note`: when and how the body agreed. `reason`: why the version before was corrected.
    """

    __tablename__ = "meeting_version"
    __table_args__ = (UniqueConstraint("meeting_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"))
    number: Mapped[int]
    document: Mapped[dict[str, Any]]
    sha256: Mapped[str]
    action_points: Mapped[list[int]] = mapped_column(JSON)
    agreed_on: Mapped[date]
    proof: Mapped[str]
    proof_note: Mapped[str | None]
    reason: Mapped[str | None]
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    recorded_at: Mapped[datetime]

    meeting: Mapped[Meeting] = relationship(back_populates="versions")


class MeetingFile(Base):
    """A document of the meeting, inside the house only. `version`: it proves that the body agreed to that version."""

    __tablename__ = "meeting_file"

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"), index=True)
    version_id: Mapped[int | None] = mapped_column(ForeignKey("meeting_version.id"))
    label: Mapped[str]
    added_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    added_at: Mapped[datetime]

    meeting: Mapped[Meeting] = relationship(back_populates="files")
    file: Mapped[StoredFile] = relationship()
    version: Mapped[MeetingVersion | None] = relationship()


class MeetingSubject(Base):
    """What the meeting was about: a row of a table that stands higher, as in `PlanLink`."""

    __tablename__ = "meeting_subject"

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), primary_key=True)
    subject_kind: Mapped[str] = mapped_column(primary_key=True)
    subject_id: Mapped[int] = mapped_column(primary_key=True)


@event.listens_for(MeetingVersion, "before_update")
def _written_once(_mapper: object, _connection: object, row: MeetingVersion) -> None:
    """What both sides agreed to stays: a correction is another row."""
    session = object_session(row)
    if session is not None and session.is_modified(row, include_collections=False):
        raise TypeError(f"version {row.number} of meeting {row.meeting_id} is written once and never changed")
