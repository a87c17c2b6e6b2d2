"""Random people do random things to one decided observation and its second looks, against a small model."""

from hypothesis import settings, strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from app.core import audit, clock
from app.core.database import db
from app.core.errors import Refused
from app.findings import service
from app.findings.second_models import SecondReview
from app.findings.states import VERDICTS
from tests.given import number, people, work
from tests.integration.findings.material import change

WHO = st.sampled_from(("monitor", "lead", "second", "third", "stranger", "barred", "observer"))
VERDICT = st.sampled_from(("accepted", "rejected"))
INSIDE = {"lead", "second", "third"}


class OneDecision(RuleBasedStateMachine):
    """Every decision is drawn. `had_a_part`, `sides`: who may no longer look again, who may not decide a dispute."""

    @initialize()
    def begin(self):
        self.people = {
            "monitor": people.person("monitor", "lead", "coordinator"),
            "observer": people.person("observer"),
        }
        self.people |= {name: people.person("lead") for name in ("lead", "second", "third", "stranger", "barred")}
        members = [self.people[name] for name in ("monitor", "lead", "second", "third", "barred")]
        people.subnetwork(self.people["stranger"])
        contract = work.monitored(self.people["monitor"], subnetwork=people.subnetwork(*members))
        work.conflict(contract, self.people["barred"])
        form = change(clock.today())
        self.row = service.save_draft(contract, "plan", form, self.people["monitor"], clock.now(), client_key="k")
        service.submit(self.row, self.people["monitor"], clock.now())
        self.state, self.had_a_part, self.looks = "received", {"monitor"}, []

    def attempt(self, may, act, *arguments):
        entries = audit.recent(1)
        try:
            with db.session.begin_nested():
                act(*arguments)
        except Refused:
            db.session.expire_all()
            assert not may and audit.recent(1) == entries
            return False
        assert may
        return True

    @property
    def now_open(self):
        """The look at the version that stands: [state, first verdict, its author, second verdict, its author]."""
        return self.looks[-1] if self.looks and self.looks[-1][5] == self.row.revision else None

    def is_a_side(self, who):
        look = self.now_open
        return bool(look and look[3] not in (None, look[1]) and who in (look[2], look[4]))

    @rule(who=WHO, verdict=VERDICT)
    def decide(self, who, verdict):
        if self.state == "received" and who in INSIDE:
            service.open_review(self.row, self.people[who], clock.now())
            self.state = "in_review"
            self.had_a_part.add(who)
        may = self.state == "in_review" and who in INSIDE and not self.is_a_side(who)
        act = service.accept if verdict == "accepted" else service.reject
        if self.attempt(
            may, act, self.row, self.people[who], clock.now(), "Учир.", *(["other"] if verdict == "rejected" else [])
        ):
            self.state = verdict
            self.had_a_part.add(who)
            if not self.now_open:
                service.draw(self.row, clock.now())
                self.looks.append(["drawn", verdict, who, None, None, self.row.revision])

    @rule(who=WHO, verdict=VERDICT, reason=st.sampled_from(("Учир.", " ")))
    def look_again(self, who, verdict, reason):
        if not self.looks:
            return
        look = self.looks[-1]
        may = look[0] == "drawn" and who in INSIDE | {"stranger"} and who not in self.had_a_part and reason.strip()
        if self.attempt(
            may, service.look_again, self.newest(), verdict, self.people[who], clock.now(), reason, "other"
        ):
            look[0] = "agreed" if verdict == look[1] else "differed"
            look[3:5] = [verdict, who]

    @rule(who=WHO, again=st.booleans())
    def end_it(self, who, again):
        if not self.looks:
            return
        look = self.looks[-1]
        may = look[0] == "differed" and who in INSIDE and not self.is_a_side(who)
        subject = (service.reconsider, self.row) if again else (service.let_stand, self.newest())
        if self.attempt(may, *subject, self.people[who], clock.now(), "Учир."):
            look[0] = "settled"
            if again:
                self.state = "in_review"
                self.had_a_part.add(who)

    @rule()
    def revise(self):
        may = self.state in VERDICTS
        form = change(clock.today(), notes=f"Тэмдэглэл {number()}")
        if self.attempt(may, service.revise, self.row, form, self.people["monitor"], clock.now()):
            self.state = "received"
            look = self.looks[-1]
            look[0] = {"drawn": "lapsed", "differed": "settled"}.get(look[0], look[0])

    def newest(self):
        return SecondReview.query.order_by(SecondReview.id.desc()).first()

    @invariant()
    def it_holds(self):
        if not getattr(self, "row", None):
            return
        db.session.expire_all()
        assert self.row.state == self.state
        names = {person.id: name for name, person in self.people.items()}
        rows = SecondReview.query.order_by(SecondReview.id).all()
        assert [
            [
                row.state,
                row.first_verdict,
                names[row.first_by_id],
                row.verdict,
                names.get(row.decided_by_id),
                row.revision,
            ]
            for row in rows
        ] == self.looks
        for row in rows:
            assert audit.history(row)[-1].to_state == row.state
            assert "monitor" not in (names[row.first_by_id], names.get(row.decided_by_id))

    def teardown(self):
        db.session.rollback()


def test_second_looks_never_leave_their_lifecycle(app):
    run_state_machine_as_test(OneDecision, settings=settings(max_examples=40, stateful_step_count=25, deadline=None))
