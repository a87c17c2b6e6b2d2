"""Public accountability summaries."""

from datetime import datetime
from typing import Any

from app.demo.cast import Cast
from app.summaries import service

TEXTS = ("title_mn", "title_en", "text_mn", "text_en", "method_mn", "method_en", "limits_mn", "limits_en")

Said = dict[str, Any]


def _compose(cast: Cast, said: Said, at: datetime) -> None:
    cast.summaries[said["key"]] = service.compose(
        _entry(cast, said), _findings(cast, said), cast.people[said["by"]], at
    )


def _edit(cast: Cast, said: Said, at: datetime) -> None:
    """A step `edit` brings the texts that change, a new cut-off, and findings to `add`."""
    summary, editor = cast.summaries[said["key"]], cast.people[said["by"]]
    service.edit(summary, _entry(cast, said), _findings(cast, said), summary.edits, editor, at)


def _entry(cast: Cast, said: Said) -> Said:
    return {**{name: said.get(name) for name in TEXTS}, "cutoff_on": cast.working_day(said["cutoff"])}


def _findings(cast: Cast, said: Said) -> list[int]:
    return [cast.findings[key].id for key in (*said["findings"], *said.get("add", ()))]


def _propose(cast: Cast, said: Said, at: datetime) -> None:
    service.propose(cast.summaries[said["key"]], cast.people[said["by"]], at)


def _clear(cast: Cast, said: Said, at: datetime) -> None:
    service.clear(cast.summaries[said["key"]], cast.people[said["by"]], at, said["text"])


def _publish(cast: Cast, said: Said, at: datetime) -> None:
    service.publish(cast.summaries[said["key"]], cast.people[said["by"]], at)


def _revise(cast: Cast, said: Said, at: datetime) -> None:
    service.revise(cast.summaries[said["key"]], cast.people[said["by"]], at, said["note"])


def _correct(cast: Cast, said: Said, at: datetime) -> None:
    service.correct(cast.summaries[said["key"]], cast.people[said["by"]], at, said["note"])


def _withdraw(cast: Cast, said: Said, at: datetime) -> None:
    service.withdraw(cast.summaries[said["key"]], cast.people[said["by"]], at, said["text"], said["text_en"])


ACTS = {
    "summary": _compose,
    "summary.edit": _edit,
    "summary.propose": _propose,
    "summary.clear": _clear,
    "summary.publish": _publish,
    "summary.revise": _revise,
    "summary.correct": _correct,
    "summary.withdraw": _withdraw,
}
