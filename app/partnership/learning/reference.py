"""The framework as it is shipped: nothing but an example that says so (`example.toml`)."""

import tomllib
from datetime import datetime
from pathlib import Path
from typing import Any

from app.partnership.learning.queries import find_framework
from app.partnership.learning.rules import Text, Words
from app.partnership.learning.service.framework import make_version
from app.partnership.learning.terms import LEVELS

SOURCE = Path(__file__).with_name("example.toml")


def load_example(at: datetime) -> int:
    """Make the first version from the file; returns how many versions were made. Whatever there is stays."""
    if find_framework():
        return 0
    said = tomllib.loads(SOURCE.read_text(encoding="utf-8"))
    names = {number: Text(row["mn"], row["en"]) for number, row in zip(LEVELS, said["level"], strict=True)}
    make_version([_words(row) for row in said["competency"]], names, at)
    return 1


def _words(row: dict[str, Any]) -> Words:
    texts = zip(row["levels_mn"], row["levels_en"], strict=True)
    return Words(
        Text(row["area_mn"], row["area_en"]),
        Text(row["title_mn"], row["title_en"]),
        tuple((level, Text(*text)) for level, text in zip(LEVELS, texts, strict=True)),
        is_example=True,
    )
