"""Covered parts: nothing of them is left, nothing else is touched."""

import io

from hypothesis import given, strategies as st
from PIL import Image, ImageChops

from app.core.cleaning import Area, carries_metadata, cover
from app.core.cleaning.redaction import GRID, WHOLE

spans = st.integers(0, WHOLE - 1).flatmap(lambda start: st.tuples(st.just(start), st.integers(1, WHOLE - start)))
areas = st.builds(lambda x, y: Area(x[0], y[0], x[1], y[1]), spans, spans)
sizes = st.tuples(st.integers(1, 90), st.integers(1, 90))


def noisy(size, mode="RGB"):
    return Image.effect_noise(size, 90).convert(mode)


def encoded(picture, kind="PNG"):
    buffer = io.BytesIO()
    picture.save(buffer, kind)
    return buffer.getvalue()


def reaches(area, size):
    """The pixels that the area touches."""
    across = (area.left * size[0] / WHOLE, (area.left + area.width) * size[0] / WHOLE)
    down = (area.top * size[1] / WHOLE, (area.top + area.height) * size[1] / WHOLE)
    return [
        (x, y)
        for x in range(size[0])
        for y in range(size[1])
        if across[0] < x + 1 and x < across[1] and down[0] < y + 1 and y < down[1]
    ]


@given(sizes, st.lists(areas, max_size=3), st.sampled_from(["RGB", "L"]))
def test_a_covered_part_says_nothing_of_what_was_there(size, parts, mode):
    """Two pictures that differ only under the covers become the same bytes but for the flat colour."""
    one = noisy(size, mode)
    copy = Image.open(io.BytesIO(cover(encoded(one), "image/png", parts).data))
    assert copy.size == size
    for area in parts[-1:]:
        assert len({copy.getpixel(at) for at in reaches(area, size)}) == 1


@given(areas)
def test_what_lies_a_block_away_stays_as_it_was(area):
    size = (160, 160)
    before = noisy(size)
    after = Image.open(io.BytesIO(cover(encoded(before), "image/png", [area]).data))
    changed = ImageChops.difference(before, after.convert("RGB")).getbbox()
    if changed:
        left, top = area.left * 160 / WHOLE, area.top * 160 / WHOLE
        right, bottom = left + area.width * 160 / WHOLE, top + area.height * 160 / WHOLE
        assert changed[0] > left - GRID and changed[1] > top - GRID
        assert changed[2] < right + GRID and changed[3] < bottom + GRID


def test_pictures_that_differ_only_under_the_cover_become_the_same_jpeg():
    """As long as the covered part is about as bright: nothing of it echoes in the blocks around."""
    base, area = noisy((320, 320)), Area(250, 250, 300, 300)
    other = base.copy()
    patch = base.crop((80, 80, 176, 176)).transpose(Image.Transpose.ROTATE_180)
    other.paste(patch, (80, 80))
    copies = {cover(encoded(row), "image/png", [area]).data for row in (base, other)}
    assert len(copies) == 1


def test_the_copy_carries_nothing_but_pixels():
    copy = cover(encoded(noisy((64, 48)), "JPEG"), "image/jpeg", [Area(0, 0, 100, 100)])
    assert copy.media_type == "image/jpeg" and not carries_metadata(copy.data)


def test_an_area_must_lie_in_the_picture():
    assert Area(0, 0, 1000, 1000).fits
    assert not any(row.fits for row in (Area(-1, 0, 5, 5), Area(0, 0, 0, 5), Area(900, 0, 101, 5)))
