"""The lock before publication: no finding goes out unheard, and none without a focus area."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from app.findings.models import Finding
from app.partnership.models import FocusArea
from app.partnership.queries import focus_areas_of
from app.responses.queries import right_of_reply
from app.responses.rules import Heard
from app.summaries.models import Summary
from app.summaries.visibility import is_public_focus_area


@dataclass(frozen=True)
class Lock:
    """What holds back one finding. Only focus areas that are public count: of a plan in force or closed."""

    finding: Finding
    heard: Heard
    focus_areas: list[FocusArea]

    @property
    def is_open(self) -> bool:
        return self.heard.ok and bool(self.focus_areas)


def locks_of(summary: Summary, today: date) -> list[Lock]:
    return [lock_of(finding, today) for finding in summary.findings]


def lock_of(finding: Finding, today: date) -> Lock:
    areas = [area for area in focus_areas_of(finding) if is_public_focus_area(area)]
    return Lock(finding, right_of_reply(finding, today), areas)


def facts_of(summary: Summary, today: date) -> dict[str, Any]:
    """What the lifecycle asks: which findings are `unheard`, and which are `unlinked`, by number."""
    locks = locks_of(summary, today)
    return {
        "unheard": [lock.finding.id for lock in locks if not lock.heard.ok],
        "unlinked": [lock.finding.id for lock in locks if not lock.focus_areas],
    }
