"""The data files: TOML, each read once."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

DATA = Path(__file__).parent / "data"


@cache
def read(name: str) -> dict[str, Any]:
    """One data file, by its name without the ending, such as `stories/road`."""
    return tomllib.loads((DATA / f"{name}.toml").read_text(encoding="utf-8"))


def list_stories() -> list[str]:
    """Names of the files that tell what happened to contracts, in alphabetical order."""
    return [f"stories/{path.stem}" for path in sorted(DATA.glob("stories/*.toml"))]
