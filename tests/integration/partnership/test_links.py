"""What is tied to the plan: contracts, findings and replies."""

import pytest
from hypothesis import given, strategies as st
from sqlalchemy import event

from app.core import audit, clock
from app.core.database import db
from app.core.errors import Invalid, Missing, NotPermitted, Refused
from app.partnership import queries, service
from app.partnership.forms import action_point_choices, focus_area_choices
from app.partnership.models import PlanLink
from app.responses.models import Response
from tests.given import people, work


def lead():
    return people.person("lead")


def link(subject, *areas, actor=None, note=None):
    ids = [area.id for area in areas]
    return service.link_focus_areas(subject, ids, actor or lead(), clock.now(), note)


def areas_of(subject):
    return set(queries.focus_areas_of(subject))


def values(choices):
    return [int(choice.value) for choice in choices]


@pytest.fixture
def contract(app):
    return work.contract()


@pytest.fixture
def areas(app):
    plan = people.plan()
    return [people.focus_area(plan=plan, position=number) for number in (1, 2, 3)]


def test_a_link_says_who_made_it_when_and_why(contract, areas):
    actor, at = lead(), clock.now()
    (made,) = service.link_focus_areas(contract, [areas[0].id], actor, at, "Сургуулийн засвар")
    assert (made.made_by_id, made.made_at, made.note) == (actor.id, at, "Сургуулийн засвар")
    assert queries.links_of(contract) == [made]


def test_linking_leaves_one_entry_about_the_subject(contract, areas):
    link(contract, *areas[:2])
    (entry,) = audit.history(contract)
    assert (entry.verb, entry.details["focus_areas"]) == ("link", [areas[0].id, areas[1].id])


def test_linking_again_changes_nothing(contract, areas):
    link(contract, areas[0])
    assert link(contract, areas[0], areas[0]) == []
    assert len(audit.history(contract)) == 1


@pytest.mark.parametrize(("state", "is_open"), [("draft", 0), ("agreed", 1), ("in_force", 1), ("closed", 0)])
def test_only_an_agreed_plan_is_linked_to(contract, state, is_open):
    area = people.focus_area(plan=people.plan(state=state))
    if is_open:
        assert len(link(contract, area)) == 1
        return
    with pytest.raises(Invalid) as refusal:
        link(contract, area)
    assert list(refusal.value.errors) == ["focus_areas"]


def test_a_closed_plans_links_stay(contract, areas):
    link(contract, areas[0])
    areas[0].plan.state = "closed"
    assert areas_of(contract) == {areas[0]}
    assert queries.linked_ids("contract", focus_area_id=areas[0].id) == [contract.id]
    service.set_focus_areas(contract, [areas[0].id], lead(), clock.now())


def test_action_points_are_linked(contract):
    point = people.action_point()
    service.link_action_points(contract, [point.id], lead(), clock.now())
    assert queries.action_points_of(contract) == [point]
    assert queries.linked_ids("contract", action_point_id=point.id) == [contract.id]


@pytest.mark.parametrize("do", [service.link_focus_areas, service.link_action_points])
def test_unknown_numbers_are_refused(contract, do):
    with pytest.raises(Invalid):
        do(contract, [404], lead(), clock.now())


def test_setting_adds_and_removes_in_one_entry(contract, areas):
    first, second, third = areas
    link(contract, first, second)
    service.set_focus_areas(contract, [second.id, third.id], lead(), clock.now())
    assert areas_of(contract) == {second, third}
    details = audit.history(contract)[-1].details
    assert details == {"focus_areas": [third.id], "removed": [first.id]}
    assert len(audit.history(contract)) == 2


def test_setting_leaves_action_points_alone(contract, areas):
    point = people.action_point()
    service.link_action_points(contract, [point.id], lead(), clock.now())
    service.set_focus_areas(contract, [areas[0].id], lead(), clock.now())
    assert queries.action_points_of(contract) == [point]


def test_the_last_focus_area_stays(contract, areas):
    (made,) = link(contract, areas[0])
    with pytest.raises(Invalid):
        service.set_focus_areas(contract, [], lead(), clock.now())
    with pytest.raises(Refused):
        service.unlink(made, lead(), clock.now(), "алдаа")
    assert areas_of(contract) == {areas[0]}


def test_setting_nothing_where_nothing_was_does_nothing(contract):
    service.set_focus_areas(contract, [], lead(), clock.now())
    assert audit.history(contract) == []


@given(st.lists(st.sets(st.integers(0, 2), min_size=1), min_size=1, max_size=5))
def test_what_was_set_last_holds(contract, areas, steps):
    for chosen in steps:
        service.set_focus_areas(contract, [areas[number].id for number in chosen], lead(), clock.now())
        assert areas_of(contract) == {areas[number] for number in chosen}


def test_unlinking_needs_a_reason_and_tells_it(contract, areas):
    made, _other = link(contract, *areas[:2])
    with pytest.raises(Missing):
        service.unlink(made, lead(), clock.now(), " ")
    service.unlink(made, lead(), clock.now(), "Андуурсан")
    entry = audit.history(contract)[-1]
    assert (entry.verb, entry.reason, entry.details) == ("unlink", "Андуурсан", {"focus_area": areas[0].id})
    assert areas_of(contract) == {areas[1]}


def test_an_action_point_can_be_unlinked_altogether(contract):
    (made,) = service.link_action_points(contract, [people.action_point().id], lead(), clock.now())
    service.unlink(made, lead(), clock.now(), "Андуурсан")
    assert queries.action_points_of(contract) == []


@pytest.mark.parametrize("role", ["monitor", "observer", "administrator"])
def test_others_do_not_link(contract, areas, role):
    actor, (made,) = people.person(role), link(contract, areas[0])
    for attempt in (
        lambda: link(contract, areas[1], actor=actor),
        lambda: service.link_action_points(contract, [], actor, clock.now()),
        lambda: service.set_focus_areas(contract, [areas[1].id], actor, clock.now()),
        lambda: service.unlink(made, actor, clock.now(), "учир"),
    ):
        with pytest.raises(NotPermitted):
            attempt()


def test_a_body_links_its_reply_and_nothing_else(contract, areas):
    with pytest.raises(NotPermitted):
        link(contract, areas[0], actor=people.BODY)
    reply = work.stored(_reply())
    link(reply, areas[0], actor=people.BODY)
    assert areas_of(reply) == {areas[0]}


def _reply():
    return Response(
        request=work.request(),
        channel="link",
        answered_on=clock.today(),
        office="Захиргаа",
        text="Засна.",
        recorded_at=clock.now(),
    )


def test_only_three_kinds_are_linkable(app, areas):
    with pytest.raises(ValueError, match="public_body"):
        link(people.body(), areas[0])


def test_subjects_of_one_number_are_kept_apart(contract, areas):
    finding = work.finding()
    db.session.execute(finding.__table__.update().values(id=contract.id))
    db.session.expire_all()
    link(contract, areas[0])
    assert queries.linked_ids("finding", focus_area_id=areas[0].id) == []


def test_links_are_counted_in_one_statement(contract, areas):
    link(contract, *areas[:2])
    link(work.contract(), areas[0])
    link(work.finding(), areas[0])
    statements = []
    listener = lambda *arguments: statements.append(arguments[2])  # noqa: E731
    event.listen(db.engine, "before_cursor_execute", listener)
    counts = queries.count_links(areas)
    event.remove(db.engine, "before_cursor_execute", listener)
    assert len(statements) == 1
    assert counts[areas[0].id] == {"contract": 2, "finding": 1, "response": 0, "meeting": 0}
    assert counts[areas[2].id] == {"contract": 0, "finding": 0, "response": 0, "meeting": 0}


def test_links_of_action_points_are_counted(contract):
    point, other = people.action_point(), people.action_point()
    service.link_action_points(contract, [point.id], lead(), clock.now())
    counts = queries.count_action_point_links([point, other])
    assert (counts[point.id]["contract"], counts[other.id]["contract"]) == (1, 0)


def test_nothing_is_counted_of_nothing(app):
    assert queries.count_links([]) == {} == queries.focus_areas_of_many("contract", [])


def test_many_subjects_are_asked_at_once(contract, areas):
    other, bare = work.contract(), work.contract()
    link(contract, areas[1], areas[0])
    link(other, areas[2])
    found = queries.focus_areas_of_many("contract", [contract.id, other.id, bare.id])
    assert found == {contract.id: areas[:2], other.id: [areas[2]]}


def test_choices_hold_what_is_open_and_what_is_linked(contract, areas):
    link(contract, areas[0])
    areas[0].plan.state = "closed"
    fresh = people.focus_area()
    assert values(focus_area_choices()) == [fresh.id]
    assert values(focus_area_choices(contract)) == [fresh.id, areas[0].id]


def test_action_point_choices_hold_what_is_open_and_what_is_linked(contract):
    done, open_now = people.action_point(state="done"), people.action_point()
    service.link_action_points(contract, [done.id], lead(), clock.now())
    assert values(action_point_choices()) == [open_now.id]
    assert values(action_point_choices(contract)) == [open_now.id, done.id]


def test_a_link_is_made_once_whatever_happens(contract, areas):
    link(contract, areas[0])
    assert PlanLink.query.count() == 1
