"""People who sign in, and invitations to become one."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.permissions import permissions_of
from app.core.database import Base


class User(Base):
    """A person with an account; an Actor of lifecycles and of the audit chain.

    `epoch` is part of every session: raising it signs the person out everywhere.
    """

    __tablename__ = "user"
    __table_args__ = (CheckConstraint("language IN ('mn', 'en')", name="language"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    password_hash: Mapped[str]
    roles: Mapped[list[str]]
    language: Mapped[str] = mapped_column(default="mn")
    is_active: Mapped[bool] = mapped_column(default=True)
    epoch: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]

    is_authenticated = True
    is_anonymous = False
    actor_kind = "person"

    @property
    def actor_id(self) -> int:
        return self.id

    def get_id(self) -> str:
        """What Flask-Login keeps in the session."""
        return f"{self.id}.{self.epoch}"

    def can(self, permission: str) -> bool:
        return self.is_active and permission in permissions_of(self.roles)


class Visitor:
    """Anyone without an account."""

    id = None
    actor_id = None
    actor_kind = "visitor"
    is_authenticated = False
    is_active = False
    is_anonymous = True
    language = None

    def get_id(self) -> None:
        return None

    def can(self, _permission: str) -> bool:
        return False


class Invitation(Base):
    """An invitation by link. Only the hash of the link's secret is kept."""

    __tablename__ = "invitation"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str]
    name: Mapped[str]
    roles: Mapped[list[str]]
    token_hash: Mapped[str] = mapped_column(unique=True)
    invited_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    accepted_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]

    invited_by: Mapped[User] = relationship()
