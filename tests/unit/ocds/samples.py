"""The sample files of procurement data, which live beside the project; else their tests are skipped."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

BESIDE = Path(__file__).parents[4] / "shared" / "data" / "ocds"
SAMPLES = Path(os.environ.get("OCDS_SAMPLES") or BESIDE)

needs_samples = pytest.mark.skipif(not SAMPLES.is_dir(), reason="no OCDS samples (set OCDS_SAMPLES)")


def sample_files() -> Iterator[Path]:
    """All sample files, by path; `.expected` files belong to another tool."""
    return (path for path in sorted(SAMPLES.glob("*/*")) if path.suffix != ".expected")
