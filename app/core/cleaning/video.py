"""Videos: only the coded pictures are kept, in a file written anew. Nothing is decoded, so nothing loses quality.

The sound stays sealed with the original: a voice tells who was there. Other tracks go as well: telephones write where
they were into tracks of their own.
"""

import io
from collections.abc import Iterator
from typing import Any

import av
from av.stream import Disposition

from app.core.cleaning.outcome import Cleaned, Reason, Uncleanable

CODEC = "h264"  # the one that every browser shows
MOST_SAMPLES = 100_000  # half an hour at 60 pictures a second; a file of a few bytes can promise four billion
# The units of which pictures consist (ISO/IEC 14496-10, table 7-1). Into others cameras write what they like.
PICTURE_UNITS = {*range(1, 6), *range(7, 10)}

# What the written file may consist of (ISO/IEC 14496-12, -15); everything else has no place in it.
CONTAINERS = frozenset({"moov", "trak", "edts", "mdia", "minf", "dinf", "stbl"})
LEAVES = frozenset({"ftyp", "free", "mdat", "mvhd", "tkhd", "elst", "mdhd", "hdlr", "vmhd", "dref", "stsd"})
LEAVES |= {"stts", "stss", "ctts", "stsc", "stsz", "stco", "co64", "sdtp"}
DESCRIPTION = frozenset({"avcC", "btrt", "colr", "pasp", "fiel"})
ENTRY_HEADER, TABLE_HEADER = 78, 8  # bytes of a picture track's description before its boxes; of the table around it
NO_TAGS = (
    bytes.fromhex("000000356d657461000000000000002168646c72") + bytes(8) + b"mdirappl" + bytes(9) + b"\0\0\0\x08ilst"
)
COUNTED = {"stsz": 12, "stts": 8, "ctts": 8, "stsc": 8, "stss": 8, "stco": 8, "co64": 8}  # where a table's count ends

Box = tuple[str, int, int]


def clean_video(data: bytes, media_type: str) -> Cleaned:
    """An MP4 with one track of H.264 pictures. Raises Uncleanable, and what the library raises on damage."""
    _refuse_promises(data)
    written = io.BytesIO()
    with _reader(data) as source, av.open(written, "w", format="mp4", options={"fflags": "+bitexact"}) as clean:
        _copy_pictures(source, clean)
    copy = written.getvalue()
    if not _is_bare(copy):
        raise Uncleanable(Reason.METADATA_LEFT)
    return Cleaned(copy, media_type)


def _reader(data: bytes) -> Any:
    """With the one demultiplexer that is meant: no other is ever given the bytes."""
    return av.open(io.BytesIO(data), format="mov")


def _copy_pictures(source: Any, clean: Any) -> None:
    tracks = [track for track in source.streams.video if not track.disposition & Disposition.attached_pic]
    if not tracks or tracks[0].codec_context.name != CODEC:
        raise Uncleanable(Reason.VIDEO_CODING)
    copy = clean.add_stream_from_template(tracks[0])
    units = "|".join(map(str, sorted(PICTURE_UNITS)))
    only_pictures = av.BitStreamFilterContext(f"filter_units=pass_types={units}", tracks[0], copy)
    for packet in source.demux(tracks[0]):
        for kept in only_pictures.filter(packet if packet.size else None):
            kept.stream = copy
            clean.mux(kept)


def _refuse_promises(data: bytes) -> None:
    """Tables that promise more than a file of this size holds would be believed by the reader, in memory."""
    for kind, start, _end in _boxes(data, 0, len(data)):
        count = data[start + COUNTED[kind] - 4 : start + COUNTED[kind]] if kind in COUNTED else b""
        if int.from_bytes(count) > MOST_SAMPLES:
            raise Uncleanable(Reason.TOO_LARGE_PICTURE)


def _boxes(data: bytes, start: int, end: int) -> Iterator[Box]:
    """(kind, first byte of the content, byte behind it) of every box, containers before what they hold.

    Raises Uncleanable for boxes that do not fit into one another.
    """
    while start < end:
        size, head = int.from_bytes(data[start : start + 4]), 8
        if size == 1:  # the true one follows
            size, head = int.from_bytes(data[start + 8 : start + 16]), 16
        stop = start + size if size else end
        if stop > end or stop < start + head:
            raise Uncleanable(Reason.DAMAGED)
        kind = data[start + 4 : start + 8].decode("latin-1")
        yield kind, start + head, stop
        if kind in CONTAINERS:
            yield from _boxes(data, start + head, stop)
        start = stop


def _is_bare(copy: bytes) -> bool:
    """Whether the file, read again, consists of nothing but what is let in."""
    return all(_is_let_in(copy, *box) for box in _boxes(copy, 0, len(copy))) and _holds_pictures_only(copy)


def _is_let_in(copy: bytes, kind: str, start: int, end: int) -> bool:
    content = copy[start:end]
    if kind == "stsd":
        return _is_bare_description(copy, start + TABLE_HEADER, end)
    if kind in ("free", "udta"):
        return not content.strip(b"\0") or content == NO_TAGS
    return kind in CONTAINERS | LEAVES


def _is_bare_description(copy: bytes, start: int, end: int) -> bool:
    entries = list(_boxes(copy, start, end))
    parts = [part for _kind, inner, stop in entries for part in _boxes(copy, inner + ENTRY_HEADER, stop)]
    setups = [copy[inner:stop] for kind, inner, stop in parts if kind == "avcC"]
    known = {kind for kind, _, _ in entries} == {"avc1"} and {kind for kind, _, _ in parts} <= DESCRIPTION
    return known and all(map(_is_bare_setup, setups))


def _is_bare_setup(setup: bytes) -> bool:
    """Whether the decoder's setup (ISO/IEC 14496-15, 5.3.3.1.2) holds its two lists of parameters and no more."""
    at = 5
    for mask in (0x1F, 0xFF):
        count, at = setup[at] & mask, at + 1
        for _ in range(count):
            at += 2 + int.from_bytes(setup[at : at + 2])
    return len(setup) in (at, at + 4)  # the high profiles add three numbers and an empty list


def _holds_pictures_only(copy: bytes) -> bool:
    with _reader(copy) as written:
        (track,) = written.streams
        return all(unit in PICTURE_UNITS for packet in written.demux(track) for unit in _units(bytes(packet)))


def _units(sample: bytes) -> Iterator[int]:
    """The kind of each unit of a sample; before each stands its length in four bytes."""
    at = 0
    while at + 4 < len(sample):
        yield sample[at + 4] & 0x1F
        at += 4 + int.from_bytes(sample[at : at + 4])
