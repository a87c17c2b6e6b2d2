"""What the tests of observations and findings start from."""

import io
import zipfile

from PIL import Image

from app.findings.rules import Answered, Change, Content, Upload
from app.findings.service import Statement
from tests.given import number

VISITED = {"visit": "visited", "place_note": "2-р баг, сургуулийн хашаа", "notes": "Дээвэр дутуу."}


def photo(width: int = 8) -> bytes:
    """A JPEG with the place where it was taken, different each time."""
    picture = Image.new("RGB", (width, 8), (number() % 256, number() % 251, 7))
    traces = Image.Exif()
    traces[0x010E] = f"Хөвсгөл {number()}"
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", exif=traces)
    return buffer.getvalue()


def upload(name: str = "дээвэр.jpg", data: bytes | None = None) -> Upload:
    return Upload(name, photo() if data is None else data)


def office_file() -> Upload:
    """A file that is sound, known, and cannot be cleaned."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", f"<document>{number()}</document>")
    return Upload("акт.docx", buffer.getvalue())


def change(day, *uploads, answers=None, **rest) -> Change:
    """A form that can be sent; `answers`: {question: "no"} or {question: ("no", "note")}."""
    said = {key: Answered(*([row] if isinstance(row, str) else row)) for key, row in (answers or {}).items()}
    sides = {side: frozenset(rest.pop(side)) for side in ("take_back", "bring_back") if side in rest}
    content = Content(**({"visited_on": day} | VISITED | rest), answers=said)
    return Change(content, uploads, **sides)


def statement(**fields) -> Statement:
    values = {"title_mn": "Дээвэр дутуу", "statement_mn": "Дээврийн тал нь хийгдээгүй байв."}
    return Statement(**({"severity": 3, "confidence": "seen"} | values | fields))
