"""What the network states, and what became of it."""

from datetime import datetime
from typing import Any

from app.demo.cast import Cast
from app.findings import service
from app.findings.service import Statement
from app.responses.queries.revisits import find_open_revisit
from app.responses.service import assess_outcome, dismiss_revisit, verify

WORDS = ("title_mn", "title_en", "statement_mn", "statement_en", "asks_mn", "asks_en", "severity", "confidence")

Said = dict[str, Any]


def _words(said: Said) -> Statement:
    return Statement(**{name: said[name] for name in WORDS if name in said})


def _state(cast: Cast, said: Said, at: datetime) -> None:
    cast.findings[said["key"]] = service.state_finding(
        [cast.observations[key] for key in said["observations"]],
        _words(said),
        cast.people[said["by"]],
        at,
        focus_area_ids=cast.area_ids(said["areas"]),
        action_point_ids=cast.point_ids(said.get("points", [])),
    )


def _check(cast: Cast, said: Said, at: datetime) -> None:
    service.check(cast.findings[said["key"]], cast.people[said["by"]], at, said["text"])


def _drop(cast: Cast, said: Said, at: datetime) -> None:
    service.drop(cast.findings[said["key"]], cast.people[said["by"]], at, said["text"])


def _take_in(cast: Cast, said: Said, at: datetime) -> None:
    finding, other = cast.findings[said["key"]], cast.findings[said["other"]]
    service.merge(finding, other, cast.people[said["by"]], at, said["text"])


def _split(cast: Cast, said: Said, at: datetime) -> None:
    """The part in the words of the whole, until it is reworded."""
    seen = [cast.observations[key] for key in said["observations"]]
    made = service.split(cast.findings[said["key"]], seen, cast.people[said["by"]], at, said["text"])
    cast.findings[said["into"]] = made


def _reword(cast: Cast, said: Said, at: datetime) -> None:
    finding, areas = cast.findings[said["finding"]], cast.area_ids(said["areas"])
    service.edit_finding(finding, _words(said), cast.people[said["by"]], at, focus_area_ids=areas)


def _verify(cast: Cast, said: Said, at: datetime) -> None:
    verify(
        cast.findings[said["finding"]],
        said["voice"],
        said["outcome"],
        said["text"],
        cast.observations[said["observation"]],
        actor=cast.people[said["by"]],
        at=at,
    )


def _assess(cast: Cast, said: Said, at: datetime) -> None:
    assess_outcome(cast.findings[said["key"]], said["outcome"], said["text"], cast.people[said["by"]], at)


def _close(cast: Cast, said: Said, at: datetime) -> None:
    service.close(cast.findings[said["key"]], cast.people[said["by"]], at, said["text"])


def _reopen(cast: Cast, said: Said, at: datetime) -> None:
    service.reopen(cast.findings[said["key"]], cast.people[said["by"]], at, said["text"])


def _escalate(cast: Cast, said: Said, at: datetime) -> None:
    service.escalate(cast.findings[said["key"]], cast.people[said["by"]], at, said["text"])


def _spare_revisit(cast: Cast, said: Said, at: datetime) -> None:
    """Another look was asked for by itself; the one in charge says why none is needed."""
    if revisit := find_open_revisit(cast.findings[said["key"]]):
        dismiss_revisit(revisit, said["text"], cast.people[said["by"]], at)


ACTS = {
    "finding": _state,
    "finding.check": _check,
    "finding.drop": _drop,
    "finding.take_in": _take_in,
    "finding.split": _split,
    "finding.assess": _assess,
    "finding.close": _close,
    "finding.spare_revisit": _spare_revisit,
    "finding.reopen": _reopen,
    "finding.escalate": _escalate,
    "rewording": _reword,
    "verification": _verify,
}
