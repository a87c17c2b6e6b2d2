"""The partnership: member organisations, subnetworks, the plan, and what is linked to it."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import User
from app.bodies.models import PublicBody
from app.core.database import Base, SortKey


class Organisation(Base):
    """A member organisation; exactly one is the coordinating organisation."""

    __tablename__ = "organisation"
    __table_args__ = (
        Index(
            "ix_organisation_coordinating",
            "is_coordinating",
            unique=True,
            sqlite_where=text("is_coordinating"),
            postgresql_where=text("is_coordinating"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name_mn: Mapped[str]
    name_en: Mapped[str | None]
    sort_key: Mapped[str] = mapped_column(SortKey)
    kind: Mapped[str]
    issues_mn: Mapped[str | None]
    issues_en: Mapped[str | None]
    profile_mn: Mapped[str | None]
    profile_en: Mapped[str | None]
    is_coordinating: Mapped[bool] = mapped_column(default=False)
    joined_on: Mapped[date | None]
    left_on: Mapped[date | None]


class Subnetwork(Base):
    __tablename__ = "subnetwork"

    id: Mapped[int] = mapped_column(primary_key=True)
    name_mn: Mapped[str]
    name_en: Mapped[str | None]
    purpose_mn: Mapped[str | None]
    purpose_en: Mapped[str | None]


class Membership(Base):
    """A person's place in the network: their organisation and, mostly, a subnetwork. Ended, never deleted."""

    __tablename__ = "membership"
    __table_args__ = (
        CheckConstraint("organisation_id IS NOT NULL OR subnetwork_id IS NOT NULL", name="of_something"),
        Index(
            "ix_membership_present",
            "user_id",
            "subnetwork_id",
            unique=True,
            sqlite_where=text("until_on IS NULL"),
            postgresql_where=text("until_on IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    subnetwork_id: Mapped[int | None] = mapped_column(ForeignKey("subnetwork.id"), index=True)
    since_on: Mapped[date]
    until_on: Mapped[date | None]

    user: Mapped[User] = relationship()
    organisation: Mapped[Organisation | None] = relationship()
    subnetwork: Mapped[Subnetwork | None] = relationship()


class StrategicPlan(Base):
    """The partnership's plan for a term of three years. What it holds besides: `plan_models`.

    `succeeds`: the plan before it. `agreed_by`: which organisations agreed, at a meeting or as `agreed_note` says.
    `edits` counts every change: the stamp of forms. `edited_by` changed last what was to be agreed.
    """

    __tablename__ = "strategic_plan"
    __table_args__ = (CheckConstraint("ends_on > starts_on", name="term"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    title_mn: Mapped[str]
    title_en: Mapped[str | None]
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    vision_mn: Mapped[str | None]
    vision_en: Mapped[str | None]
    state: Mapped[str] = mapped_column(default="draft")
    succeeds_id: Mapped[int | None] = mapped_column(ForeignKey("strategic_plan.id"))
    agreed_on: Mapped[date | None]
    agreed_by_mn: Mapped[str | None]
    agreed_by_en: Mapped[str | None]
    agreed_meeting_id: Mapped[int | None] = mapped_column(ForeignKey("meeting.id"))
    agreed_note: Mapped[str | None]
    edits: Mapped[int] = mapped_column(default=0)
    edited_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))

    edited_by: Mapped[User | None] = relationship()
    succeeds: Mapped["StrategicPlan | None"] = relationship(remote_side=[id])
    focus_areas: Mapped[list["FocusArea"]] = relationship(
        back_populates="plan", order_by="FocusArea.position, FocusArea.id"
    )


class FocusArea(Base):
    """What a plan is about. `pillars`: keys of `terms.PILLARS`. `share`: how many per cent of the monitoring it is to
    have. `continued_by`: the focus area of the next plan that took over its open work."""

    __tablename__ = "focus_area"
    __table_args__ = (CheckConstraint("share BETWEEN 0 AND 100", name="share"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("strategic_plan.id"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    title_mn: Mapped[str]
    title_en: Mapped[str | None]
    rationale_mn: Mapped[str | None]
    rationale_en: Mapped[str | None]
    pillars: Mapped[list[str]] = mapped_column(default=list)
    share: Mapped[int | None]
    continued_by_id: Mapped[int | None] = mapped_column(ForeignKey("focus_area.id"))
    edits: Mapped[int] = mapped_column(default=0)

    plan: Mapped[StrategicPlan] = relationship(back_populates="focus_areas")
    continued_by: Mapped["FocusArea | None"] = relationship(remote_side=[id])


class ActionPoint(Base):
    """A step of constructive engagement, owned by a member organisation or a public body.

    `done` is what its owner reports; that the network verified it is another fact, kept with the finding's
    outcome.
    `published_at`: set when the network makes it public; None means internal.
    """

    __tablename__ = "action_point"
    __table_args__ = (CheckConstraint("(owner_organisation_id IS NULL) <> (owner_body_id IS NULL)", name="one_owner"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    title_mn: Mapped[str]
    title_en: Mapped[str | None]
    description_mn: Mapped[str | None]
    description_en: Mapped[str | None]
    state: Mapped[str] = mapped_column(default="agreed", index=True)
    owner_organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    owner_body_id: Mapped[int | None] = mapped_column(ForeignKey("public_body.id"))
    due_on: Mapped[date]
    origin: Mapped[str]
    origin_note: Mapped[str | None]
    focus_area_id: Mapped[int | None] = mapped_column(ForeignKey("focus_area.id"), index=True)
    created_at: Mapped[datetime]
    published_at: Mapped[datetime | None]

    owner_organisation: Mapped[Organisation | None] = relationship()
    owner_body: Mapped[PublicBody | None] = relationship()
    focus_area: Mapped[FocusArea | None] = relationship()

    @property
    def owner(self) -> Organisation | PublicBody | None:
        return self.owner_organisation or self.owner_body

    @property
    def is_open(self) -> bool:
        return self.state in {"agreed", "under_way"}

    def is_overdue(self, today: date) -> bool:
        return self.is_open and self.due_on < today


class PlanLink(Base):
    """Who linked what to the plan. One table for contracts, findings and replies: counts come from one place.

    `subject_kind` is a table name that stands higher; nothing is ever deleted, so no row can dangle.
    """

    __tablename__ = "plan_link"
    __table_args__ = (
        CheckConstraint("(focus_area_id IS NULL) <> (action_point_id IS NULL)", name="one_end"),
        UniqueConstraint("subject_kind", "subject_id", "focus_area_id"),
        UniqueConstraint("subject_kind", "subject_id", "action_point_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    subject_kind: Mapped[str]
    subject_id: Mapped[int]
    focus_area_id: Mapped[int | None] = mapped_column(ForeignKey("focus_area.id"), index=True)
    action_point_id: Mapped[int | None] = mapped_column(ForeignKey("action_point.id"), index=True)
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    made_at: Mapped[datetime]
    note: Mapped[str | None]

    focus_area: Mapped[FocusArea | None] = relationship()
    action_point: Mapped[ActionPoint | None] = relationship()
