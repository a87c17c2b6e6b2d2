"""What volunteers saw and what the network states."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    LargeBinary,
    Numeric,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import User
from app.bodies.models import Place, PublicBody
from app.contracts.models import Contract, ContractVersion
from app.core.database import Base
from app.core.files import COLUMNS, StoredFile

Quantity = Numeric(15, 3)  # of goods, in whatever unit the line names
_GENERAL = text("category IS NULL")
_FIRST = text("supplement_id IS NULL")
_OF_FIRST = ("observation_id", "sha256")
_ASKED = text("state = 'requested'")
_WAITS = "state IN ('receiving', 'received', 'in_review')"
WAITING = text(f"observation.{_WAITS}")  # in these very words a query finds the index


class ChecklistQuestion(Base):
    """One question in its words. The same words are the same row in every version; other words under the same
    `code` are another row, so that old answers keep what they answered and the code tells what belongs together."""

    __tablename__ = "checklist_question"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(index=True)
    text_mn: Mapped[str]
    text_en: Mapped[str]


class Checklist(Base):
    """One version of the questions of a stage. A version never changes; the one with the highest number is asked.

    `category` None: for contracts of a category that has no list of its own at this stage.
    `made_by_id` None: shipped with the software.
    """

    __tablename__ = "checklist"
    __table_args__ = (
        UniqueConstraint("category", "stage", "number"),
        # To a database no two NULLs are the same, so the general lists need a rule of their own.
        Index("uq_checklist_general", "stage", "number", unique=True, sqlite_where=_GENERAL, postgresql_where=_GENERAL),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    category: Mapped[str | None]
    stage: Mapped[str]
    number: Mapped[int]
    made_at: Mapped[datetime]
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    reason: Mapped[str | None]

    made_by: Mapped[User | None] = relationship()
    items: Mapped[list["ChecklistItem"]] = relationship(order_by="ChecklistItem.position", cascade="all, delete-orphan")

    @property
    def questions(self) -> list[ChecklistQuestion]:
        """In the order in which they are asked."""
        return [item.question for item in self.items]


class ChecklistItem(Base):
    """A question's place in one version."""

    __tablename__ = "checklist_item"

    checklist_id: Mapped[int] = mapped_column(ForeignKey("checklist.id"), primary_key=True)
    question_id: Mapped[int] = mapped_column(ForeignKey("checklist_question.id"), primary_key=True, index=True)
    position: Mapped[int]

    question: Mapped[ChecklistQuestion] = relationship(lazy="joined")


def _when_it_was_begun(row: Any) -> datetime:
    begun: datetime = row.get_current_parameters()["created_at"]
    return begun


class Observation(Base):
    """What one monitor saw, pinned to the version of the contract they saw and of the checklist they answered.

    `checklist` is None where there was none; `channel` is how it came, a code of `terms.CHANNELS`. `revision`
    counts how often it was sent, `received_at` is when it came first, `sent_at` when it came last (of a draft: when it
    was begun), `decided_at` when its first verdict fell, questions apart; `rejected_for` is why it stands rejected, a
    code of `terms.CAUSES`, None where nobody said. How and when the monitor looked may be open in a draft, and only
    there.

    From a phone came what stands from `packet_sha256` on: the hash of the packet; when it was finished, by the server's
    clock; how many seconds the phone's was ahead; where the phone was (degrees, accuracy in metres); when the last
    of its files was there or given up, and the code of the receipt that was given for it.
    """

    __tablename__ = "observation"
    __table_args__ = (
        UniqueConstraint("monitor_id", "client_key"),
        Index("ix_observation_state_contract", "state", "contract_id"),  # how many there are
        Index("ix_observation_contract_stage", "contract_id", "stage", "visited_on"),  # what may be the same
        Index("ix_observation_decided", "decided_at", "state", "rejected_for", "received_at"),  # what is measured
        Index("ix_observation_reviewed_by", "reviewed_by_id", "state"),  # what is in whose hands
        Index("ix_observation_waiting", "sent_at", "id", sqlite_where=text(_WAITS), postgresql_where=text(_WAITS)),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    client_key: Mapped[str]  # made by the form, so that sending twice makes one observation
    contract_id: Mapped[int] = mapped_column(ForeignKey("contract.id"))
    contract_version_id: Mapped[int] = mapped_column(ForeignKey("contract_version.id"))
    monitor_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    stage: Mapped[str]
    checklist_id: Mapped[int | None] = mapped_column(ForeignKey("checklist.id"), index=True)
    channel: Mapped[str] = mapped_column(default="web", server_default="web")
    visit: Mapped[str] = mapped_column(nullable=True)
    visited_on: Mapped[date] = mapped_column(nullable=True)
    place_note: Mapped[str | None]
    notes: Mapped[str]
    state: Mapped[str] = mapped_column(default="draft")
    revision: Mapped[int] = mapped_column(default=1)
    reviewed_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    duplicate_of_id: Mapped[int | None] = mapped_column(ForeignKey("observation.id"))
    rejected_for: Mapped[str | None]
    created_at: Mapped[datetime]
    received_at: Mapped[datetime | None]
    sent_at: Mapped[datetime] = mapped_column(default=_when_it_was_begun)
    decided_at: Mapped[datetime | None]
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
    checklist: Mapped[Checklist | None] = relationship()
    monitor: Mapped[User] = relationship(foreign_keys=monitor_id)
    reviewed_by: Mapped[User | None] = relationship(foreign_keys=reviewed_by_id)
    duplicate_of: Mapped["Observation | None"] = relationship(remote_side=[id])
    answers: Mapped[list["Answer"]] = relationship(
        back_populates="observation", order_by="Answer.id", cascade="all, delete-orphan"
    )
    documents: Mapped[list["ObservationDocument"]] = relationship(
        order_by="ObservationDocument.position", cascade="all, delete-orphan"
    )
    goods: Mapped[list["ObservationGoods"]] = relationship(
        order_by="ObservationGoods.position", cascade="all, delete-orphan"
    )
    evidence: Mapped[list["Evidence"]] = relationship(back_populates="observation", order_by="Evidence.id")
    expected_files: Mapped[list["ExpectedFile"]] = relationship(
        back_populates="observation", order_by="ExpectedFile.id"
    )

    @property
    def sent_files(self) -> list["ExpectedFile"]:
        """The files that its first packet named; those of its supplements are theirs."""
        return [row for row in self.expected_files if row.supplement_id is None]

    @property
    def current_evidence(self) -> list["Evidence"]:
        """The files that belong to it now, quarantined ones among them."""
        return [row for row in self.evidence if row.withdrawn_at is None]

    @property
    def unseen_evidence(self) -> list["Evidence"]:
        """Clean files about which nobody decided yet whether others may see them."""
        return [row for row in self.current_evidence if row.file.is_clean and row.state == "unseen"]


class ObservationRevision(Base):
    """What an observation said each time it was sent in."""

    __tablename__ = "observation_revision"
    __table_args__ = (UniqueConstraint("observation_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    observation_id: Mapped[int] = mapped_column(ForeignKey("observation.id"))
    number: Mapped[int]
    sent_at: Mapped[datetime]
    document: Mapped[dict[str, Any]]


class Supplement(Base):
    """What its monitor sent from a phone when a reviewer asked: a packet with a key, files and a receipt of its own.

    `revision`: the one that it made of the observation. The other columns are as those of an observation.
    """

    __tablename__ = "supplement"
    __table_args__ = (UniqueConstraint("observation_id", "revision"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    observation_id: Mapped[int] = mapped_column(ForeignKey("observation.id"))
    client_key: Mapped[str] = mapped_column(index=True)
    revision: Mapped[int]
    packet_sha256: Mapped[str]
    captured_at: Mapped[datetime]
    clock_ahead: Mapped[int | None]
    acknowledged_at: Mapped[datetime | None]
    receipt_code: Mapped[str | None] = mapped_column(unique=True)

    observation: Mapped[Observation] = relationship()
    sent_files: Mapped[list["ExpectedFile"]] = relationship(order_by="ExpectedFile.id")


Packed = Observation | Supplement  # what came as a packet


def whole(packed: Packed) -> Observation:
    """The observation that a packet made, or made a new revision of."""
    return packed.observation if isinstance(packed, Supplement) else packed


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


class ObservationDocument(Base):
    """A document that the monitor asked for; `outcome` is a code of `terms.DOCUMENT_OUTCOMES`."""

    __tablename__ = "observation_document"

    observation_id: Mapped[int] = mapped_column(ForeignKey("observation.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    outcome: Mapped[str]


class ObservationGoods(Base):
    """A line of the goods table: what was allocated, what was received, in which condition, when."""

    __tablename__ = "observation_goods"

    observation_id: Mapped[int] = mapped_column(ForeignKey("observation.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    item: Mapped[str]
    allocated: Mapped[Decimal | None] = mapped_column(Quantity)
    received: Mapped[Decimal | None] = mapped_column(Quantity)
    unit: Mapped[str | None]
    condition: Mapped[str | None]
    on: Mapped[date | None] = mapped_column("received_on")


class Evidence(Base):
    """A photo or document of an observation.

    `withdrawn_at`: taken back by the monitor, or arrived with a revision that could not be sent yet. `state`: what was
    decided about showing it to others, `decisions`: how often. `public_sha256` and `public_type`: the copy that others
    may see; `covers`: the parts that are covered in it, as `covers.write` writes them.
    """

    __tablename__ = "evidence"

    id: Mapped[int] = mapped_column(primary_key=True)
    observation_id: Mapped[int] = mapped_column(ForeignKey("observation.id"), index=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"))
    caption: Mapped[str | None]
    withdrawn_at: Mapped[datetime | None]
    state: Mapped[str] = mapped_column(default="unseen", server_default="unseen")
    decisions: Mapped[int] = mapped_column(default=0, server_default="0")
    public_sha256: Mapped[str | None] = mapped_column(index=True)
    public_type: Mapped[str | None]
    covers: Mapped[str | None]

    observation: Mapped[Observation] = relationship(back_populates="evidence")
    file: Mapped[StoredFile] = relationship(lazy="joined")

    @property
    def contract(self) -> Contract:
        return self.observation.contract

    @property
    def monitor_id(self) -> int:
        return self.observation.monitor_id

    @property
    def is_public(self) -> bool:
        """Whether others may see it, in the form in which it was released."""
        return self.public_sha256 is not None and self.withdrawn_at is None

    @property
    def public_kind(self) -> str:
        """`image`, `video`, or what else the copy is that others may see."""
        return (self.public_type or "").partition("/")[0] if self.is_public else ""


COLUMNS["clean"].append(Evidence.public_sha256)


class SealedOpening(Base):
    """Two persons' way to the original of one file: who asks and why, who decides, when it was handed out.

    `expires_at`: until when it may be opened, from the approval on; lapsed is computed. `refusal`: why not.
    `opened_as`: in which part of the network it was opened, a code of `terms.PARTS`.
    """

    __tablename__ = "sealed_opening"
    __table_args__ = (
        CheckConstraint("decided_by_id <> asked_by_id", name="two_persons"),
        # One question at a time about a file, however many ask at once.
        Index("uq_sealed_opening_asked", "evidence_id", unique=True, sqlite_where=_ASKED, postgresql_where=_ASKED),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    evidence_id: Mapped[int] = mapped_column(ForeignKey("evidence.id"), index=True)
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    asked_at: Mapped[datetime]
    reason: Mapped[str]
    state: Mapped[str] = mapped_column(default="requested", index=True)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    decided_at: Mapped[datetime | None]
    refusal: Mapped[str | None]
    expires_at: Mapped[datetime | None]
    opened_at: Mapped[datetime | None]
    opened_as: Mapped[str | None]

    evidence: Mapped[Evidence] = relationship()
    asked_by: Mapped[User] = relationship(foreign_keys=asked_by_id)
    decided_by: Mapped[User | None] = relationship(foreign_keys=decided_by_id)

    @property
    def observation(self) -> Observation:
        return self.evidence.observation

    @property
    def contract(self) -> Contract:
        return self.observation.contract


class ExpectedFile(Base):
    """A file that a packet names, the observation's first one or a supplement. `have`: how many bytes of it are here.
    It arrived when it has its evidence."""

    __tablename__ = "expected_file"
    __table_args__ = (
        UniqueConstraint("supplement_id", "sha256"),
        # To a database no two NULLs are the same, so the first packet needs a rule of its own.
        Index("uq_expected_file_first", *_OF_FIRST, unique=True, sqlite_where=_FIRST, postgresql_where=_FIRST),
        Index("ix_expected_file_observation_id", "observation_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    observation_id: Mapped[int] = mapped_column(ForeignKey("observation.id"))
    supplement_id: Mapped[int | None] = mapped_column(ForeignKey("supplement.id"))
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
    `outcome`: what the network assessed. Overdue is computed from the request's dates.

    `revision` counts how often what it says or what it rests on changed: a page that shows an older one is stale.
    `merged_into_id`: where it went, as long as it is merged; `split_from_id`: of which finding it was a part."""

    __tablename__ = "finding"
    __table_args__ = (
        CheckConstraint("severity BETWEEN 0 AND 4", name="severity"),
        Index("ix_finding_stated", "stated_at", "id"),  # a list, the newest first
    )

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
    revision: Mapped[int] = mapped_column(default=1, server_default="1")
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("finding.id"), index=True)
    split_from_id: Mapped[int | None] = mapped_column(ForeignKey("finding.id"), index=True)

    contract: Mapped[Contract] = relationship()
    body: Mapped[PublicBody] = relationship()
    merged_into: Mapped["Finding | None"] = relationship(foreign_keys=merged_into_id, remote_side=[id])
    split_from: Mapped["Finding | None"] = relationship(foreign_keys=split_from_id, remote_side=[id])
    author: Mapped[User] = relationship(foreign_keys=author_id)
    checked_by: Mapped[User | None] = relationship(foreign_keys=checked_by_id)
    observations: Mapped[list[Observation]] = relationship(
        secondary="finding_observation",
        primaryjoin="Finding.id == FindingObservation.finding_id",
        order_by=Observation.visited_on,
    )

    @property
    def is_good_practice(self) -> bool:
        return self.severity == 0


class FindingObservation(Base):
    """What a finding rests on. A merged finding keeps what it rested on, so that the merge can be taken apart.

    `came_with_id`: the merged finding with which the observation came."""

    __tablename__ = "finding_observation"

    finding_id: Mapped[int] = mapped_column(ForeignKey("finding.id"), primary_key=True)
    observation_id: Mapped[int] = mapped_column(ForeignKey("observation.id"), primary_key=True, index=True)
    came_with_id: Mapped[int | None] = mapped_column(ForeignKey("finding.id"))


class FindingHand(Base):
    """Who besides its author had a hand in a finding: chose what it rests on, or wrote what was merged into it or what
    it was split from. They do not cross-check it."""

    __tablename__ = "finding_hand"

    finding_id: Mapped[int] = mapped_column(ForeignKey("finding.id"), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), primary_key=True)
