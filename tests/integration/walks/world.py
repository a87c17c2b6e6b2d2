"""The small world of one walk: its people, two contracts of one body, and what the model knows of every row."""

import random
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from app.core import clock
from app.core.actors import System
from app.responses.policy import ReplyActor
from tests.given import people, work
from tests.integration.walks.model import Asked, Given, Seen, Shown, Stated, Told, Who, last_looks

BEGIN = datetime(2026, 7, 6, 3, tzinfo=UTC)
TERM = 30  # calendar days of the only rule, and the most it may be extended by


@dataclass
class World:
    at: datetime = BEGIN
    seen: list[Seen] = field(default_factory=list)
    shown: list[Shown] = field(default_factory=list)
    stated: list[Stated] = field(default_factory=list)
    asked: list[Asked] = field(default_factory=list)
    told: list[Told] = field(default_factory=list)
    conflicts: set[tuple[str, str]] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.body = people.body(letters_email="letters@example.mn")
        self.other_body = people.body()
        north, south = people.organisation(), people.organisation()
        monitor, both = people.person("monitor"), people.person("monitor", "lead")
        lead, second = people.person("lead"), people.person("lead")
        other = people.person("monitor")
        people.stand_for(north, monitor, lead)
        people.stand_for(south, both, second)
        one, two = people.subnetwork(lead, both, second), people.subnetwork(second)
        self.contracts = {
            "one": work.monitored(subnetwork=one, buyer=self.body),
            "two": work.monitored(subnetwork=two, buyer=self.body),
        }
        self.net_of = {"one": "one", "two": "two"}
        self.area, self.point = people.focus_area(), people.action_point()
        self.rule = work.time_rule(term=TERM, extension=TERM)
        self.who = [
            Who("monitor", monitor, frozenset({"monitor"}), stands_for="north"),
            Who("other", other, frozenset({"monitor"})),
            Who("both", both, frozenset({"monitor", "lead"}), frozenset({"one"}), "south"),
            Who("lead", lead, frozenset({"lead"}), frozenset({"one"}), "north"),
            Who("second", second, frozenset({"lead"}), frozenset({"one", "two"}), "south"),
            Who("coordinator", people.person("coordinator"), frozenset({"coordinator"})),
            Who("deputy", people.person("coordinator"), frozenset({"coordinator"})),
            Who("observer", people.person("observer"), frozenset({"observer"})),
            Who("officer", ReplyActor(self.body.id), body="body"),
            Who("other officer", ReplyActor(self.other_body.id), body="other"),
            Who("nobody", System(actor_kind="visitor")),
        ]
        self.by_name = {who.name: who for who in self.who}
        self.assignments = {
            (name, contract): Given(work.assignment(self.contracts[contract], self.by_name[name].actor).id)
            for name, contract in (("monitor", "one"), ("monitor", "two"), ("other", "one"), ("both", "one"))
        }

    @property
    def today(self) -> date:
        return clock.local_day(self.at)

    def later(self, days: int) -> None:
        self.at += timedelta(days=days, minutes=1)

    # Who may what, in words.

    def is_assigned(self, who: Who, contract: str) -> bool:
        given = self.assignments.get((who.name, contract))
        return given is not None and given.state == "assigned"

    def is_barred(self, who: Who, contract: str) -> bool:
        return (who.name, contract) in self.conflicts

    def may_log(self, who: Who, contract: str) -> bool:
        return "monitor" in who.roles and self.is_assigned(who, contract) and not self.is_barred(who, contract)

    def may_lead(self, who: Who, contract: str) -> bool:
        """Review, state, check, assess: leads where they lead, coordinators everywhere, nobody in a conflict."""
        here = who.coordinates or ("lead" in who.roles and self.net_of[contract] in who.nets)
        return here and not self.is_barred(who, contract)

    def may_review(self, who: Who, seen: Seen) -> bool:
        return self.may_lead(who, seen.contract) and seen.monitor is not who

    def owns(self, who: Who, seen: Seen) -> bool:
        return seen.monitor is who and "monitor" in who.roles and not self.is_barred(who, seen.contract)

    def may_check(self, who: Who, finding: Stated) -> bool:
        monitors = [seen.monitor for seen in finding.rests_on]
        kin = {monitor.stands_for for monitor in monitors} - {None}
        is_outside = finding.severity < 3 or who.stands_for not in kin
        is_fresh = who not in (finding.author, *finding.edited_by, *monitors)
        return self.may_lead(who, finding.contract) and is_fresh and is_outside

    def may_answer(self, who: Who, request: Asked) -> bool:
        return who.coordinates or who.body == request.body

    def is_clear_of(self, who: Who, findings: list[Stated]) -> bool:
        return not any(self.is_barred(who, finding.contract) for finding in findings)

    # What the model can tell.

    def can_be_sent(self, visited_on: date, says: bool, files: int) -> bool:
        return visited_on <= self.today and (says or files > 0)

    def is_settled(self, seen: Seen) -> bool:
        """A finding that somebody checked rests on it, or the last look of a voice."""
        is_ground = any(seen in row.rests_on and row.state not in ("drafted", "dropped") for row in self.stated)
        return is_ground or any(look.visit is seen for row in self.stated for look in last_looks(row.looks).values())

    def counting(self, finding: Stated) -> Asked | None:
        """The last request about the finding that went out, still asks about it and was not withdrawn."""
        rows = [row for row in finding.asked if row.state != "withdrawn" and finding in row.about]
        return rows[-1] if rows else None

    def is_heard(self, finding: Stated) -> bool:
        request = self.counting(finding)
        if finding.state in ("drafted", "checked", "dropped") or request is None or request.last_day is None:
            return False
        return finding.id in request.replied_to or finding.severity == 0 or request.last_day < self.today

    def unseen(self, finding: Stated) -> bool:
        visits = [*finding.rests_on, *(look.visit for look in finding.looks)]
        return any(file.state == "unseen" for seen in visits if seen.state == "accepted" for file in seen.files)

    def is_open_to_request(self, finding: Stated) -> bool:
        asked = any(finding in row.findings and row.state in ("drafted", "sent") for row in self.asked)
        return finding.state in ("checked", "reopened") and not asked


def pick(chance: random.Random, rows: list[Any]) -> Any:
    """One of the rows, the latest more often; None of none."""
    if not rows:
        return None
    return chance.choice(rows[-3:] if chance.random() < 0.7 else rows)
