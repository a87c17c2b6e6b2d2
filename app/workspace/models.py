"""The cases that measures count in the network's present state, and their tallies. Written by `counting` alone."""

from datetime import date, datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from app.contracts.models import Contract
from app.core.database import Base
from app.measures.tallies import TallyColumns


class PresentCase(Base):
    """One thing that a measure counts, under one of its scopes: see `cases` and `TallyColumns`.

    A request on findings of several contracts has a row for each of them and counts once.
    """

    __tablename__ = "present_case"

    measure: Mapped[str] = mapped_column(primary_key=True)
    scope: Mapped[str] = mapped_column(primary_key=True)
    subject: Mapped[int] = mapped_column(primary_key=True)
    value: Mapped[int] = mapped_column(primary_key=True)
    unit: Mapped[int] = mapped_column(primary_key=True)
    contract_id: Mapped[int] = mapped_column(ForeignKey(Contract.id), primary_key=True, index=True)
    finding_id: Mapped[int | None]


class PresentTally(TallyColumns, Base):
    """How many cases of a measure have that value: what the workspace's pages of measures read."""

    __tablename__ = "present_tally"


class PresentCount(Base):
    """The one row that says how far was counted: up to which entry of the audit chain, when, and when everything was
    counted last. Locking it puts those who count in a queue."""

    __tablename__ = "present_count"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    entries: Mapped[int] = mapped_column(default=0)
    counted_at: Mapped[datetime | None]
    whole_on: Mapped[date | None]
