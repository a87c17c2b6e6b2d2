"""Random people do random things to one observation, through the real use cases."""

from hypothesis import settings
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from hypothesis.strategies import sampled_from

from app.core import audit, clock
from app.core.database import db
from app.core.errors import Refused
from app.findings import queries, service
from app.findings.states import OBSERVATION
from tests.given import people, work
from tests.integration.findings.material import change, statement

WHO = ("monitor", "lead", "second", "stranger", "coordinator", "observer", "barred")
REASONS = ("Учир нь…", " ")
VERDICTS = {"accept", "reject", "mark_duplicate", "ask", "open"}
SENDINGS = {"submit", "supply", "revise"}


class OneObservation(RuleBasedStateMachine):
    @initialize()
    def begin(self):
        # The monitor holds every role: only four eyes keep them from deciding.
        self.monitor = people.person("monitor", "lead", "coordinator")
        self.lead, self.second, self.barred = (people.person("lead") for _ in range(3))
        self.stranger, self.coordinator = people.person("lead"), people.person("coordinator")
        self.observer = people.person("observer")
        network = people.subnetwork(self.monitor, self.lead, self.second, self.barred)
        people.subnetwork(self.stranger)
        contract = work.monitored(self.monitor, subnetwork=network, buyer=people.body())
        work.conflict(contract, self.barred)
        self.original = work.observation(contract, people.person("monitor"), state="accepted")
        self.area = people.focus_area()
        form = change(clock.today())
        self.row = service.save_draft(contract, "plan", form, self.monitor, clock.now(), client_key="k")
        self.settled = False

    def attempt(self, who, verb, act):
        """Do it; when it is refused nothing may have changed, when it is not the table must allow it."""
        before, entries = self.row.state, len(audit.history(self.row))
        try:
            with db.session.begin_nested():
                act(getattr(self, who), clock.now())
        except Refused:
            db.session.expire_all()
            assert (self.row.state, len(audit.history(self.row))) == (before, entries)
            return
        passage = OBSERVATION.find(before, verb)
        assert passage and (self.row.state == passage.target or verb == "submit")
        assert (who == "monitor") == (verb not in VERDICTS)
        assert who not in ("stranger", "observer", "barred")
        assert not (verb == "revise" and self.settled)

    @rule(who=sampled_from(WHO), verb=sampled_from(["submit", "supply"]))
    def send(self, who, verb):
        self.attempt(who, verb, lambda actor, at: getattr(service, verb)(self.row, actor, at))

    @rule(who=sampled_from(WHO), notes=sampled_from(["Нэг.", "Хоёр."]))
    def revise(self, who, notes):
        form = change(clock.today(), notes=notes)
        self.attempt(who, "revise", lambda actor, at: service.revise(self.row, form, actor, at))

    @rule(who=sampled_from(WHO))
    def open(self, who):
        self.attempt(who, "open", lambda actor, at: service.open_review(self.row, actor, at))

    @rule(who=sampled_from(WHO), verb=sampled_from(["ask", "accept", "reject"]), reason=sampled_from(REASONS))
    def decide(self, who, verb, reason):
        self.attempt(who, verb, lambda actor, at: getattr(service, verb)(self.row, actor, at, reason))

    @rule(who=sampled_from(WHO), reason=sampled_from(REASONS))
    def mark_duplicate(self, who, reason):
        self.attempt(
            who,
            "mark_duplicate",
            lambda actor, at: service.mark_duplicate(self.row, self.original, actor, at, reason),
        )

    @rule(who=sampled_from(WHO), reason=sampled_from(REASONS))
    def withdraw(self, who, reason):
        if self.row.state in ("draft", "received", "in_review"):  # seldom, or nothing else ever happens
            return
        self.attempt(who, "withdraw", lambda actor, at: service.withdraw(self.row, actor, at, reason))

    @rule()
    def state_and_check(self):
        if self.row.state != "accepted" or self.settled:
            return
        finding = service.state_finding(
            [self.row], statement(), self.lead, clock.now(), focus_area_ids=[self.area.id]
        )
        service.check(finding, self.second, clock.now(), "Харсан.")
        self.settled = True

    @invariant()
    def it_holds(self):
        if not hasattr(self, "row"):
            return
        passages = [entry for entry in audit.history(self.row) if entry.from_state]
        states = ["draft", *(entry.to_state for entry in passages)]
        assert states[-1] == self.row.state and self.row.state != "receiving"
        assert all(entry.from_state == state for entry, state in zip(passages, states, strict=False))
        assert not any(e.verb in VERDICTS and e.actor_id == self.monitor.id for e in passages)
        sent = sum(entry.verb in SENDINGS for entry in passages)
        assert len(queries.list_revisions(self.row)) == sent and self.row.revision == max(sent, 1)

    def teardown(self):
        db.session.rollback()


def test_an_observation_never_leaves_its_lifecycle(app):
    run_state_machine_as_test(
        OneObservation, settings=settings(max_examples=60, stateful_step_count=25, deadline=None)
    )
