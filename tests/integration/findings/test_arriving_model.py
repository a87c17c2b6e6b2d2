"""Any order of what a phone, its monitor and a reviewer may do, against a small model of what must be here then."""

import contextlib

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

from app.core import clock, storage
from app.core.database import db
from app.core.errors import Refused
from app.findings import service
from app.findings.models import ExpectedFile, FilePiece, Observation
from app.findings.receipts import find_receipt
from tests.given import people, phones, work

FILES = [f"Файл {n}, баримтын бичвэр.".encode() for n in range(3)]


class Arriving(RuleBasedStateMachine):
    """`here`: bytes of each file that the server must have; `state`: where the observation must stand."""

    @initialize(count=st.integers(0, len(FILES)))
    def send_the_packet(self, count):
        self.monitor, self.lead = people.person("monitor"), people.person("lead")
        self.contract = work.monitored(self.monitor, subnetwork=people.subnetwork(self.lead))
        self.files = {phones.sha256(data): data for data in FILES[:count]}
        self.here = dict.fromkeys(self.files, 0)
        self.given_up: set[str] = set()
        self.packet = phones.packet(self.contract, *FILES[:count])
        self.row = service.take_packet(self.packet, self.monitor, clock.now())
        self.state = "receiving" if count else "received"
        self.receipt = find_receipt(self.row)

    @rule()
    def send_it_again(self):
        assert service.take_packet(self.packet, self.monitor, clock.now()) is self.row

    @rule()
    def send_another_under_its_key(self):
        other = phones.packet(self.contract, key=self.row.client_key, notes="Өөр.")
        with pytest.raises(Refused):
            service.take_packet(other, self.monitor, clock.now())

    @precondition(lambda self: self.files)
    @rule(data=st.data(), start=st.integers(0, 60), size=st.integers(0, 60), is_right=st.booleans())
    def send_a_piece(self, data, start, size, is_right):
        sha256 = data.draw(st.sampled_from(sorted(self.files)))
        whole, have = self.files[sha256], self.here[sha256]
        start = have if is_right else start
        part = whole[start : start + size]
        if self.state == "withdrawn" or (self._awaits(sha256) and start > have):
            with pytest.raises(Refused):
                service.take_piece(self.row, sha256, start, part, self.monitor, clock.now())
        else:
            service.take_piece(self.row, sha256, start, part, self.monitor, clock.now())
            if self._awaits(sha256):
                self.here[sha256] = max(have, start + len(part))
                self._settle()

    @precondition(lambda self: self.files)
    @rule(data=st.data())
    def send_a_spoiled_file(self, data):
        sha256 = data.draw(st.sampled_from(sorted(self.files)))
        if self.state != "withdrawn" and self._awaits(sha256) and self.here[sha256] == 0:
            spoiled = bytes(len(self.files[sha256]))
            service.take_piece(self.row, sha256, 0, spoiled, self.monitor, clock.now())

    @precondition(lambda self: self.files)
    @rule(data=st.data())
    def give_a_file_up(self, data):
        sha256 = data.draw(st.sampled_from(sorted(self.files)))
        with contextlib.suppress(Refused):
            service.give_up(self.row, sha256, self.monitor, clock.now(), "Нээгдэхгүй.")
            if self._awaits(sha256):
                self.given_up.add(sha256)
                self._settle()

    @precondition(lambda self: self.state == "receiving")
    @rule()
    def stop_waiting(self):
        service.go_on(self.row, self.lead, clock.now(), "Утас гэмтсэн.")
        self.state = "received"

    @precondition(lambda self: self.state in {"receiving", "received"})
    @rule()
    def withdraw(self):
        service.withdraw(self.row, self.monitor, clock.now(), "Андуурсан.")
        self.state = "withdrawn"

    def _awaits(self, sha256):
        return sha256 not in self.given_up and self.here[sha256] < len(self.files[sha256])

    def _settle(self):
        if self.state == "receiving" and not any(map(self._awaits, self.files)):
            self.state = "received"

    @invariant()
    def what_must_be_here_is_here(self):
        db.session.expire_all()
        assert Observation.query.count() == 1
        assert self.row.state == self.state
        arrived = {file.sha256 for file in ExpectedFile.query if file.state == "arrived"}
        assert arrived == {key for key in self.files if key not in self.given_up and not self._awaits(key)}
        assert {row.file.sha256 for row in self.row.current_evidence} == arrived
        assert all(storage.get("sealed", key) == self.files[key] for key in arrived)

    @invariant()
    def pieces_are_kept_for_what_is_still_to_come_only(self):
        kept = {file.sha256: file.have for file in ExpectedFile.query if file.state == "waiting"}
        coming = {key: self.here[key] for key in self.files if self._awaits(key)}
        assert kept == coming
        if self.state == "withdrawn":
            assert FilePiece.query.count() == 0

    @invariant()
    def a_receipt_stands_once_and_for_good(self):
        receipt = find_receipt(self.row)
        assert (receipt is None) == any(map(self._awaits, self.files)) or self.state == "withdrawn"
        assert self.receipt in (None, receipt)
        self.receipt = receipt

    def teardown(self):
        db.session.rollback()


def test_any_order(app):
    run_state_machine_as_test(Arriving, settings=settings(max_examples=40, stateful_step_count=25))
