"""PDF evidence keeps its pages as they look, and nothing else. Read back with pypdf, which wrote nothing."""

import io
import zlib
from collections.abc import Callable

import pikepdf
import pypdf
import pytest
from hypothesis import given, settings, strategies as st
from pikepdf import Array, Dictionary, Name, Pdf, Stream
from PIL import Image

from app.core.cleaning import Reason, Uncleanable, clean, sniff
from app.core.cleaning.media import PDF

CANARY = b"CANARY-7351"
WORD = CANARY.decode()
DRAWING = b"q 20 0 0 20 10 10 cm /Photo Do Q BT /F1 12 Tf 10 50 Td (Visible text) Tj ET\n"


def photo(mode: str = "RGB") -> bytes:
    """A JPEG with EXIF, a comment and something behind its end."""
    tags, buffer = Image.Exif(), io.BytesIO()
    tags[0x013B] = WORD
    Image.new("RGB", (16, 16), (200, 40, 40)).convert(mode).save(buffer, "JPEG", exif=tags, comment=CANARY)
    return buffer.getvalue() + CANARY


def image(pdf: Pdf, data: bytes, **keys: object) -> Stream:
    shape = {"Type": Name.XObject, "Subtype": Name.Image, "Width": 16, "Height": 16, "BitsPerComponent": 8}
    keys = {"ColorSpace": Name.DeviceRGB, "Filter": Name.DCTDecode} | keys
    return Stream(pdf, data, **shape, **keys)


def document(change: Callable[[Pdf], None] = lambda pdf: None, content: bytes = DRAWING, **saving: object) -> bytes:
    """One page with a text and a photo, then `change`d."""
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page(page_size=(200, 100)).obj
        font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
        page.Resources = Dictionary(Font={"/F1": font}, XObject={"/Photo": image(pdf, photo())})
        page.Contents = Stream(pdf, content)
        change(pdf)
        buffer = io.BytesIO()
        pdf.save(buffer, static_id=True, **saving)
        return buffer.getvalue()


def everything_in(data: bytes) -> bytes:
    """The file as it is, and every object and unpacked stream in it."""
    reader = pypdf.PdfReader(io.BytesIO(data))
    parts = [data, repr(reader.trailer).encode()]
    for number in range(1, int(reader.trailer["/Size"])):
        thing = reader.get_object(pypdf.generic.IndirectObject(number, 0, reader))
        parts.append(repr(thing).encode())
        if isinstance(thing, pypdf.generic.StreamObject):
            parts.append(thing.get_data())
    return b"\n".join(parts)


def cleaned(data: bytes) -> bytes:
    copy = clean(data, PDF).data
    everything = everything_in(copy)
    assert CANARY not in everything
    for forbidden in (b"/JavaScript", b"/EmbeddedFile", b"/Launch", b"/Annots", b"/Info", b"/Metadata"):
        assert forbidden not in everything
    return copy


def text_of(data: bytes) -> str:
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages)


def reason_for(data: bytes) -> Reason:
    with pytest.raises(Uncleanable) as refused:
        clean(data, PDF)
    return refused.value.reason


def note(pdf: Pdf, subtype: str, **keys: object) -> None:
    drawing = Stream(
        pdf, b"BT /F1 9 Tf 1 1 Td (Stamped) Tj ET", Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 50, 20]
    )
    drawing.Resources = pdf.pages[0].obj.Resources
    shape = {
        "Type": Name.Annot,
        "Subtype": Name(subtype),
        "Rect": [10, 10, 60, 30],
        "T": WORD,
        "Contents": WORD,
    }
    annotation = Dictionary(**shape, AP={"/N": drawing}, **keys)
    pdf.pages[0].obj.Annots = Array([pdf.make_indirect(annotation)])


def script() -> Dictionary:
    return Dictionary(S=Name.JavaScript, JS=f"app.alert('{WORD}')")


def xmp(pdf: Pdf) -> Stream:
    return Stream(pdf, b"<x:xmpmeta>" + CANARY + b"</x:xmpmeta>", Type=Name.Metadata, Subtype=Name.XML)


def the_photo(pdf: Pdf) -> Stream:
    return pdf.pages[0].obj.Resources.XObject.Photo


def add_docinfo(pdf: Pdf) -> None:
    pdf.docinfo["/Author"] = pdf.docinfo["/CanaryKey"] = WORD


def add_xmp_everywhere(pdf: Pdf) -> None:
    for holder in (pdf.Root, pdf.pages[0].obj, the_photo(pdf), pdf.pages[0].obj.Resources.Font.F1):
        holder.Metadata = xmp(pdf)


def add_private_data(pdf: Pdf) -> None:
    private = Dictionary(Editor=Dictionary(LastModified="D:20260101", Private=WORD))
    pdf.Root.PieceInfo = pdf.pages[0].obj.PieceInfo = the_photo(pdf).PieceInfo = private
    the_photo(pdf).CanaryKey = pdf.Root.CanaryKey = pdf.trailer.CanaryKey = WORD


def add_attachment(pdf: Pdf) -> None:
    pdf.attachments["x.txt"] = pikepdf.AttachedFileSpec(pdf, CANARY, filename=WORD, description=WORD)
    pdf.pages[0].obj.AF = Array([pdf.attachments["x.txt"].obj])


def add_attachment_on_page(pdf: Pdf) -> None:
    file = Stream(pdf, CANARY, Type=Name.EmbeddedFile)
    note(pdf, "/FileAttachment", FS=Dictionary(Type=Name.Filespec, F=WORD, EF=Dictionary(F=file)))


def add_scripts(pdf: Pdf) -> None:
    pdf.Root.OpenAction, pdf.Root.AA = script(), Dictionary(WC=script())
    pdf.Root.Names = Dictionary(JavaScript=Dictionary(Names=Array([WORD, script()])))
    pdf.pages[0].obj.AA = Dictionary(O=script())
    note(pdf, "/Screen", A=script(), AA=Dictionary(E=script()))


def add_launch(pdf: Pdf) -> None:
    note(pdf, "/Link", A=Dictionary(S=Name.Launch, F=WORD))


def add_hidden_note(pdf: Pdf) -> None:
    note(pdf, "/FreeText", F=2)
    pdf.pages[0].obj.Annots[0].AP.N.write(b"BT (" + CANARY + b") Tj ET")


def add_bookmarks_and_structure(pdf: Pdf) -> None:
    with pdf.open_outline() as outline:
        outline.root.append(pikepdf.OutlineItem(WORD, 0))
    pdf.Root.StructTreeRoot = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot, T=WORD))
    pdf.Root.PageLabels = Dictionary(Nums=Array([0, Dictionary(P=WORD)]))


def add_layer(pdf: Pdf) -> None:
    usage = Dictionary(CreatorInfo=Dictionary(Creator=WORD, Subtype=Name.Technical))
    layer = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=WORD, Usage=usage))
    pdf.pages[0].obj.Resources.Properties = Dictionary(MC0=layer)
    pdf.Root.OCProperties = Dictionary(OCGs=Array([layer]), D=Dictionary(ON=Array([layer]), Creator=WORD))


def add_picture_never_drawn(pdf: Pdf) -> None:
    hidden = image(pdf, CANARY * 70, Filter=Array())
    pdf.pages[0].obj.Resources.XObject.Hidden = hidden


def pack_photo_twice(pdf: Pdf) -> None:
    filters = Array([Name.FlateDecode, Name.DCTDecode])
    pdf.pages[0].obj.Resources.XObject.Photo = image(pdf, zlib.compress(photo()), Filter=filters)


def put_photo_in_form(pdf: Pdf) -> None:
    resources = Dictionary(XObject={"/Photo": image(pdf, photo(), SMask=image(pdf, photo(), Metadata=xmp(pdf)))})
    form = Stream(pdf, b"/Photo Do", Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 9, 9], Resources=resources)
    form.PieceInfo, form.LastModified = Dictionary(Private=WORD), WORD
    pdf.pages[0].obj.Resources.XObject.Photo = form


PLANTS = [
    add_docinfo,
    add_xmp_everywhere,
    add_private_data,
    add_attachment,
    add_attachment_on_page,
    add_scripts,
    add_launch,
    add_hidden_note,
    add_bookmarks_and_structure,
    add_layer,
    add_picture_never_drawn,
    pack_photo_twice,
    put_photo_in_form,
]


@pytest.mark.parametrize("plant", PLANTS)
def test_nothing_planted_survives(plant):
    data = document(plant)
    assert CANARY in everything_in(data)
    assert "Visible text" in text_of(cleaned(data))


def test_all_of_it_together_goes_too():
    data = document(lambda pdf: [plant(pdf) for plant in PLANTS])
    assert "Visible text" in text_of(cleaned(data))


def test_photos_on_pages_keep_every_pixel():
    before, after = (pypdf.PdfReader(io.BytesIO(data)).pages[0] for data in (document(), cleaned(document())))
    assert after.images[0].image.tobytes() == before.images[0].image.tobytes()


def test_photos_for_print_keep_the_mark_that_tells_their_colours():
    def use_print_colours(pdf: Pdf) -> None:
        the_photo(pdf).write(photo("CMYK"), filter=Name.DCTDecode)
        the_photo(pdf).ColorSpace = Name.DeviceCMYK

    page = pypdf.PdfReader(io.BytesIO(cleaned(document(use_print_colours)))).pages[0]
    coded = page["/Resources"]["/XObject"]["/Photo"].get_data()
    assert "adobe" in Image.open(io.BytesIO(coded)).info


def test_what_is_said_of_the_coding_of_photos_stays():
    def explain(pdf: Pdf) -> None:
        the_photo(pdf).DecodeParms = Dictionary(ColorTransform=1)

    page = pypdf.PdfReader(io.BytesIO(cleaned(document(explain)))).pages[0]
    assert page["/Resources"]["/XObject"]["/Photo"]["/DecodeParms"] == {"/ColorTransform": 1}


def test_pages_keep_their_size_and_turn_also_when_inherited():
    def inherit(pdf: Pdf) -> None:
        page = pdf.pages[0].obj
        pdf.Root.Pages.Rotate, pdf.Root.Pages.MediaBox = 90, page.MediaBox
        del page.MediaBox

    page = pypdf.PdfReader(io.BytesIO(cleaned(document(inherit)))).pages[0]
    assert (page.rotation, page.mediabox.width, page.mediabox.height) == (90, 200, 100)


def test_the_version_is_not_lowered():
    assert cleaned(document(min_version="1.7")).startswith(b"%PDF-1.7")


def test_stamps_become_part_of_the_page():
    assert "Stamped" in text_of(cleaned(document(lambda pdf: note(pdf, "/Stamp"))))


def test_older_revisions_and_appended_files_go():
    data = document(add_docinfo, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    start = data.rindex(b"startxref") + 10
    previous = data[start : data.index(b"\n", start)]
    update = b"trailer\n<</Root 1 0 R /Size 9 /Prev " + previous + b">>\n"
    revised = data + b"xref\n0 0\n" + update + b"startxref\n%d\n%%%%EOF\n" % len(data)
    assert CANARY in data
    cleaned(revised)
    cleaned(document() + b"PK\x03\x04" + CANARY + b"<html><script>" + CANARY)


def test_the_same_file_gives_the_same_copy():
    data = document(add_docinfo)
    assert cleaned(data) == cleaned(data)
    assert cleaned(cleaned(data)) == cleaned(data)


@pytest.mark.parametrize("user_password", ["", "secret"])
def test_encrypted_files_are_refused(user_password):
    data = document(encryption=pikepdf.Encryption(owner="owner", user=user_password))
    assert reason_for(data) == Reason.ENCRYPTED


def hide_layer(pdf: Pdf) -> None:
    add_layer(pdf)
    pdf.Root.OCProperties.D.OFF = pdf.Root.OCProperties.OCGs


def hide_all_layers(pdf: Pdf) -> None:
    add_layer(pdf)
    pdf.Root.OCProperties.D.BaseState = Name.OFF


def make_portfolio(pdf: Pdf) -> None:
    pdf.Root.Collection = Dictionary()


def leave_form_to_viewer(pdf: Pdf) -> None:
    pdf.Root.AcroForm = Dictionary(Fields=Array(), NeedAppearances=True)


def make_dynamic_form(pdf: Pdf) -> None:
    pdf.Root.NeedsRendering = True


def use_jpeg_2000(pdf: Pdf) -> None:
    the_photo(pdf).Filter = Name.JPXDecode


def use_postscript(pdf: Pdf) -> None:
    pdf.pages[0].obj.Resources.XObject.Photo = Stream(pdf, b"showpage", Type=Name.XObject, Subtype=Name.PS)


@pytest.mark.parametrize(
    "change",
    [
        hide_layer,
        hide_all_layers,
        make_portfolio,
        leave_form_to_viewer,
        make_dynamic_form,
        use_jpeg_2000,
        use_postscript,
    ],
)
def test_what_pages_alone_do_not_show_stays_sealed(change):
    assert reason_for(document(change)) == Reason.NOT_CLEANABLE


def test_photos_inside_the_drawing_itself_stay_sealed():
    inline = b"q BI /W 16 /H 16 /CS /RGB /BPC 8 /DP <</ColorTransform 1>> /F /DCT ID " + photo() + b" EI Q"
    assert reason_for(document(content=inline)) == Reason.METADATA_LEFT


@pytest.mark.parametrize("broken", [b"not a photo", photo()[:200]])
def test_photos_that_cannot_be_read_stay_sealed(broken):
    def replace_photo(pdf: Pdf) -> None:
        the_photo(pdf).write(broken, filter=Name.DCTDecode)

    assert reason_for(document(replace_photo)) == Reason.DAMAGED


def test_photos_that_do_not_say_what_they_are_stay_sealed():
    def hide_kind(pdf: Pdf) -> None:
        the_photo(pdf).Filter = Name.Unheard

    assert reason_for(document(hide_kind)) == Reason.METADATA_LEFT


def test_bombs_stay_sealed():
    packer = zlib.compressobj(1)
    bomb = b"".join(packer.compress(bytes(1 << 22)) for _ in range(17)) + packer.flush()

    def unpack_to_260_mebibytes(pdf: Pdf) -> None:
        pdf.pages[0].obj.Contents = Stream(pdf, bomb, Filter=Name.FlateDecode)

    assert reason_for(document(unpack_to_260_mebibytes)) == Reason.DAMAGED


def test_damaged_files_are_not_guessed_at():
    data = document(add_docinfo)
    start = data.rindex(b"startxref")
    assert reason_for(data[:start] + b"startxref\n1\n%%EOF\n") == Reason.DAMAGED


def test_a_file_without_pages_is_damaged():
    assert reason_for(document(lambda pdf: pdf.pages.remove(p=1))) == Reason.DAMAGED


WHOLE = document(add_docinfo)
PACKED = document(add_scripts, object_stream_mode=pikepdf.ObjectStreamMode.generate)


@given(st.sampled_from([WHOLE, PACKED]), st.data())
@settings(max_examples=150, deadline=None)
def test_a_file_cut_short_anywhere_is_clean_or_refused(data, drawing):
    clean_or_refused(data[: drawing.draw(st.integers(0, len(data) - 1))])


@given(st.sampled_from([WHOLE, PACKED]), st.data(), st.binary(min_size=1, max_size=8))
@settings(max_examples=150, deadline=None)
def test_a_file_damaged_anywhere_is_clean_or_refused(data, drawing, damage):
    at = drawing.draw(st.integers(0, len(data) - 1))
    clean_or_refused(data[:at] + damage + data[at + len(damage) :])


def test_a_comment_under_a_false_marker_is_refused():
    """Found by the test above: a damaged marker made a comment pass for a frame header."""
    comment = b"\xff\xfe\x00\r" + CANARY
    assert comment in WHOLE
    clean_or_refused(WHOLE.replace(comment, b"\xff\xc0" + comment[2:]))


def clean_or_refused(data: bytes) -> None:
    if sniff(data) == PDF:
        try:
            copy = clean(data, PDF).data
        except Uncleanable:
            return
        assert CANARY not in copy
