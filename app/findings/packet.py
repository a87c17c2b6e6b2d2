"""The packet: an observation as a phone froze it (`docs/field.md`). Pure.

Its bytes are its identity: the same key with the same bytes is the same observation, sent again.
"""

import hashlib
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Annotated

import msgspec
from msgspec import Meta, Struct

from app.findings.rules import MAX_FILES, MAX_ROWS, MAX_TEXT, Answered, Content, DocumentAsked, GoodsLine

MAX_BYTES = 64 * 1024
MOST_AHEAD = 400 * 24 * 3600  # seconds; a clock further off than a year was never set

Key = Annotated[str, Meta(pattern=r"^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$")]
Sha256 = Annotated[str, Meta(pattern=r"^[0-9a-f]{64}$")]
Id = Annotated[int, Meta(ge=1, lt=2**31)]  # what both databases hold, as is a text without NUL
Line = Annotated[str, Meta(max_length=500, pattern=r"\A[^\x00]*\Z")]
Text = Annotated[str, Meta(max_length=MAX_TEXT, pattern=r"\A[^\x00]*\Z")]
Latitude = Annotated[float, Meta(ge=-90, le=90)]
Longitude = Annotated[float, Meta(ge=-180, le=180)]
Metres = Annotated[float, Meta(ge=0, le=10_000_000)]


class Unreadable(Exception):
    """This is no packet. `str()` says where it ends to be one, for the log of whoever builds phones."""


Document = tuple[Line, Line]  # its name; what became of it
Goods = tuple[Line, Decimal | None, Decimal | None, Line, Line, date | None]  # as `GoodsLine`


class PacketFile(Struct, frozen=True):
    """A file that will follow. `name`: what the phone calls it."""

    sha256: Sha256
    size: Annotated[int, Meta(ge=1, le=2**40)]
    name: Line
    type: Line = ""
    caption: Line = ""


class Supplements(Struct, frozen=True, array_like=True):
    """What a reviewer asked about: the observation, its revision, and the hash of what it said then (`work.asked`)."""

    observation: Id
    revision: Annotated[int, Meta(ge=1, lt=2**31)]
    content: Sha256


class Packet(Struct, frozen=True, forbid_unknown_fields=True):
    """`contract`, `version`, `checklist`, `place` and the keys of `answers` are ids as the server gave them.
    `clock_ahead`: seconds by which the phone's clock was ahead of the server's, None when it does not know.
    `supplements`: the observation that it says anew, as a reviewer asked; `files` are then those that come besides."""

    packet: Annotated[int, Meta(ge=1, le=1)]
    key: Key
    contract: Id
    version: Id
    stage: Line
    captured_at: datetime
    notes: Text = ""
    checklist: Id | None = None
    visit: Line | None = None
    visited_on: date | None = None
    place: Id | None = None
    position: tuple[Latitude, Longitude, Metres] | None = None
    place_note: Line | None = None
    answers: dict[int, tuple[Line, Text]] = {}
    documents: Annotated[tuple[Document, ...], Meta(max_length=MAX_ROWS)] = ()
    goods: Annotated[tuple[Goods, ...], Meta(max_length=MAX_ROWS)] = ()
    clock_ahead: Annotated[int, Meta(ge=-MOST_AHEAD, le=MOST_AHEAD)] | None = None
    files: Annotated[tuple[PacketFile, ...], Meta(max_length=MAX_FILES)] = ()
    supplements: Supplements | None = None

    def content(self) -> Content:
        """What the monitor says, files apart."""
        return Content(
            self.visit,
            self.visited_on,
            self.place_note or None,
            self.notes,
            {number: Answered(answer, note or None) for number, (answer, note) in self.answers.items()},
            tuple(DocumentAsked(*row) for row in self.documents),
            tuple(_goods_line(row) for row in self.goods),
            self.place,
        )

    def happened_at(self) -> datetime:
        """When it was finished by the server's clock."""
        return self.captured_at - timedelta(seconds=self.clock_ahead or 0)


def _goods_line(row: Goods) -> GoodsLine:
    item, allocated, received, unit, condition, on = row
    return GoodsLine(item, allocated, received, unit or None, condition or None, on)


def read_packet(data: bytes) -> Packet:
    """Raises Unreadable."""
    if len(data) > MAX_BYTES:
        raise Unreadable("too large")
    try:
        packet = msgspec.json.decode(data, type=Packet)
    except (msgspec.MsgspecError, ValueError, RecursionError) as fault:
        raise Unreadable(str(fault)) from fault
    if packet.captured_at.tzinfo is None:
        raise Unreadable("captured_at says no time zone")
    if len({file.sha256 for file in packet.files}) < len(packet.files):
        raise Unreadable("a file stands there twice")
    return packet


def hash_of(data: bytes) -> str:
    """By which a packet is known."""
    return hashlib.sha256(data).hexdigest()
