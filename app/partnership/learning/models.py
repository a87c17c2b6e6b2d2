"""Learning: what people should be able to do, how far they are, and what is done about it."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import User
from app.core.database import Base
from app.core.files import StoredFile
from app.partnership.models import Organisation, StrategicPlan

_OPEN = text("state <> 'validated'")


class Competency(Base):
    """Something that people can be able to do. Its words change from version to version; it stays the same."""

    __tablename__ = "competency"

    id: Mapped[int] = mapped_column(primary_key=True)
    created_at: Mapped[datetime]


class CompetencyWording(Base):
    """A competency in words. The same words are the same row in every version of the framework.

    `is_example`: shipped with the software to show what a competency looks like.
    """

    __tablename__ = "competency_wording"

    id: Mapped[int] = mapped_column(primary_key=True)
    competency_id: Mapped[int] = mapped_column(ForeignKey("competency.id"), index=True)
    area_mn: Mapped[str]
    area_en: Mapped[str | None]
    title_mn: Mapped[str]
    title_en: Mapped[str | None]
    is_example: Mapped[bool] = mapped_column(default=False)

    descriptors: Mapped[list["CompetencyDescriptor"]] = relationship(
        cascade="all, delete-orphan", order_by="CompetencyDescriptor.level"
    )


class CompetencyDescriptor(Base):
    """What somebody at a level does; a level without a row is not described."""

    __tablename__ = "competency_descriptor"

    wording_id: Mapped[int] = mapped_column(ForeignKey("competency_wording.id"), primary_key=True)
    level: Mapped[int] = mapped_column(primary_key=True)
    text_mn: Mapped[str]
    text_en: Mapped[str | None]


class FrameworkVersion(Base):
    """One version of the framework. It never changes; the one with the highest number holds.

    `made_by_id` None: shipped with the software.
    """

    __tablename__ = "framework_version"
    __table_args__ = (UniqueConstraint("number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int]
    made_at: Mapped[datetime]
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    reason: Mapped[str | None]

    made_by: Mapped[User | None] = relationship()
    levels: Mapped[list["FrameworkLevel"]] = relationship(
        cascade="all, delete-orphan", order_by="FrameworkLevel.number"
    )
    items: Mapped[list["FrameworkItem"]] = relationship(cascade="all, delete-orphan", order_by="FrameworkItem.position")

    @property
    def wordings(self) -> list[CompetencyWording]:
        """In the order in which they are shown."""
        return [item.wording for item in self.items]


class FrameworkLevel(Base):
    """What a level is called in one version; `number` is one of `terms.LEVELS`."""

    __tablename__ = "framework_level"

    version_id: Mapped[int] = mapped_column(ForeignKey("framework_version.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    name_mn: Mapped[str]
    name_en: Mapped[str | None]


class FrameworkItem(Base):
    """A competency's place in one version."""

    __tablename__ = "framework_item"

    version_id: Mapped[int] = mapped_column(ForeignKey("framework_version.id"), primary_key=True)
    wording_id: Mapped[int] = mapped_column(ForeignKey("competency_wording.id"), primary_key=True, index=True)
    position: Mapped[int]

    wording: Mapped[CompetencyWording] = relationship(lazy="joined")


class Assessment(Base):
    """How far a person or an organisation is, in their own words, against one version of the framework.

    At most one of each is open. `edits` counts every change: the stamp of forms. `edited_by` wrote last.
    """

    __tablename__ = "assessment"
    __table_args__ = (
        CheckConstraint("(user_id IS NULL) <> (organisation_id IS NULL)", name="one_subject"),
        Index("ix_assessment_user", "user_id", "state", "id"),
        Index("ix_assessment_organisation", "organisation_id", "state", "id"),
        Index("ix_assessment_state", "state", "id"),
        Index("uq_assessment_open_user", "user_id", unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN),
        Index(
            "uq_assessment_open_organisation",
            "organisation_id",
            unique=True,
            sqlite_where=_OPEN,
            postgresql_where=_OPEN,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    state: Mapped[str] = mapped_column(default="draft")
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    version_id: Mapped[int] = mapped_column(ForeignKey("framework_version.id"), index=True)
    edits: Mapped[int] = mapped_column(default=0)
    edited_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    begun_at: Mapped[datetime]
    validated_at: Mapped[datetime | None]
    validated_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))

    user: Mapped[User | None] = relationship(foreign_keys=user_id)
    organisation: Mapped[Organisation | None] = relationship()
    version: Mapped[FrameworkVersion] = relationship()
    edited_by: Mapped[User] = relationship(foreign_keys=edited_by_id)
    lines: Mapped[list["AssessmentLine"]] = relationship(cascade="all, delete-orphan")


class AssessmentLine(Base):
    """Of one competency the present level (0: none of it yet) and the one that is needed."""

    __tablename__ = "assessment_line"
    __table_args__ = (CheckConstraint("present >= 0 AND needed >= 0", name="levels"),)

    assessment_id: Mapped[int] = mapped_column(ForeignKey("assessment.id"), primary_key=True)
    competency_id: Mapped[int] = mapped_column(ForeignKey("competency.id"), primary_key=True, index=True)
    present: Mapped[int]
    needed: Mapped[int]
    note: Mapped[str | None]


class LearningPriority(Base):
    """What is to be learned during the term of a plan: why, and who."""

    __tablename__ = "learning_priority"
    __table_args__ = (UniqueConstraint("plan_id", "competency_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("strategic_plan.id"))
    competency_id: Mapped[int] = mapped_column(ForeignKey("competency.id"), index=True)
    why_mn: Mapped[str]
    why_en: Mapped[str | None]
    whom_mn: Mapped[str]
    whom_en: Mapped[str | None]
    edits: Mapped[int] = mapped_column(default=0)

    plan: Mapped[StrategicPlan] = relationship()


class LearningActivity(Base):
    """A training, an exchange or field practice. `ends_on` None: one day. `learned_*`: its result in words.

    `edits` counts every change of the activity itself, its participants among them.
    """

    __tablename__ = "learning_activity"
    __table_args__ = (
        CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name="days"),
        Index("ix_learning_activity_day", "starts_on", "id"),
        Index("ix_learning_activity_state", "state", "starts_on", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    state: Mapped[str] = mapped_column(default="planned")
    title_mn: Mapped[str]
    title_en: Mapped[str | None]
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    place_mn: Mapped[str | None]
    place_en: Mapped[str | None]
    competency_id: Mapped[int] = mapped_column(ForeignKey("competency.id"), index=True)
    priority_id: Mapped[int | None] = mapped_column(ForeignKey("learning_priority.id"), index=True)
    organiser_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    learned_mn: Mapped[str | None]
    learned_en: Mapped[str | None]
    edits: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]

    priority: Mapped[LearningPriority | None] = relationship()
    organiser: Mapped[Organisation] = relationship()
    participants: Mapped[list["LearningParticipant"]] = relationship(
        back_populates="activity", cascade="all, delete-orphan", order_by="LearningParticipant.id"
    )
    files: Mapped[list["LearningFile"]] = relationship(back_populates="activity", order_by="LearningFile.id")


class LearningParticipant(Base):
    """A person or an organisation that takes part. `attended` None: not said yet.

    `level`: what the person reached, as a proposal for their next assessment and nothing else.
    """

    __tablename__ = "learning_participant"
    __table_args__ = (
        CheckConstraint("(user_id IS NULL) <> (organisation_id IS NULL)", name="one_side"),
        UniqueConstraint("activity_id", "user_id"),
        UniqueConstraint("activity_id", "organisation_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    activity_id: Mapped[int] = mapped_column(ForeignKey("learning_activity.id"))
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"), index=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    attended: Mapped[bool | None]
    level: Mapped[int | None]

    activity: Mapped[LearningActivity] = relationship(back_populates="participants")
    user: Mapped[User | None] = relationship()
    organisation: Mapped[Organisation | None] = relationship()


class LearningFile(Base):
    """A document of an activity, inside the house only."""

    __tablename__ = "learning_file"

    id: Mapped[int] = mapped_column(primary_key=True)
    activity_id: Mapped[int] = mapped_column(ForeignKey("learning_activity.id"), index=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"), index=True)
    label: Mapped[str]
    added_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    added_at: Mapped[datetime]

    activity: Mapped[LearningActivity] = relationship(back_populates="files")
    file: Mapped[StoredFile] = relationship()


class LearningPointer(Base):
    """Which competency would help against something that goes wrong: `kind` and `code` are codes of features that
    stand higher, as in `PlanLink`."""

    __tablename__ = "learning_pointer"

    kind: Mapped[str] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(primary_key=True)
    competency_id: Mapped[int] = mapped_column(ForeignKey("competency.id"), index=True)
