"""Of a video the pictures stay, and nothing that telephones and editors write beside them or into them."""

import io
from fractions import Fraction
from functools import cache

import av
import pytest
from hypothesis import given, settings, strategies as st
from PIL import Image

from app.core.cleaning import Reason, Uncleanable, clean, sniff
from app.core.cleaning.media import MP4
from tests.unit.core.test_cleaning_pictures import CANARY, WORD, reason_for

SIZE, PICTURES, RATE = (64, 48), 12, 10
UNIT = (
    bytes.fromhex("0605") + bytes([16 + len(CANARY)]) + bytes(range(16)) + CANARY + b"\x80"
)  # user data, unregistered


def filmed(codec: str = "libx264", sound: bool = False, tags: bool = False, **options: str) -> bytes:
    """A second of red that grows lighter."""
    buffer = io.BytesIO()
    with av.open(buffer, "w", format=options.pop("format", "mp4"), options={"movflags": "use_metadata_tags"}) as film:
        if tags:
            film.metadata.update(dict.fromkeys(("title", "comment", "artist", "make", "model"), WORD))
            film.metadata["location"] = "+49.6380+100.1620/"
        track = film.add_stream(codec, rate=RATE, options=options)
        track.width, track.height, track.pix_fmt = *SIZE, "yuv420p"
        if tags:
            track.metadata["handler_name"] = WORD
        voice = film.add_stream("aac", rate=16_000) if sound else None
        for number in range(PICTURES):
            frame = av.VideoFrame.from_image(Image.new("RGB", SIZE, (number * 15, 0, 0)))
            frame.pts, frame.time_base = number, Fraction(1, RATE)
            film.mux(track.encode(frame))
        film.mux(track.encode())
        if voice:
            _speak(film, voice)
    return buffer.getvalue()


def _speak(film, voice):
    for number in range(20):
        frame = av.AudioFrame(format="fltp", layout="mono", samples=1024)
        frame.sample_rate, frame.pts = 16_000, number * 1024
        for plane in frame.planes:
            plane.update(bytes(plane.buffer_size))
        film.mux(voice.encode(frame))
    film.mux(voice.encode())


def sound_alone() -> bytes:
    buffer = io.BytesIO()
    with av.open(buffer, "w", format="mp4") as film:
        _speak(film, film.add_stream("aac", rate=16_000))
    return buffer.getvalue()


def with_notes_inside() -> bytes:
    """A camera's user data as a unit among the pictures."""
    source, buffer = av.open(io.BytesIO(filmed())), io.BytesIO()
    with source, av.open(buffer, "w", format="mp4") as film:
        track = film.add_stream_from_template(source.streams.video[0])
        for packet in source.demux(video=0):
            if packet.size:
                noted = av.Packet(len(UNIT).to_bytes(4) + UNIT + bytes(packet))
                noted.pts, noted.dts, noted.time_base = packet.pts, packet.dts, packet.time_base
                noted.is_keyframe, noted.stream = packet.is_keyframe, track
                film.mux(noted)
    return buffer.getvalue()


def boxed(kind: bytes, content: bytes) -> bytes:
    return (8 + len(content)).to_bytes(4) + kind + content


@cache
def talkative_mp4() -> bytes:
    return filmed(sound=True, tags=True) + boxed(b"uuid", bytes(range(16)) + CANARY) + boxed(b"free", CANARY)


FILMS = {
    "everything": talkative_mp4,
    "notes inside": with_notes_inside,
    "plain": filmed,
    "in pieces": lambda: filmed(movflags="frag_keyframe+empty_moov", tags=True),
    "quicktime": lambda: filmed(format="mov", tags=True, sound=True),
}


def cleaned(data: bytes) -> bytes:
    assert sniff(data) == MP4
    copy = clean(data, MP4)
    assert (copy.media_type, sniff(copy.data)) == (MP4, MP4)
    assert CANARY not in copy.data and b"+49" not in copy.data and b"x264" not in copy.data
    return copy.data


@pytest.mark.parametrize("name", FILMS)
def test_the_pictures_stay_and_nothing_else(name):
    with av.open(io.BytesIO(cleaned(FILMS[name]()))) as film:
        assert [stream.type for stream in film.streams] == ["video"]
        assert not set(film.metadata) - {"major_brand", "minor_version", "compatible_brands"}
        assert film.streams[0].metadata.get("handler_name") in (None, "VideoHandler")
        frames = [frame.to_image().getpixel((32, 24))[0] for frame in film.decode(video=0)]
    assert len(frames) == PICTURES and frames == sorted(frames) and frames[-1] > 120


def test_what_was_planted_was_there():
    assert talkative_mp4().count(CANARY) >= 8 and CANARY in with_notes_inside()


def test_the_same_file_gives_the_same_copy():
    data = talkative_mp4()
    assert cleaned(data) == cleaned(data)


def test_pictures_that_not_every_browser_shows_stay_sealed():
    assert reason_for(filmed("mpeg4")) == Reason.VIDEO_CODING
    assert reason_for(sound_alone()) == Reason.VIDEO_CODING


def test_a_table_that_promises_too_much_is_not_believed():
    data = bytearray(filmed())
    at = data.index(b"stsz") + 12
    data[at : at + 4] = b"\xff\xff\xff\xff"
    assert reason_for(bytes(data)) == Reason.TOO_LARGE_PICTURE


@pytest.mark.parametrize("keep", [0.3, 0.6, 0.97])
def test_a_film_cut_short_stays_sealed(keep):
    data = filmed()
    assert reason_for(data[: int(len(data) * keep)]) == Reason.DAMAGED


@settings(max_examples=150)
@given(st.data())
def test_damage_of_any_kind_is_sealed_or_cleaned(data):
    film = bytearray(talkative_mp4())
    for _ in range(data.draw(st.integers(1, 6))):
        film[data.draw(st.integers(0, len(film) - 1))] = data.draw(st.integers(0, 255))
    kind = sniff(bytes(film))
    if kind != MP4:
        return
    try:
        copy = clean(bytes(film), kind)
    except Uncleanable:
        return
    assert CANARY not in copy.data
