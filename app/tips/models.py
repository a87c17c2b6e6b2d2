"""What citizens without an account tell the network, and what was said since."""

from datetime import date, datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.bodies.models import Place
from app.contracts.models import Contract
from app.core.database import Base
from app.core.files import StoredFile
from app.findings.models import Observation


class Tip(Base):
    """One tip. Nothing in it tells who sent it.

    `receipt_hash`: keyed hash of the receipt (`service.receipts`), never the number itself. `form_key`: made by
    the form, so that sending twice makes one tip. `text` is empty once `forgotten_at` stands. `closed_as`: a code of
    `terms.CLOSED_AS`.
    """

    __tablename__ = "tip"

    id: Mapped[int] = mapped_column(primary_key=True)
    form_key: Mapped[str] = mapped_column(unique=True)
    receipt_hash: Mapped[str] = mapped_column(unique=True)
    contract_id: Mapped[int | None] = mapped_column(ForeignKey("contract.id"), index=True)
    place_id: Mapped[int | None] = mapped_column(ForeignKey("place.id"))
    place_note: Mapped[str | None]
    text: Mapped[str]
    seen_on: Mapped[date | None]
    state: Mapped[str] = mapped_column(default="received", index=True)
    closed_as: Mapped[str | None]
    observation_id: Mapped[int | None] = mapped_column(ForeignKey("observation.id"), unique=True)
    received_at: Mapped[datetime]
    ended_at: Mapped[datetime | None] = mapped_column(index=True)
    forgotten_at: Mapped[datetime | None]

    contract: Mapped[Contract | None] = relationship()
    place: Mapped[Place | None] = relationship()
    observation: Mapped[Observation | None] = relationship()
    files: Mapped[list[StoredFile]] = relationship(secondary="tip_file", order_by=StoredFile.id)
    words: Mapped[list["TipWord"]] = relationship(back_populates="tip", order_by="TipWord.id")


class TipFile(Base):
    __tablename__ = "tip_file"

    tip_id: Mapped[int] = mapped_column(ForeignKey("tip.id"), primary_key=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"), primary_key=True, index=True)


class TipWord(Base):
    """Something said after the tip itself. `kind`: `question` and `answer` are the network's, `addition` the
    citizen's."""

    __tablename__ = "tip_word"

    id: Mapped[int] = mapped_column(primary_key=True)
    tip_id: Mapped[int] = mapped_column(ForeignKey("tip.id"), index=True)
    kind: Mapped[str]
    text: Mapped[str]
    said_at: Mapped[datetime]

    tip: Mapped[Tip] = relationship(back_populates="words")
