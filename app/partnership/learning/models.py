"""What people should be able to do: competencies, and the framework that is its versions."""

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import User
from app.core.database import Base


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
