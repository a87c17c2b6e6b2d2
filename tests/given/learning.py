"""A framework, and whatever is known and done about learning."""

from typing import Any

from app.core import clock
from app.partnership.learning.models import FrameworkVersion
from app.partnership.learning.rules import Text, Words
from app.partnership.learning.service.framework import make_version
from app.partnership.learning.terms import LEVELS

NAMES = {level: Text(f"Түвшин {level}", f"Level {level}") for level in LEVELS}


def words(title: str = "Ажиглах", **fields: Any) -> Words:
    return Words(**({"area": Text("Талбар", "Field"), "title": Text(title, f"{title} EN")} | fields))


def framework(*titles: str) -> FrameworkVersion:
    """The next version, with these competencies, new ones all."""
    return make_version([words(title) for title in titles or ("Ажиглах",)], NAMES, clock.now())
