"""A sheet to draw invented scenes on. Coordinates are those of the finished picture, 800 by 600."""

from collections.abc import Iterable
from random import Random

from PIL import Image, ImageChops, ImageDraw, ImageFont

WIDTH, HEIGHT = 800, 600
SHARPNESS = 2  # drawn at twice the size, so that edges come out smooth
GRAIN = 9  # brightness steps: a flat drawing would not look like a photo in a list of thumbnails
HORIZON = 330
SKY = ("#8fb7dd", "#e8eef2")
STEPPE = ("#b9ad7b", "#8d8257")

Point = tuple[float, float]
Colour = str


class Canvas:
    """Shapes in drawing order. `random` decides what varies from picture to picture."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.image = Image.new("RGB", (WIDTH * SHARPNESS, HEIGHT * SHARPNESS), "white")
        self._draw = ImageDraw.Draw(self.image)

    def box(
        self, left: float, top: float, width: float, height: float, fill: Colour, edge: Colour | None = None
    ) -> None:
        corners = _scaled([(left, top), (left + width, top + height)])
        self._draw.rectangle(corners, fill=fill, outline=edge, width=2 * SHARPNESS)

    def shape(self, points: Iterable[Point], fill: Colour, edge: Colour | None = None) -> None:
        self._draw.polygon(_scaled(points), fill=fill, outline=edge, width=2 * SHARPNESS)

    def line(self, points: Iterable[Point], fill: Colour, width: float = 3) -> None:
        self._draw.line(_scaled(points), fill=fill, width=round(width * SHARPNESS), joint="curve")

    def disc(self, x: float, y: float, radius: float, fill: Colour, edge: Colour | None = None) -> None:
        self.oval(x, y, radius, radius, fill, edge)

    def oval(self, x: float, y: float, wide: float, high: float, fill: Colour, edge: Colour | None = None) -> None:
        corners = _scaled([(x - wide, y - high), (x + wide, y + high)])
        self._draw.ellipse(corners, fill=fill, outline=edge, width=2 * SHARPNESS)

    def arc(self, x: float, y: float, radius: float, start: float, end: float, fill: Colour, width: float = 3) -> None:
        corners = _scaled([(x - radius, y - radius), (x + radius, y + radius)])
        self._draw.arc(corners, start, end, fill=fill, width=round(width * SHARPNESS))

    def text(self, x: float, y: float, words: str, size: float, fill: Colour) -> None:
        """Latin letters and digits only: the font that comes with the imaging library has no others."""
        font = ImageFont.load_default(size * SHARPNESS)
        self._draw.text(_scaled([(x, y)])[0], words, font=font, fill=fill)

    def shade(self, top: float, bottom: float, upper: Colour, lower: Colour) -> None:
        """A band over the whole width that passes from one colour to the other."""
        ramp = Image.linear_gradient("L").resize((1, round((bottom - top) * SHARPNESS)))
        band = Image.composite(Image.new("RGB", ramp.size, lower), Image.new("RGB", ramp.size, upper), ramp)
        wide = band.resize((self.image.width, ramp.height), Image.Resampling.NEAREST)
        self.image.paste(wide, (0, round(top * SHARPNESS)))

    def outdoors(self, sky: tuple[Colour, Colour] = SKY, ground: tuple[Colour, Colour] = STEPPE) -> None:
        """Sky, two ranges of hills, steppe with tufts of grass."""
        self.shade(0, HORIZON, *sky)
        self._hills(HORIZON - 70, 45, _mixed(sky[0], "#4a5a6e"))
        self._hills(HORIZON - 25, 30, _mixed(ground[0], "#55603f"))
        self.shade(HORIZON, HEIGHT, *ground)
        for _tuft in range(140):
            x, y = self.random.uniform(0, WIDTH), self.random.uniform(HORIZON + 10, HEIGHT)
            self.line([(x, y), (x + self.random.uniform(-4, 4), y - 6)], _mixed(ground[1], "#5d6a35"), 1.5)

    def _hills(self, height: float, swing: float, fill: Colour) -> None:
        steps = range(-40, WIDTH + 81, 80)
        ridge = [(x, height + self.random.uniform(-swing, swing)) for x in steps]
        self.shape([*ridge, (WIDTH + 80, HORIZON + 2), (-40, HORIZON + 2)], fill)

    def room(self, wall: Colour = "#dcd6c8", floor: Colour = "#a58a63") -> None:
        self.box(0, 0, WIDTH, 400, wall)
        self.shade(400, HEIGHT, floor, _mixed(floor, "#2f2517"))
        self.box(0, 394, WIDTH, 8, _mixed(wall, "#443b2c"))

    def finished(self) -> Image.Image:
        """The picture at its true size, with the grain of a photo."""
        small = self.image.reduce(SHARPNESS)
        noise = Image.frombytes("L", (WIDTH // 2, HEIGHT // 2), self.random.randbytes(WIDTH * HEIGHT // 4))
        dim = noise.point(lambda value: value * GRAIN // 255)
        grain = dim.resize(small.size, Image.Resampling.BILINEAR).convert("RGB")
        return ImageChops.subtract(small, grain)


def _scaled(points: Iterable[Point]) -> list[Point]:
    return [(x * SHARPNESS, y * SHARPNESS) for x, y in points]


def _mixed(one: Colour, other: Colour) -> Colour:
    """The colour halfway between two `#rrggbb`."""
    pairs = zip(bytes.fromhex(one[1:]), bytes.fromhex(other[1:]), strict=True)
    return "#" + bytes((a + b) // 2 for a, b in pairs).hex()
