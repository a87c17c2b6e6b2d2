"""Evidence of all kinds as phones, editors and enemies make it: the original is kept to the byte, and what may be shown
carries nothing of what was planted, read by others than those who cleaned it."""

import hashlib
import io
import zipfile
import zlib

import av
import pikepdf
import pillow_heif
import pypdf
import pytest
from PIL import Image

from app.core import clock, files, storage
from tests.given import films
from tests.unit.core import test_cleaning_pdf as pdfs, test_cleaning_pictures as pictures
from tests.unit.core.test_cleaning_pictures import CANARY, XMP, chunk, coded, exif, halves, heic, segment

pytestmark = pytest.mark.filterwarnings("ignore::UserWarning")

ZIP = b"PK\x03\x04" + CANARY
HTML = b"<!doctype html><html><script>" + CANARY + b"</script></html>"


def archive() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as packed:
        packed.writestr("a.txt", CANARY)
    return buffer.getvalue()


def jpegs() -> dict[str, bytes]:
    plain = coded(halves(), "JPEG")
    return {
        "everything": pictures.talkative_jpeg(),
        **{f"turned {turn}": coded(halves(), "JPEG", exif=exif(turn)) for turn in (3, 6, 8)},
        **{mode: coded(halves(mode=mode), "JPEG", exif=exif(), comment=CANARY) for mode in ("L", "CMYK")},
        "progressive": coded(halves(), "JPEG", progressive=True, exif=exif(), xmp=XMP),
        "comment": coded(halves(), "JPEG", comment=CANARY),
        "profile": coded(halves(), "JPEG", icc_profile=CANARY),
        "xmp": coded(halves(), "JPEG", xmp=XMP),
        "far xmp": plain[:2] + segment(0xE1, b"http://ns.adobe.com/xmp/extension/\0" + CANARY) + plain[2:],
        "iptc": plain[:2] + segment(0xED, b"Photoshop 3.0\x008BIM\x04\x04\0\0\0\0\0\x08" + CANARY) + plain[2:],
        "unknown segment": plain[:2] + segment(0xEB, CANARY) + plain[2:],
        "motion photo": plain + b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom" + CANARY,
        "second picture": plain + coded(halves(), "JPEG", comment=CANARY),
        "several pictures": coded(halves(), "MPO", save_all=True, append_images=[halves()], exif=exif(), xmp=XMP),
        "gain map": plain[:2] + segment(0xE2, b"MPF\0MM\0*\0\0\0\x08" + bytes(6) + CANARY) + plain[2:] + plain,
        "zip behind": plain + archive(),
        "page behind": plain + HTML,
    }


def other_pictures() -> dict[str, bytes]:
    png = coded(halves(), "PNG")
    late = [chunk(kind, content) for kind, content in ((b"tEXt", b"k\0" + CANARY), (b"tIME", CANARY[:7]))]
    webp = {"exif": exif(), "xmp": XMP, "icc_profile": CANARY}
    frames = [halves(), halves().rotate(180)]
    return {
        "png everything": pictures.talkative_png(),
        "png late notes": png[:-12] + b"".join(late) + png[-12:] + CANARY,
        "png and page": png + HTML,
        "png and zip": png + archive(),
        "apng": coded(frames[0], "PNG", save_all=True, append_images=frames[1:], exif=exif()),
        **{f"png {mode}": coded(halves(mode=mode), "PNG", exif=exif()) for mode in ("L", "P", "RGBA", "I;16")},
        "webp": coded(halves(), "WEBP", **webp),
        "webp lossless": coded(halves(), "WEBP", lossless=True, **webp),
        "webp moving": coded(frames[0], "WEBP", save_all=True, append_images=frames[1:], **webp),
        "webp behind": coded(halves(), "WEBP", exif=exif()) + CANARY,
        "heic": heic(halves(), exif=exif().tobytes(), xmp=XMP),
        "heic turned": heic(halves(), exif=exif(6).tobytes()),
    }


def papers() -> dict[str, bytes]:
    return {
        **{plant.__name__: pdfs.document(plant) for plant in pdfs.PLANTS},
        "pdf everything": pdfs.document(lambda pdf: [plant(pdf) for plant in pdfs.PLANTS]),
        "pdf and zip": pdfs.document() + archive(),
        "pdf and page": pdfs.document() + HTML,
        "pdf revised": pdfs.document(pdfs.add_docinfo) + b"\n%" + CANARY,
        "note": "Тэмдэглэл".encode(),
    }


def videos() -> dict[str, bytes]:
    plain = films.film()
    spherical = films.box(b"uuid", bytes.fromhex("ffcc8263f8554a938814587a02521fdd") + CANARY)
    return {
        "video everything": films.everything(),
        "video everything hevc": films.everything("libx265"),
        "video notes": films.with_notes(plain),
        "video of an iphone": films.with_notes(plain[:8] + b"qt  " + plain[12:]),
        "video track of places": films.track_of_places(plain),
        "video coder's name": films.filtered(plain, "h264_metadata=" + films.SPEAKING_UNIT),
        "video of a sphere": films.added(plain, spherical),
        "video tags of a phone": films.film(movflags="use_metadata_tags"),
    }


def pdf_bomb() -> bytes:
    """A hundred kilobytes that are eighty megabytes once unpacked."""
    packer = zlib.compressobj(1)
    squeezed = b"".join(packer.compress(bytes(1 << 22)) for _ in range(20)) + packer.flush()

    def swap(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].obj.Contents = pikepdf.Stream(pdf, squeezed, Filter=pikepdf.Name.FlateDecode)

    return pdfs.document(swap)


def enemies() -> dict[str, bytes]:
    """Nothing of these may ever be shown."""
    whole = pictures.talkative_jpeg()
    frame = whole.rindex(b"\xff\xc0\0\x11") + 5
    return {
        "svg": b"<svg xmlns='http://www.w3.org/2000/svg'><script>" + CANARY + b"</script></svg>",
        "page": HTML,
        "zip": archive(),
        "program": b"MZ\x90\x00" + CANARY,
        "script": b"#!/bin/sh\n" + CANARY,
        "gif": coded(halves(), "GIF", comment=CANARY),
        "page named as a picture": b"GIF89a/*" + HTML,
        "jpeg cut short": whole[: len(whole) // 3],
        "png bomb": b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", (60_000).to_bytes(4) * 2 + b"\x08\x02\0\0\0") + CANARY,
        "jpeg bomb": whole.replace(whole[frame : frame + 4], (40_000).to_bytes(2) * 2),
        "pdf bomb": pdf_bomb(),
        "video bomb": films.replaced(films.film(), films.SIZES, (1).to_bytes(8) + (1 << 27).to_bytes(4)),
        "video in fragments": films.film(movflags="frag_keyframe+empty_moov"),
        "video in another coding": films.film("mpeg4"),
        "video and zip": films.film() + archive(),
        "video and page": films.film() + HTML,
        "video cut short": films.everything()[:-40],
        "sound alone": b"\0\0\0\x18ftypM4A \0\0\0\0mp42isom" + CANARY,
        "pdf cut short": pdfs.document()[:400] + CANARY,
        "empty archive with a picture's beginning": b"\xff\xd8\xff" + CANARY,
    }


SHOWN = {**jpegs(), **other_pictures(), **papers(), **videos()}
CORPUS = {**SHOWN, **enemies()}


@pytest.mark.parametrize("name", CORPUS)
def test_what_may_be_shown_carries_nothing(app, name):
    data = CORPUS[name]
    file = files.receive("хэргийн зураг.jpg", data, clock.now())
    assert file.sha256 == hashlib.sha256(data).hexdigest() and storage.get("sealed", file.sha256) == data
    assert file.is_clean == (name in SHOWN), file.problem
    if file.is_clean:
        copy = files.clean_copy(file)
        assert CANARY not in unfolded(copy, file.clean_type)
        assert nothing_is_said_in(copy, file.clean_type)


def test_each_kind_of_picture_came_with_the_place_where_it_was_taken():
    for name in ("everything", "png everything", "webp", "webp lossless", "heic", "several pictures"):
        told = Image.Exif()
        told.load(opened(SHOWN[name]).info["exif"])
        assert told.get_ifd(0x8825)[2] == (47.0, 55.0, 1.5), name


def opened(data: bytes) -> Image.Image:
    is_heic = files.sniff(data) == "image/heic"
    return pillow_heif.open_heif(data).to_pillow() if is_heic else Image.open(io.BytesIO(data))


def test_what_is_not_in_the_copies_was_in_the_originals():
    silent = [name for name, data in SHOWN.items() if CANARY not in unfolded(data, files.sniff(data))]
    assert set(silent) <= {"note", "png I;16"}, silent


def unfolded(copy: bytes, kind: str | None) -> bytes:
    return pdfs.everything_in(copy) if kind == "application/pdf" else copy


def nothing_is_said_in(copy: bytes, kind: str | None) -> bool:
    if kind == "application/pdf":
        reader = pypdf.PdfReader(io.BytesIO(copy))
        return not reader.metadata and not reader.attachments and reader.xmp_metadata is None
    if kind == "text/plain":
        return True
    if kind == "video/mp4":
        return is_silent_and_nameless(copy)
    picture = Image.open(io.BytesIO(copy))
    said = set(picture.info) - {"jfif", "jfif_version", "jfif_unit", "jfif_density", "loop", "background", "timestamp"}
    return not picture.getexif() and not said - {"progressive", "progression"}


def is_silent_and_nameless(copy: bytes) -> bool:
    with av.open(io.BytesIO(copy)) as read:
        said = set(read.metadata) - {"major_brand", "minor_version", "compatible_brands"}
        tracks = [(stream.type, stream.metadata) for stream in read.streams]
        return not said and tracks == [("video", {"language": "und", "handler_name": "VideoHandler"})]


def test_there_are_enough_and_of_all_kinds():
    print(f"{len(CORPUS)} files: {len(SHOWN)} shown, {len(CORPUS) - len(SHOWN)} sealed")
    assert len(CORPUS) >= 40 and len(SHOWN) >= 40
