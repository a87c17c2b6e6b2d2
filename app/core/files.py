"""Files that people hand in: checked by content, hashed, the original sealed, a clean copy made.

What cannot be cleaned is quarantined: kept sealed, never served.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import exists, or_, select, union
from sqlalchemy.orm import Mapped, mapped_column

from app.core import storage
from app.core.cleaning import Cleaned, Reason, Uncleanable, clean, sniff
from app.core.cleaning.media import TEXT
from app.core.database import Base, after_commit, db
from app.core.errors import Invalid, NotFound

BEING_WRITTEN = timedelta(hours=1)
PROBLEMS = {
    "not_taken": _l("This kind of file is not taken. Send a photo, a video or a PDF."),
    "damaged": _l("The file is damaged. Send it again."),
    "encrypted": _l("The file is protected by a password. Send it without one."),
    "too_large_picture": _l("The picture has too many pixels. Send a smaller one."),
    "active_content": _l("The file contains a program. Send it as a PDF."),
    "not_cleanable": _l("Names could remain hidden in this kind of file. Send it as a PDF."),
    "too_large_video": _l("The video is too long or too large. Send a shorter one."),
    "other_video": _l("This kind of video is not taken. Send it as the phone recorded it."),
    "metadata_left": _l("The copy could not be cleaned wholly. Send a photo of it."),
}


class Condition(StrEnum):
    CLEAN = "clean"
    QUARANTINED = "quarantined"


class StoredFile(Base):
    """One handed-in file. `name` is what the sender called it: for signed-in eyes only, never in public."""

    __tablename__ = "stored_file"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    sha256: Mapped[str] = mapped_column(index=True)
    size: Mapped[int]
    media_type: Mapped[str | None]
    condition: Mapped[str]
    problem: Mapped[str | None]
    clean_sha256: Mapped[str | None] = mapped_column(index=True)
    clean_type: Mapped[str | None]
    received_at: Mapped[datetime]

    @property
    def is_clean(self) -> bool:
        return self.condition == Condition.CLEAN

    @property
    def is_picture(self) -> bool:
        return self.is_clean and (self.clean_type or "").startswith("image/")

    @property
    def is_video(self) -> bool:
        return self.is_clean and (self.clean_type or "").startswith("video/")


def receive(name: str, data: bytes, at: datetime) -> StoredFile:
    """Seal the original and make its clean copy; returns the flushed row, clean or quarantined."""
    try:
        return _keep(name, data, at, clean(data, sniff(data) or ""))
    except Uncleanable as problem:
        return _keep(name, data, at, problem.reason)


def receive_document(name: str, data: bytes, at: datetime, field: str) -> StoredFile:
    """The same for whoever can send the paper in another shape: what would stay sealed, so that nobody ever reads it,
    is refused at `field` (Invalid) before anything is kept.

    Plain text is refused too: a program passes for it, and it is no document that an office issued.
    """
    media_type = sniff(data)
    try:
        if media_type == TEXT:
            raise Uncleanable(Reason.NOT_TAKEN)
        cleaned = clean(data, media_type or "")
    except Uncleanable as problem:
        raise Invalid({field: PROBLEMS[problem.reason]}) from problem
    return _keep(name, data, at, cleaned)


def _keep(name: str, data: bytes, at: datetime, made: Cleaned | Reason) -> StoredFile:
    file = StoredFile(
        name=name[:200],
        sha256=storage.put("sealed", data),
        size=len(data),
        media_type=sniff(data),
        received_at=at,
    )
    if isinstance(made, Cleaned):
        file.condition, file.clean_type = Condition.CLEAN, made.media_type
        file.clean_sha256 = storage.put("clean", made.data)
    else:
        file.condition, file.problem = Condition.QUARANTINED, made.value
    db.session.add(file)
    db.session.flush()
    return file


def discard(files: Iterable[StoredFile]) -> int:
    """Forget these files unless a row of the house still refers to them; returns how many are gone.

    Their bytes go once the transaction is committed, and only those that no other row names by their hash. Whoever
    hands in the same bytes at that very moment may find them missing (`check` tells); handing in again mends it.
    """
    gone = [file for file in files if not _is_referred_to(file)]
    digests = {("sealed", file.sha256) for file in gone}
    digests |= {("clean", file.clean_sha256) for file in gone if file.clean_sha256}
    for file in gone:
        db.session.delete(file)
    db.session.flush()
    after_commit(lambda: _delete_unnamed(digests))
    return len(gone)


def discard_copy(digest: str) -> None:
    """Delete the bytes of a copy once the transaction is committed, unless a row still names them then."""
    after_commit(lambda: _delete_unnamed([("clean", digest)]))


def _is_referred_to(file: StoredFile) -> bool:
    """By any table: the foreign keys themselves say which could."""
    pointing = (
        column
        for table in db.metadata.tables.values()
        for column in table.columns
        if column.references(StoredFile.__table__.c.id)
    )
    return any(db.session.scalar(select(exists().where(column == file.id))) for column in pointing)


def _delete_unnamed(digests: Iterable[tuple[str, str]]) -> None:
    for area, digest in digests:
        if not _is_known(f"{area}/{digest}"):
            storage.delete(area, digest)


def clean_copy(file: StoredFile) -> bytes:
    """The bytes that may be served. Raises NotFound for a quarantined file."""
    if not file.is_clean or file.clean_sha256 is None:
        raise NotFound()
    return storage.get("clean", file.clean_sha256)


def original(file: StoredFile) -> bytes:
    """The bytes as they were handed in, checked against their hash. Nothing serves them but an approved opening.

    Raises OSError when they are gone or were altered.
    """
    return storage.get("sealed", file.sha256)


@dataclass(frozen=True)
class Fault:
    """`kind`: "missing" (a row without its file), "altered" (its bytes are others now) or "unknown" (a file without a
    row). `name`: `<area>/<sha256>`."""

    kind: str
    name: str


def check(at: datetime) -> Iterator[Fault]:
    """What does not fit between the rows and the store; nothing is changed. What was written within the hour may still
    get its row."""
    for area, columns in COLUMNS.items():
        rows = union(*(select(column).where(column.is_not(None)) for column in columns))
        for digest in db.session.scalars(rows.order_by(rows.selected_columns[0]).execution_options(yield_per=1000)):
            if kind := _fault_of(area, digest):
                yield Fault(kind, f"{area}/{digest}")
    for name, written_at in storage.names():
        if written_at < at - BEING_WRITTEN and not _is_known(name):
            yield Fault("unknown", name)


# Who names what lies where; features above add theirs.
COLUMNS: dict[str, list[Any]] = {"sealed": [StoredFile.sha256], "clean": [StoredFile.clean_sha256]}


def _is_known(name: str) -> bool:
    area, _, digest = name.partition("/")
    named = [exists().where(column == digest) for column in COLUMNS.get(area, ())]
    return bool(named) and bool(db.session.scalar(select(or_(*named))))


def _fault_of(area: str, digest: str) -> str | None:
    try:
        storage.get(area, digest)
    except FileNotFoundError:
        return "missing"
    except OSError:
        return "altered"
    return None
