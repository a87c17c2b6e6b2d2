"""The life of an item in any order of events, in a real browser: nothing leaves without a receipt that covers it."""

import json

import pytest
from hypothesis import HealthCheck, settings, strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from tests.journeys.hands import BROWSER

pytestmark = BROWSER

STOPS = ("refused", "conflict", "withdrawn", "invalid", "unreadable", "too_large", "overtaken")
PASSING = ("no_answer", "foreign", "server", "slow_down")
NEXT = """([code, item, event]) => import(`${code}/outbox.js`).then((outbox) => {
  try {
    const after = outbox.next(item, event);
    return { item: after, mayLeave: outbox.mayLeave(after), covers: outbox.receiptCovers(after) };
  } catch (fault) { return { refused: String(fault) }; }
})"""
FILES = ["a" * 64, "b" * 64]


@pytest.fixture
def module(context, address, code_path):
    """The pure table, called from here."""
    page = context.new_page()
    page.goto(f"{address}/field/")
    return lambda item, event: page.evaluate(NEXT, [code_path, item, event])


def draft(count):
    files = [{"sha256": name, "size": 9, "have": 0, "state": "waiting"} for name in FILES[:count]]
    rest = {"packet": None, "packetSha256": None, "isThere": False, "serverState": None, "receipt": None}
    return {"key": "k1", "state": "draft", "draft": {}, "files": files, "tries": 0, "retryAt": 0, "error": None, **rest}


class Outbox(RuleBasedStateMachine):
    """`server`: what it keeps of this item, as far as it has said."""

    module = None

    @initialize(count=st.integers(0, 2))
    def begin(self, count):
        self.item, self.server, self.frozen, self.keys = draft(count), None, None, 1
        self.said_gone = False

    def take(self, event):
        said = self.module(self.item, event)
        if "refused" not in said:
            self.item, self.may_leave = said["item"], said["mayLeave"]
        return "refused" not in said

    @rule(packet=st.sampled_from(["p1", "p2"]))
    def finish(self, packet):
        was_draft = self.item["state"] == "draft"
        assert self.take({"type": "finish", "packet": packet, "sha256": f"hash of {packet}"}) == was_draft
        if was_draft:
            self.frozen = (packet, f"hash of {packet}")

    @rule()
    def write(self):
        before = self.item["state"]
        taken = self.take({"type": "write", "draft": {"notes": "…"}, "files": self.item["files"]})
        assert taken == (before == "draft")

    @rule()
    def reopen(self):
        there = self.item["isThere"]
        if self.take({"type": "reopen"}):
            assert not there
            self.frozen = None

    @precondition(lambda self: self.frozen)
    @rule(arrived=st.integers(0, 2), given_up=st.integers(0, 2))
    def hear_of_it(self, arrived, given_up):
        """What the server says only ever grows."""
        names = [file["sha256"] for file in self.item["files"]]
        before = self.server or {"arrived": set(), "given_up": set()}
        there = before["arrived"] | (set(names[:arrived]) - before["given_up"])
        gone = before["given_up"] | (set(names[len(names) - given_up :] if given_up else []) - there)
        if self.take(self.answer(names, there, gone)):
            self.server = {"arrived": there, "given_up": gone}

    def answer(self, names, there, gone):
        state = {name: "arrived" if name in there else "given_up" if name in gone else "waiting" for name in names}
        files = [{"sha256": name, "have": 9 if name in there else 0, "state": state[name]} for name in names]
        whole = set(names) == there | gone
        text = {"key": self.item["key"], "packet": self.frozen[1], "files": sorted(there), "given_up": sorted(gone)}
        receipt = {"code": "C", "text": json.dumps(text)} if whole else None
        said = {"packet": self.frozen[1], "state": "received", "reason": None, "address": "/x"}
        return {"type": "answer", "state": said | {"files": files, "receipt": receipt}}

    @precondition(lambda self: self.frozen)
    @rule()
    def hear_of_another_packet(self):
        said = {"packet": "other", "state": "received", "files": [], "receipt": None}
        if self.take({"type": "answer", "state": said}):
            assert self.item["state"] == "stopped" and self.item["error"]["error"] == "conflict"

    @precondition(lambda self: self.frozen)
    @rule(which=st.integers(0, 2))
    def hear_a_receipt_of_something_else(self, which):
        wrong = [{"packet": "other"}, {"key": "other"}, {"files": ["c" * 64], "given_up": []}][which]
        names = [file["sha256"] for file in self.item["files"]]
        text = {"key": self.item["key"], "packet": self.frozen[1], "files": names, "given_up": []} | wrong
        said = {"packet": self.frozen[1], "state": "received", "receipt": {"code": "C", "text": json.dumps(text)}}
        files = [{"sha256": name, "have": 0, "state": "waiting"} for name in names]
        if (which < 2 or names) and not self.server and self.module(self.item, {"type": "retry"}):
            after = self.module(self.item, {"type": "answer", "state": said | {"files": files}})
            assert "refused" in after or not after["mayLeave"]

    @rule(error=st.sampled_from(STOPS + PASSING))
    def fail(self, error):
        before = self.item["state"]
        taken = self.take({"type": "fail", "error": error, "now": 1000})
        assert taken == (before in {"waiting", "text_there"})
        if taken:
            assert self.item["state"] == ("stopped" if error in STOPS else before)
            assert error in STOPS or self.item["retryAt"] > 1000

    @rule(kind=st.sampled_from(["retry", "forgotten"]))
    def go_on(self, kind):
        if self.take({"type": kind}) and kind == "forgotten":
            self.server = None

    @rule()
    def send_as_new(self):
        self.keys += 1
        if self.take({"type": "as_new", "key": f"k{self.keys}"}):
            assert self.item["state"] == "draft" and self.item["packet"] is None
            self.frozen = self.server = None
        else:
            self.keys -= 1

    @precondition(lambda self: self.item["files"])
    @rule(kind=st.sampled_from(["give_up", "unreadable"]))
    def lose_a_file(self, kind):
        self.take({"type": kind, "sha256": self.item["files"][0]["sha256"], "reason": "…"})

    @invariant()
    def what_was_frozen_stays(self):
        if self.item["state"] != "draft":
            assert (self.item["packet"], self.item["packetSha256"]) == self.frozen

    @invariant()
    def it_leaves_only_with_a_receipt_for_everything(self):
        if self.item["state"] == "done":
            text = json.loads(self.item["receipt"]["text"])
            assert text["packet"] == self.frozen[1] and text["key"] == self.item["key"]
            assert {file["sha256"] for file in self.item["files"]} <= {*text["files"], *text["given_up"]}

    @invariant()
    def the_key_is_its_own(self):
        assert self.item["key"] == f"k{self.keys}"


def test_any_order_of_events(module):
    Outbox.module = staticmethod(module)
    checks = [HealthCheck.too_slow, HealthCheck.filter_too_much]
    run_state_machine_as_test(
        Outbox, settings=settings(max_examples=40, stateful_step_count=20, suppress_health_check=checks, deadline=None)
    )
