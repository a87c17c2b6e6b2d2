"""What a finding rests on comes and goes, two become one and one becomes two, and the check falls each time."""

import pytest

from app.core import audit
from app.core.errors import Missing, NotPermitted, Refused, Stale, WrongState
from app.findings import queries, service
from app.findings.queries import FindingFilters
from app.partnership.models import PlanLink
from app.partnership.queries import action_points_of, focus_areas_of, links_of
from app.partnership.service import unlink
from tests.given import people, work
from tests.integration.findings.material import change, statement

WHY = "Нэг асуудлын тухай."


@pytest.fixture
def area(app):
    return people.focus_area()


@pytest.fixture
def seen(cast):
    """`seen()`: an accepted observation of the contract."""

    def see(**fields):
        return work.observation(cast.contract, cast.monitor, state="accepted", **fields)

    return see


@pytest.fixture
def stated(cast, now, area, seen):
    """`stated(…)`: a finding by the lead on these observations, or on a new one; takes the use case's fields."""

    def state(*rows, actor=None, focus_area_ids=None, action_point_ids=(), **fields):
        rest = {"focus_area_ids": focus_area_ids or [area.id], "action_point_ids": action_point_ids}
        body = fields.pop("body", None)
        words = statement(**fields)
        return service.state_finding(rows or (seen(),), words, actor or cast.lead, now, body=body, **rest)

    return state


@pytest.fixture
def checked(cast, now, stated):
    def check(*rows, **fields):
        finding = stated(*rows, **fields)
        service.check(finding, people.person("coordinator"), now, "Зураг харсан.")
        return finding

    return check


def ids(rows):
    return sorted(row.id for row in rows)


def last(finding):
    return audit.history(finding)[-1]


def test_a_later_observation_is_added(cast, now, stated, seen):
    finding, later = stated(), seen()
    before = finding.observations[0]
    service.add_observations(finding, [later], cast.second, now, "Дахин үзэхэд мөн байв.")
    assert ids(finding.observations) == ids([before, later])
    entry = last(finding)
    assert (entry.verb, entry.from_state, entry.to_state) == ("add_observations", "drafted", "drafted")
    assert entry.details == {"observations": [later.id], "part": "lead"} and entry.reason == "Дахин үзэхэд мөн байв."


@pytest.mark.parametrize("verb", ["add_observations", "take_out", "split", "merge", "take_apart"])
def test_the_check_falls(cast, now, checked, stated, seen, verb):
    one, two = seen(), seen()
    finding = checked(one, two)
    if verb == "merge":
        service.merge(finding, stated(), cast.lead, now, WHY)
    elif verb == "take_apart":
        other = stated()
        service.merge(finding, other, cast.lead, now, WHY)
        service.check(finding, people.person("coordinator"), now, "Дахин харсан.")
        service.take_apart(other, cast.lead, now, WHY)
    else:
        rows = [seen()] if verb == "add_observations" else [two]
        getattr(service, verb)(finding, rows, cast.lead, now, WHY)
    assert finding.state == "drafted" and finding.checked_by is None
    assert any((entry.from_state, entry.to_state) == ("checked", "drafted") for entry in audit.history(finding))


def test_one_is_taken_out_but_never_the_last(cast, now, stated, seen):
    one, two = seen(), seen()
    finding = stated(one, two)
    service.take_out(finding, [one], cast.lead, now, "Өөр асуудал.")
    assert finding.observations == [two]
    with pytest.raises(Missing):
        service.take_out(finding, [two], cast.lead, now, "Өөр асуудал.")
    assert queries.list_without_finding(cast.lead, None) == {cast.contract: [one]}


def test_only_accepted_ones_of_the_contract_come(cast, now, stated, seen):
    finding = stated()
    for row in (work.observation(state="accepted"), work.observation(cast.contract, cast.monitor, state="received")):
        with pytest.raises(Missing) as refusal:
            service.add_observations(finding, [row], cast.lead, now, WHY)
        assert refusal.value.field == "observations"
    for nothing_new in ([], finding.observations):
        with pytest.raises(Missing):
            service.add_observations(finding, nothing_new, cast.lead, now, WHY)


def test_it_is_said_why(cast, now, stated, seen):
    finding, other = stated(seen(), seen()), stated()
    for act in (
        lambda: service.add_observations(finding, [seen()], cast.lead, now, " "),
        lambda: service.take_out(finding, finding.observations[:1], cast.lead, now, ""),
        lambda: service.split(finding, finding.observations[:1], cast.lead, now, ""),
        lambda: service.merge(finding, other, cast.lead, now, ""),
    ):
        with pytest.raises(Missing) as refusal:
            act()
        assert refusal.value.field == "reason"


def test_two_become_one(cast, now, stated, seen, area):
    shared, own = seen(), seen()
    point = people.action_point()
    elsewhere = people.focus_area(plan=area.plan)
    finding = stated(shared)
    other = stated(shared, own, actor=cast.second, focus_area_ids=[area.id, elsewhere.id], action_point_ids=[point.id])
    gone = [link for link in links_of(other) if link.focus_area_id != area.id]
    service.merge(finding, other, cast.lead, now, WHY)
    assert (other.state, other.merged_into) == ("merged", finding) and queries.merged_into(finding) == [other]
    assert ids(finding.observations) == ids([shared, own]) == ids(other.observations)
    assert set(focus_areas_of(finding)) == {area, elsewhere} and action_points_of(finding) == [point]
    assert focus_areas_of(other) == [area] and PlanLink.query.count() == 4
    assert {link.made_by_id for link in gone} == {cast.second.id} and {link.subject_id for link in gone} == {finding.id}
    assert last(other).details["other"] == finding.id and last(finding).details["observations"] == [own.id]


def test_what_was_merged_rests_on_nothing_any_more(cast, now, stated, seen):
    other = stated(seen())
    (row,) = other.observations
    finding = stated()
    service.merge(finding, other, cast.lead, now, WHY)
    assert queries.findings_resting_on(row) == [finding]
    service.take_out(finding, [row], cast.lead, now, WHY)
    assert not queries.has_settled_finding(row.id)
    assert row in queries.list_without_finding(cast.lead, None)[cast.contract]
    service.revise(row, change(now.date(), notes="Өөр."), cast.monitor, now)


def test_only_what_is_about_the_same_becomes_one(cast, now, stated, area):
    finding = stated()
    elsewhere = work.finding(
        work.observation(work.contract(subnetwork=cast.contract.subnetwork), state="accepted"), body=finding.body
    )
    for other in (elsewhere, stated(body=people.body()), finding):
        with pytest.raises(Refused):
            service.merge(finding, other, cast.lead, now, WHY)
        assert other.state == "drafted"


@pytest.mark.parametrize(("stays", "goes", "may"), [(3, 3, True), (3, 1, True), (1, 3, False), (0, 1, False)])
def test_the_graver_one_stays(cast, now, stated, stays, goes, may):
    finding, other = stated(severity=stays), stated(severity=goes)
    if may:
        service.merge(finding, other, cast.lead, now, WHY)
    else:
        with pytest.raises(Refused):
            service.merge(finding, other, cast.lead, now, WHY)
    assert (other.state == "merged") == may and finding.severity == stays


def test_a_merge_ends_where_it_went(cast, now, stated):
    one, two, three = stated(), stated(), stated()
    service.merge(two, one, cast.lead, now, WHY)
    for finding, other in ((one, two), (one, three), (three, one), (two, one)):
        with pytest.raises(WrongState):
            service.merge(finding, other, cast.lead, now, WHY)
    for act in (service.add_observations, service.take_out, service.split):
        with pytest.raises(WrongState):
            act(one, one.observations, cast.lead, now, WHY)
    with pytest.raises(WrongState):
        service.check(one, cast.second, now, WHY)


def test_a_part_becomes_a_finding_of_its_own(cast, now, stated, seen, area):
    one, two, point = seen(), seen(), people.action_point()
    finding = stated(one, two, title_mn="Дээвэр, цонх дутуу", action_point_ids=[point.id])
    made = service.split(finding, [two], cast.second, now, "Цонх нь өөр асуудал.")
    assert (finding.observations, made.observations) == ([one], [two])
    assert (made.title_mn, made.state, made.severity) == (finding.title_mn, "drafted", finding.severity)
    assert (made.author, made.split_from, made.body) == (cast.second, finding, finding.body)
    assert queries.split_off(finding) == [made]
    assert focus_areas_of(made) == [area] and action_points_of(made) == [point]
    assert audit.history(made)[0].details["other"] == finding.id


def test_not_everything_can_be_split_off(cast, now, stated, seen):
    finding = stated(seen(), seen())
    for rows in ([], finding.observations, [seen()]):
        with pytest.raises(Missing):
            service.split(finding, rows, cast.lead, now, WHY)
    assert queries.findings_of(cast.contract) == [finding]


def test_taken_apart_each_has_its_own_again(cast, now, stated, seen, area):
    shared, own, gone, moved = seen(), seen(), seen(), seen()
    areas, points = [area.id, people.focus_area(plan=area.plan).id], [people.action_point().id]
    finding = stated(shared, seen())
    other = stated(shared, own, gone, moved, focus_area_ids=areas, action_point_ids=points)
    links = {link.id: link.subject_id for link in (*links_of(finding), *links_of(other))}
    service.merge(finding, other, cast.lead, now, WHY)
    service.take_out(finding, [gone], cast.lead, now, WHY)
    part = service.split(finding, [moved], cast.lead, now, WHY)
    mine = seen()
    service.add_observations(finding, [mine], cast.lead, now, WHY)
    service.take_apart(other, cast.second, now, "Хоёр өөр өрөө.")
    assert (other.state, other.merged_into) == ("drafted", None)
    assert ids(other.observations) == ids([shared, own])
    assert shared in finding.observations and mine in finding.observations and own not in finding.observations
    assert part.observations == [moved]
    unlinked = [entry.verb for entry in audit.history(finding)].count("unlink")
    assert unlinked == 1  # what came with the other went with it, in one entry
    after = {link.id: link.subject_id for link in (*links_of(finding), *links_of(other))}
    assert after == links


def test_what_two_merged_findings_had_stays_until_both_went(cast, now, stated, seen):
    row = seen()
    finding, one, two = stated(), stated(row), stated(row)
    service.merge(finding, one, cast.lead, now, WHY)
    service.merge(finding, two, cast.lead, now, WHY)
    service.take_apart(one, cast.lead, now, WHY)
    assert row in one.observations and row in finding.observations
    service.take_apart(two, cast.lead, now, WHY)
    assert two.observations == [row] and row not in finding.observations


def test_a_chain_is_taken_apart_from_its_end(cast, now, stated):
    one, two, three = stated(), stated(), stated()
    service.merge(two, one, cast.lead, now, WHY)
    service.merge(three, two, cast.lead, now, WHY)
    with pytest.raises(WrongState):
        service.take_apart(one, cast.lead, now, WHY)
    service.take_apart(two, cast.lead, now, WHY)
    service.take_apart(one, cast.lead, now, WHY)
    assert [len(row.observations) for row in (one, two, three)] == [1, 1, 1]


def test_nothing_is_taken_apart_that_would_leave_nothing(cast, now, stated, seen):
    own, row = seen(), seen()
    finding, other = stated(own), stated(row)
    service.merge(finding, other, cast.lead, now, WHY)
    service.take_out(finding, [own], cast.lead, now, WHY)
    with pytest.raises(Missing):
        service.take_apart(other, cast.lead, now, WHY)
    service.add_observations(finding, [own], cast.lead, now, WHY)
    service.take_out(finding, [row], cast.lead, now, WHY)
    with pytest.raises(Refused):
        service.take_apart(other, cast.lead, now, WHY)
    assert other.state == "merged" and finding.observations == [own]


def test_the_only_focus_area_left_serves_both(cast, now, area, stated):
    elsewhere = people.focus_area(plan=area.plan)
    finding, other = stated(), stated(focus_area_ids=[elsewhere.id])
    service.merge(finding, other, cast.lead, now, WHY)
    unlink(next(link for link in links_of(finding) if link.focus_area_id == area.id), cast.lead, now, "Хамаагүй.")
    service.take_apart(other, cast.lead, now, WHY)
    assert focus_areas_of(finding) == focus_areas_of(other) == [elsewhere]


def test_four_eyes(cast, now, stated, seen):
    """Who wrote a part of it, or chose what it rests on, does not check it."""
    third, coordinator = people.person("lead"), people.person("coordinator")
    finding, other = stated(seen()), stated(seen(), seen(), actor=cast.second)
    service.merge(finding, other, coordinator, now, WHY)
    part = service.split(finding, finding.observations[:1], coordinator, now, WHY)
    people.Membership.query.session.add(
        people.Membership(user=third, subnetwork=cast.contract.subnetwork, since_on=now.date())
    )
    for row in (finding, part):
        for person in (cast.lead, cast.second, coordinator):
            with pytest.raises(NotPermitted):
                service.check(row, person, now, "Харсан.")
            assert row not in queries.list_findings(FindingFilters(to_check_by=person)).items
        assert row in queries.list_findings(FindingFilters(to_check_by=third)).items
        service.check(row, third, now, "Харсан.")


def test_others_and_the_biased_do_not(cast, now, stated, seen):
    finding, other = stated(seen(), seen()), stated()
    barred = people.person("coordinator")
    work.conflict(cast.contract, barred)
    for person in (cast.stranger, cast.monitor, barred, people.person("observer")):
        for act in (service.add_observations, service.take_out, service.split):
            with pytest.raises(NotPermitted):
                act(finding, finding.observations[:1], person, now, WHY)
        with pytest.raises(NotPermitted):
            service.merge(finding, other, person, now, WHY)


@pytest.mark.parametrize("state", ["drafted", "sent", "delivered", "answered"])
def test_what_a_request_is_about_stays(cast, now, stated, checked, seen, state):
    finding, other = checked(seen(), seen()), stated()
    request = work.request(finding, state=state)
    for act in (
        lambda: service.add_observations(finding, [seen()], cast.lead, now, WHY),
        lambda: service.take_out(finding, finding.observations[:1], cast.lead, now, WHY),
        lambda: service.split(finding, finding.observations[:1], cast.lead, now, WHY),
        lambda: service.merge(finding, other, cast.lead, now, WHY),
        lambda: service.merge(other, finding, cast.lead, now, WHY),
    ):
        with pytest.raises(NotPermitted):
            act()
    request.state = "withdrawn"
    service.merge(finding, other, cast.lead, now, WHY)


@pytest.mark.parametrize("state", ["notified", "answered", "assessed", "closed", "reopened", "escalated", "dropped"])
def test_after_the_body_was_asked_nothing_comes_or_goes(cast, now, stated, seen, state):
    finding, other = stated(seen(), seen()), stated()
    finding.state = state
    for act in (
        lambda: service.add_observations(finding, [seen()], cast.lead, now, WHY),
        lambda: service.merge(finding, other, cast.lead, now, WHY),
        lambda: service.merge(other, finding, cast.lead, now, WHY),
    ):
        with pytest.raises(WrongState):
            act()


def test_a_stale_page_changes_nothing(cast, now, area, stated, seen):
    finding, other = stated(seen(), seen()), stated()
    old, other_old = finding.revision, other.revision
    service.edit_finding(other, statement(severity=2), cast.lead, now, focus_area_ids=[area.id])
    service.add_observations(finding, [seen()], cast.second, now, WHY, seen=old)
    for act in (
        lambda: service.add_observations(finding, [seen()], cast.lead, now, WHY, seen=old),
        lambda: service.take_out(finding, finding.observations[:1], cast.lead, now, WHY, seen=old),
        lambda: service.split(finding, finding.observations[:1], cast.lead, now, WHY, seen=old),
        lambda: service.merge(finding, other, cast.lead, now, WHY, seen=old),
        lambda: service.merge(finding, other, cast.lead, now, WHY, other_seen=other_old),
        lambda: service.check(finding, people.person("coordinator"), now, WHY, seen=old),
    ):
        with pytest.raises(Stale):
            act()
    service.check(finding, people.person("coordinator"), now, WHY, seen=finding.revision)
