"""One plan takes the place of another: exactly what is open goes over."""

from collections import Counter

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from app.core import audit, clock
from app.core.database import db
from app.core.errors import Invalid, Missing, NotPermitted, Refused, WrongState
from app.partnership import queries, service
from app.partnership.models import ActionPoint, PlanLink
from app.partnership.states import ACTION_POINT
from tests.given import people, work


def two_plans(old=2, new=2, state="in_force"):
    before, plan = people.plan(state=state), people.plan(state="agreed")
    for number in range(old):
        people.focus_area(plan=before, position=number)
    for number in range(new):
        people.focus_area(plan=plan, position=number)
    return before, plan


def go_over(plan, mapping, reason="Хугацаа дууссан"):
    return service.succeed(plan, mapping, people.person("coordinator"), clock.now(), reason=reason)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_what_goes_over_is_exactly_what_is_open_and_mapped(app, data):
    try:
        old, new = data.draw(st.integers(1, 4)), data.draw(st.integers(1, 3))
        before, plan = two_plans(old, new)
        elsewhere = people.focus_area(plan=people.plan(state="closed"))
        areas = [*before.focus_areas, elsewhere, None]
        kinds = st.tuples(st.sampled_from(areas), st.sampled_from(sorted(ACTION_POINT.states)))
        points = [people.action_point(focus_area=a, state=s) for a, s in data.draw(st.lists(kinds, max_size=12))]
        heirs = [None, *(area.id for area in plan.focus_areas)]
        mapping = {area.id: data.draw(st.sampled_from(heirs)) for area in before.focus_areas}
        was = {point.id: (point.focus_area_id, point.state) for point in points}
        came = go_over(plan, mapping)
        db.session.flush()
        expected = {
            number: mapping[area]
            for number, (area, state) in was.items()
            if mapping.get(area) and state in ("agreed", "under_way")
        }
        assert {point.id for point in came} == set(expected)
        for point in points:
            db.session.refresh(point)
            area, state = was[point.id]
            assert (point.focus_area_id, point.state) == (expected.get(point.id, area), state)
            assert len(audit.history(point)) == (point.id in expected)
    finally:
        db.session.rollback()


def test_both_plans_take_one_passage_each(app):
    before, plan = two_plans()
    first, second = before.focus_areas
    go_over(plan, {first.id: plan.focus_areas[1].id, second.id: None})
    assert (before.state, plan.state, plan.succeeds) == ("closed", "in_force", before)
    assert (first.continued_by, second.continued_by) == (plan.focus_areas[1], None)
    assert [entry.verb for entry in audit.history(before)] == ["close"]
    assert audit.history(plan)[-1].details["areas"] == {str(first.id): plan.focus_areas[1].id}


def test_monitored_contracts_go_on_and_their_links_stay(app):
    before, plan = two_plans(1, 1)
    (old,), (new,) = before.focus_areas, plan.focus_areas
    monitored, ended, finding = work.monitored(), work.contract(state="ended"), work.finding()
    for subject in (monitored, ended, finding):
        service.link_focus_areas(subject, [old.id], people.EVERYTHING, clock.now())
    kept = {(link.subject_kind, link.subject_id, link.focus_area_id, link.made_at) for link in PlanLink.query}
    go_over(plan, {old.id: new.id})
    now = {(link.subject_kind, link.subject_id, link.focus_area_id, link.made_at) for link in PlanLink.query}
    assert kept < now
    assert [(kind, number, area) for kind, number, area, _at in now - kept] == [("contract", monitored.id, new.id)]
    assert audit.history(monitored)[-1].verb == "link"


def test_a_closed_plan_is_followed_too(app):
    before, plan = two_plans(1, 1, state="closed")
    plan.succeeds = before
    point = people.action_point(focus_area=before.focus_areas[0])
    assert go_over(plan, {before.focus_areas[0].id: plan.focus_areas[0].id}, reason=None) == [point]
    assert queries.find_plan_in_force() is plan and not audit.history(before)


@pytest.mark.parametrize("mapping", [{}, {"other": True}])
def test_each_focus_area_must_be_decided_about(app, mapping):
    before, plan = two_plans(1, 1)
    stranger = people.focus_area(plan=people.plan(state="closed"))
    (area,) = before.focus_areas
    with pytest.raises(Invalid) as refusal:
        go_over(plan, {area.id: stranger.id} if mapping else {})
    assert list(refusal.value.errors) == [f"area-{area.id}"]


def test_closing_wants_its_reason(app):
    before, plan = two_plans(1, 1)
    with pytest.raises(Missing):
        go_over(plan, {before.focus_areas[0].id: None}, reason="")


def test_nothing_comes_in_the_place_of_nothing(app):
    with pytest.raises(Refused):
        go_over(people.plan(state="agreed"), {})


def test_a_draft_comes_in_no_place(app):
    people.plan(state="in_force")
    with pytest.raises(WrongState):
        go_over(people.plan(state="draft"), {})


def test_only_coordinators_do_it(app):
    before, plan = two_plans(1, 1)
    with pytest.raises(NotPermitted):
        service.succeed(plan, {before.focus_areas[0].id: None}, people.person("lead"), clock.now(), reason="а")


def test_done_and_dropped_stay_where_they_were_done(app):
    before, plan = two_plans(1, 1)
    (area,) = before.focus_areas
    for state in ACTION_POINT.states:
        people.action_point(focus_area=area, state=state)
    go_over(plan, {area.id: plan.focus_areas[0].id})
    found = Counter((point.state, point.focus_area_id == area.id) for point in ActionPoint.query)
    assert found == {("done", True): 1, ("dropped", True): 1, ("agreed", False): 1, ("under_way", False): 1}
