"""What the public reads of the network's own work: counts of the whole, withheld when few, a month at a time."""

from datetime import datetime, timedelta

import pytest
import time_machine

from app.core import clock
from app.measures.terms import NETWORK
from tests.given import commit, people, work

NOW = datetime(2026, 8, 20, 4, tzinfo=clock.ULAANBAATAR)
JULY = datetime(2026, 7, 10, 12, tzinfo=clock.ULAANBAATAR)


@pytest.fixture(autouse=True)
def in_august():
    with time_machine.travel(NOW, tick=False):
        yield


def decided(count, at=JULY, state="accepted", **fields):
    contract, monitor = work.monitored(), people.person("monitor")
    return [
        work.observation(contract, monitor, state=state, received_at=at - timedelta(days=3), decided_at=at, **fields)
        for _ in range(count)
    ]


def looked_again(rows, at=JULY, **fields):
    for row in rows:
        work.second_review(row, state="agreed", decided_at=at, **({"verdict": "accepted"} | fields))


def texts(client):
    commit()
    return {code: client.get(f"/measures/{code}?lang=en").text for code in NETWORK}


def test_nothing_is_counted_yet(client):
    for text in texts(client).values():
        assert "Nothing was decided yet." in text and "too few to say" in text
    assert "too few to say (0 of 5 needed)" in client.get("/measures?lang=en").text


def test_numbers_come_with_their_denominators(client):
    looked_again(decided(7))
    looked_again(decided(1), verdict="rejected", cause="other")
    decided(6, state="rejected", rejected_for="no_evidence")
    decided(2, state="rejected", rejected_for="unsafe")
    decided(4, JULY - timedelta(days=20), state="duplicate")  # in the first half of the year
    found = texts(client)
    whole = client.get("/measures?lang=en").text
    assert "3 days, of" in found["review-time"] and "second half of 2026" in found["review-time"]
    assert "8 of 20 (40&nbsp;%)" in found["rejected-share"]  # in ninety days
    assert "8 of 16 (50&nbsp;%)" in found["rejected-share"]  # in the half-year
    assert "too few to say (4 of 5 needed)" in found["rejected-share"]
    assert "7 of 8 (88&nbsp;%)" in found["agreement-rate"]
    for code in NETWORK:
        assert f"/measures/{code}?lang=en#periods" in whole


def test_rare_causes_are_added_up_and_few_rejections_say_nothing(client):
    decided(6, state="rejected", rejected_for="no_evidence")
    decided(4, state="rejected", rejected_for="unsafe")
    decided(1, state="rejected")
    text = texts(client)["rejected-share"]
    assert "Nothing supports what it says: 6" in text and "too few to name each: 5" in text
    assert "private persons" not in text
    decided(3, JULY - timedelta(days=200), state="rejected", rejected_for="unsafe")
    assert "private persons" not in texts(client)["rejected-share"]


def test_this_month_is_not_counted_yet(client):
    decided(9, NOW - timedelta(days=5), state="rejected", rejected_for="unsafe")
    for text in texts(client).values():
        assert "Nothing was decided yet." in text and "9 of 9" not in text
    with time_machine.travel(datetime(2026, 9, 1, 1, tzinfo=clock.ULAANBAATAR), tick=False):
        assert "9 of 9" in texts(client)["rejected-share"]


def test_there_is_no_list_and_nobody_is_named(client):
    rows = decided(8, state="rejected", rejected_for="unsafe", place_note="Нууц газар")
    for code, text in texts(client).items():
        client.get(f"/measures/{code}/list", expect=404)
        for word in (rows[0].monitor.name, rows[0].contract.title, "Нууц газар", "/workspace/"):
            assert word not in text
