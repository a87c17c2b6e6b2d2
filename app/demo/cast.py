"""Everything the demonstration data has named so far, and its days: all are told as days before the day of seeding."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from app.accounts.models import User
from app.bodies.models import PublicBody
from app.contracts.models import Assignment, Contract
from app.core.actors import System
from app.findings.models import Finding, Observation, SealedOpening
from app.partnership.meetings.models import Meeting
from app.partnership.models import ActionPoint, FocusArea, Organisation, StrategicPlan, Subnetwork
from app.partnership.plan_models import Indicator
from app.responses.follow_models import Referral
from app.responses.models import Request
from app.summaries.models import Summary
from app.tips.models import Tip

FOUNDER = System(permissions=frozenset({"accounts.manage"}))
FRIDAY = 4


@dataclass
class Cast:
    """Rows by the keys that the data files give them. `today`: the day of seeding in Ulaanbaatar."""

    today: date
    people: dict[str, User] = field(default_factory=dict)
    organisations: dict[str, Organisation] = field(default_factory=dict)
    subnetworks: dict[str, Subnetwork] = field(default_factory=dict)
    bodies: dict[str, PublicBody] = field(default_factory=dict)
    suppliers: dict[str, dict[str, Any]] = field(default_factory=dict)
    plans: dict[str, StrategicPlan] = field(default_factory=dict)
    areas: dict[str, FocusArea] = field(default_factory=dict)
    indicators: dict[str, Indicator] = field(default_factory=dict)
    points: dict[str, ActionPoint] = field(default_factory=dict)
    meetings: dict[str, Meeting] = field(default_factory=dict)
    contracts: dict[str, Contract] = field(default_factory=dict)
    assignments: dict[str, Assignment] = field(default_factory=dict)
    observations: dict[str, Observation] = field(default_factory=dict)
    openings: dict[str, SealedOpening] = field(default_factory=dict)
    tips: dict[str, Tip] = field(default_factory=dict)
    findings: dict[str, Finding] = field(default_factory=dict)
    requests: dict[str, Request] = field(default_factory=dict)
    referrals: dict[str, Referral] = field(default_factory=dict)
    summaries: dict[str, Summary] = field(default_factory=dict)

    def day(self, ago: int) -> date:
        """So many days before today; a negative number lies ahead."""
        return self.today - timedelta(days=ago)

    def working_day(self, ago: int) -> date:
        """The same, but the Friday before when it is a weekend: offices are closed then. Never changes an order."""
        day = self.day(ago)
        return day - timedelta(days=max(day.weekday() - FRIDAY, 0))

    def area_ids(self, keys: list[str]) -> list[int]:
        return [self.areas[key].id for key in keys]

    def point_ids(self, keys: list[str]) -> list[int]:
        return [self.points[key].id for key in keys]
