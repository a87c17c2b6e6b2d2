"""Mongolia's open-data service: nothing is missed, whatever it does."""

import contextlib
import io
import json
import logging
import traceback
from dataclasses import replace
from itertools import islice

import pytest
from hypothesis import given, strategies as st

from app.core.web import Unfetched, open_session
from app.ocds.fetching import opentender
from app.ocds.fetching.opentender import Service, is_finished, pages
from app.ocds.reader import Found, read
from tests.standin.manners import QUICK
from tests.standin.opentender import (
    BUSY,
    CUT_OFF,
    DROPPED,
    HTML,
    TOKEN,
    as_json,
    complaint,
    notice,
    open_tender,
)
from tests.standin.server import Reply

YEARS = [2025, 2026]


@pytest.fixture
def service(tenders):
    tenders.notices = {year: [notice(year * 100 + n, year) for n in range(5)] for year in YEARS}
    return Service(TOKEN, tenders.url, per_page=2)


def numbers(found):
    """The invitations in pages, in their order."""
    return [row["invitationId"] - 1780000000000 for row in _rows(found)]


def listed(tenders):
    return {row["invitationId"] - 1780000000000 for rows in tenders.notices.values() for row in rows}


def test_every_notice_comes_once_in_packages_the_reader_knows(session, tenders, service):
    found = list(pages(session, service, years=YEARS))
    assert numbers(found) == [202500, 202501, 202502, 202503, 202504, 202600, 202601, 202602, 202603, 202604]
    for page in found:
        assert not page.content or all(isinstance(event, Found) for event in read(io.BytesIO(page.content)))


def test_a_later_run_begins_with_the_newest_and_reads_a_quiet_year_once(session, tenders, service):
    *_, last = pages(session, service, years=YEARS)
    assert is_finished(last.cursor)
    tenders.server.asked.clear()
    tenders.notices[2026].insert(0, notice(202699))
    again = list(pages(session, service, json.loads(json.dumps(last.cursor)), years=YEARS))
    assert tenders.asked == [(2026, 1), (2026, 2), (2026, 3)] * 2 + [(2025, 1), (2025, 2), (2025, 3)]
    assert 202699 in numbers(again)


def test_a_run_goes_on_at_the_year_and_page_where_it_stopped(session, tenders, service):
    *whole, _last = pages(session, service, years=YEARS)
    for place, page in enumerate(whole, 1):
        tenders.server.asked.clear()
        rest = list(pages(session, service, json.loads(json.dumps(page.cursor)), years=YEARS))
        assert set(numbers(whole[:place])) | set(numbers(rest)) == listed(tenders)
        assert tenders.asked[0] == (page.cursor["left"][0], max(page.cursor["page"], 1))
        assert is_finished(rest[-1].cursor)


CHANGES = st.lists(
    st.tuples(st.integers(1, 12), st.sampled_from(["in", "out", "changed"]), st.integers(0, 9)), max_size=8
)
STOPS = st.lists(st.integers(1, 12), max_size=2)


@given(size=st.integers(0, 9), per_page=st.integers(1, 4), changes=CHANGES, stops=STOPS)
def test_nothing_is_missed_while_the_list_shifts(size, per_page, changes, stops):
    """Notices come, go and change between any two requests, and the run is killed and goes on at any page."""
    with open_tender() as tenders, open_session(allow_private=True, manners=QUICK) as session:
        tenders.notices = {2026: [notice(number) for number in range(size)]}
        fresh, there = iter(range(100, 200)), []

        def answer(asked):
            reply = tenders.answer(asked)
            if tenders.asked[-1] == (2026, 1):
                there[:] = tenders.notices[2026]  # as a reading began
            return reply

        def shift(number):
            for what, where in [change[1:] for change in changes if change[0] == number]:
                _change(tenders.notices[2026], what, where, fresh)

        tenders.server.answer, tenders.meanwhile = answer, shift
        found = list(_with_stops(session, Service(TOKEN, tenders.url, per_page), stops))
        if found[-1].cursor["settled"]:
            assert {_face(row) for row in there} <= {_face(row) for row in _rows(found)}
        else:
            assert len(changes) >= opentender.MOST_READINGS // 2


def _with_stops(session, service, stops):
    """All pages of a run that is broken off after so many pages, and goes on."""
    cursor = None
    for stop in [*stops, None]:
        with contextlib.suppress(Unfetched):
            for page in islice(pages(session, service, cursor, years=[2026]), stop):
                yield page
                cursor = page.cursor
                if is_finished(cursor):
                    return


def _rows(found):
    return [
        release["x_opentender"] for page in found if page.content for release in json.loads(page.content)["releases"]
    ]


def _face(row):
    return row["invitationId"], row["tenderName"]


def _change(rows, what, where, fresh):
    if what == "in":
        rows.insert(where % (len(rows) + 1), notice(next(fresh)))
    elif rows and what == "out":
        rows.pop(where % len(rows))
    elif rows:
        rows[where % len(rows)] = rows[where % len(rows)] | {"tenderName": f"Өөрчилсөн {next(fresh)}"}


def test_a_notice_that_slipped_backwards_past_a_page_is_found(session, tenders, service):
    """One goes and one comes, so the total stays: the gap shows only in the second reading."""

    def shift(number):
        if number == 2:
            tenders.notices[2026].pop(0)
            tenders.notices[2026].append(notice(202699))

    tenders.notices, tenders.meanwhile = {2026: tenders.notices[2026]}, shift
    found = numbers(pages(session, service, years=[2026]))
    assert set(found) == listed(tenders) | {202600}
    assert found[-1] == 202602


def test_a_year_that_never_settles_is_named_and_stops_no_other(session, tenders, service):
    tenders.meanwhile = lambda number: tenders.notices[2025].insert(number % 3, notice(number, 2025))
    found = []
    with pytest.raises(Unfetched, match="2025") as refusal:
        for page in pages(session, service, years=YEARS):
            found.append(page)
    assert refusal.value.may_pass
    assert {202600, 202601, 202602, 202603, 202604} <= set(numbers(found))
    assert is_finished(found[-1].cursor)
    assert set(found[-1].cursor["settled"]) == {"2026"}


def test_a_service_that_ignores_the_page_is_seen_through(session, tenders, service):
    first = as_json({"return_code": 200, "total": 4, "data": tenders.notices[2026][:2]})
    tenders.server.answer = lambda asked: first
    with pytest.raises(Unfetched, match="2026"):
        list(pages(session, service, years=[2026]))


BAD_DAYS = [
    HTML,
    BUSY,
    DROPPED,
    CUT_OFF,
    Reply(502),
    complaint(500),
    complaint("E17"),
    as_json([]),
    as_json({}),
    as_json({"return_code": 200, "data": None, "total": 1}),
    as_json({"return_code": 200, "data": []}),
]


@pytest.mark.parametrize("bad", BAD_DAYS)
def test_a_bad_day_passes(session, tenders, service, bad):
    tenders.bad_days = [bad, bad]
    assert set(numbers(pages(session, service, years=YEARS))) == listed(tenders)


@pytest.mark.parametrize("bad", BAD_DAYS)
def test_a_bad_week_ends_the_run_where_it_can_go_on(session, tenders, service, bad):
    reading = pages(session, service, years=YEARS)
    first = next(reading)
    tenders.bad_days = [bad] * QUICK.attempts
    with pytest.raises(Unfetched) as refusal:
        next(reading)
    assert str(refusal.value)
    rest = list(pages(session, service, first.cursor))
    assert set(numbers([first, *rest])) == listed(tenders)


@pytest.mark.parametrize("bad", [Reply(401), Reply(403), complaint(401), complaint("403")])
def test_a_token_that_is_not_accepted_is_said_at_once(session, tenders, service, bad):
    tenders.bad_days = [bad]
    with pytest.raises(Unfetched, match="token"):
        next(pages(session, service, years=YEARS))
    assert len(tenders.server.asked) == 1


@pytest.mark.parametrize("token", ["", "  ", "нууц", "two\nlines", "bell\a"])
def test_a_token_that_cannot_be_one_is_not_sent(session, tenders, service, token):
    with pytest.raises(Unfetched, match="OPEN_TENDER_TOKEN"):
        next(pages(session, replace(service, token=token), years=YEARS))
    assert not tenders.server.asked


@pytest.mark.parametrize("bad", [Reply(401), DROPPED, complaint(500, f"Буруу токен {TOKEN}"), HTML])
def test_the_token_appears_nowhere(session, tenders, service, caplog, bad):
    caplog.set_level(logging.DEBUG)
    reading = pages(session, service, years=YEARS)
    page = next(reading)
    tenders.bad_days = [bad] * QUICK.attempts
    with pytest.raises(Unfetched) as refusal:
        next(reading)
    told = "".join(traceback.format_exception(refusal.value)) + caplog.text + repr(service) + repr(page)
    assert TOKEN not in told


def test_the_token_does_not_follow_to_another_host(session, tenders, service):
    with open_tender() as other:
        moved = other.url.replace("127.0.0.1", "localhost")
        tenders.bad_days = [Reply(307, headers={"Location": moved})]
        with pytest.raises(Unfetched, match="token"):
            next(pages(session, service, years=YEARS))
        assert "Authorization" not in other.server.asked[0].headers


def test_a_row_that_is_no_notice_is_left_to_the_reader(session, tenders, service):
    tenders.notices = {2026: [notice(1), "odd", None]}
    first, *_ = pages(session, service, years=[2026])
    assert json.loads(first.content)["releases"][1] == "odd"
