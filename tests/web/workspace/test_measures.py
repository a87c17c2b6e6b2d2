"""The database counts what the functions of the house say one by one."""

from datetime import timedelta

import pytest

from app.core import clock
from app.measures.terms import NETWORK, SCOPES
from app.responses.queries import reply_time, voices
from app.responses.rules import is_fixed
from app.workspace import cases, measures
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


def tally(code, scope="whole"):
    reader = people.person("observer")
    return {key: dict(values) for key, values in measures._tallies(scope, reader)[code].items()}


def test_fixes_are_those_of_the_rule(app):
    rows, _requests = a_mixed_state()
    fixed = [is_fixed(voices(row)) for row in rows if row.severity > 0]
    assert tally("fix-rate")[0] == {0: fixed.count(False), 1: fixed.count(True)}


def test_replies_are_those_of_the_rule(app):
    _rows, requests = a_mixed_state()
    times = [reply_time(row) for row in requests]
    known = [time for time in times if time]
    days = tally("first-reply")[0]
    for time in known:
        assert days[time.days] >= 1
    assert sum(days.values()) == len(known) + 2  # those of the two whole findings
    assert tally("in-time")[0][1] == sum(time.in_time for time in known) + 2
    assert sum(tally("substantive-reply")[0].values()) == sum(days.values()) - 1


def test_every_list_is_as_long_as_its_number(app):
    a_mixed_state()
    reader = people.person("observer")
    for scope in ("whole", *SCOPES):
        for code, tallies in measures._tallies(scope, reader).items():
            for subject, values in tallies.items():
                for value, number in values.items():
                    assert measures.list_cases(code, scope, subject, value, reader, 1).total == number


def test_a_declared_conflict_hides_the_cases(app):
    row, reader = heard.whole_finding(), people.person("lead")
    assert measures._tallies("whole", reader)["fix-rate"]
    work.conflict(row.contract, reader)
    assert not measures._tallies("whole", reader)["fix-rate"]


@pytest.mark.parametrize("role, expect", [("lead", 200), ("observer", 200), ("monitor", 403)])
def test_who_reads_them(client, role, expect):
    a_mixed_state()
    person = people.person(role)
    given.commit()
    client.sign_in(person)
    client.get("/workspace/measures", expect=expect)
    for code in (*cases.CASES, *NETWORK):
        client.get(f"/workspace/measures/{code}", expect=expect)
    for scope in SCOPES:
        client.get(f"/workspace/measures?by={scope}", expect=expect)
    assert clock.today()
