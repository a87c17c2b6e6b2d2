"""Files that phones make when nothing else works, and what becomes of what they hold (`docs/field.md`)."""

import base64
import binascii
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from flask_babel import lazy_gettext as _l

from app.accounts.models import User
from app.core import audit, keys
from app.core.actors import Actor
from app.core.database import db
from app.core.errors import NotFound, Refused
from app.field import passes
from app.findings import service
from app.findings.models import Packed, whole
from app.findings.packet import Unreadable

MAGIC = b"KHYANALT-HANDOVER-1\n"
LENGTH = 4  # bytes of each length, big-endian


class _Wrapping(msgspec.Struct):
    id: str
    key: str
    iv: str


class _File(msgspec.Struct):
    sha256: str
    size: int


class _Item(msgspec.Struct):
    packet: str
    files: list[_File] = []


class _Manifest(msgspec.Struct, rename={"pass_": "pass"}):
    pass_: str
    items: list[_Item]


@dataclass(frozen=True)
class Taken:
    """What became of one item: what is here of it, or why it was refused."""

    packed: Packed | None
    refusal: Any = None


def take_in(data: bytes, bringer: Actor, at: datetime) -> list[Taken]:
    """Keep what a handed-over file holds as its monitor's; who brought it is recorded. Doing it again changes nothing.

    Raises Refused for a file that is none, was made for another installation, or whose pass holds no longer.
    """
    body = _Bytes(_opened(data))
    manifest = _read(body.take_prefixed(), _Manifest)
    monitor = passes.find_holder(manifest.pass_)
    if monitor is None:
        raise Refused(
            _l("The pass of this file holds no longer. The monitor can sign in on the phone and make it anew.")
        )
    return [_take(item, body, monitor, bringer, at) for item in manifest.items]


def _take(item: _Item, body: "_Bytes", monitor: User, bringer: Actor, at: datetime) -> Taken:
    files = [(file.sha256, body.take(file.size)) for file in item.files]
    try:
        with db.session.begin_nested():
            packed = service.take_packet(item.packet.encode(), monitor, at)
            for sha256, data in files:
                _complete(packed, sha256, data, monitor, at)
            audit.record(bringer, at, "hand_over", whole(packed))
            return Taken(packed)
    except Unreadable:
        return Taken(None, _l("This could not be read"))
    except (Refused, NotFound) as fault:
        return Taken(None, fault.message)


def _complete(packed: Packed, sha256: str, data: bytes, monitor: User, at: datetime) -> None:
    """What is not here yet of the file; a part of it may have come from the phone itself."""
    have = next((file.have for file in packed.sent_files if file.sha256 == sha256), 0)
    service.take_piece(packed, sha256, have, data[have:], monitor, at)


def _opened(data: bytes) -> bytes:
    if not data.startswith(MAGIC):
        raise Refused(_l("This is no file that was handed over by a phone."))
    sealed = _Bytes(data[len(MAGIC) :])
    wrapping = _read(sealed.take_prefixed(), _Wrapping)
    if wrapping.id != keys.handover_key()["id"]:
        raise Refused(_l("This file was made for another installation."))
    try:
        key, iv = (base64.b64decode(text, validate=True) for text in (wrapping.key, wrapping.iv))
        return AESGCM(keys.unwrap(key)).decrypt(iv, sealed.rest(), None)
    except (binascii.Error, ValueError, InvalidTag) as fault:
        raise _damaged() from fault


def _read(data: bytes, kind: type[Any]) -> Any:
    try:
        return msgspec.json.decode(data, type=kind)
    except msgspec.MsgspecError as fault:
        raise _damaged() from fault


def _damaged() -> Refused:
    return Refused(_l("The file is damaged. Have it made again."))


class _Bytes:
    """Bytes taken from the front, piece by piece."""

    def __init__(self, data: bytes) -> None:
        self._data, self._at = data, 0

    def take(self, size: int) -> bytes:
        start, self._at = self._at, self._at + size
        if size < 0 or self._at > len(self._data):
            raise _damaged()
        return self._data[start : self._at]

    def take_prefixed(self) -> bytes:
        return self.take(int.from_bytes(self.take(LENGTH)))

    def rest(self) -> bytes:
        return self._data[self._at :]
