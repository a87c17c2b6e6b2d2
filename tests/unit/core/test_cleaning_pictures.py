"""Photos are drawn anew: the picture stays, upright, and everything said about it goes."""

import io
import struct
import zlib

import pillow_heif
import pytest
from hypothesis import given, settings, strategies as st
from PIL import Image, ImageCms, ImageDraw, PngImagePlugin

from app.core.cleaning import Cleaned, Reason, Uncleanable, carries_metadata, clean, sniff

# Of damaged notes in a picture the decoders only warn, as they do when the application runs.
pytestmark = pytest.mark.filterwarnings("ignore::UserWarning")

CANARY = b"CANARY-7351"
WORD = CANARY.decode()
XMP = b"<x:xmpmeta xmlns:x='adobe:ns:meta/'><dc:creator>" + CANARY + b"</dc:creator></x:xmpmeta>"
SMALL = (40, 24)
RED, BLUE = (220, 30, 30), (30, 30, 220)


def halves(size: tuple[int, int] = SMALL, mode: str = "RGB") -> Image.Image:
    """Red on the left, blue on the right."""
    picture = Image.new("RGB", size, BLUE)
    ImageDraw.Draw(picture).rectangle((0, 0, size[0] // 2 - 1, size[1]), fill=RED)
    return picture.convert(mode)


def exif(orientation: int = 1) -> Image.Exif:
    tags = Image.Exif()
    tags[0x0112], tags[0x013B], tags[0x010E] = orientation, WORD, WORD
    tags.get_ifd(0x8825).update({1: "N", 2: (47.0, 55.0, 1.5), 29: WORD})
    tags.get_ifd(0x8769)[0x927C] = b"maker note " + CANARY
    return tags


def coded(picture: Image.Image, coding: str, **options: object) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, coding, **options)
    return buffer.getvalue()


def heic(picture: Image.Image, **options: object) -> bytes:
    buffer = io.BytesIO()
    pillow_heif.from_pillow(picture).save(buffer, **options)
    return buffer.getvalue()


def segment(marker: int, content: bytes) -> bytes:
    return bytes((0xFF, marker)) + (len(content) + 2).to_bytes(2) + content


def talkative_jpeg(orientation: int = 1) -> bytes:
    """Everything a camera, a phone and an editor may add, each with the canary in it."""
    thumbnail = coded(Image.new("RGB", (8, 8)), "JPEG", comment=CANARY)
    data = coded(halves(), "JPEG", exif=exif(orientation), xmp=XMP, comment=CANARY, icc_profile=CANARY)
    iptc = b"Photoshop 3.0\x008BIM\x04\x04\0\0\0\0\0\x0f\x1c\x02\x50\0\x0b" + CANARY
    added = segment(0xED, iptc) + segment(0xE0, b"JFXX\0\x10" + thumbnail) + segment(0xE2, b"MPF\0" + CANARY)
    return data[:2] + added + data[2:] + b"PK\x03\x04" + CANARY + b"<html><script>" + CANARY


def chunk(kind: bytes, content: bytes) -> bytes:
    return len(content).to_bytes(4) + kind + content + zlib.crc32(kind + content).to_bytes(4)


def talkative_png() -> bytes:
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Author", WORD)
    notes.add_text("Comment", WORD, zip=True)
    notes.add_itxt("XML:com.adobe.xmp", XMP.decode())
    data = coded(halves(), "PNG", pnginfo=notes, exif=exif(), dpi=(72, 72))
    return data[:-12] + chunk(b"prVt", CANARY) + data[-12:] + CANARY


def cleaned(data: bytes) -> Cleaned:
    media_type = sniff(data)
    assert media_type
    copy = clean(data, media_type)
    assert CANARY not in copy.data
    assert not carries_metadata(copy.data)
    assert sniff(copy.data) == copy.media_type
    return copy


def drawn(copy: Cleaned) -> Image.Image:
    picture = Image.open(io.BytesIO(copy.data))
    assert picture.size == (copy.width, copy.height)
    assert not picture.getexif()
    return picture


def looks_like(picture: Image.Image, expected: Image.Image) -> bool:
    """Same size, and the middle of each quarter of the same colour but for coding losses."""
    wide, high = expected.size
    spots = [(x * wide // 4, y * high // 4) for x in (1, 3) for y in (1, 3)]
    pairs = [(picture.convert("RGB").getpixel(spot), expected.convert("RGB").getpixel(spot)) for spot in spots]
    return picture.size == expected.size and all(abs(a - b) < 24 for pair in pairs for a, b in zip(*pair, strict=True))


def reason_for(data: bytes) -> Reason:
    with pytest.raises(Uncleanable) as refused:
        clean(data, sniff(data) or "")
    return refused.value.reason


def test_nothing_a_jpeg_carries_survives():
    data = talkative_jpeg()
    assert data.count(CANARY) >= 10
    assert looks_like(drawn(cleaned(data)), halves())


def test_nothing_a_png_carries_survives():
    data = talkative_png()
    assert data.count(CANARY) >= 4
    assert drawn(cleaned(data)).tobytes() == halves().tobytes()


@pytest.mark.parametrize("lossless", [True, False])
def test_nothing_a_webp_carries_survives(lossless):
    data = coded(halves(), "WEBP", exif=exif(), xmp=XMP, lossless=lossless)
    assert CANARY in data
    copy = cleaned(data)
    assert copy.media_type == "image/jpeg"
    assert looks_like(drawn(copy), halves())


def test_nothing_a_heic_carries_survives():
    data = heic(halves(), exif=exif().tobytes(), xmp=XMP, thumbnails=[16])
    assert CANARY in data
    copy = cleaned(data)
    assert copy.media_type == "image/jpeg"
    assert looks_like(drawn(copy), halves())


TURNED = {
    1: halves(),
    2: halves().transpose(Image.Transpose.FLIP_LEFT_RIGHT),
    3: halves().rotate(180),
    4: halves(),
    5: halves().transpose(Image.Transpose.TRANSPOSE),
    6: halves().rotate(-90, expand=True),
    7: halves().transpose(Image.Transpose.TRANSVERSE),
    8: halves().rotate(90, expand=True),
}


@pytest.mark.parametrize("orientation", TURNED)
@pytest.mark.parametrize("coding", ["JPEG", "PNG", "WEBP"])
def test_pictures_stand_upright(coding, orientation):
    copy = cleaned(coded(halves(), coding, exif=exif(orientation)))
    assert looks_like(drawn(copy), TURNED[orientation])


@pytest.mark.parametrize("orientation", TURNED)
def test_iphone_pictures_stand_upright_once(orientation):
    copy = cleaned(heic(halves((128, 64)), exif=exif(orientation).tobytes()))
    assert looks_like(drawn(copy), TURNED[orientation].resize((128, 64) if orientation < 5 else (64, 128)))


def test_damaged_exif_costs_nothing_but_itself():
    data = coded(halves(), "PNG", exif=b"Exif\0\0XX" + CANARY)
    assert looks_like(drawn(cleaned(data)), halves())


@pytest.mark.parametrize("mode", ["L", "CMYK", "1"])
def test_every_kind_of_jpeg_and_bitmap_is_drawn(mode):
    picture = halves(mode=mode)
    data = coded(picture, "PNG" if mode == "1" else "JPEG")
    assert looks_like(drawn(cleaned(data)), picture)


@pytest.mark.parametrize("mode", ["P", "L", "1", "RGB"])
def test_every_kind_of_png_is_drawn(mode):
    assert looks_like(drawn(cleaned(coded(halves(mode=mode), "PNG"))), halves(mode=mode))


def test_16_bit_grey_is_scaled_not_cut_off():
    data = coded(Image.new("I;16", SMALL, 0x8000), "PNG")
    assert drawn(cleaned(data)).getpixel((1, 1)) == 0x80


@pytest.mark.parametrize("coding", ["PNG", "WEBP"])
@pytest.mark.parametrize("mode", ["RGBA", "P"])
def test_what_transparency_hides_is_gone(coding, mode):
    secret = Image.new("RGBA", SMALL, (*RED, 0)).convert(mode)
    options = {"transparency": 0} if mode == "P" and coding == "PNG" else {"exact": True} if coding == "WEBP" else {}
    picture = drawn(cleaned(coded(secret.convert("RGBA") if coding == "WEBP" else secret, coding, **options)))
    assert picture.convert("RGB").getcolors() == [(SMALL[0] * SMALL[1], (255, 255, 255))]


@pytest.mark.parametrize("coding", ["PNG", "WEBP", "MPO"])
def test_of_several_frames_the_first_is_kept(coding):
    second = Image.new("RGB", SMALL, "lime")
    data = coded(halves(), coding, save_all=True, append_images=[second])
    copy = cleaned(data)
    assert getattr(drawn(copy), "n_frames", 1) == 1
    assert looks_like(drawn(copy), halves())


@pytest.mark.parametrize("space", ["sRGB", "LAB"])
def test_colours_stay_with_a_usual_profile_and_with_one_that_does_not_fit(space):
    data = coded(halves(), "PNG", icc_profile=profile_bytes(ImageCms.createProfile(space)))
    assert looks_like(drawn(cleaned(data)), halves())


def profile_bytes(profile: object) -> bytes:
    return ImageCms.ImageCmsProfile(profile).tobytes()


def linear_profile() -> bytes:
    """sRGB with its tone curves made straight: what it calls 128 is lighter than in sRGB."""
    data = bytearray(profile_bytes(ImageCms.createProfile("sRGB")))
    for at in range(132, 132 + 12 * int.from_bytes(data[128:132]), 12):
        kind, start, size = struct.unpack(">4sII", data[at : at + 12])
        if kind in (b"rTRC", b"gTRC", b"bTRC"):
            data[start : start + size] = (b"curv" + bytes(8)).ljust(size, b"\0")
    return bytes(data)


def test_colour_profiles_are_applied_before_they_go():
    grey = coded(Image.new("RGB", SMALL, (128, 128, 128)), "PNG", icc_profile=linear_profile())
    assert abs(drawn(cleaned(grey)).getpixel((1, 1))[0] - 188) <= 2


@pytest.mark.parametrize(
    ("size", "expected"), [((4000, 3000), (2560, 1920)), ((30, 6000), (13, 2560)), ((2560, 10), (2560, 10))]
)
def test_large_pictures_are_made_smaller(size, expected):
    copy = cleaned(coded(halves(size), "JPEG"))
    assert (copy.width, copy.height) == expected


def test_the_size_of_a_turned_picture_is_the_one_seen():
    copy = cleaned(coded(halves((5200, 2600)), "JPEG", exif=exif(6)))
    assert (copy.width, copy.height) == (1280, 2560)


@pytest.mark.parametrize("side", [8_000, 12_000, 50_000])
def test_bombs_are_refused_by_their_header(side):
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0))
    data = b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", zlib.compress(bytes(1000))) + chunk(b"IEND", b"")
    assert reason_for(data) == Reason.TOO_LARGE_PICTURE


def test_jpeg_and_heic_bombs_are_refused_by_their_header():
    data = bytearray(coded(halves(), "JPEG"))
    frame = data.index(b"\xff\xc0") + 5
    data[frame : frame + 4] = struct.pack(">HH", 9000, 9000)
    assert reason_for(bytes(data)) == Reason.TOO_LARGE_PICTURE
    photo = heic(halves((128, 64))).replace(struct.pack(">II", 128, 64), struct.pack(">II", 9000, 9000))
    assert reason_for(photo) == Reason.TOO_LARGE_PICTURE


def test_cleaning_again_finds_nothing_more():
    once = cleaned(talkative_png())
    assert cleaned(once.data) == once


def test_the_same_file_gives_the_same_copy():
    assert cleaned(talkative_jpeg(6)) == cleaned(talkative_jpeg(6))


@pytest.mark.parametrize(
    "traces",
    [
        talkative_jpeg(),
        talkative_png(),
        coded(halves(), "JPEG", comment=CANARY),
        coded(halves(), "JPEG", exif=exif()),
        coded(halves(), "JPEG") + b"\0",
        coded(halves(mode="CMYK"), "JPEG"),
        coded(halves(), "PNG", dpi=(72, 72)),
        coded(halves(), "PNG") + b"\0",
        coded(halves(), "PNG")[:-1],
        coded(halves(), "WEBP"),
        b"\xff\xd8\xff\xff",
        b"",
    ],
)
def test_the_check_finds_every_trace(traces):
    assert carries_metadata(traces)


@pytest.mark.parametrize("coding", ["JPEG", "PNG"])
def test_the_check_finds_none_in_a_bare_picture(coding):
    assert not carries_metadata(coded(halves(), coding))
    assert not carries_metadata(coded(halves(), coding, progressive=True))


PHOTOS = {
    "JPEG": talkative_jpeg(6),
    "progressive": coded(halves(), "JPEG", progressive=True, exif=exif(6)),
    "PNG": talkative_png(),
    "WEBP": coded(halves(), "WEBP", exif=exif()),
    "HEIC": heic(halves(), exif=exif().tobytes()),
}


@given(st.sampled_from(sorted(PHOTOS)), st.data())
@settings(max_examples=300, deadline=None)
def test_a_photo_cut_short_anywhere_is_clean_or_refused(name, drawing):
    end = drawing.draw(st.integers(0, len(PHOTOS[name]) - 1))
    clean_or_refused(PHOTOS[name][:end])


@given(st.sampled_from(sorted(PHOTOS)), st.data(), st.binary(min_size=1, max_size=8))
@settings(max_examples=300, deadline=None)
def test_a_photo_damaged_anywhere_is_clean_or_refused(name, drawing, damage):
    photo = PHOTOS[name]
    at = drawing.draw(st.integers(0, len(photo) - 1))
    clean_or_refused(photo[:at] + damage + photo[at + len(damage) :])


def clean_or_refused(data: bytes) -> None:
    media_type = sniff(data)
    try:
        copy = clean(data, media_type or "")
    except Uncleanable:
        return
    assert CANARY not in copy.data
    assert media_type == "text/plain" or not carries_metadata(copy.data)
