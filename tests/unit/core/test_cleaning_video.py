"""Videos keep their pictures and nothing else: no place, no name, no sound, nothing that was cut out."""

import io
import struct

import av
import pytest
from hypothesis import given, settings, strategies as st

from app.core.cleaning import Reason, Uncleanable, clean, sniff
from app.core.cleaning.media import MP4, QUICKTIME
from app.core.cleaning.video_traces import carries_more_than_video
from tests.given.films import (
    CANARY,
    added,
    box,
    everything,
    film,
    found,
    held,
    replaced,
    turned,
)


def cleaned(data: bytes) -> bytes:
    copy = clean(data, sniff(data) or "")
    assert copy.media_type == sniff(copy.data) == MP4
    assert CANARY not in copy.data and b"x26" not in copy.data and b"Lavc" not in copy.data
    assert not carries_more_than_video(copy.data)
    with av.open(io.BytesIO(copy.data)) as read:
        said = {**read.metadata, **read.streams[0].metadata}
        assert set(said) <= {
            "major_brand",
            "minor_version",
            "compatible_brands",
            "language",
            "handler_name",
            "vendor_id",
        }
        assert [stream.type for stream in read.streams] == ["video"]
    return copy.data


def frames(data: bytes) -> list[av.VideoFrame]:
    with av.open(io.BytesIO(data)) as read:
        return list(read.decode(video=0))


def reds(data: bytes) -> list[int]:
    """Which pictures are shown: each is as red as its number."""
    return [round(frame.to_image().getpixel((20, 20))[0] / 10) for frame in frames(data)]


def reason_for(data: bytes) -> Reason:
    with pytest.raises(Uncleanable) as refused:
        clean(data, sniff(data) or "")
    return refused.value.reason


PLAIN = film()


@pytest.mark.parametrize("coding", ["libx264", "libx265"])
def test_nothing_a_video_carries_survives_but_its_pictures(coding):
    data = everything(coding)
    assert data.count(CANARY) >= 15
    assert carries_more_than_video(data)
    assert reds(cleaned(data)) == reds(data) == list(range(12))


def test_it_stands_as_the_phone_was_held():
    assert frames(cleaned(turned(PLAIN)))[0].rotation == frames(turned(PLAIN))[0].rotation == -90
    assert frames(cleaned(PLAIN))[0].rotation == 0


def test_a_film_of_an_iphone_is_taken():
    data = PLAIN[:8] + b"qt  " + PLAIN[12:]
    assert sniff(data) == QUICKTIME
    assert reds(cleaned(data)) == list(range(12))


def test_names_in_any_script_go():
    name = bytes(8) + b"vide" + bytes(12) + "Утас".encode("cp1251") + b"\0"
    assert reds(cleaned(replaced(PLAIN, "moov/trak/mdia/hdlr", name))) == list(range(12))


def test_pictures_keep_their_times():
    times = [frame.time for frame in frames(cleaned(PLAIN))]
    assert times == pytest.approx([number / 10 for number in range(12)])


def test_what_was_cut_out_is_not_in_the_copy():
    data = film(frames=24, every=6, sound=False)
    header = held(data, "moov/trak/edts/elst")
    first = struct.unpack(">i", header[12:16])[0]
    cut = replaced(data, "moov/trak/edts/elst", header[:12] + (first + 8 * 1024).to_bytes(4) + header[16:])
    assert reds(cut) == list(range(8, 24))
    assert reds(cleaned(cut)) == list(range(12, 24))  # from the next picture that stands by itself


def test_sizes_of_64_bits_are_read():
    media = found(PLAIN, "mdat")
    assert PLAIN[media.start - 8 : media.start] == box(b"free", b"")  # room for it
    size = (media.end - media.start + 8).to_bytes(8)
    data = PLAIN[: media.start - 8] + b"\0\0\0\1mdat" + size + PLAIN[media.body :]
    assert reds(cleaned(data)) == list(range(12))


def test_cleaning_again_finds_nothing_more_and_the_same_file_gives_the_same_copy():
    filmed = everything()  # once: an encoder that is in a hurry draws another time otherwise
    once = cleaned(filmed)
    assert cleaned(once) == once == cleaned(filmed)


KEY = {"encryption_scheme": "cenc-aes-ctr", "encryption_key": "0" * 32, "encryption_kid": "0" * 32}
REFUSED = {
    "in another coding": (film("mpeg4"), Reason.OTHER_VIDEO),
    "in fragments": (film(movflags="frag_keyframe+empty_moov"), Reason.OTHER_VIDEO),
    "two pictures at once": (added(PLAIN, box(b"trak", held(PLAIN, "moov/trak"))), Reason.OTHER_VIDEO),
    "sound only": (replaced(PLAIN, "moov/trak/mdia/hdlr", bytes(8) + b"soun" + bytes(13)), Reason.OTHER_VIDEO),
    "encrypted": (film(sound=False, **KEY), Reason.ENCRYPTED),
    "something behind": (PLAIN + b"PK\x03\x04" + CANARY, Reason.DAMAGED),
    "a page behind": (PLAIN + b"<html><script>" + CANARY, Reason.DAMAGED),
    "cut short": (PLAIN[:-100], Reason.DAMAGED),
    "without its pictures": (PLAIN[:32] + PLAIN[found(PLAIN, "moov").start :], Reason.DAMAGED),
    "only a beginning": (PLAIN[: found(PLAIN, "moov").start], Reason.OTHER_VIDEO),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_odd_stays_sealed(name):
    data, reason = REFUSED[name]
    assert reason_for(data) == reason


def many(path: str, content: bytes) -> bytes:
    return replaced(PLAIN, path, content)


TABLES = "moov/trak/mdia/minf/stbl/"
BOMBS = {
    "frames of one size": many(TABLES + "stsz", struct.pack(">III", 0, 1, 2**27)),
    "times": many(TABLES + "stts", struct.pack(">IIII", 0, 1, 2**30, 1)),
    "offsets": many(TABLES + "ctts", struct.pack(">IIII", 0, 1, 2**30, 1)),
    "cuts": many("moov/trak/edts/elst", struct.pack(">II", 0, 5000) + struct.pack(">IiI", 1000, 0, 65536) * 5000),
    "places": many(TABLES + "stco", struct.pack(">II", 0, 2**30) + bytes(400)),
    "longer than ten minutes": many(TABLES + "stts", struct.pack(">IIII", 0, 1, 12, 10240 * 60)),
    "boxes": PLAIN + box(b"free", b"") * 5000,
    "pixels": film(frames=1, sound=False, size=(4224, 2304)),
}


@pytest.mark.parametrize("name", BOMBS)
def test_what_stands_for_too_much_is_refused_before_it_is_unpacked(name):
    assert reason_for(BOMBS[name]) == Reason.TOO_LARGE_VIDEO


def test_the_check_finds_every_trace():
    bare = cleaned(film(sound=False))
    description = held(bare, TABLES + "stsd")
    named = description[:58] + b"\x0b" + CANARY + description[70:]
    grown = (int.from_bytes(description[8:12]) + 9).to_bytes(4)
    profile = description[:8] + grown + description[12:] + box(b"colr", b"p")
    media, header = found(bare, "mdat"), held(bare, "moov/mvhd")
    units = bare[media.body : media.end]
    traces = [
        added(bare, box(b"udta", b"")),
        bare + box(b"free", CANARY),
        bare + b"\0",
        bare[:-1],
        replaced(bare, "moov/trak/mdia/hdlr", bytes(8) + b"vide" + bytes(12) + CANARY + b"\0"),
        replaced(bare, "moov/mvhd", header[:4] + b"\1\2\3\4" + header[8:]),
        replaced(bare, TABLES + "stsd", named),
        replaced(bare, TABLES + "stsd", profile),
        replaced(bare, TABLES + "stss", held(bare, TABLES + "stss") + CANARY),
        replaced(bare, "mdat", units + (1 + len(CANARY)).to_bytes(4) + b"\x06" + CANARY),
        replaced(bare, "mdat", units + CANARY),
        bare.replace(b"isomiso2", b"isomCANA"),
        PLAIN,
        b"",
    ]
    assert not carries_more_than_video(bare)
    assert [number for number, data in enumerate(traces) if not carries_more_than_video(data)] == []


FILMS = {"H.264": everything(), "HEVC": everything("libx265"), "plain": PLAIN}


@given(st.sampled_from(sorted(FILMS)), st.data())
@settings(max_examples=200, deadline=None)
def test_a_film_cut_short_anywhere_is_clean_or_refused(name, drawing):
    end = drawing.draw(st.integers(0, len(FILMS[name]) - 1))
    clean_or_refused(FILMS[name][:end])


@given(st.sampled_from(sorted(FILMS)), st.data(), st.binary(min_size=1, max_size=8))
@settings(max_examples=300, deadline=None)
def test_a_film_damaged_anywhere_is_clean_or_refused(name, drawing, damage):
    film = FILMS[name]
    at = drawing.draw(st.integers(0, len(film) - 1))
    clean_or_refused(film[:at] + damage + film[at + len(damage) :])


def clean_or_refused(data: bytes) -> None:
    media_type = sniff(data)
    try:
        copy = clean(data, media_type or "")
    except Uncleanable:
        return
    assert media_type == "text/plain" or not carries_more_than_video(copy.data)
