"""Second looks: drawn by lot, given blind by somebody without a part, never moving the first verdict."""

from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from app.core import audit
from app.core.database import db
from app.core.errors import Invalid, Missing, NotPermitted, WrongState
from app.findings import queries, service
from app.findings.lot import is_drawn
from app.findings.models import FindingHand
from app.findings.second_models import SecondReview
from tests.given import commit, people, work
from tests.integration.findings.material import change
from tests.integration.findings.test_at_once import at_once


@pytest.fixture
def drawn(accepted, now):
    """`drawn()`: an observation that the lead accepted, and on which the lot fell."""

    def draw():
        return service.draw(accepted(), now)

    return draw


@pytest.fixture
def disputed(drawn, cast, now):
    row = drawn()
    service.look_again(row, "rejected", cast.second, now, "Зураг бүдэг.", "unreadable")
    return row


def test_the_lot_falls_at_the_decision_and_on_a_version_once(app, monkeypatch, cast, sent, now, today):
    monkeypatch.setitem(app.config, "SECOND_REVIEWS", 50)
    rows = [sent() for _ in range(12)]
    for n, row in enumerate(rows):
        service.open_review(row, cast.lead, now)
        decide = (service.accept, service.reject)[n % 2]
        decide(row, cast.lead, now, "Учир.", *(("other",) if n % 2 else ()))
    expected = {row.id for row in rows if is_drawn(app.secret_key, row.id, 1, 50)}
    found = {row.observation_id: row for row in SecondReview.query}
    assert set(found) == expected and 0 < len(found) < 12
    for row in found.values():
        assert (row.first_verdict, row.first_by_id) == (row.observation.state, cast.lead.id)
        (entry,) = audit.history(row)
        assert (entry.verb, entry.actor_id, entry.to_state) == ("draw", None, "drawn")


@pytest.mark.parametrize("verdict", ["accepted", "rejected", "duplicate"])
def test_a_second_verdict_never_moves_the_first(cast, now, drawn, accepted, verdict):
    row, other = drawn(), accepted()
    service.look_again(row, verdict, cast.second, now, "Миний бодлоор.", "unclear", other)
    assert row.state == ("agreed" if verdict == "accepted" else "differed")
    assert (row.cause, row.duplicate_of) == (
        "unclear" if verdict == "rejected" else None,
        other if verdict == "duplicate" else None,
    )
    assert row.observation.state == "accepted" and row.observation.reviewed_by_id == cast.lead.id
    assert audit.history(row.observation)[-1].verb == "accept"
    with pytest.raises(WrongState):
        service.look_again(row, "accepted", people.person("coordinator"), now, "Дахин.")


@pytest.mark.parametrize(
    ("said", "refusal"),
    [
        ({"reason": " "}, Missing),
        ({"verdict": ""}, Missing),
        ({"verdict": "rejected"}, Missing),
        ({"verdict": "rejected", "cause": "weather"}, Invalid),
        ({"verdict": "duplicate"}, Missing),
    ],
)
def test_what_must_be_said(cast, now, drawn, said, refusal):
    row = drawn()
    with pytest.raises(refusal):
        service.look_again(row, actor=cast.second, at=now, **({"verdict": "accepted", "reason": "Учир."} | said))
    assert row.state == "drawn"


def test_it_repeats_none_but_an_observation_of_the_contract(cast, now, drawn):
    with pytest.raises(Invalid):
        service.look_again(drawn(), "duplicate", cast.second, now, "Давхар.", None, work.observation(state="accepted"))


def test_who_may_look_again(cast, now, drawn):
    row = drawn()
    asked = cast.second
    audit.record(asked, now, "ask", row.observation)  # had a part, though another decided
    barred = people.person("lead")
    work.conflict(cast.contract, barred)
    cast.monitor.roles = ["monitor", "lead", "coordinator"]
    for person in (cast.monitor, cast.lead, asked, barred, people.person("observer"), people.person("monitor")):
        with pytest.raises(NotPermitted):
            service.look_again(row, "accepted", person, now, "Учир.")
        assert queries.count_drawn(person) == 0 or not person.can("observations.review")
    assert queries.count_drawn(cast.stranger) == 1 == queries.page_of_drawn(cast.stranger, 1).total
    service.look_again(row, "accepted", cast.stranger, now, "Өөр дэд сүлжээнээс.")
    assert queries.count_drawn(people.person("coordinator")) == 0


@pytest.mark.parametrize("part", ["author", "checked_by", "hand"])
def test_who_builds_on_it_does_not_look_again(cast, now, drawn, part):
    row, person = drawn(), people.person("lead")
    finding = work.finding(row.observation, **({part: person} if part != "hand" else {}))
    if part == "hand":
        work.stored(FindingHand(finding_id=finding.id, user_id=person.id))
    assert row not in queries.page_of_drawn(person, 1).items
    with pytest.raises(NotPermitted):
        service.look_again(row, "accepted", person, now, "Зөв.")


def test_two_persons_is_a_rule_of_the_table(drawn, now):
    row = drawn()
    row.decided_by_id = row.first_by_id
    with pytest.raises(IntegrityError), db.session.begin_nested():
        db.session.flush()


def test_a_change_by_the_monitor_ends_what_was_open(cast, now, today, drawn, disputed):
    row = drawn()
    for one, state in ((row, "lapsed"), (disputed, "settled")):
        service.revise(one.observation, change(today, notes="Дахин бичив."), cast.monitor, now)
        assert one.state == state and one.settled_at == now
    assert disputed.verdict == "rejected"  # it still counts
    assert queries.reviewed_between(now, now + timedelta(1)).agreed == {0: 1}


def test_both_sides_and_the_leads_are_told_of_a_disagreement(cast, disputed):
    told = (cast.lead, cast.second, people.person("coordinator"))
    assert [queries.count_differing(person) for person in told] == [1, 1, 1]
    assert queries.count_differing(cast.stranger) == 0
    assert queries.page_of_differing(cast.lead, 1).items == [disputed]
    assert queries.is_disputed(disputed.observation)


def test_a_third_lets_the_first_verdict_stand(cast, now, disputed):
    for person in (cast.lead, cast.second, cast.stranger):
        with pytest.raises(NotPermitted):
            service.let_stand(disputed, person, now, "Учир.")
    third = people.person("coordinator")
    with pytest.raises(Missing):
        service.let_stand(disputed, third, now, " ")
    service.let_stand(disputed, third, now, "Зураг хангалттай.")
    assert disputed.state == "settled" and disputed.observation.state == "accepted"
    assert queries.count_differing(cast.lead) == 0 and queries.page_of_differing(cast.lead, 1).total == 1


def test_a_third_takes_it_into_review_again_and_neither_side_decides_then(cast, now, disputed):
    observation, third = disputed.observation, people.person("coordinator")
    for person in (cast.lead, cast.second, cast.stranger):
        with pytest.raises(NotPermitted):
            service.reconsider(observation, person, now, "Учир.")
    service.reconsider(observation, third, now, "Хоёр шийдвэр зөрсөн.")
    assert (observation.state, disputed.state) == ("in_review", "settled")
    for person in (cast.lead, cast.second):
        for decide in (service.accept, service.ask):
            with pytest.raises(NotPermitted):
                decide(observation, person, now, "Учир.")
    service.reject(observation, third, now, "Бүдэг зураг.", "unreadable")
    assert observation.rejected_for == "unreadable" and disputed.first_verdict == "accepted"
    with pytest.raises(NotPermitted):
        service.reconsider(observation, people.person("coordinator"), now, "Дахин.")


def test_nothing_is_taken_up_under_a_checked_finding_or_without_a_disagreement(cast, now, accepted, disputed):
    third = people.person("coordinator")
    work.finding(disputed.observation, state="checked", author=cast.lead)
    for observation in (disputed.observation, accepted()):
        with pytest.raises(NotPermitted):
            service.reconsider(observation, third, now, "Учир.")


def test_two_give_the_second_look_at_once(app, cast, drawn, now):
    row = drawn()
    people_ = [cast.second.id, cast.stranger.id]
    commit()
    number = row.id

    def look(person, verdict):
        one = db.session.get(SecondReview, number)
        service.look_again(one, verdict, db.session.get(type(cast.lead), person), now, "Учир.", "other")

    raised = at_once(app, lambda: look(people_[0], "rejected"), lambda: look(people_[1], "accepted"))
    assert [type(error) for error in raised] == [WrongState]
    found = db.session.get(SecondReview, number)
    assert (found.decided_by_id, found.verdict) == (people_[0], "rejected")
    assert [entry.verb for entry in audit.history(found)] == ["draw", "differ"]


def test_a_change_and_a_second_look_at_once(app, cast, drawn, now, today):
    row = drawn()
    number, monitor, second = row.id, cast.monitor.id, cast.second.id
    commit()

    def revise():
        one = db.session.get(SecondReview, number)
        service.revise(one.observation, change(today, notes="Өөр."), db.session.get(type(cast.lead), monitor), now)

    def look():
        one = db.session.get(SecondReview, number)
        service.look_again(one, "accepted", db.session.get(type(cast.lead), second), now, "Учир.")

    assert [type(error) for error in at_once(app, revise, look)] == [WrongState]
    assert db.session.get(SecondReview, number).state == "lapsed"
