"""What an MP4 consists of: a check, independent of the writer, that only a track of pictures is left."""

import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from app.core.cleaning.boxes import Box, boxes

MEDIA = "moov/trak/mdia"
TABLES = f"{MEDIA}/minf/stbl/"
COUNTED = {"stts": 8, "ctts": 8, "stss": 4, "stsc": 12, "stco": 4, "elst": 12}  # bytes of each entry
BRANDS = frozenset({b"isom", b"iso2", b"iso4", b"iso5", b"iso6", b"avc1", b"mp41", b"mp42"})
MINOR_VERSION = (0x200).to_bytes(4)
UPRIGHT = struct.pack(">9i", 65536, 0, 0, 0, 65536, 0, 0, 0, 2**30)
AFTER_LENGTH = b"\0\1\0\0\1\0" + bytes(10) + UPRIGHT + bytes(24) + b"\0\0\0\2"  # speed, loudness, turn, next track
UNDETERMINED = b"\x55\xc4\0\0"  # a track's language
HANDLER = bytes(8) + b"vide" + bytes(12) + b"VideoHandler\0"
IN_THIS_FILE = b"\0\0\0\x1cdref\0\0\0\0\0\0\0\1\0\0\0\x0curl \0\0\0\1"
# Of the description of a track of pictures: what is never set, the name of its coder in it, and its length in bytes.
UNSET = (slice(8, 14), slice(16, 32), slice(44, 48), slice(50, 82))
DESCRIPTION = 86
DETAILS = {"colr": 19, "pasp": 16, "fiel": 10, "clli": 12, "mdcv": 32}  # whole sizes in bytes


@dataclass(frozen=True, slots=True)
class Coding:
    """`kind` of a coded unit (ITU-T H.264, table 7-1; H.265, table 7-1): those that draw, and those that tell how."""

    kind: Callable[[bytes], int]
    drawing: frozenset[int]
    parameters: frozenset[int]


H264 = Coding(lambda unit: unit[0] & 0x1F, frozenset(range(1, 6)), frozenset({7, 8}))
HEVC = Coding(lambda unit: unit[0] >> 1 & 0x3F, frozenset({*range(10), *range(16, 22)}), frozenset({32, 33, 34}))
CODINGS = {b"avc1": H264, b"hvc1": HEVC}
WITH_DEPTHS = frozenset({100, 110, 122, 144})  # profiles of H.264 that say how many bits a colour has


def carries_more_than_video(data: bytes) -> bool:
    """False only for an MP4 of one silent track of H.264 or HEVC of which every byte is needed to show it."""
    try:
        found = list(boxes(data))
        coding = _coding(data, found)
        is_bare = all(_is_bare(data, box, coding) for box in found)
    except (ValueError, LookupError, struct.error):
        return True
    paths = [box.path for box in found]
    return not is_bare or len(set(paths)) < len(paths) or not {"ftyp", "mdat", TABLES + "stsz"} <= set(paths)


def _coding(data: bytes, found: list[Box]) -> Coding:
    """Raises LookupError when it is in none that is taken."""
    descriptions = [box for box in found if box.path == TABLES + "stsd"]
    return CODINGS[data[descriptions[0].body + 12 : descriptions[0].body + 16]]


def _is_bare(data: bytes, box: Box, coding: Coding) -> bool:
    body = data[box.body : box.end]
    if box.path == "mdat":
        return all(coding.kind(unit) in coding.drawing for unit in _units(body, 4))
    if box.path == TABLES + "stsd":
        return _is_description(body, coding)
    if box.path.startswith(TABLES) or box.path == "moov/trak/edts/elst":
        return _is_table(box.kind, body)
    check = BARE.get(box.path)
    return check is not None and check(body)


def _is_table(kind: str, body: bytes) -> bool:
    if kind == "sdtp":  # on which pictures others depend
        return not any(value & 0xC3 for value in body)
    if kind == "stsz":
        size, count = struct.unpack(">II", body[4:12])
        return len(body) == 12 + (0 if size else 4 * count)
    return kind in COUNTED and len(body) == 8 + COUNTED[kind] * int.from_bytes(body[4:8])


def _is_description(body: bytes, coding: Coding) -> bool:
    """One entry, whose coder is not named, with how the pictures are coded and nothing in words."""
    entry = body[8:]
    if len(entry) != int.from_bytes(entry[:4]) or any(any(entry[unset]) for unset in UNSET):
        return False
    for box in boxes(entry, at=DESCRIPTION):
        held = entry[box.body : box.end]
        if box.kind in PARAMETERS:
            if any(coding.kind(unit) not in coding.parameters for unit in PARAMETERS[box.kind](held)):
                return False
        elif DETAILS.get(box.kind) != box.end - box.start or (box.kind == "colr" and held[:4] != b"nclx"):
            return False
    return True


def _h264_parameters(held: bytes) -> Iterator[bytes]:
    """Those of an `avcC` (ISO/IEC 14496-15, 5.3.3.1); raises ValueError unless there is nothing else."""
    first = _end(held, 6, held[5] & 0x1F)
    last = _end(held, first + 1, held[first])
    yield from (*_units(held[6:first], 2), *_units(held[first + 1 : last], 2))
    rest = held[last:]
    if len(rest) != (4 if held[1] in WITH_DEPTHS else 0) or rest[3:] not in (b"", b"\0"):
        raise ValueError("something follows the parameters")


def _hevc_parameters(held: bytes) -> Iterator[bytes]:
    """Those of an `hvcC` (ISO/IEC 14496-15, 8.3.3.1); raises ValueError unless there is nothing else."""
    at = 23
    for _ in range(held[22]):
        end = _end(held, at + 3, int.from_bytes(held[at + 1 : at + 3]))
        yield from _units(held[at + 3 : end], 2)
        at = end
    if at != len(held):
        raise ValueError("something follows the parameters")


PARAMETERS = {"avcC": _h264_parameters, "hvcC": _hevc_parameters}


def _end(data: bytes, at: int, count: int) -> int:
    """Where so many units end, each with its length before it in two bytes."""
    for _ in range(count):
        at += 2 + int.from_bytes(data[at : at + 2])
    return at


def _units(data: bytes, width: int) -> Iterator[bytes]:
    """Each coded unit, its length before it in so many bytes. Raises ValueError unless they fill `data`."""
    at = 0
    while at < len(data):
        start = at + width
        at = start + int.from_bytes(data[at:start])
        if not start < at <= len(data):
            raise ValueError("cut short")
        yield data[start:at]


def _is_known_brand(body: bytes) -> bool:
    brands = (body[:4], *(body[at : at + 4] for at in range(8, len(body), 4)))
    return body[4:8] == MINOR_VERSION and BRANDS.issuperset(brands)


# What each may hold; of those with times, when they were made and changed is zero.
BARE: dict[str, Callable[[bytes], bool]] = {
    **dict.fromkeys(("moov", "moov/trak", "moov/trak/edts", MEDIA, f"{MEDIA}/minf", TABLES[:-1]), bool),
    "ftyp": _is_known_brand,
    "free": lambda body: not body,
    "moov/mvhd": lambda body: not any(body[:12]) and body[20:] == AFTER_LENGTH,
    "moov/trak/tkhd": lambda body: not any(body[4:12] + body[16:20] + body[24:40]) and len(body) == 84,
    f"{MEDIA}/mdhd": lambda body: not any(body[:12]) and len(body) == 24 and body.endswith(UNDETERMINED),
    f"{MEDIA}/hdlr": lambda body: body == HANDLER,
    f"{MEDIA}/minf/vmhd": lambda body: body == b"\0\0\0\1" + bytes(8),
    f"{MEDIA}/minf/dinf": lambda body: body == IN_THIS_FILE,
}
