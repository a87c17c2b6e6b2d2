"""Questions, answers from phones and on the site, packets that come again, files that come late: against a model."""

import pytest
from hypothesis import settings, strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from app.core import clock
from app.core.database import db
from app.core.errors import Refused
from app.field.asked import question_of
from app.findings import service
from app.findings.models import Observation, ObservationRevision, Supplement
from app.findings.receipts import find_receipt
from tests.given import people, phones, work

FILES = [f"Файл {n}, баримтын бичвэр.".encode() for n in range(2)]


class Asking(RuleBasedStateMachine):
    """`revision`, `state`: where the observation must stand. `sent`: each packet that was taken, what it became and the
    files that it still waits for. `asked`: the question as a phone has it, which may be an old one."""

    @initialize()
    def a_visit_is_here(self):
        self.monitor, self.lead = people.person("monitor"), people.person("lead")
        contract = work.monitored(self.monitor, subnetwork=people.subnetwork(self.lead))
        packet = phones.packet(contract)
        self.row = service.take_packet(packet, self.monitor, clock.now())
        self.state, self.revision, self.asked, self.receipts = "received", 1, None, {}
        self.sent = [[packet, self.row, set()]]

    @precondition(lambda self: self.state == "received")
    @rule(takes_along=st.booleans())
    def ask(self, takes_along):
        service.open_review(self.row, self.lead, clock.now())
        service.ask(self.row, self.lead, clock.now(), "Аль өрөө вэ?", ("notes",))
        self.state = "needs_information"
        if takes_along or self.asked is None:
            self.asked, self.asked_at = question_of(self.row, ""), self.revision

    @precondition(lambda self: self.asked)
    @rule(files=st.sets(st.sampled_from(FILES)), notes=st.text("абв", min_size=1, max_size=3))
    def answer_from_a_phone(self, files, notes):
        packet = phones.supplement(self.asked, *files, notes=notes)
        if self.state != "needs_information" or self.asked_at != self.revision:
            with pytest.raises(Refused):
                service.take_packet(packet, self.monitor, clock.now())
            return
        here = {row.file.sha256 for row in self.row.current_evidence}
        waiting = {data for data in files if phones.sha256(data) not in here}
        self.sent.append([packet, service.take_packet(packet, self.monitor, clock.now()), waiting])
        self.revision += 1
        self.state = "receiving" if waiting else "received"

    @rule(data=st.data())
    def send_a_packet_again(self, data):
        packet, became, _waiting = data.draw(st.sampled_from(self.sent))
        assert service.take_packet(packet, self.monitor, clock.now()) is became

    @rule(data=st.data())
    def bring_its_files(self, data):
        entry = data.draw(st.sampled_from(self.sent))
        _packet, became, waiting = entry
        for file in sorted(waiting):
            if self.state == "withdrawn":
                with pytest.raises(Refused):
                    service.take_piece(became, phones.sha256(file), 0, file, self.monitor, clock.now())
            else:
                service.take_piece(became, phones.sha256(file), 0, file, self.monitor, clock.now())
        if self.state != "withdrawn":
            entry[2] = set()
            if entry is self.sent[-1] and self.state == "receiving":
                self.state = "received"

    @precondition(lambda self: self.state == "receiving")
    @rule()
    def stop_waiting(self):
        service.go_on(self.row, self.lead, clock.now(), "Утас гэмтсэн.")
        self.state = "received"

    @precondition(lambda self: self.state == "needs_information")
    @rule()
    def answer_on_the_site(self):
        service.supply(self.row, self.monitor, clock.now())
        self.state, self.revision = "received", self.revision + 1

    @precondition(lambda self: self.state != "withdrawn")
    @rule(really=st.integers(0, 5))
    def withdraw(self, really):
        if really == 0:
            service.withdraw(self.row, self.monitor, clock.now(), "Андуурсан.")
            self.state = "withdrawn"

    @invariant()
    def each_answer_made_one_revision(self):
        db.session.expire_all()
        assert Observation.query.count() == 1
        assert (self.row.state, self.row.revision) == (self.state, self.revision)
        assert Supplement.query.count() == len(self.sent) - 1
        numbers = [row.number for row in ObservationRevision.query.order_by(ObservationRevision.number)]
        whole = self.state != "receiving" and numbers == list(range(1, self.revision + 1))
        arriving = self.state in {"receiving", "withdrawn"} and numbers == list(range(1, self.revision))
        assert whole or arriving

    @invariant()
    def a_receipt_stands_once_and_for_good(self):
        for packet, became, waiting in self.sent:
            receipt = find_receipt(became)
            assert (receipt is None) == bool(waiting)
            assert self.receipts.setdefault(packet, receipt) in (None, receipt)
            self.receipts[packet] = receipt

    def teardown(self):
        db.session.rollback()


def test_any_order(app):
    run_state_machine_as_test(Asking, settings=settings(max_examples=25, stateful_step_count=20))
