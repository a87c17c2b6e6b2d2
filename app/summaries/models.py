"""Public accountability summaries: the working text, the frozen versions, and what these make public."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import User
from app.contracts.models import Contract
from app.core.database import Base
from app.core.files import COLUMNS
from app.findings.models import Finding
from app.measures.tallies import TallyColumns


class Summary(Base):
    """The working copy. Publishing freezes it into a `SummaryVersion`; editing never touches a version."""

    __tablename__ = "summary"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(unique=True)
    title_mn: Mapped[str]
    title_en: Mapped[str | None]
    text_mn: Mapped[str]
    text_en: Mapped[str | None]
    method_mn: Mapped[str | None]
    method_en: Mapped[str | None]
    limits_mn: Mapped[str | None]
    limits_en: Mapped[str | None]
    cutoff_on: Mapped[date]
    state: Mapped[str] = mapped_column(default="composing", index=True)
    edits: Mapped[int] = mapped_column(default=0)
    edited_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    cleared_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    created_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]
    withdrawal_mn: Mapped[str | None]
    withdrawal_en: Mapped[str | None]

    edited_by: Mapped[User] = relationship(foreign_keys=edited_by_id)
    cleared_by: Mapped[User | None] = relationship(foreign_keys=cleared_by_id)
    findings: Mapped[list[Finding]] = relationship(secondary="summary_finding", order_by=Finding.severity.desc())
    versions: Mapped[list["SummaryVersion"]] = relationship(back_populates="summary", order_by="SummaryVersion.number")


class SummaryFinding(Base):
    __tablename__ = "summary_finding"

    summary_id: Mapped[int] = mapped_column(ForeignKey("summary.id"), primary_key=True)
    finding_id: Mapped[int] = mapped_column(ForeignKey("finding.id"), primary_key=True, index=True)


class SummaryVersion(Base):
    """A published version: never changes. `document` is all that the page shows, `content_hash` its SHA-256."""

    __tablename__ = "summary_version"
    __table_args__ = (UniqueConstraint("summary_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    summary_id: Mapped[int] = mapped_column(ForeignKey("summary.id"))
    number: Mapped[int]
    kind: Mapped[str]  # "first", "revision" (better data) or "correction" (a mistake owned)
    note: Mapped[str | None]
    published_at: Mapped[datetime]
    published_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    document: Mapped[dict[str, Any]]
    content_hash: Mapped[str]

    summary: Mapped[Summary] = relationship(back_populates="versions")


class PublishedFinding(Base):
    """The public face of a finding: its part of the newest standing version, as frozen, made searchable.

    `document` is that part, with `links` (see `rules.links_of`) and `tally` (see `rules.tally`). Written by
    publishing alone; public pages read findings, replies and outcomes from here and from nowhere else.
    """

    __tablename__ = "published_finding"

    finding_id: Mapped[int] = mapped_column(ForeignKey("finding.id"), primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("summary_version.id"), index=True)
    contract_id: Mapped[int] = mapped_column(ForeignKey("contract.id"), index=True)
    body_id: Mapped[int] = mapped_column(ForeignKey("public_body.id"), index=True)
    severity: Mapped[int] = mapped_column(index=True)
    document: Mapped[dict[str, Any]]

    version: Mapped[SummaryVersion] = relationship()
    contract: Mapped[Contract] = relationship()


class PublishedCase(Base):
    """One thing that a measure counts, under one of its scopes: see `cases`. Written by `counting` alone.

    `scope`: "whole" (subject 0) or a code of `measures.terms.SCOPES`; `value`: 0 or 1, or days.
    """

    __tablename__ = "published_case"
    __table_args__ = (
        Index("ix_published_case_unit", "unit"),
        Index("ix_published_case_value", "measure", "scope", "subject", "value", "finding_id", "unit"),
    )

    measure: Mapped[str] = mapped_column(primary_key=True)
    scope: Mapped[str] = mapped_column(primary_key=True)
    subject: Mapped[int] = mapped_column(primary_key=True)
    unit: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[int]
    finding_id: Mapped[int] = mapped_column(ForeignKey("finding.id"), index=True)


class PublishedTally(TallyColumns, Base):
    """How many cases of a measure have that value: what the public pages of measures read."""

    __tablename__ = "published_tally"


class PublishedFile(Base):
    """A clean copy that a published version shows; only these are served to the public."""

    __tablename__ = "published_file"

    version_id: Mapped[int] = mapped_column(ForeignKey("summary_version.id"), primary_key=True)
    sha256: Mapped[str] = mapped_column(primary_key=True, index=True)
    media_type: Mapped[str]


COLUMNS["clean"].append(PublishedFile.sha256)
