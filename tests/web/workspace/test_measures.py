"""The database counts what the functions of the house say one by one."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.core import clock
from app.core.database import db
from app.measures.terms import SCOPES
from app.responses.queries import reply_time, voices
from app.responses.rules import is_fixed
from app.workspace import counting, measures
from app.workspace.models import PresentTally
from tests import given
from tests.given import people, work
from tests.integration.summaries import heard


def a_mixed_state():
    """Findings in all conditions; the requests on them."""
    rows = [heard.whole_finding(), heard.whole_finding(severity=0), *(heard.finding() for _ in range(5))]
    day = heard.RECEIVED_ON
    requests = [heard.asked(row, received_on=day + timedelta(days=n)) for n, row in enumerate(rows[2:6])]
    for request, on in zip(requests, (20, 45, 3), strict=False):
        heard.replied(request, on=day + timedelta(days=on), position="accepts" if on != 3 else "refers")
    heard.verified(rows[2], "resolved", on=day + timedelta(days=30))
    heard.verified(rows[2], "partly", "recheck", on=day + timedelta(days=30))
    heard.verified(rows[3], "not_resolved", on=day + timedelta(days=30))
    heard.verified(rows[3], "resolved", on=day + timedelta(days=31))
    return rows, requests


def tally(code):
    counting.keep_up()
    return dict(measures._tallies("whole", [0], people.person("observer"))[0][code])


def test_fixes_are_those_of_the_rule(app):
    rows, _requests = a_mixed_state()
    fixed = [is_fixed(voices(row)) for row in rows if row.severity > 0]
    assert tally("fix-rate") == {0: fixed.count(False), 1: fixed.count(True)}


def test_replies_are_those_of_the_rule(app):
    _rows, requests = a_mixed_state()
    times = [reply_time(row) for row in requests]
    known = [time for time in times if time]
    days = tally("first-reply")
    for time in known:
        assert days[time.days] >= 1
    assert sum(days.values()) == len(known) + 2  # those of the two whole findings
    assert tally("in-time")[1] == sum(time.in_time for time in known) + 2
    assert sum(tally("substantive-reply").values()) == sum(days.values()) - 1


def listed(code, scope, subject, value, reader):
    """The whole list, turned page by page."""
    after, found = None, []
    while True:
        cases = measures.list_cases(code, scope, subject, value, reader, after)
        found += cases.items
        if not (after := cases.next):
            return found, cases.total


@pytest.mark.parametrize("per_page", [2, 25])
def test_every_list_is_as_long_as_its_number(app, monkeypatch, per_page):
    monkeypatch.setattr(measures, "PER_PAGE", per_page)
    rows, _requests = a_mixed_state()
    counting.keep_up()
    reader = people.person("observer")
    work.conflict(rows[0].contract, reader)
    tallies = db.session.scalars(select(PresentTally)).all()
    assert {row.scope for row in tallies} >= {"whole", "body", "subnetwork", "focus", "year", "half"}
    for row in tallies:
        if row.measure not in measures.MEASURES:
            continue
        kept = measures._tallies(row.scope, [row.subject], reader)[row.subject][row.measure]
        for value in (row.value, None):
            lines, total = listed(row.measure, row.scope, row.subject, value, reader)
            assert len({line.unit for line in lines}) == len(lines) == total
            assert all(line.note for line in lines if line.finding_id)
            assert total == (sum(kept.values()) if value is None else kept[value])


def test_a_declared_conflict_hides_the_cases(app):
    row, reader = heard.whole_finding(), people.person("lead")
    counting.keep_up()

    def shown():
        return sum(measures._tallies("whole", [0], reader)[0]["fix-rate"].values())

    assert shown() == 1
    work.conflict(row.contract, reader)
    assert shown() == 0
    assert measures.list_cases("fix-rate", "whole", 0, None, reader).items == []


def test_a_request_on_two_contracts_counts_once_and_hides_with_both(app):
    one, two = heard.finding(), heard.finding()
    two.body = one.body
    heard.replied(heard.asked(one, two))
    counting.keep_up()
    reader = people.person("lead")

    def shown():
        return measures._tallies("whole", [0], reader)[0]["reply-rate"][1], len(
            measures.list_cases("reply-rate", "whole", 0, 1, reader).items
        )

    assert shown() == (1, 1)
    work.conflict(one.contract, reader)
    assert shown() == (1, 1)
    work.conflict(two.contract, reader)
    assert shown() == (0, 0)


@pytest.mark.parametrize("role, expect", [("lead", 200), ("observer", 200), ("monitor", 403)])
def test_who_reads_them(client, role, expect):
    a_mixed_state()
    person = people.person(role)
    counting.keep_up()
    given.commit()
    client.sign_in(person)
    client.get("/workspace/measures", expect=expect)
    for code in measures.MEASURES:
        client.get(f"/workspace/measures/{code}", expect=expect)
    for scope in SCOPES:
        client.get(f"/workspace/measures?by={scope}", expect=expect)
    assert clock.today()
