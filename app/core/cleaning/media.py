"""The kind of a file, told from its content alone: names and declared types are anybody's word."""

import codecs
import io
import re
import zipfile

JPEG = "image/jpeg"
PNG = "image/png"
WEBP = "image/webp"
HEIC = "image/heic"
PDF = "application/pdf"
MP4 = "video/mp4"
QUICKTIME = "video/quicktime"
TEXT = "text/plain"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

SIGNATURES = {b"\xff\xd8\xff": JPEG, b"\x89PNG\r\n\x1a\n": PNG, b"%PDF-": PDF}
HEIC_BRANDS = {b"heic", b"heix"}  # ISO/IEC 23008-12: stills coded with HEVC
# ISO/IEC 14496-12 and what phones write for it; a QuickTime film, as iPhones record it, is built the same way.
VIDEO_BRANDS = {b"isom", b"iso2", b"iso4", b"iso5", b"iso6", b"mp41", b"mp42", b"avc1", b"M4V "}
LONGEST_FTYP = 256  # bytes; a real brand list has a dozen entries
MAIN_PARTS = {"word/document.xml": DOCX, "xl/workbook.xml": XLSX}

CONTROL = re.compile(r"[\x00-\x08\x0b-\x0c\x0e-\x1f\x7f-\x9f]")
# What a browser, a shell or an office program would run or draw instead of showing it as text.
NOT_PLAIN = re.compile(
    r"\A\s*(#!|%!|\{\\rtf|<[!?a-z])|<(!doctype|html|head|body|script|svg|iframe|\?php)\b", re.IGNORECASE
)


def sniff(data: bytes) -> str | None:
    """The media type of `data` if it is one of those above, else None. Never raises."""
    for signature, media_type in SIGNATURES.items():
        if data.startswith(signature):
            return media_type
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return WEBP
    if data[4:8] == b"ftyp":
        return _base_media_type(data)
    if data.startswith(b"PK\x03\x04"):
        return _office_type(data)
    return TEXT if _is_plain_text(data) else None


def office_parts(data: bytes) -> list[str]:
    """Names of the parts of a zipped office file; raises what zipfile raises."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.namelist()


def _base_media_type(data: bytes) -> str | None:
    end = min(int.from_bytes(data[:4]), LONGEST_FTYP)
    brands = {data[at : at + 4] for at in (8, *range(16, end, 4))}
    if brands & HEIC_BRANDS:
        return HEIC
    if data[8:12] == b"qt  ":
        return QUICKTIME
    return MP4 if data[8:12] in VIDEO_BRANDS else None


def _office_type(data: bytes) -> str | None:
    try:
        parts = office_parts(data)
    except Exception:  # zipfile fails in many ways on hostile input, and all mean the same here
        return None
    if "[Content_Types].xml" not in parts:
        return None
    return next((media_type for part, media_type in MAIN_PARTS.items() if part in parts), None)


def _is_plain_text(data: bytes) -> bool:
    try:
        text = data.removeprefix(codecs.BOM_UTF8).decode("utf-8")
    except UnicodeDecodeError:
        return False
    return bool(text) and not CONTROL.search(text) and not NOT_PLAIN.search(text)
