"""What reviewers keep of the queue: filters under a name."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database import Base

_FIRST = text("is_default")


class QueueView(Base):
    """A person's own way of looking at the queue. `filters`: arguments of its address, always a tab among them.
    `key`: of the name, so that two that read the same are not kept. `is_default`: the queue opens with it."""

    __tablename__ = "queue_view"
    __table_args__ = (
        UniqueConstraint("user_id", "key"),
        Index("uq_queue_view_default", "user_id", unique=True, sqlite_where=_FIRST, postgresql_where=_FIRST),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    name: Mapped[str]
    key: Mapped[str]
    filters: Mapped[dict[str, Any]]
    is_default: Mapped[bool] = mapped_column(default=False)
    made_at: Mapped[datetime]
