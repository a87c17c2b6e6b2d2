"""Places and public bodies: where, and who answers. They stand low: plans and contracts point at them."""

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.database import Base, SortKey


class Place(Base):
    """A first-level unit (ISO 3166-2:MN), a district of the capital, or a soum of an aimag. Names repeat: show the
    parent. `latitude`, `longitude`: of its centre in degrees, None when not known (no soum's is)."""

    __tablename__ = "place"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    level: Mapped[str]
    name_mn: Mapped[str]
    name_en: Mapped[str]
    sort_key: Mapped[str] = mapped_column(SortKey)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("place.id"))
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]

    parent: Mapped["Place | None"] = relationship(remote_side=[id])


class HomePlace(Base):
    """Where somebody lives, as they said, so that what is near comes first. For them and for who assigns work only."""

    __tablename__ = "home_place"

    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), primary_key=True)
    place_id: Mapped[int] = mapped_column(ForeignKey("place.id"))


class PublicBody(Base):
    """A procuring entity or another authority that can be asked. `identifier` is its registration number."""

    __tablename__ = "public_body"

    id: Mapped[int] = mapped_column(primary_key=True)
    name_mn: Mapped[str]
    name_en: Mapped[str | None]
    fold: Mapped[str] = mapped_column(index=True)
    sort_key: Mapped[str] = mapped_column(SortKey)
    identifier: Mapped[str | None] = mapped_column(unique=True)
    place_id: Mapped[int | None] = mapped_column(ForeignKey("place.id"), index=True)
    letters_email: Mapped[str | None]
    letters_address: Mapped[str | None]
    head_email: Mapped[str | None]
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("public_body.id"))
    created_at: Mapped[datetime]

    place: Mapped[Place | None] = relationship()


class PublicBodyName(Base):
    """A name, with or without a number ("" without), under which sources mention a body. See `identity`.

    `decided`: a coordinator said which body it means; imports leave that alone.
    """

    __tablename__ = "public_body_name"
    __table_args__ = (UniqueConstraint("spelling", "identifier"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    body_id: Mapped[int] = mapped_column(ForeignKey("public_body.id"), index=True)
    spelling: Mapped[str]
    fold: Mapped[str] = mapped_column(index=True)
    identifier: Mapped[str] = mapped_column(index=True)
    name: Mapped[str]
    decided: Mapped[bool] = mapped_column(default=False)

    body: Mapped[PublicBody] = relationship()
