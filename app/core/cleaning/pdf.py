"""PDF evidence: only the pages as they look are kept, in a file written anew."""

import io
import re
from collections.abc import Iterator
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream

from app.core.cleaning.outcome import Cleaned, Reason, Uncleanable
from app.core.cleaning.traces import SOI, strip_jpeg

LARGEST_STREAM = 64 * 1024 * 1024  # bytes once unpacked: of what pages are made of; pictures stay packed


def _names(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


# What a file may consist of (ISO 32000-1). These are lists of what is let in, so that scripts, actions,
# attachments, forms, bookmarks and all that is not invented yet stay out.
TRAILER_KEYS = _names("/Root /Size /ID /Type /W /Index /Filter /DecodeParms /Length")
CATALOG_KEYS = _names("/Type /Pages")
PAGE_KEYS = _names("/Type /Parent /MediaBox /CropBox /Rotate /UserUnit /Resources /Contents /Group")
LAYER_KEYS = _names("/Type /Name")
STREAM_KEYS = _names("""
    /Type /Subtype /Length /Filter /DecodeParms
    /Width /Height /ColorSpace /BitsPerComponent /Intent /ImageMask /Mask /Decode /Interpolate
    /SMask /SMaskInData /Matte
    /FormType /BBox /Matrix /Resources /Group
    /PatternType /PaintType /TilingType /XStep /YStep
    /ShadingType /Background /AntiAlias /Function /BitsPerCoordinate /BitsPerFlag /VerticesPerRow
    /FunctionType /Domain /Range /Size /BitsPerSample /Order /Encode
    /Length1 /Length2 /Length3 /CMapName /CIDSystemInfo /WMode /UseCMap /N /Alternate
""")
# Names in other dictionaries are free (a font may be called anything), so there what tells is put out.
TELLING_KEYS = _names("/Metadata /PieceInfo /LastModified /AF /OPI")
JPEG_FILTERS = ("/DCTDecode", "/DCT")
INLINE_JPEG = re.compile(rb"\bBI\b.{0,400}?/DCT", re.DOTALL)

# For the whole process, and before anything is read: qpdf unpacks object streams when it opens a file.
pikepdf.settings.set_qpdf_limits(flate_max_memory=LARGEST_STREAM, run_length_max_memory=LARGEST_STREAM)


def clean_pdf(data: bytes, media_type: str) -> Cleaned:
    """The same bytes for the same input. Raises Uncleanable, and whatever pikepdf raises on damage."""
    try:
        # No guessing at damaged files: a rebuilt one could bring back pages that had been taken out.
        source = pikepdf.open(io.BytesIO(data), attempt_recovery=False)
    except pikepdf.PasswordError as locked:
        raise Uncleanable(Reason.ENCRYPTED) from locked
    with source, pikepdf.new() as clean:
        _refuse_unfit(source)
        _reduce_to_pages(source)
        clean.pages.extend(source.pages)
        for thing in _things(clean):
            _scrub(thing)
        written = _write(clean, source.pdf_version)
    _check(written)
    return Cleaned(written, media_type)


def _refuse_unfit(source: Pdf) -> None:
    """Files whose pages alone do not show what a reader sees cannot be reduced to their pages."""
    if source.is_encrypted:
        raise Uncleanable(Reason.ENCRYPTED)
    if not len(source.pages):
        raise Uncleanable(Reason.DAMAGED)
    catalog = source.Root
    form = catalog.get("/AcroForm", Dictionary())
    drawn_by_viewer = "/NeedsRendering" in catalog or bool(form.get("/NeedAppearances", False))
    if drawn_by_viewer or "/Collection" in catalog or _hides_layers(catalog):
        raise Uncleanable(Reason.NOT_CLEANABLE)


def _hides_layers(catalog: Object) -> bool:
    shown = catalog.get("/OCProperties", Dictionary()).get("/D", Dictionary())
    return bool(len(shown.get("/OFF", Array()))) or shown.get("/BaseState", Name.ON) != Name.ON


def _reduce_to_pages(source: Pdf) -> None:
    source.flatten_annotations("screen")  # stamps, notes and filled-in fields become part of the drawing
    for page in source.pages:
        _keep_only(page.obj, PAGE_KEYS)
    source.remove_unreferenced_resources()  # pictures that no page draws


def _things(pdf: Pdf) -> Iterator[Object]:
    """Every dictionary and stream, also those that stand inside others."""
    for indirect in pdf.objects:
        pending = [indirect]
        while pending:
            thing = pending.pop()
            if isinstance(thing, Dictionary | Stream):
                yield thing
            pending.extend(_direct_parts(thing))


def _direct_parts(thing: Object) -> list[Object]:
    if isinstance(thing, Array):
        parts = list(thing)
    elif isinstance(thing, Dictionary | Stream):
        parts = [value for _, value in thing.items()]
    else:
        return []
    return [part for part in parts if isinstance(part, Array | Dictionary) and not part.is_indirect]


def _scrub(thing: Object) -> None:
    for key in TELLING_KEYS & set(thing.keys()):
        del thing[key]
    if isinstance(thing, Stream):
        _keep_only(thing, STREAM_KEYS)
        _scrub_coded_picture(thing)
    elif thing.get("/Type") == Name.OCG:
        _keep_only(thing, LAYER_KEYS)
        thing.Name = ""


def _scrub_coded_picture(stream: Stream) -> None:
    filters = _filters(stream)
    if "/JPXDecode" in filters or stream.get("/Subtype") == Name.PS:
        raise Uncleanable(Reason.NOT_CLEANABLE)  # JPEG 2000 has boxes of its own; PostScript is a program
    if filters and filters[-1] in JPEG_FILTERS:
        stream.write(strip_jpeg(_jpeg_in(stream)), filter=Name.DCTDecode, decode_parms=_parameters(stream)[-1])


def _jpeg_in(stream: Stream) -> bytes:
    """The JPEG file within, other filters around it undone."""
    outer, parameters = _filters(stream)[:-1], _parameters(stream)[:-1]
    if not outer:
        return stream.read_raw_bytes()
    with pikepdf.new() as scratch:
        wrapped = Stream(scratch, stream.read_raw_bytes())
        wrapped.Filter, wrapped.DecodeParms = Array([Name(each) for each in outer]), Array(parameters)
        return wrapped.read_bytes()


def _filters(stream: Stream) -> list[str]:
    return [str(each) for each in _as_list(stream.get("/Filter"))]


def _parameters(stream: Stream) -> list[Dictionary | None]:
    given = _as_list(stream.get("/DecodeParms"))
    return given + [None] * (len(_filters(stream)) - len(given))


def _as_list(value: Object | None) -> list[Any]:
    if value is None:
        return []
    return list(value) if isinstance(value, Array) else [value]


def _keep_only(thing: Object, keys: frozenset[str]) -> None:
    for key in set(thing.keys()) - keys:
        del thing[key]


def _write(pdf: Pdf, version: str) -> bytes:
    buffer = io.BytesIO()
    pdf.save(
        buffer,
        min_version=version,
        deterministic_id=True,
        preserve_pdfa=False,
        fix_metadata_version=False,
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
    )
    return buffer.getvalue()


def _check(written: bytes) -> None:
    """Raises Uncleanable unless the file, read again, consists of nothing but what is let in."""
    with pikepdf.open(io.BytesIO(written), attempt_recovery=False) as pdf:
        clean = set(pdf.trailer.keys()) <= TRAILER_KEYS and set(pdf.Root.keys()) <= CATALOG_KEYS
        clean = clean and all(set(page.obj.keys()) <= PAGE_KEYS for page in pdf.pages)
        if not clean or not all(_is_clean(thing) for thing in _things(pdf)):
            raise Uncleanable(Reason.METADATA_LEFT)


def _is_clean(thing: Object) -> bool:
    if TELLING_KEYS & set(thing.keys()):
        return False
    return not isinstance(thing, Stream) or _is_clean_stream(thing)


def _is_clean_stream(stream: Stream) -> bool:
    if stream.get("/Type") in (Name.XRef, Name.ObjStm):
        return True
    if set(stream.keys()) - STREAM_KEYS:
        return False
    coded = stream.read_raw_bytes()
    if _filters(stream) == ["/DCTDecode"] or coded.startswith(SOI):  # a JPEG, whether or not it says so
        return strip_jpeg(coded) == coded
    return stream.get("/Subtype") == Name.Image or not INLINE_JPEG.search(stream.read_bytes())
