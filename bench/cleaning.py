"""Rows about evidence: how much more memory a process holds while it cleans one large file.

The largest of each kind that is taken, and what telephones commonly make; drawn, so that nobody's photo is needed.
"""

import re
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench.measure import alone
from bench.stage import Stage
from bench.table import Reach, Row

MOST = 400  # MB
COMMON, LARGE = (4000, 3000), (8160, 6120)
DRAWN: dict[str, tuple[tuple[int, int], str, str, dict[str, Any]]] = {
    "JPEG, 12 MP": (COMMON, "RGB", "JPEG", {}),
    "JPEG, 65 MP, progressive": ((9300, 6980), "RGB", "JPEG", {"progressive": True}),
    "PNG, 12 MP, transparent": (COMMON, "RGBA", "PNG", {}),
    "PNG, 60 MP, transparent": ((9000, 6660), "RGBA", "PNG", {"compress_level": 1}),
    "HEIC, 12 MP": (COMMON, "RGB", "HEIF", {}),
    "HEIC, 50 MP": (LARGE, "RGB", "HEIF", {}),
    "WebP, 12 MP": (COMMON, "RGB", "WEBP", {"method": 0}),
    "WebP, 20 MP": ((5160, 3870), "RGB", "WEBP", {"method": 0}),
}


def rows(_stage: Stage) -> Iterator[Row]:
    with tempfile.TemporaryDirectory() as folder:
        for label, drawing in DRAWN.items():
            path = Path(folder) / "picture"
            alone(_draw, str(path), *drawing)
            taken = alone(_taken_by_cleaning, str(path)).result / 2**20
            yield Row("memory to clean", label, "MB", taken, reach=Reach(most=MOST, absolute=True))


def _draw(path: str, size: tuple[int, int], mode: str, coding: str, options: dict[str, Any]) -> None:
    import pillow_heif
    from PIL import Image

    pillow_heif.register_heif_opener()
    grain = Image.effect_noise((1000, 750), 40).resize(size, Image.Resampling.BICUBIC)
    grain.convert(mode).save(path, coding, **options)


def _taken_by_cleaning(path: str) -> int:
    """Bytes. The application's parts are loaded only here, in the process that is measured."""
    from app.core.cleaning import clean, sniff

    data = Path(path).read_bytes()
    before = _most_so_far()
    clean(data, sniff(data) or "")
    return _most_so_far() - before


def _most_so_far() -> int:
    """The most memory that this process held, in bytes: what it had from its parent does not count (proc(5), VmHWM)."""
    told = re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text())
    assert told
    return int(told[1]) * 1024
