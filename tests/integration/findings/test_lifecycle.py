"""Random people do random things to one observation, through the real use cases."""

from hypothesis import settings
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from hypothesis.strategies import data, sampled_from

from app.core import audit, clock
from app.core.database import db
from app.core.errors import Refused
from app.findings import queries, service
from app.findings.states import OBSERVATION
from tests.given import number, people, work
from tests.integration.findings.material import change, statement

WHO = ("monitor", "lead", "second", "stranger", "coordinator", "observer", "barred")
REASONS = ("Учир нь…", " ")
VERDICTS = {"accept", "reject", "mark_duplicate", "ask", "open"}
SENDINGS = {"submit", "supply", "revise"}
VERBS = sorted(VERDICTS | SENDINGS | {"withdraw"})


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

    def do(self, verb, actor, at, reason):
        """Take a verb through its use case."""
        if verb in ("submit", "supply"):
            getattr(service, verb)(self.row, actor, at)
        elif verb == "revise":
            service.revise(self.row, change(clock.today(), notes=f"Тэмдэглэл {number()}"), actor, at)
        elif verb == "open":
            service.open_review(self.row, actor, at)
        elif verb == "mark_duplicate":
            service.mark_duplicate(self.row, self.original, actor, at, reason)
        elif verb == "reject":
            service.reject(self.row, actor, at, reason, "unclear")
        else:
            getattr(service, verb)(self.row, actor, at, reason)

    def attempt(self, who, verb, reason):
        """Do it; when it is refused nothing may have changed, when it is not the table must allow it."""
        before, entries = self.row.state, len(audit.history(self.row))
        try:
            with db.session.begin_nested():
                self.do(verb, getattr(self, who), clock.now(), reason)
        except Refused:
            db.session.expire_all()
            assert (self.row.state, len(audit.history(self.row))) == (before, entries)
            return
        passage = OBSERVATION.find(before, verb)
        assert passage and (self.row.state == passage.target or verb == "submit")
        assert (who == "monitor") == (verb not in VERDICTS)
        assert who not in ("stranger", "observer", "barred")
        assert not (verb == "revise" and self.settled)
        assert reason.strip() or verb in SENDINGS | {"open"}

    @rule(who=sampled_from(WHO), verb=sampled_from(VERBS), reason=sampled_from(REASONS))
    def stray(self, who, verb, reason):
        """Anybody tries anything."""
        self.attempt(who, verb, reason)

    @rule(data=data(), who=sampled_from(("monitor", "lead", "second", "coordinator")))
    def walk(self, data, who):
        """Somebody tries what the table knows from here, but no end, or nothing else would happen, and no packet."""
        verbs = [row.verb for row in OBSERVATION.passages if self.row.state in row.sources]
        on = [verb for verb in verbs if verb not in ("withdraw", "supplement")]
        if on:
            verb = data.draw(sampled_from(on))
            self.attempt(who if verb in VERDICTS else "monitor", verb, "Учир нь…")

    @rule()
    def state_and_check(self):
        if self.row.state != "accepted" or self.settled:
            return
        finding = service.state_finding([self.row], statement(), self.lead, clock.now(), focus_area_ids=[self.area.id])
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
    run_state_machine_as_test(OneObservation, settings=settings(max_examples=60, stateful_step_count=25, deadline=None))
