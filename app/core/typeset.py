"""PDF made from a Typst template and data. What people wrote arrives as data, never as source: it cannot become markup.

The compiler sees one temporary folder, made for the one document, with its template and its pictures; the fonts come
with the compiler, those of the machine are left alone, so that the same input gives the same bytes everywhere.
"""

import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock
from typing import Any

MOST_LETTERS = 400_000  # of the data as JSON: some hundred pages, seconds
MAIN = "document.typ"
_one_at_a_time = Lock()  # in this process: bounds memory


class NotTypeset(Exception):
    """No PDF could be made. The message says why, for the log."""


def typeset(template: Path, data: Mapping[str, Any], pictures: Mapping[str, bytes], at: datetime) -> bytes:
    """A tagged PDF. `pictures`: file name to bytes, as the data names them; `at`: the document's date.

    Meets PDF/UA-1 unless a letter of the text is in none of the fonts. Raises only NotTypeset.
    """
    said = json.dumps(data, ensure_ascii=False)
    if len(said) > MOST_LETTERS:
        raise NotTypeset(f"{len(said)} letters are too many")
    with _one_at_a_time, TemporaryDirectory(prefix="typeset-") as folder:
        root = Path(folder)
        (root / MAIN).write_bytes(template.read_bytes())
        for name, picture in pictures.items():
            (root / name).write_bytes(picture)
        return _compile(root, said, int(at.timestamp()))


def _compile(root: Path, said: str, timestamp: int) -> bytes:
    import typst  # 80 MB: only who makes a PDF loads it

    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=True)
    compiler: Any = typst.Compiler(
        str(root / MAIN),
        root=str(root),
        font_paths=fonts,
        ignore_system_fonts=True,
        package_path=str(root),
        package_cache_path=str(root),
    )
    refused = ""
    for standards in (["ua-1"], []):  # PDF/UA refuses what no font has; a letter with a box is better than none
        try:
            made = compiler.compile(
                format="pdf", sys_inputs={"data": said}, pdf_standards=standards, timestamp=timestamp
            )
        except typst.TypstError as fault:
            refused = fault.message
        except BaseException as fault:
            if isinstance(fault, Exception) or type(fault).__name__ == "PanicException":  # no Exception by descent
                raise NotTypeset(type(fault).__name__) from fault
            raise
        else:
            return bytes(made)
    raise NotTypeset(refused)
