"""What JPEG and PNG files consist of: a check, independent of the encoder, that only a picture is left."""

import re
import zlib
from collections.abc import Callable, Iterator

SOI, EOI = b"\xff\xd8", b"\xff\xd9"
SOS, APP0, APP14, FILL = 0xDA, 0xE0, 0xEE, 0xFF
DHT, DAC, DQT, DNL, DRI = 0xC4, 0xCC, 0xDB, 0xDC, 0xDD
# ITU-T T.81, table B.1: frames, Huffman and quantization tables, restarts, number of lines, scan, end.
DECODING_MARKERS = frozenset({*range(0xC0, 0xC8), *range(0xC9, 0xD0), 0xDB, 0xDC, 0xDD, SOS, 0xD9})
COMMENT_MARKERS = frozenset({*range(0xE0, 0xF0), 0xFE})
AFTER_SCAN = re.compile(rb"\xff[^\x00\xd0-\xd7]", re.DOTALL)  # any marker but stuffing and restarts

PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
DECODING_CHUNKS = frozenset({b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND"})


def carries_metadata(data: bytes) -> bool:
    """False only for a JPEG or PNG of which every byte is needed to draw it. Anything else is suspect."""
    try:
        if data.startswith(PNG_SIGNATURE):
            return any(kind not in DECODING_CHUNKS for kind in _png_chunks(data))
        return not _is_bare_jpeg(data)
    except ValueError:
        return True


def strip_jpeg(data: bytes) -> bytes:
    """The same coded picture without thumbnails, comments, application data and what follows its end.

    Keeps the short Adobe segment, without which the colours of some JPEGs in PDFs turn. Raises ValueError.
    """
    kept = (segment for marker, segment in _jpeg_segments(data) if _draws(marker, segment) or _is_adobe(segment))
    return SOI + b"".join(kept)


def _is_bare_jpeg(data: bytes) -> bool:
    segments = list(_jpeg_segments(data))
    whole = len(SOI) + sum(len(segment) for _, segment in segments) == len(data)
    return whole and all(_draws(marker, segment) for marker, segment in segments)


def _draws(marker: int, segment: bytes) -> bool:
    return marker in DECODING_MARKERS or (marker == APP0 and segment[4:9] == b"JFIF\0" and len(segment) == 18)


def _is_adobe(segment: bytes) -> bool:
    return segment[1] == APP14 and segment[4:9] == b"Adobe" and len(segment) == 16


def _jpeg_segments(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Each marker with its whole segment, a scan with its coded data, up to the end of the image."""
    if not data.startswith(SOI):
        raise ValueError("no start of image")
    at = len(SOI)
    while data[at : at + 2] != EOI:
        marker = _marker_at(data, at)
        if marker == FILL:
            at += 1
            continue
        end = _segment_end(data, at, marker)
        if marker in DECODING_MARKERS and not _is_well_formed(marker, data[at + 4 : end]):
            raise ValueError(f"not what its marker says at {at}")
        yield marker, data[at:end]
        at = end
    yield EOI[1], EOI


def _marker_at(data: bytes, at: int) -> int:
    if len(data) < at + 4 or data[at] != 0xFF or data[at + 1] not in DECODING_MARKERS | COMMENT_MARKERS | {FILL}:
        raise ValueError(f"no marker at {at}")
    return data[at + 1]


def _segment_end(data: bytes, at: int, marker: int) -> int:
    length = int.from_bytes(data[at + 2 : at + 4])
    end = at + 2 + length
    if marker == SOS:
        following = AFTER_SCAN.search(data, end)
        end = following.start() if following else len(data)
    if length < 2 or end >= len(data):
        raise ValueError(f"cut short at {at}")
    return end


def _is_well_formed(marker: int, body: bytes) -> bool:
    """Whether a drawing segment has the length that its own counts ask for (T.81, B.2): text under a false marker
    has not."""
    if marker == DHT:
        return _is_filled(body, lambda rest: 17 + sum(rest[1:17]))
    if marker == DQT:
        return _is_filled(body, lambda rest: 1 + 64 * (1 + (rest[0] >> 4)))
    if marker == DAC:
        return len(body) % 2 == 0
    if marker in {DNL, DRI}:
        return len(body) == 2
    if marker == SOS:
        return len(body) > 0 and len(body) >= 4 + 2 * body[0] and 1 <= body[0] <= 4
    return len(body) > 5 and len(body) == 6 + 3 * body[5]  # a frame


def _is_filled(body: bytes, size: Callable[[bytes], int]) -> bool:
    """Whether tables of these sizes fill the segment exactly."""
    while body:
        if size(body) > len(body):
            return False
        body = body[size(body) :]
    return True


def _png_chunks(data: bytes) -> Iterator[bytes]:
    """The kind of each chunk; raises ValueError unless the last is IEND and ends the file."""
    at, kind = len(PNG_SIGNATURE), b""
    while kind != b"IEND":
        length = int.from_bytes(data[at : at + 4])
        end = at + 12 + length
        if end > len(data) or int.from_bytes(data[end - 4 : end]) != zlib.crc32(data[at + 4 : end - 4]):
            raise ValueError(f"cut short at {at}")
        kind = data[at + 4 : at + 8]
        yield kind
        at = end
    if at != len(data):
        raise ValueError("something follows the end")
