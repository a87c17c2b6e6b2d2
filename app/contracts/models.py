"""The register. One `Contract` is one contracting process (an OCDS `ocid`); all that is known of it came as releases,
imported or entered by hand, which are kept and merged. Columns besides are what lists, filters and rules need."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import ForeignKey, LargeBinary, Numeric, UniqueConstraint
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


class Contract(Base):
    """`amount`/`currency`: contracted in total when all is in one currency, else None (the story has every currency).
    `published_at`: since when the public may see it."""

    __tablename__ = "contract"

    id: Mapped[int] = mapped_column(primary_key=True)
    ocid: Mapped[str] = mapped_column(unique=True)
    origin: Mapped[str]  # "import" or "hand"
    title: Mapped[str]
    fold: Mapped[str]
    buyer_id: Mapped[int | None] = mapped_column(ForeignKey("public_body.id"), index=True)
    place_id: Mapped[int | None] = mapped_column(ForeignKey("place.id"), index=True)
    place_is_inferred: Mapped[bool] = mapped_column(default=False)
    category: Mapped[str | None] = mapped_column(index=True)
    method: Mapped[str | None]
    stage: Mapped[str | None] = mapped_column(index=True)
    amount: Mapped[Decimal | None] = mapped_column(Numeric(24, 2))
    currency: Mapped[str | None]
    signed_on: Mapped[date | None]
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    newest_on: Mapped[date | None] = mapped_column(index=True)
    is_demo: Mapped[bool] = mapped_column(default=False)
    state: Mapped[str] = mapped_column(default="registered", index=True)
    subnetwork_id: Mapped[int | None] = mapped_column(ForeignKey("subnetwork.id"), index=True)
    created_at: Mapped[datetime]
    published_at: Mapped[datetime | None] = mapped_column(index=True)

    buyer: Mapped[PublicBody | None] = relationship()
    place: Mapped[Place | None] = relationship()
    subnetwork: Mapped[Subnetwork | None] = relationship()
    suppliers: Mapped[list[Supplier]] = relationship(secondary="contract_supplier", order_by=Supplier.sort_key)


class ContractSupplier(Base):
    __tablename__ = "contract_supplier"

    contract_id: Mapped[int] = mapped_column(ForeignKey("contract.id"), primary_key=True)
    supplier_id: Mapped[int] = mapped_column(ForeignKey("supplier.id"), primary_key=True, index=True)


class Release(Base):
    """One release as it came, compressed. The fingerprint (of its content) makes importing twice change nothing."""

    __tablename__ = "release"
    __table_args__ = (UniqueConstraint("contract_id", "fingerprint"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    contract_id: Mapped[int] = mapped_column(ForeignKey("contract.id"))
    release_id: Mapped[str]
    released_at: Mapped[datetime | None]
    tags: Mapped[list[str]]
    fingerprint: Mapped[str]
    source: Mapped[str]
    received_at: Mapped[datetime]
    body: Mapped[bytes] = deferred(mapped_column(LargeBinary))

    contract: Mapped[Contract] = relationship()


class ContractVersion(Base):
    """The merged contract after some releases arrived: what a monitor saw can always be shown again."""

    __tablename__ = "contract_version"
    __table_args__ = (UniqueConstraint("contract_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    contract_id: Mapped[int] = mapped_column(ForeignKey("contract.id"))
    number: Mapped[int]
    made_at: Mapped[datetime]
    faults: Mapped[list[str]]
    body: Mapped[bytes] = deferred(mapped_column(LargeBinary))

    contract: Mapped[Contract] = relationship()


class Assignment(Base):
    """A monitor asked to look at a contract."""

    __tablename__ = "assignment"

    id: Mapped[int] = mapped_column(primary_key=True)
    contract_id: Mapped[int] = mapped_column(ForeignKey("contract.id"), index=True)
    monitor_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    assigned_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    assigned_at: Mapped[datetime]
    due_on: Mapped[date | None]
    instructions: Mapped[str | None]
    state: Mapped[str] = mapped_column(default="assigned")

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
