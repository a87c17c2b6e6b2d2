"""Invented photos and papers, drawn at the time of seeding. Each carries a strip that says what it is.

Photos come with made-up EXIF data, as those of a phone would, so that there is something for the cleaning to remove.
"""

import io
import zipfile
from collections.abc import Callable
from random import Random

from PIL import ExifTags, Image

from app.demo.pictures import buildings, goods, grounds, papers
from app.demo.pictures.canvas import HEIGHT, WIDTH, Canvas

__all__ = ["SCENES", "office_file", "photo", "protocol"]

SEED = 7
STRIP = 46  # px
QUALITY = 82
PAGE = (595, 842)  # points of A4

SCENES: dict[str, Callable[[Canvas], None]] = {
    scene.__name__: scene
    for scene in (
        buildings.roof_bare,
        buildings.roof_done,
        buildings.roof_inside,
        buildings.boiler_house,
        buildings.toilet_building,
        buildings.building_frame,
        buildings.site_board,
        grounds.road_holes,
        grounds.road_good,
        grounds.road_edge,
        grounds.well,
        grounds.playground,
        grounds.playground_broken,
        grounds.street_lights,
        grounds.waste_bins,
        grounds.waste_empty,
        goods.boxes,
        goods.books,
        goods.chairs,
        goods.ambulance,
        goods.coal_heap,
        goods.computers,
        goods.meal_tray,
        papers.document,
        papers.menu_board,
        papers.meter,
        papers.drawing,
    )
}

# The letters of the word "example" in Mongolian as strokes in a box of 8 by 10: no font at hand has them.
_LETTERS: dict[str, tuple[tuple[tuple[float, float], ...], ...]] = {
    "Ж": (((4, 0), (4, 10)), ((0, 0), (4, 5), (0, 10)), ((8, 0), (4, 5), (8, 10))),
    "И": (((1, 0), (1, 10), (7, 0), (7, 10)),),
    "Ш": (((0.5, 0), (0.5, 10), (7.5, 10), (7.5, 0)), ((4, 0), (4, 10))),
    "Э": (((1, 1), (3, 0), (5, 0), (7, 2), (7, 8), (5, 10), (3, 10), (1, 9)), ((2.5, 5), (7, 5))),
}


def photo(scene: str, number: int = 0) -> bytes:
    """A JPEG of 800 by 600. The same scene and number give the same bytes; KeyError for an unknown scene."""
    canvas = Canvas(Random(f"{SEED} {scene} {number}"))
    SCENES[scene](canvas)
    _mark(canvas)
    buffer = io.BytesIO()
    canvas.finished().save(buffer, "JPEG", quality=QUALITY, exif=_exif(number))
    return buffer.getvalue()


def protocol(number: int = 0) -> bytes:
    """A PDF of one page: a protocol of acceptance that is only hinted at."""
    canvas = Canvas(Random(f"{SEED} protocol {number}"))
    canvas.box(0, 0, WIDTH, HEIGHT, papers.PAPER)
    papers.page(canvas, 220, 40, 360, 480)
    _mark(canvas)
    sheet = Image.new("RGB", PAGE, papers.PAPER)
    sheet.paste(canvas.finished().crop((150, 0, 650, HEIGHT)), (48, 90))
    buffer = io.BytesIO()
    sheet.save(buffer, "PDF", title="demo", author="demo", resolution=72)
    return buffer.getvalue()


def office_file() -> bytes:
    """The smallest file that passes for a text document: the house cannot clean it, so it stays sealed."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for part in ("[Content_Types].xml", "word/document.xml"):
            archive.writestr(zipfile.ZipInfo(part), "<demo/>")
    return buffer.getvalue()


def _mark(canvas: Canvas) -> None:
    top = HEIGHT - STRIP
    canvas.box(0, top, WIDTH, STRIP, "#1d2430")
    canvas.box(0, top, WIDTH, 4, "#e3b62f")
    for place, letter in enumerate("ЖИШЭЭ"):
        for stroke in _LETTERS[letter]:
            canvas.line([(24 + place * 26 + x * 2.2, top + 15 + y * 2.1) for x, y in stroke], "#f6f4ee", 3.2)
    canvas.text(170, top + 12, "/  DEMO  drawing, not a photo of a real place", 20, "#f6f4ee")


def _exif(number: int) -> Image.Exif:
    exif = Image.Exif()
    exif[ExifTags.Base.Make] = "Demo"
    exif[ExifTags.Base.Model] = "Demo phone"
    exif[ExifTags.Base.Artist] = "Demo monitor"
    place = exif.get_ifd(ExifTags.IFD.GPSInfo)
    place[ExifTags.GPS.GPSLatitudeRef], place[ExifTags.GPS.GPSLatitude] = "N", (47.0, 55.0, float(number % 60))
    place[ExifTags.GPS.GPSLongitudeRef], place[ExifTags.GPS.GPSLongitude] = "E", (106.0, 55.0, float(number % 60))
    return exif
