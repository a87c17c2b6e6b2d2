"""Who asks for a sealed original, and what a second person says."""

from datetime import datetime
from typing import Any

from app.demo.cast import Cast
from app.findings import service

Said = dict[str, Any]


def _ask(cast: Cast, said: Said, at: datetime) -> None:
    evidence = cast.observations[said["observation"]].evidence[said["file"] - 1]
    cast.openings[said["key"]] = service.ask_for_original(evidence, cast.people[said["by"]], at, said["text"])


def _approve(cast: Cast, said: Said, at: datetime) -> None:
    service.approve_opening(cast.openings[said["key"]], cast.people[said["by"]], at)


def _open(cast: Cast, said: Said, at: datetime) -> None:
    """A second person approves, and the one who asked sits beside and opens it at once."""
    _approve(cast, said, at)
    opening = cast.openings[said["key"]]
    service.hand_out(opening, opening.asked_by, at)


def _refuse(cast: Cast, said: Said, at: datetime) -> None:
    service.refuse_opening(cast.openings[said["key"]], cast.people[said["by"]], at, said["text"])


ACTS = {"original": _ask, "original.approve": _approve, "original.open": _open, "original.refuse": _refuse}
