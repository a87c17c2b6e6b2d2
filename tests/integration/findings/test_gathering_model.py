"""Random merges, splits, additions and removals over a handful of observations, against a small model of it all.

The model knows of each finding which observations it rests on, with which merged finding each came, and where it went.
"""

from collections import Counter

from hypothesis import settings
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from hypothesis.strategies import data, integers, sampled_from

from app.core import audit, clock
from app.core.database import db
from app.core.errors import Refused
from app.findings import queries, service
from app.findings.models import Finding
from app.findings.states import FINDING
from app.partnership.queries import focus_areas_of
from tests.given import people, work
from tests.integration.findings.material import statement

MOST = 6  # findings; more would be split forever
WHY = "Учир нь…"
OPEN = ("drafted", "checked")


class Gathering(RuleBasedStateMachine):
    @initialize()
    def begin(self):
        self.lead, self.checker = people.person("lead"), people.person("coordinator")
        monitor, network = people.person("monitor"), people.subnetwork(self.lead)
        contract = work.monitored(monitor, subnetwork=network, buyer=people.body())
        self.seen = [work.observation(contract, monitor, state="accepted") for _ in range(5)]
        self.area = people.focus_area()
        self.rests, self.state, self.into, self.passages = {}, {}, {}, Counter()
        self.stamps = {}
        for rows in (self.seen[:2], self.seen[1:3], self.seen[3:4]):
            self.know(service.state_finding(rows, statement(), self.lead, clock.now(), focus_area_ids=[self.area.id]))

    def know(self, finding):
        self.rests[finding.id] = {row.id: None for row in finding.observations}
        self.state[finding.id] = "drafted"
        self.stamps[finding.id] = finding.revision

    def pick(self, data, *states):
        """One of the findings, mostly in one of these states."""
        fitting = sorted(n for n, state in self.state.items() if state in states) or sorted(self.state)
        return data.draw(sampled_from(fitting if data.draw(integers(0, 9)) else sorted(self.state)))

    def rows(self, data, preferred):
        numbers = data.draw(sampled_from(range(1, 2 ** len(self.seen))))
        rows = [row for place, row in enumerate(self.seen) if numbers >> place & 1]
        return [row for row in rows if row.id in preferred] or rows

    def attempt(self, may, act, *arguments):
        """Do it; it must succeed just when the model says so, and leave no trace otherwise."""
        entries = audit.recent(1)
        try:
            with db.session.begin_nested():
                found = act(*arguments, self.lead, clock.now(), WHY)
        except Refused:
            db.session.expire_all()
            assert not may and audit.recent(1) == entries
            return None
        assert may
        return found

    def changed(self, *numbers):
        for number in numbers:
            self.state[number] = "drafted"
            self.passages[number] += 1
            self.stamps[number] += 1

    def finding(self, number):
        return db.session.get(Finding, number)

    def is_open(self, *numbers):
        return all(self.state[number] in OPEN for number in numbers)

    @rule(data=data())
    def add(self, data):
        number = self.pick(data, *OPEN)
        rows = self.rows(data, {row.id for row in self.seen} - self.rests[number].keys())
        new = {row.id for row in rows} - self.rests[number].keys()
        may = self.is_open(number) and bool(new)
        self.attempt(may, service.add_observations, self.finding(number), rows)
        if may:
            self.rests[number] |= dict.fromkeys(new)
            self.changed(number)

    def part(self, data, number):
        rows = self.rows(data, self.rests[number])
        those = {row.id for row in rows} & self.rests[number].keys()
        return rows, those, self.is_open(number) and bool(those) and those != self.rests[number].keys()

    @rule(data=data())
    def take_out(self, data):
        number = self.pick(data, *OPEN)
        rows, those, may = self.part(data, number)
        self.attempt(may, service.take_out, self.finding(number), rows)
        if may:
            self.leave(number, those)
            self.changed(number)

    def leave(self, number, those):
        self.rests[number] = {row: came for row, came in self.rests[number].items() if row not in those}

    @rule(data=data())
    def split(self, data):
        if len(self.state) >= MOST:
            return
        number = self.pick(data, *OPEN)
        rows, those, may = self.part(data, number)
        made = self.attempt(may, service.split, self.finding(number), rows)
        if may:
            self.leave(number, those)
            self.changed(number)
            assert {row.id for row in made.observations} == those and made.split_from_id == number
            self.know(made)

    @rule(data=data())
    def merge(self, data):
        stays, goes = self.pick(data, *OPEN), self.pick(data, *OPEN)
        may = self.is_open(stays, goes) and stays != goes
        self.attempt(may, service.merge, self.finding(stays), self.finding(goes))
        if may:
            new = self.rests[goes].keys() - self.rests[stays].keys()
            self.rests[stays] |= dict.fromkeys(new, goes)
            self.changed(stays, goes)
            self.state[goes], self.into[goes] = "merged", stays

    @rule(data=data())
    def take_apart(self, data):
        number = self.pick(data, "merged")
        stays = self.into.get(number, number)
        there = self.rests[stays]
        back = self.rests[number].keys() & there.keys()
        rest = [other for other, into in sorted(self.into.items()) if into == stays and other != number]
        going, passed = set(), {}
        for row in (row for row, came in there.items() if came == number):
            holder = next((other for other in rest if row in self.rests[other]), None)
            going, passed = (going, passed | {row: holder}) if holder else (going | {row}, passed)
        may = self.state[number] == "merged" and self.is_open(stays) and back and going != there.keys()
        self.attempt(bool(may), service.take_apart, self.finding(number))
        if may:
            self.rests[stays] |= passed
            self.leave(stays, going)
            self.leave(number, self.rests[number].keys() - back)
            del self.into[number]
            self.changed(stays, number)

    @rule(data=data())
    def check(self, data):
        number = self.pick(data, "drafted")
        if self.state[number] == "drafted":
            service.check(self.finding(number), self.checker, clock.now(), "Харсан.")
            self.state[number] = "checked"
            self.passages[number] += 1

    @invariant()
    def it_holds(self):
        if not hasattr(self, "rests"):
            return
        db.session.expire_all()
        for number, rests in self.rests.items():
            finding = self.finding(number)
            assert queries.resting(finding) == rests and rests
            assert (finding.state, finding.merged_into_id) == (self.state[number], self.into.get(number))
            assert finding.revision == self.stamps[number]
            assert (finding.checked_by_id is not None) == (finding.state == "checked")
            passages = [entry for entry in audit.history(finding) if entry.from_state]
            assert len(passages) == self.passages[number]
            assert all(FINDING.find(e.from_state, e.verb).target == e.to_state for e in passages)
            assert self.area in focus_areas_of(finding)
        for number in self.into:  # wherever one went, the way ends
            way = [number]
            while way[-1] in self.into:
                way.append(self.into[way[-1]])
                assert len(way) <= len(self.state)
            assert self.state[way[-1]] in OPEN
        for row in self.seen:
            standing = {number for number, rests in self.rests.items() if row.id in rests and number not in self.into}
            assert {finding.id for finding in queries.findings_resting_on(row)} == standing

    def teardown(self):
        if hasattr(self, "rests"):
            assert audit.verify().whole
        db.session.rollback()


def test_what_a_finding_rests_on_is_what_was_chosen(app):
    run_state_machine_as_test(Gathering, settings=settings(max_examples=40, stateful_step_count=25, deadline=None))
