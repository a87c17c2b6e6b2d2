"""The register. One `Contract` is one contracting process (an OCDS `ocid`); all that is known of it came as releases,
imported or entered by hand, which are kept and merged. Columns besides are what lists, filters and rules need."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, LargeBinary, Numeric, Text, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlalchemy.orm import Mapped, deferred, mapped_column, relationship

from app.accounts.models import User
from app.bodies.models import Place, PublicBody
from app.core.database import Base, SortKey
from app.partnership.models import Subnetwork


class Supplier(Base):
    """A company, named as the official register names it."""

    __tablename__ = "supplier"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    fold: Mapped[str] = mapped_column(index=True)
    sort_key: Mapped[str] = mapped_column(SortKey)
    identifier: Mapped[str | None] = mapped_column(unique=True)
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("supplier.id"))


class SupplierName(Base):
    """A name, with or without a number ("" without), under which sources mention a supplier. As `PublicBodyName`."""

    __tablename__ = "supplier_name"
    __table_args__ = (UniqueConstraint("spelling", "identifier"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    supplier_id: Mapped[int] = mapped_column(ForeignKey("supplier.id"), index=True)
    spelling: Mapped[str]
    fold: Mapped[str] = mapped_column(index=True)
    identifier: Mapped[str] = mapped_column(index=True)
    name: Mapped[str]
    decided: Mapped[bool] = mapped_column(default=False)

    supplier: Mapped[Supplier] = relationship()


def _only(condition: str) -> dict[str, Any]:
    """A condition that makes an index a partial one, in both databases."""
    return {f"{dialect}_where": text(condition) for dialect in ("sqlite", "postgresql")}


class Contract(Base):
    """`amount`/`currency`: contracted in total when all is in one currency, else None (the story has every currency).
    `published_at`: since when the public may see it. `version`: number of the newest. `faults`: how many problems its
    data has. `position` and `size`: where it stands by date and by amount, see `intake.positions`."""

    __tablename__ = "contract"

    id: Mapped[int] = mapped_column(primary_key=True)
    ocid: Mapped[str] = mapped_column(unique=True)
    origin: Mapped[str]  # "import" or "hand"
    title: Mapped[str]
    buyer_id: Mapped[int | None] = mapped_column(ForeignKey("public_body.id"), index=True)
    buyer_name_id: Mapped[int | None] = mapped_column(ForeignKey("public_body_name.id"))
    place_id: Mapped[int | None] = mapped_column(ForeignKey("place.id"), index=True)
    place_is_inferred: Mapped[bool] = mapped_column(default=False)
    place_is_corrected: Mapped[bool] = mapped_column(default=False)
    category: Mapped[str | None]
    method: Mapped[str | None]
    stage: Mapped[str | None]
    amount: Mapped[Decimal | None] = mapped_column(Numeric(24, 2))
    currency: Mapped[str | None]
    signed_on: Mapped[date | None]
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    newest_on: Mapped[date | None]
    version: Mapped[int] = mapped_column(default=1)
    faults: Mapped[int] = mapped_column(default=0)
    position: Mapped[int | None] = mapped_column(BigInteger, unique=True)
    size: Mapped[int] = mapped_column(BigInteger, default=-1)
    is_demo: Mapped[bool] = mapped_column(default=False)
    state: Mapped[str] = mapped_column(default="registered")
    subnetwork_id: Mapped[int | None] = mapped_column(ForeignKey("subnetwork.id"))
    created_at: Mapped[datetime]
    published_at: Mapped[datetime | None]

    buyer: Mapped[PublicBody | None] = relationship()
    place: Mapped[Place | None] = relationship()
    subnetwork: Mapped[Subnetwork | None] = relationship()
    suppliers: Mapped[list[Supplier]] = relationship(
        secondary="contract_supplier", order_by=Supplier.sort_key, viewonly=True
    )

    __table_args__ = (
        Index("ix_contract_size", "size", "id"),
        # Few contracts are monitored or public: these indexes hold only those.
        Index("ix_contract_state", "state", **_only("state <> 'registered'")),
        Index("ix_contract_published_at", "published_at", **_only("published_at IS NOT NULL")),
        Index("ix_contract_subnetwork_id", "subnetwork_id", **_only("subnetwork_id IS NOT NULL")),
    )


class ContractSupplier(Base):
    """By `name_id` the contract mentions the supplier; who that is may change by a coordinator's decision."""

    __tablename__ = "contract_supplier"

    contract_id: Mapped[int] = mapped_column(ForeignKey("contract.id"), primary_key=True)
    name_id: Mapped[int] = mapped_column(ForeignKey("supplier_name.id"), primary_key=True)
    supplier_id: Mapped[int] = mapped_column(ForeignKey("supplier.id"), index=True)


class ContractWords(Base):
    """What the full-text index holds of a contract, by its position: its words, their folded forms and the terms of
    its filters (`search.words`). Its full-text index is made by the migration, in each database's own way."""

    __tablename__ = "contract_words"
    position: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    words: Mapped[str] = mapped_column(Text().with_variant(TSVECTOR(), "postgresql"))


class SearchWord(Base):
    """Every word in the index, as written and folded, without digits: to look up beginnings and parts of words."""

    __tablename__ = "search_word"

    word: Mapped[str] = mapped_column(SortKey, primary_key=True)


class RegisterCount(Base):
    """How many contracts of the whole register a value of a filter has, as of the last import."""

    __tablename__ = "register_count"

    filter: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str] = mapped_column(primary_key=True)
    count: Mapped[int]


class ReleaseDictionary(Base):
    """What zstandard learned from releases, so that each takes a fraction of its size. Its id stands in each frame."""

    __tablename__ = "release_dictionary"

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    body: Mapped[bytes] = mapped_column(LargeBinary)


class Release(Base):
    """One release as it came, compressed. The fingerprint (of its content) makes importing twice change nothing.

    `version`: the version of the contract that it made; a version is the merge of all releases up to it.
    """

    __tablename__ = "release"
    __table_args__ = (Index("ix_release_contract_id", "contract_id", "version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    contract_id: Mapped[int] = mapped_column(ForeignKey("contract.id"))
    version: Mapped[int]
    release_id: Mapped[str]
    released_at: Mapped[datetime | None]
    tags: Mapped[list[str]]
    fingerprint: Mapped[bytes] = mapped_column(LargeBinary(16), unique=True)
    source: Mapped[str]
    received_at: Mapped[datetime]
    body: Mapped[bytes] = deferred(mapped_column(LargeBinary))

    contract: Mapped[Contract] = relationship()


class ContractVersion(Base):
    """The contract after some releases arrived: what a monitor saw can always be shown again."""

    __tablename__ = "contract_version"
    __table_args__ = (UniqueConstraint("contract_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    contract_id: Mapped[int] = mapped_column(ForeignKey("contract.id"))
    number: Mapped[int]
    made_at: Mapped[datetime]
    faults: Mapped[list[str]]

    contract: Mapped[Contract] = relationship()


class Assignment(Base):
    """A monitor asked to look at a contract; at most one is open for each pair. `reminded_at`, `overdue_told_at`: when
    the monitor was told that it is due soon, and that it is overdue."""

    __tablename__ = "assignment"
    __table_args__ = (
        Index("uq_assignment_open", "monitor_id", "contract_id", unique=True, **_only("state = 'assigned'")),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    contract_id: Mapped[int] = mapped_column(ForeignKey("contract.id"), index=True)
    monitor_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    assigned_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    assigned_at: Mapped[datetime]
    due_on: Mapped[date | None]
    instructions: Mapped[str | None]
    state: Mapped[str] = mapped_column(default="assigned")
    reminded_at: Mapped[datetime | None]
    overdue_told_at: Mapped[datetime | None]

    contract: Mapped[Contract] = relationship()
    monitor: Mapped[User] = relationship(foreign_keys=monitor_id)
    assigned_by: Mapped[User] = relationship(foreign_keys=assigned_by_id)


class ConflictOfInterest(Base):
    """Declared by the person; bars them from everything about that contract. Never undone, only explained further."""

    __tablename__ = "conflict_of_interest"
    __table_args__ = (UniqueConstraint("user_id", "contract_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    contract_id: Mapped[int] = mapped_column(ForeignKey("contract.id"), index=True)
    reason: Mapped[str]
    declared_at: Mapped[datetime]

    user: Mapped[User] = relationship()
    contract: Mapped[Contract] = relationship()
