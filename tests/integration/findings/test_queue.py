"""The queue of reviewers: what stands in the way of each row, what comes next, how long reviews take."""

from datetime import timedelta

import pytest
from hypothesis import given, strategies as st
from sqlalchemy import event

from app.core.database import db
from app.findings import queries, service
from app.findings.rules import review_time_of
from tests.given import people, work

HOURS = st.lists(st.integers(0, 5000), min_size=1, max_size=50)


def only(reader):
    (row,) = queries.list_queue(reader, "waiting", None, 1).items
    return row


def test_other_words_are_not_the_same(cast, sent):
    sent(notes="Дээвэр дутуу, ус нэвтэрсэн."), sent(notes="Хашаа шинэ, хаалга будсан.")
    assert [row.near for row in queries.list_queue(cast.lead, "waiting", None, 1).items] == [[], []]


def test_why_two_may_be_the_same_is_told(cast, sent, today):
    first = sent(notes="Дээвэр дутуу байна.")
    second = sent(notes="Дээвэр дутуу хийгдсэн.", visited_on=today - timedelta(days=3))
    (near,) = queries.near_duplicates([first])[first.id]
    assert (near.observation, near.days, near.per_cent) == (second, 3, 50)


def test_a_contract_that_changed_since_is_said(cast, sent, now):
    sent()
    assert not only(cast.lead).has_changed
    work.stored(work.ContractVersion(contract=cast.contract, number=2, made_at=now, faults=[]))
    assert only(cast.lead).has_changed


def test_the_monitors_conflict_of_this_contract_is_said(cast, sent):
    observation = sent()
    work.conflict(work.contract(), cast.monitor)
    assert only(cast.lead).conflict is None and queries.conflict_of(observation) is None
    work.conflict(cast.contract, cast.monitor)
    assert only(cast.lead).conflict == queries.conflict_of(observation) == "танил"


def test_how_many_the_readers_own_conflict_hides(cast, sent):
    sent()
    assert queries.count_barred(cast.lead, None) == 0
    work.conflict(cast.contract, cast.lead)
    assert queries.count_barred(cast.lead, None) == queries.count_barred(cast.lead, [cast.contract.subnetwork_id]) == 1
    assert queries.count_barred(cast.second, None) == 0


def test_what_comes_next_is_nobody_elses_and_not_ones_own(cast, sent, now):
    first, second, third = sent(), sent(), sent()
    service.open_review(first, cast.lead, now)
    assert queries.next_waiting(cast.lead, None) == (first, 3)
    assert queries.next_waiting(cast.second, None) == (second, 2)
    assert queries.next_waiting(cast.second, None, second) == (third, 1)
    assert queries.next_waiting(cast.monitor, None) == (None, 0)
    assert queries.next_waiting(cast.lead, [cast.contract.subnetwork_id + 1]) == (None, 0)


def test_the_review_time_ends_with_the_first_verdict(cast, sent, now):
    assert queries.review_time(now) is None
    first, second = sent(), sent()
    for days, row in enumerate((first, second), 2):
        row.received_at = now - timedelta(days=days)
        service.open_review(row, cast.lead, now)
    service.ask(first, cast.lead, now, "Аль өрөө?")
    assert queries.review_time(now) is None
    service.accept(second, cast.lead, now, "Сайн.")
    time = queries.review_time(now)
    assert (time.count, time.median, time.ninth) == (1, timedelta(days=3), timedelta(days=3))
    assert queries.review_time(now + timedelta(days=91)) is None


@given(HOURS)
def test_half_and_nine_of_ten_took_at_most_so_long(hours):
    time = review_time_of(timedelta(hours=one) for one in hours)
    for share, bound in ((0.5, time.median), (0.9, time.ninth)):
        assert sum(timedelta(hours=one) <= bound for one in hours) >= share * len(hours)
        assert sum(timedelta(hours=one) < bound for one in hours) < share * len(hours)


@pytest.fixture
def counted(app):
    """Statements of the present test, as a list that grows."""
    statements = []

    def note(_connection, _cursor, statement, *_rest):
        statements.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    yield statements
    event.remove(db.engine, "before_cursor_execute", note)


def test_more_rows_take_no_more_reads(cast, sent, counted):
    def reads():
        db.session.flush()
        db.session.expunge_all()
        counted.clear()
        for row in queries.list_queue(reader, "waiting", None, 1).items:
            assert row.observation.contract.title and row.observation.monitor.name
        return len(counted)

    reader = people.person("coordinator")
    few = [sent(), reads()][1]
    for _ in range(8):
        other = work.observation(state="received", notes="Ижил үгтэй тэмдэглэл.")
        work.evidence(other)
        work.conflict(other.contract, other.monitor)
        work.observation(other.contract, state="received", notes="Ижил үгтэй тэмдэглэл.")
    assert reads() == few
