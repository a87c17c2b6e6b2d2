"""The lock before publication: no finding goes out unheard, none without a focus area, and no file unseen."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from app.findings.models import Evidence, Finding
from app.partnership.models import FocusArea
from app.partnership.queries import focus_areas_of
from app.responses.queries import list_verifications, right_of_reply, visits_of
from app.responses.rules import Heard
from app.summaries.models import Summary
from app.summaries.visibility import is_public_focus_area


@dataclass(frozen=True)
class Lock:
    """What holds back one finding. Only focus areas that are public count: of a plan in force or closed.

    `unseen`: evidence about which nobody decided whether others may see it, of every visit that the summary shows:
    those on which the finding rests, and those on which a look rests (ADR 26).
    """

    finding: Finding
    heard: Heard
    focus_areas: list[FocusArea]
    unseen: list[Evidence]

    @property
    def is_open(self) -> bool:
        return self.heard.ok and bool(self.focus_areas) and not self.unseen


def locks_of(summary: Summary, today: date) -> list[Lock]:
    return [lock_of(finding, today) for finding in summary.findings]


def lock_of(finding: Finding, today: date) -> Lock:
    areas = [area for area in focus_areas_of(finding) if is_public_focus_area(area)]
    return Lock(finding, right_of_reply(finding, today), areas, _unseen_evidence(finding))


def _unseen_evidence(finding: Finding) -> list[Evidence]:
    looks = [row.observation for row in list_verifications(finding)]
    followed = [visit for visit in looks if visit is not None and visit.state == "accepted"]
    visits = dict.fromkeys([*visits_of(finding), *followed])  # two looks may rest on one visit
    return [row for visit in visits for row in visit.unseen_evidence]


def facts_of(summary: Summary, today: date) -> dict[str, Any]:
    """What the lifecycle asks: which findings are `unheard`, `unlinked` or have evidence `unseen`, by number."""
    locks = locks_of(summary, today)
    return {
        "unheard": [lock.finding.id for lock in locks if not lock.heard.ok],
        "unlinked": [lock.finding.id for lock in locks if not lock.focus_areas],
        "unseen": [lock.finding.id for lock in locks if lock.unseen],
    }
