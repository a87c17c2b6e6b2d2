"""Parts of a picture put out of sight before others may see it: faces, number plates, a door's number.

Covered, not blurred: pixels that are blurred or enlarged still depend on what was there, and a number plate holds so
little that it can be guessed back. A covered part is one flat colour.
"""

import io
from collections.abc import Iterable
from dataclasses import dataclass

from PIL import Image, ImageStat

from app.core.cleaning.outcome import Cleaned
from app.core.cleaning.pictures import DECODERS, encode

WHOLE = 1000  # the picture's width and height, in the measure of areas
GRID = 16  # px: JPEG codes such blocks as one, so a half covered block would echo its covered half
COARSE = 64  # of 256: the flat colour fits the picture and tells next to nothing


@dataclass(frozen=True, order=True)
class Area:
    """A rectangle in thousandths of the picture's width and height, from its upper left corner."""

    left: int
    top: int
    width: int
    height: int

    @property
    def fits(self) -> bool:
        """Whether it lies in the picture and covers something."""
        inside = self.left >= 0 and self.top >= 0 and self.width > 0 and self.height > 0
        return inside and self.left + self.width <= WHOLE and self.top + self.height <= WHOLE


def cover(data: bytes, media_type: str, areas: Iterable[Area]) -> Cleaned:
    """A copy of a clean picture with these areas covered. Raises what the decoders raise."""
    picture = Image.open(io.BytesIO(data), formats=[DECODERS[media_type]])
    picture.load()
    for area in areas:
        box = _pixels(area, picture.size)
        picture.paste(_flat(picture.crop(box)), box)
    return encode(picture, media_type)


def _pixels(area: Area, size: tuple[int, int]) -> tuple[int, int, int, int]:
    """Left, top and, just outside, right and bottom, rounded outward."""
    left, right = _span(area.left, area.width, size[0])
    top, bottom = _span(area.top, area.height, size[1])
    return left, top, right, bottom


def _span(start: int, length: int, whole: int) -> tuple[int, int]:
    first = start * whole // WHOLE // GRID * GRID
    end = -(-(start + length) * whole // WHOLE)
    return first, min(-(-end // GRID) * GRID, whole)


def _flat(part: Image.Image) -> tuple[int, ...]:
    return tuple(min(round(mean / COARSE) * COARSE, 255) for mean in ImageStat.Stat(part).mean)
