"""The audit chain: one entry for each change of state and each decision, each sealed by the hash of the one before.

An entry cannot be changed, removed or slipped in without breaking every later hash; the head row tells how long the
chain must be, so cutting its end shows as well. Entries hold account numbers, never names.
"""

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Index, select, text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.actors import Actor
from app.core.database import Base, db

GENESIS = "0" * 64


class AuditEntry(Base):
    __tablename__ = "audit_entry"
    __table_args__ = (Index("ix_audit_entry_subject", "subject_kind", "subject_id"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    actor_id: Mapped[int | None] = mapped_column(index=True)
    actor_kind: Mapped[str]
    subject_kind: Mapped[str]
    subject_id: Mapped[int]
    verb: Mapped[str]
    from_state: Mapped[str | None]
    to_state: Mapped[str | None]
    reason: Mapped[str | None]
    details: Mapped[dict[str, Any]]
    previous: Mapped[str]
    hash: Mapped[str]


class AuditHead(Base):
    """The one row that says where the chain ends. Locking it puts writers in a queue."""

    __tablename__ = "audit_head"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    length: Mapped[int]
    hash: Mapped[str]


@dataclass(frozen=True)
class Verdict:
    """Result of `verify`: how many entries, and the number of the first broken one with what is wrong."""

    length: int
    broken_at: int | None = None
    fault: str | None = None

    @property
    def whole(self) -> bool:
        return self.broken_at is None


def record(
    actor: Actor,
    at: datetime,
    verb: str,
    subject: Any,
    *,
    from_state: str | None = None,
    to_state: str | None = None,
    reason: str | None = None,
    **details: Any,
) -> AuditEntry:
    """Append one entry about `subject` (a flushed row). `details` must be plain JSON values."""
    db.session.flush()
    head = _locked_head()
    entry = AuditEntry(
        id=head.length + 1,
        at=at,
        actor_id=actor.actor_id,
        actor_kind=actor.actor_kind,
        subject_kind=subject.__tablename__,
        subject_id=subject.id,
        verb=verb,
        from_state=from_state,
        to_state=to_state,
        reason=reason or None,
        details=details,
        previous=head.hash,
    )
    entry.hash = seal(entry)
    head.length, head.hash = entry.id, entry.hash
    db.session.add(entry)
    db.session.flush()
    return entry


def _locked_head() -> AuditHead:
    query = select(AuditHead).where(AuditHead.id == 1).with_for_update().execution_options(populate_existing=True)
    head: AuditHead | None = db.session.scalar(query)
    if head is None:
        first = text("INSERT INTO audit_head (id, length, hash) VALUES (1, 0, :hash) ON CONFLICT DO NOTHING")
        db.session.execute(first, {"hash": GENESIS})  # waits for whoever does the same at this moment
        head = db.session.scalars(query).one()
    return head


def seal(entry: AuditEntry) -> str:
    """SHA-256 over the previous hash and every field of the entry, as canonical JSON."""
    fields = {
        "id": entry.id,
        "at": entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "actor": [entry.actor_kind, entry.actor_id],
        "subject": [entry.subject_kind, entry.subject_id],
        "verb": entry.verb,
        "states": [entry.from_state, entry.to_state],
        "reason": entry.reason,
        "details": entry.details,
        "previous": entry.previous,
    }
    canonical = json.dumps(fields, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def verify() -> Verdict:
    """Walk the whole chain; stop at the first entry that does not hold."""
    expected, length = GENESIS, 0
    query = select(AuditEntry).order_by(AuditEntry.id).execution_options(yield_per=1000)
    with db.session.scalars(query) as entries:
        for entry in entries:
            length += 1
            if fault := _fault(entry, length, expected):
                return Verdict(length, length, fault)
            expected = entry.hash
    return _check_end(length, expected)


def _fault(entry: AuditEntry, number: int, expected: str) -> str | None:
    if entry.id != number:
        return "missing"
    if entry.previous != expected:
        return "unlinked"
    return None if entry.hash == seal(entry) else "changed"


def _check_end(length: int, last: str) -> Verdict:
    head = db.session.get(AuditHead, 1)
    if head is None:
        return Verdict(length) if length == 0 else Verdict(length, length, "no head")
    if (head.length, head.hash) != (length, last):
        return Verdict(length, length + 1, "end cut off")
    return Verdict(length)


def history(subject: Any) -> list[AuditEntry]:
    """Every entry about one row, oldest first."""
    query = select(AuditEntry).where(
        AuditEntry.subject_kind == subject.__tablename__, AuditEntry.subject_id == subject.id
    )
    return list(db.session.scalars(query.order_by(AuditEntry.id)))


def recent(limit: int = 100, before: int | None = None) -> list[AuditEntry]:
    """The newest entries, `before` an entry number when given (keyset page)."""
    query = select(AuditEntry).order_by(AuditEntry.id.desc()).limit(limit)
    return list(db.session.scalars(query if before is None else query.where(AuditEntry.id < before)))
