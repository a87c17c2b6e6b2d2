"""Films as talkative cameras write them, by real coders: what `cleaning` has to take out is in them."""

import io
import struct
from collections.abc import Iterator

import av
from av.bitstream import BitStreamFilterContext
from PIL import Image

from app.core.cleaning.boxes import Box, boxes

CANARY = b"CANARY-7351"
WORD = CANARY.decode()
SIZE = (64, 48)
SIZES = "moov/trak/mdia/minf/stbl/stsz"
QUARTER_TURN = (0, 1, 0, -1, 0, 0, 48, 0, 1)  # as phones held upright write it
SHOT = "2024-05-01T10:00:00Z"
SPEAKING_UNIT = f"sei_user_data=086f3693-b7b3-4f2c-9653-21492feee5b8+{WORD}"


def film(
    coding: str = "libx264", frames: int = 12, sound: bool = True, size=SIZE, every: int = 250, **options
) -> bytes:
    """As a talkative camera writes it: title, artist, place, times, names of tracks, a coder's name in the pictures."""
    buffer = io.BytesIO()
    coder = {"g": str(every), "x265-params": "log-level=none", "preset": "veryfast"} if "26" in coding else {}
    with av.open(buffer, "w", format="mp4", options=options) as file:
        file.metadata.update(title=WORD, artist=WORD, comment=WORD, location="+47.9200+106.9200/", creation_time=SHOT)
        pictures = file.add_stream(coding, rate=10, options=coder, width=size[0], height=size[1], pix_fmt="yuv420p")
        pictures.metadata.update(handler_name=WORD, language="mon", creation_time=SHOT)
        speech = file.add_stream("aac", rate=44100) if sound else None
        for number in range(frames):
            file.mux(pictures.encode(av.VideoFrame.from_image(Image.new("RGB", size, (number * 10, 0, 90)))))
        file.mux(pictures.encode(None))
        for packet in spoken(speech) if speech else ():
            file.mux(packet)
    return buffer.getvalue()


def spoken(speech: av.AudioStream) -> Iterator[av.Packet]:
    for _ in range(9):
        silence = av.AudioFrame(format="fltp", layout="stereo", samples=1024)
        silence.sample_rate = 44100
        for plane in silence.planes:
            plane.update(bytes(plane.buffer_size))
        yield from speech.encode(silence)
    yield from speech.encode(None)


def filtered(data: bytes, filters: str) -> bytes:
    """The same film, its coded pictures passed through one of the library's filters."""
    buffer = io.BytesIO()
    with av.open(io.BytesIO(data)) as source, av.open(buffer, "w", format="mp4") as target:
        pictures = source.streams.video[0]
        copy = target.add_stream_from_template(pictures)
        through = BitStreamFilterContext(filters, pictures, copy)
        packets = [packet for packet in source.demux(pictures) if packet.dts is not None]
        for packet in (*packets, None):
            for changed in through.filter(packet):
                changed.stream = copy
                target.mux(changed)
    return buffer.getvalue()


def box(kind: bytes, content: bytes) -> bytes:
    return (8 + len(content)).to_bytes(4) + kind + content


def found(data: bytes, path: str, which: int = 0) -> Box:
    return [each for each in boxes(data) if each.path == path][which]


def replaced(data: bytes, path: str, content: bytes, which: int = 0) -> bytes:
    """The box with another content; what it stands in grows with it. For boxes behind the pictures only."""
    old = found(data, path, which)
    holders = [each for each in boxes(data) if path.startswith(each.path + "/") and each.start < old.start < each.end]
    changed = bytearray(data)
    for holder in holders:
        size = holder.end - holder.start + 8 + len(content) - (old.end - old.start)
        changed[holder.start : holder.start + 4] = size.to_bytes(4)
    return bytes(changed[: old.start]) + box(path[-4:].encode(), content) + bytes(changed[old.end :])


def held(data: bytes, path: str, which: int = 0) -> bytes:
    one = found(data, path, which)
    return data[one.body : one.end]


def added(data: bytes, *more: bytes, to: str = "moov") -> bytes:
    return replaced(data, to, held(data, to) + b"".join(more))


def track_of_places(data: bytes) -> bytes:
    """What action cameras and phones write beside the pictures: where they were at each moment."""
    sound = held(data, "moov/trak", 1).replace(b"soun", b"meta").replace(b"mp4a", b"gpmd")
    return added(data, box(b"trak", sound.replace(b"SoundHandler", CANARY + b" "))) + box(b"mdat", CANARY * 9)


def turned(data: bytes) -> bytes:
    header = held(data, "moov/trak/tkhd")
    scale = [65536, 65536, 2**30] * 3
    matrix = struct.pack(">9i", *(value * unit for value, unit in zip(QUARTER_TURN, scale, strict=True)))
    return replaced(data, "moov/trak/tkhd", header[:40] + matrix + header[76:])


def with_notes(data: bytes) -> bytes:
    place = struct.pack(">HH", 18, 0x15C7) + b"+47.9200+106.9200/" + CANARY
    note = box(
        b"udta",
        box(b"\xa9xyz", place) + box(b"loci", bytes(6) + CANARY + bytes(14) + b"earth\0\0") + box(b"\xa9mod", CANARY),
    )
    packet = box(b"uuid", bytes.fromhex("be7acfcb97a942e89c71999491e3afac") + b"<x:xmpmeta>" + CANARY)
    handler = box(b"hdlr", bytes(8) + b"mdta" + bytes(13))
    keys = box(b"keys", struct.pack(">II", 0, 1) + box(b"mdta", b"com.apple.quicktime.location.ISO6709"))
    value = box(b"data", struct.pack(">II", 1, 0) + b"+47.9200+106.9200/" + CANARY)
    apple = box(b"meta", handler + keys + box(b"ilst", box(b"\0\0\0\1", value)))
    return added(data, note, packet, apple) + packet


def everything(coding: str = "libx264") -> bytes:
    data = film(coding)
    if coding == "libx264":
        data = with_sound_of(filtered(data, "h264_metadata=" + SPEAKING_UNIT), data)
    return with_notes(turned(track_of_places(data)))


def with_sound_of(data: bytes, other: bytes) -> bytes:
    """A second track, whose samples nobody reads."""
    return added(data, box(b"trak", held(other, "moov/trak", 1)))
