"""Videos: their pictures are kept as they were coded, in a file written anew that holds nothing but them.

The sound goes. A voice tells who was there, the one who filmed first of all, and on a site everybody is filmed who
talks; what evidence shows, it shows in the pictures. The sealed original keeps it.
"""

import io
import re
import struct
from collections.abc import Iterator
from itertools import dropwhile, islice
from typing import TypeAlias

import av
from av.bitstream import BitStreamFilterContext
from av.packet import Packet
from av.video.stream import VideoStream

from app.core.cleaning.boxes import HEADER, Box, boxes
from app.core.cleaning.media import MP4
from app.core.cleaning.outcome import Cleaned, Reason, Uncleanable
from app.core.cleaning.video_traces import carries_more_than_video

LONGEST = 600  # seconds
MOST_PIXELS = 4096 * 2304  # of one frame: what phones call 4K, with some room
MOST_FRAMES = 36_000  # ten minutes at 60 a second; also what tables may count: they are unpacked when they are read
MOST_BOXES = 5_000  # phones need some hundred
MOST_CUTS = 16  # of an edit list, for each of which all frames may be listed again

CODINGS = {"avc1": "h264", "avc3": "h264", "hvc1": "hevc", "hev1": "hevc"}
ENCRYPTED = "encv"
# Of the units of a coded picture those that draw it (ITU-T H.264, table 7-1; H.265, table 7-1), and which of a track's
# units are the parameters for that. Others, above all "supplemental enhancement information", are where cameras and
# editors write their names.
DRAWING_UNITS = {"h264": "1-5", "hevc": "0-9|16-21"}
PARAMETERS = {"h264": lambda unit: unit[0] & 0x1F in (7, 8), "hevc": lambda unit: unit[0] >> 1 & 0x3F in (32, 33, 34)}
START = b"\0\0\0\1"
TAGS = {"h264": "avc1", "hevc": "hvc1"}  # Safari plays only this one of HEVC's two

# What the reader is given: the rest of the file is blanked first, so that it has nothing to misread.
NEEDED = frozenset(
    {"ftyp", "mdat", "moov", "moov/mvhd", "moov/trak"}
    | {f"moov/trak/{name}" for name in ("tkhd", "edts", "edts/elst", "mdia", "mdia/mdhd", "mdia/hdlr", "mdia/minf")}
    | {f"moov/trak/mdia/minf/{name}" for name in ("vmhd", "stbl")}
    | {f"moov/trak/mdia/minf/stbl/{name}" for name in ("stsd", "stts", "ctts", "stss", "stsc", "stsz", "stco", "co64")}
)
# No decoder is let near: nothing has to be drawn to be copied.
READING = {"codec_whitelist": "none", "max_streams": "1", "analyzeduration": "0"}
WRITING = {"fflags": "+bitexact", "write_btrt": "0"}  # not by whom, nor what the original weighed
EMPTY_NOTES = b"\0\0\0\x3dudta\0\0\0\x35meta\0\0\0\0\0\0\0\x21hdlr\0\0\0\0\0\0\0\0mdirappl" + bytes(12) + b"\x08ilst"

CodedPicture: TypeAlias = "Packet[VideoStream]"


def clean_video(data: bytes, _media_type: str) -> Cleaned:
    """An MP4 with one track of pictures. Raises Uncleanable, and whatever the reader raises on damage."""
    written = _without_notes(_written_anew(_only_the_pictures(data)))
    if carries_more_than_video(written):
        raise Uncleanable(Reason.METADATA_LEFT)
    return Cleaned(written, MP4)


def _only_the_pictures(data: bytes) -> bytes:
    """The same file, all zeros but for its track of pictures."""
    found = list(islice(boxes(data), MOST_BOXES))
    if len(found) == MOST_BOXES:
        raise Uncleanable(Reason.TOO_LARGE_VIDEO)
    if any(box.path == "moof" for box in found):  # in fragments: phones do not write so
        raise Uncleanable(Reason.OTHER_VIDEO)
    track = _track_of_pictures(data, found)
    blanked = bytearray(data)
    for box in found:
        if box.path not in NEEDED or (box.path.startswith("moov/trak") and not _is_in(box, track)):
            _blank(blanked, box)
    return bytes(blanked)


def _track_of_pictures(data: bytes, found: list[Box]) -> Box:
    tracks = [box for box in found if box.path == "moov/trak"]
    codings = {track: _coding(data, [box for box in found if _is_in(box, track)]) for track in tracks}
    if ENCRYPTED in codings.values():
        raise Uncleanable(Reason.ENCRYPTED)
    taken = [track for track, coding in codings.items() if coding in CODINGS]
    if len(taken) != 1:
        raise Uncleanable(Reason.OTHER_VIDEO)
    _refuse_bombs(data, [box for box in found if _is_in(box, taken[0])])
    return taken[0]


def _is_in(box: Box, track: Box) -> bool:
    return track.start <= box.start and box.end <= track.end


def _coding(data: bytes, parts: list[Box]) -> str | None:
    """The kind of what a track of pictures holds; None for another track, or one in several codings."""
    kinds = {box.kind: box for box in parts}
    handler, description = kinds.get("hdlr"), kinds.get("stsd")
    if not handler or not description or data[handler.body + 8 : handler.body + 12] != b"vide":
        return None
    if int.from_bytes(data[description.body + 4 : description.body + 8]) != 1:
        return None
    return data[description.body + 12 : description.body + 16].decode("latin-1")


def _refuse_bombs(data: bytes, parts: list[Box]) -> None:
    """A table of a few bytes may stand for any number of frames, and room is made for them when it is read."""
    for box in parts:
        count = int.from_bytes(data[box.body + 4 : box.body + 8])
        if box.kind == "stsz":
            count = int.from_bytes(data[box.body + 8 : box.body + 12])
        elif box.kind in ("stts", "ctts"):
            pairs = data[box.body + 8 : box.end]
            count = sum(frames for frames, _ in struct.iter_unpack(">II", pairs[: len(pairs) // 8 * 8]))
        elif box.kind == "elst":
            count = count * MOST_FRAMES // MOST_CUTS
        elif box.kind not in ("stss", "stsc", "stco", "co64"):
            continue
        if count > MOST_FRAMES:
            raise Uncleanable(Reason.TOO_LARGE_VIDEO)


def _blank(data: bytearray, box: Box) -> None:
    data[box.start + 4 : box.start + HEADER] = b"skip"
    data[box.body : box.end] = bytes(box.end - box.body)


def _written_anew(data: bytes) -> bytes:
    written = io.BytesIO()
    with av.open(io.BytesIO(data), "r", format="mov", options=READING, metadata_errors="ignore") as source:
        pictures = source.streams.video[0]
        _refuse_too_large(pictures)
        with av.open(written, "w", format="mp4", options=WRITING) as target:
            copy = target.add_stream_from_template(pictures, opaque=True)
            for packet in _drawing_units(source.demux(pictures), pictures, copy):
                packet.stream = copy
                target.mux(packet)
    return written.getvalue()


def _refuse_too_large(pictures: VideoStream) -> None:
    if pictures.width * pictures.height > MOST_PIXELS:
        raise Uncleanable(Reason.TOO_LARGE_VIDEO)


def _drawing_units(packets: Iterator[CodedPicture], pictures: VideoStream, copy: VideoStream) -> Iterator[CodedPicture]:
    """The coded pictures without what does not draw them; `copy` learns the parameters they share."""
    coding = pictures.codec_context.name
    filters = f"{coding}_mp4toannexb,filter_units=pass_types={DRAWING_UNITS[coding]}"
    only = BitStreamFilterContext(filters, pictures, copy)
    units = [unit for unit in re.split(b"\0{2,3}\1", copy.codec_context.extradata or b"") if unit]
    parameters = [unit for unit in units if PARAMETERS[coding](unit)]
    if not parameters:  # they stand among the pictures and may change: seen in streams, not in files of phones
        raise Uncleanable(Reason.OTHER_VIDEO)
    copy.codec_context.extradata = b"".join(START + unit for unit in parameters)
    copy.codec_context.codec_tag = TAGS[coding]
    for packet in _shown(packets):
        yield from only.filter(packet)
    yield from only.filter(None)


def _shown(packets: Iterator[CodedPicture]) -> Iterator[CodedPicture]:
    """Not what an edit list hides: who cut something out did not mean to show it. So it begins with the first picture
    that stands by itself and was left in."""
    for packet in dropwhile(lambda packet: packet.is_discard or not packet.is_keyframe, packets):
        if packet.dts is not None and packet.dts * packet.time_base > LONGEST:
            raise Uncleanable(Reason.TOO_LARGE_VIDEO)
        if packet.dts is not None and not packet.is_discard:  # the last is empty
            yield packet


def _without_notes(written: bytes) -> bytes:
    """The writer puts an empty list of notes at the end, even when there are none."""
    last = [box for box in boxes(written) if box.path == "moov"][-1]
    if not written.endswith(EMPTY_NOTES) or last.end != len(written):
        return written
    size = (last.end - last.start - len(EMPTY_NOTES)).to_bytes(4)
    return written[: last.start] + size + written[last.start + 4 : -len(EMPTY_NOTES)]
