"""A picture that would need too much memory is refused by what its first bytes say, before it is drawn."""

import tracemalloc

import pytest
from PIL import Image

from app.core.cleaning import Reason, clean, pictures
from app.core.cleaning.media import HEIC, JPEG, PNG, WEBP
from app.core.cleaning.pictures import MOST_PIXELS
from tests.unit.core.test_cleaning_pictures import chunk, coded, halves, reason_for


def claims_jpeg(width: int, height: int) -> bytes:
    plain = coded(halves(), "JPEG")
    at = plain.index(b"\xff\xc0") + 5
    return plain[:at] + height.to_bytes(2) + width.to_bytes(2) + plain[at + 4 :]


def claims_png(width: int, height: int) -> bytes:
    plain = coded(halves(), "PNG")
    return plain[:8] + chunk(b"IHDR", width.to_bytes(4) + height.to_bytes(4) + plain[24:29]) + plain[33:]


def plain_webp(width: int, height: int) -> bytes:
    """All of it: this decoder compares what the header says with the picture."""
    return coded(Image.new("RGB", (width, height)), "WEBP", quality=0, method=0)


CLAIMS = {JPEG: claims_jpeg, PNG: claims_png, WEBP: plain_webp}


@pytest.mark.filterwarnings("ignore::UserWarning")
@pytest.mark.parametrize("kind", CLAIMS)
def test_one_row_too_many_is_refused(kind):
    width = 8000
    data = CLAIMS[kind](width, MOST_PIXELS[kind] // width + 1)
    tracemalloc.start()
    assert reason_for(data) == Reason.TOO_LARGE_PICTURE
    assert tracemalloc.get_traced_memory()[1] < 2**20
    tracemalloc.stop()


def test_what_telephones_take_fits():
    """Twelve megapixels of every kind; what the best cameras make of JPEG and HEIC."""
    assert min(MOST_PIXELS.values()) >= 4032 * 3024
    assert MOST_PIXELS[JPEG] >= 9248 * 6936 and MOST_PIXELS[HEIC] >= 8160 * 6120


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P", "1", "I;16", "L", "RGB"])
def test_strips_make_the_same_picture(mode, monkeypatch):
    """Whether a large picture is worked on in strips of one row, or whole."""
    monkeypatch.setattr(pictures, "LONGEST_SIDE", 30)
    data = coded(halves((100, 70), mode), "PNG")
    copies = set()
    for rows in (1, 7, 1000):
        monkeypatch.setattr(pictures, "STRIP", rows)
        copies.add(clean(data, PNG).data)
    assert len(copies) == 1
