"""Random people do random things to the original of one file, against a small model of what must hold then."""

from datetime import timedelta

from hypothesis import settings, strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from app.core import audit, clock
from app.core.database import db
from app.core.errors import Refused
from app.findings import service
from app.findings.models import SealedOpening
from tests.given import people, work

WHO = st.sampled_from(("monitor", "lead", "second", "coordinator", "stranger", "observer"))
HAVE_A_SAY = {"lead", "second", "coordinator"}
DATA = "Эх файл, нэр хаягтай.".encode()


class OneOriginal(RuleBasedStateMachine):
    """`state`, `asker`, `until`: what must be true of the newest question; `handed_out`: how often the bytes left."""

    @initialize()
    def begin(self):
        # The monitor holds every role: only their own observation keeps them out.
        self.people = {"monitor": people.person("monitor", "lead", "coordinator"), "stranger": people.person("lead")}
        self.people |= {name: people.person("lead") for name in ("lead", "second")}
        self.people |= {role: people.person(role) for role in ("coordinator", "observer")}
        people.subnetwork(self.people["stranger"])
        network = people.subnetwork(*(self.people[name] for name in ("monitor", "lead", "second")))
        contract = work.monitored(self.people["monitor"], subnetwork=network)
        self.evidence = work.evidence(work.observation(contract, self.people["monitor"], state="received"), DATA)
        self.barred, self.is_there, self.now = set(), True, clock.now()
        self.row = self.state = self.asker = self.until = None
        self.handed_out = self.approved = 0

    def attempt(self, may, act, *arguments):
        """Do it; it must succeed just when the model says so, and change nothing otherwise."""
        entries = audit.recent(1)
        try:
            with db.session.begin_nested():
                found = act(*arguments)
        except Refused:
            db.session.expire_all()
            assert not may and audit.recent(1) == entries
            return None
        assert may
        return found

    def has_a_say(self, who):
        return who in HAVE_A_SAY and who not in self.barred

    @rule(who=WHO, reason=st.sampled_from(("Байршлыг тулгаж шалгана.", "шалгах")))
    def ask(self, who, reason):
        may = self.has_a_say(who) and self.is_there and self.state != "requested" and len(reason) > 9
        row = self.attempt(may, service.ask_for_original, self.evidence, self.people[who], self.now, reason)
        if row:
            self.row, self.state, self.asker = row, "requested", who

    @precondition(lambda self: self.row)
    @rule(who=WHO)
    def approve(self, who):
        may = self.state == "requested" and self.has_a_say(who) and who != self.asker and self.is_there
        self.attempt(may, service.approve_opening, self.row, self.people[who], self.now)
        if may:
            self.state, self.until = "approved", self.now + timedelta(hours=1)
            self.approved += 1

    @precondition(lambda self: self.row)
    @rule(who=WHO, reason=st.sampled_from(("Хуулбар хангалттай.", " ")))
    def refuse(self, who, reason):
        may = self.state == "requested" and self.has_a_say(who) and who != self.asker and reason.strip()
        self.attempt(may, service.refuse_opening, self.row, self.people[who], self.now, reason)
        if may:
            self.state = "refused"

    @precondition(lambda self: self.row)
    @rule(who=WHO, is_asker=st.booleans())
    def open_it(self, who, is_asker):
        who = self.asker if is_asker else who
        in_time = self.state == "approved" and self.now < self.until
        may = in_time and who == self.asker and self.has_a_say(who) and self.is_there
        data = self.attempt(may, service.hand_out, self.row, self.people[who], self.now)
        if may:
            assert data == DATA
            self.state = "opened"
            self.handed_out += 1

    @rule(who=st.sampled_from(sorted(HAVE_A_SAY)))
    def walk(self, who):
        """What comes next, by somebody who may; strays alone would seldom come to the end."""
        if not self.is_there:
            self.take_back_or_bring_back()
        elif self.state == "requested":
            self.approve(who)
        elif self.state == "approved" and self.now < self.until:
            self.open_it(who, True)
        else:
            self.ask(who, "Байршлыг тулгаж шалгана.")

    @rule(minutes=st.integers(1, 40))
    def wait(self, minutes):
        self.now += timedelta(minutes=minutes)

    @rule(who=st.sampled_from(sorted(HAVE_A_SAY)))
    def declare_a_conflict(self, who):
        if who not in self.barred and len(self.barred) < 1:
            work.conflict(self.evidence.observation.contract, self.people[who])
            self.barred.add(who)

    @rule()
    def take_back_or_bring_back(self):
        self.is_there = not self.is_there
        self.evidence.withdrawn_at = None if self.is_there else self.now
        db.session.flush()

    @invariant()
    def it_holds(self):
        if not getattr(self, "row", None):
            return
        db.session.expire_all()
        assert self.row.state == self.state
        rows = SealedOpening.query.all()
        assert sum(row.state == "requested" for row in rows) <= 1
        assert all(row.decided_by_id != row.asked_by_id for row in rows)
        assert sum(row.state == "opened" for row in rows) == self.handed_out <= self.approved
        for row in rows:
            steps = [(entry.actor_id, entry.to_state) for entry in audit.history(row)]
            assert steps[0] == (row.asked_by_id, "requested") and steps[-1][1] == row.state
            assert steps[1:2] in ([], [(row.decided_by_id, "approved")], [(row.decided_by_id, "refused")])
            assert (row.opened_at is not None) == (row.state == "opened")

    def teardown(self):
        db.session.rollback()


def test_an_original_never_leaves_its_lifecycle(app):
    run_state_machine_as_test(OneOriginal, settings=settings(max_examples=60, stateful_step_count=30, deadline=None))
