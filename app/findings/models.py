"""What volunteers saw and what the network states."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import User
from app.bodies.models import Place, PublicBody
from app.contracts.models import Contract, ContractVersion
from app.core.database import Base
from app.core.files import StoredFile


class ChecklistQuestion(Base):
    """One question of the method. A new wording is a new row; the old one keeps its answers."""

    __tablename__ = "checklist_question"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(index=True)
    category: Mapped[str | None]  # None: for contracts of a category that has no list of its own at this stage
    stage: Mapped[str]
    position: Mapped[int]
    text_mn: Mapped[str]
    text_en: Mapped[str]
    retired_at: Mapped[datetime | None]


class Observation(Base):
    """What one monitor saw, pinned to the version of the contract they saw.

    `revision` counts how often it was sent, `received_at` is when it came first. How and when the monitor
    looked may be open in a draft, and only there.

    From a phone came what stands from `packet_sha256` on: the hash of the packet; when it was finished, by the server's
    clock; how many seconds the phone's was ahead; where the phone was (degrees, accuracy in metres); when the last
    of its files was there or given up, and the code of the receipt that was given for it.
    """

    __tablename__ = "observation"
    __table_args__ = (UniqueConstraint("monitor_id", "client_key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    client_key: Mapped[str]  # made by the form, so that sending twice makes one observation
    contract_id: Mapped[int] = mapped_column(ForeignKey("contract.id"), index=True)
    contract_version_id: Mapped[int] = mapped_column(ForeignKey("contract_version.id"))
    monitor_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    stage: Mapped[str]
    visit: Mapped[str] = mapped_column(nullable=True)
    visited_on: Mapped[date] = mapped_column(nullable=True)
    place_note: Mapped[str | None]
    notes: Mapped[str]
    state: Mapped[str] = mapped_column(default="draft", index=True)
    revision: Mapped[int] = mapped_column(default=1)
    reviewed_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    duplicate_of_id: Mapped[int | None] = mapped_column(ForeignKey("observation.id"))
    created_at: Mapped[datetime]
    received_at: Mapped[datetime | None]
    packet_sha256: Mapped[str | None]
    captured_at: Mapped[datetime | None]
    clock_ahead: Mapped[int | None]
    place_id: Mapped[int | None] = mapped_column(ForeignKey("place.id"))
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]
    accuracy: Mapped[float | None]
    acknowledged_at: Mapped[datetime | None]
    receipt_code: Mapped[str | None] = mapped_column(unique=True)

    contract: Mapped[Contract] = relationship()
    place: Mapped[Place | None] = relationship()
    contract_version: Mapped[ContractVersion] = relationship()
    monitor: Mapped[User] = relationship(foreign_keys=monitor_id)
    reviewed_by: Mapped[User | None] = relationship(foreign_keys=reviewed_by_id)
    duplicate_of: Mapped["Observation | None"] = relationship(remote_side=[id])
    answers: Mapped[list["Answer"]] = relationship(
        back_populates="observation", order_by="Answer.id", cascade="all, delete-orphan"
    )
    evidence: Mapped[list["Evidence"]] = relationship(back_populates="observation", order_by="Evidence.id")
    expected_files: Mapped[list["ExpectedFile"]] = relationship(
        back_populates="observation", order_by="ExpectedFile.id"
    )

    @property
    def current_evidence(self) -> list["Evidence"]:
        """The files that belong to it now, quarantined ones among them."""
        return [row for row in self.evidence if row.withdrawn_at is None]


class ObservationRevision(Base):
    """What an observation said each time it was sent in."""

    __tablename__ = "observation_revision"
    __table_args__ = (UniqueConstraint("observation_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    observation_id: Mapped[int] = mapped_column(ForeignKey("observation.id"))
    number: Mapped[int]
    sent_at: Mapped[datetime]
    document: Mapped[dict[str, Any]]


class Answer(Base):
    __tablename__ = "answer"
    __table_args__ = (UniqueConstraint("observation_id", "question_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    observation_id: Mapped[int] = mapped_column(ForeignKey("observation.id"))
    question_id: Mapped[int] = mapped_column(ForeignKey("checklist_question.id"))
    answer: Mapped[str]
    note: Mapped[str | None]

    observation: Mapped[Observation] = relationship(back_populates="answers")
    question: Mapped[ChecklistQuestion] = relationship()


class Evidence(Base):
    """A photo or document of an observation.

    `withdrawn_at`: taken back by the monitor, or arrived with a revision that could not be sent yet.
    """

    __tablename__ = "evidence"

    id: Mapped[int] = mapped_column(primary_key=True)
    observation_id: Mapped[int] = mapped_column(ForeignKey("observation.id"), index=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"))
    caption: Mapped[str | None]
    withdrawn_at: Mapped[datetime | None]

    observation: Mapped[Observation] = relationship(back_populates="evidence")
    file: Mapped[StoredFile] = relationship(lazy="joined")


class ExpectedFile(Base):
    """A file that a packet names. `have`: how many bytes of it are here. It arrived when it has its evidence."""

    __tablename__ = "expected_file"
    __table_args__ = (UniqueConstraint("observation_id", "sha256"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    observation_id: Mapped[int] = mapped_column(ForeignKey("observation.id"))
    sha256: Mapped[str]
    size: Mapped[int] = mapped_column(BigInteger)
    name: Mapped[str]
    caption: Mapped[str | None]
    have: Mapped[int] = mapped_column(BigInteger, default=0)
    evidence_id: Mapped[int | None] = mapped_column(ForeignKey("evidence.id"))
    given_up_reason: Mapped[str | None]

    observation: Mapped[Observation] = relationship(back_populates="expected_files")

    @property
    def state(self) -> str:
        """`waiting`, `arrived` or `given_up`."""
        if self.evidence_id:
            return "arrived"
        return "waiting" if self.given_up_reason is None else "given_up"


class FilePiece(Base):
    """Bytes of a file that is still arriving, from `start` on. Kept with the rows, so that a piece is here, counted and
    safe at once, on whichever machine the next one arrives."""

    __tablename__ = "file_piece"

    file_id: Mapped[int] = mapped_column(ForeignKey("expected_file.id"), primary_key=True)
    start: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    body: Mapped[bytes] = mapped_column(LargeBinary)


class Finding(Base):
    """What the network states, resting on accepted observations. `position`: what the body answered last.
    `outcome`: what the network assessed. Overdue is computed from the request's dates."""

    __tablename__ = "finding"
    __table_args__ = (CheckConstraint("severity BETWEEN 0 AND 4", name="severity"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    contract_id: Mapped[int] = mapped_column(ForeignKey("contract.id"), index=True)
    body_id: Mapped[int] = mapped_column(ForeignKey("public_body.id"), index=True)
    title_mn: Mapped[str]
    title_en: Mapped[str | None]
    statement_mn: Mapped[str]
    statement_en: Mapped[str | None]
    asks_mn: Mapped[str | None]
    asks_en: Mapped[str | None]
    severity: Mapped[int]
    confidence: Mapped[str]
    state: Mapped[str] = mapped_column(default="drafted", index=True)
    position: Mapped[str | None]
    outcome: Mapped[str | None]
    author_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    checked_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    stated_at: Mapped[datetime]

    contract: Mapped[Contract] = relationship()
    body: Mapped[PublicBody] = relationship()
    author: Mapped[User] = relationship(foreign_keys=author_id)
    checked_by: Mapped[User | None] = relationship(foreign_keys=checked_by_id)
    observations: Mapped[list[Observation]] = relationship(
        secondary="finding_observation", order_by=Observation.visited_on
    )

    @property
    def is_good_practice(self) -> bool:
        return self.severity == 0


class FindingObservation(Base):
    __tablename__ = "finding_observation"

    finding_id: Mapped[int] = mapped_column(ForeignKey("finding.id"), primary_key=True)
    observation_id: Mapped[int] = mapped_column(ForeignKey("observation.id"), primary_key=True, index=True)
