"""The files in a zip archive, each read like a file of its own."""

import lzma
import struct
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import IO, Final, cast

from app.ocds.problems import Problem, ProblemCode
from app.ocds.reader.sources import Allowance, DamagedSource, Readable

ZIP_MAGIC: Final = (b"PK\x03\x04", b"PK\x05\x06")  # the second: with nothing in it
_HELD_IN_MEMORY = 16 * 1024 * 1024
_LONGEST_NAME = 200
_ENCRYPTED = 0x1
_BROKEN = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, EOFError, OSError),
    *(NotImplementedError, RuntimeError, ValueError, OverflowError),
)


@dataclass(frozen=True, slots=True)
class Member:
    """A file of an archive; what is in it counts against what the archive may hold."""

    name: str
    stream: Readable
    allowance: Allowance


def members(head: bytes, source: Readable) -> Iterator[Member | Problem]:
    """The files of an archive that begins with `head`, by name; those that cannot be opened as problems.

    Each is to be read before the next is asked for. Raises DamagedSource.
    """
    with _seekable(head, source) as file:
        try:
            archive = zipfile.ZipFile(file)
            size = file.seek(0, 2)
        except _BROKEN:
            raise DamagedSource(ProblemCode.DAMAGED_ZIP) from None
        allowance = Allowance(size)
        for info in sorted(archive.infolist(), key=lambda info: info.filename):
            if not (info.is_dir() or info.filename.startswith("__MACOSX/") or allowance.is_spent):
                yield _member(archive, info, allowance)


def _member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, allowance: Allowance) -> Member | Problem:
    name = info.filename.lstrip("/")[-_LONGEST_NAME:]
    if info.flag_bits & _ENCRYPTED:
        return Problem(ProblemCode.ENCRYPTED, name, fatal=True)
    try:
        return Member(name, _Metered(archive.open(info), allowance), allowance)
    except _BROKEN:
        return Problem(ProblemCode.DAMAGED_ZIP, name, fatal=True)


class _Metered:
    """A member as it is unpacked. Raises DamagedSource."""

    def __init__(self, member: IO[bytes], allowance: Allowance) -> None:
        self._member, self._allowance = member, allowance

    def read(self, size: int, /) -> bytes:
        try:
            data = self._member.read(size)
        except _BROKEN:
            raise DamagedSource(ProblemCode.DAMAGED_ZIP) from None
        self._allowance.spend(len(data))
        return data


@contextmanager
def _seekable(head: bytes, source: Readable) -> Iterator[IO[bytes]]:
    """The source itself, or a copy of it that can be read in any order."""
    if getattr(source, "seekable", lambda: False)():
        yield cast(IO[bytes], source)
        return
    with tempfile.SpooledTemporaryFile(_HELD_IN_MEMORY) as copy:
        copy.write(head)
        for block in iter(partial(source.read, 1 << 20), b""):
            copy.write(block)
        yield cast(IO[bytes], copy)
