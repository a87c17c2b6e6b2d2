"""A request under any order of use cases: nothing but the table moves it, and what was said stays said."""

from datetime import timedelta

from hypothesis import given, settings, strategies as st

from app.core import audit
from app.core.database import db
from app.core.errors import Refused
from app.responses import links, queries, service
from app.responses.states import REQUEST
from tests.given import work
from tests.integration.responses import asked
from tests.integration.responses.calendars import decree

VERBS = st.sampled_from(
    ["send", "again", "deliver", "acknowledge", "extend", "answer", "withdraw", "renew", "revoke", "day off"]
)


class Case:
    """One request with two findings, and what must stay true of it whatever happens."""

    def __init__(self):
        rule = work.time_rule(code="information", term=7, days="working", extension=7)
        self.request = asked.drafted(*asked.two_findings(), rule=rule)
        self.coordinator, self.officer = asked.coordinator(), asked.officer(self.request)
        self.at, self.said, self.extensions, self.decrees = asked.SENT_AT, [], 0, 0

    def take(self, verb):
        before = self.request.state
        self.at += timedelta(days=1)
        try:
            with db.session.begin_nested():
                getattr(self, verb.replace(" ", "_"))()
        except Refused:
            assert self.request.state == before
        else:
            row = REQUEST.find(before, {"acknowledge": "deliver"}.get(verb, verb))
            assert self.request.state == (row.target if row else before)

    def send(self):
        service.send(self.request, self.coordinator, self.at, channel="hand")

    def again(self):
        service.try_again(self.request, self.coordinator, self.at, channel="post")

    def deliver(self):
        service.record_delivery(self.request, self.coordinator, self.at, received_on=self.at.date(), proof="signature")

    def acknowledge(self):
        if self.request.state == "sent":
            service.acknowledge(self.request, self.officer, self.at, received_on=self.at.date())

    def extend(self):
        service.extend(self.request, self.officer, self.at, days=3, reason="Баримт.")
        self.extensions += 1

    def answer(self):
        answers = [asked.accepts(finding) for finding in self.request.findings]
        service.record_response(
            self.request, answers, self.officer, self.at, channel="link", office="Алба", text=f"{self.at}"
        )
        self.said.append(f"{self.at}")

    def withdraw(self):
        service.withdraw(self.request, "Алдаа.", self.coordinator, self.at)

    def renew(self):
        service.renew_link(self.request, self.coordinator, self.at)

    def revoke(self):
        service.revoke_link(self.request, "Алдсан.", self.coordinator, self.at)

    def day_off(self):
        on = self.at.date() + timedelta(days=2)
        decree(on, actor=self.coordinator, at=self.at)

    def holds(self):
        request = self.request
        assert [row.text for row in request.responses] == self.said
        assert self.extensions <= 1
        assert (request.due_on is not None) == (request.state in ("delivered", "answered"))
        if due_date := queries.due_date_of(request):
            assert due_date.due_on == request.last_day
            assert request.due_on <= request.last_day
        if request.state in ("drafted", "withdrawn"):
            assert not links.is_open(request, self.at)
        assert {row.state for row in request.findings} <= {"checked", "notified", "acknowledged", "answered"}


@settings(max_examples=40)
@given(st.lists(VERBS, max_size=9))
def test_any_order_of_use_cases_keeps_the_request_sound(app, verbs):
    case = Case()
    for verb in verbs:
        case.take(verb)
        case.holds()
    assert audit.verify().whole
