"""Uploaded evidence: told by its content, copied without what it says of who made it, where and with what.

Pure: bytes in, bytes out. What cannot be cleaned is refused; the original is never handed through as clean.
"""

import codecs
from threading import Lock

from app.core.cleaning.media import DOCX, HEIC, JPEG, MP4, PDF, PNG, QUICKTIME, TEXT, WEBP, XLSX, office_parts, sniff
from app.core.cleaning.outcome import Cleaned, Reason, Uncleanable
from app.core.cleaning.pdf import clean_pdf
from app.core.cleaning.pictures import clean_picture
from app.core.cleaning.redaction import Area, cover
from app.core.cleaning.traces import carries_metadata

__all__ = ["Area", "Cleaned", "Reason", "Uncleanable", "carries_metadata", "clean", "cover", "sniff"]

_one_at_a_time = Lock()  # in this process: a large picture takes up to 400 MB
MACRO_PARTS = ("vbaproject.bin", "/activex/")


def clean(data: bytes, media_type: str) -> Cleaned:
    """A copy of `data`, which must be of `media_type` as sniff() tells it. Raises only Uncleanable."""
    if media_type not in CLEANERS or sniff(data) != media_type:
        raise Uncleanable(Reason.NOT_TAKEN)
    try:
        with _one_at_a_time:
            return CLEANERS[media_type](data, media_type)
    except Uncleanable:
        raise
    except Exception as fault:  # decoders fail in many undocumented ways on hostile bytes
        raise Uncleanable(Reason.DAMAGED) from fault


def _clean_text(data: bytes, media_type: str) -> Cleaned:
    return Cleaned(data.removeprefix(codecs.BOM_UTF8), media_type)


def _clean_video(data: bytes, media_type: str) -> Cleaned:
    from app.core.cleaning.video import clean_video  # only who gets a video loads the large library

    return clean_video(data, media_type)


def _refuse_office(data: bytes, _: str) -> Cleaned:
    """Names sit in too many places of an office file (comments, revisions, custom XML, embedded files) for
    a short cleaning to be a true one. It stays sealed; whoever sends it can send a PDF."""
    parts = " ".join(office_parts(data)).lower()
    macros = any(part in parts for part in MACRO_PARTS)
    raise Uncleanable(Reason.ACTIVE_CONTENT if macros else Reason.NOT_CLEANABLE)


CLEANERS = {
    **dict.fromkeys((JPEG, PNG, WEBP, HEIC), clean_picture),
    **dict.fromkeys((DOCX, XLSX), _refuse_office),
    PDF: clean_pdf,
    **dict.fromkeys((MP4, QUICKTIME), _clean_video),
    TEXT: _clean_text,
}
