"""Action points: one owner, a due date, four states."""

from datetime import date, timedelta

import pytest
from hypothesis import settings, strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test

from app.core import audit, clock
from app.core.actors import System
from app.core.errors import Invalid, Missing, NotFound, NotPermitted, WrongState
from app.partnership import queries, service
from app.partnership.states import ACTION_POINT
from tests.given import people

TODAY = clock.today()
VERBS = sorted({row.verb for row in ACTION_POINT.passages})


def create(actor=None, **fields):
    values = {"title_mn": "Уулзалт", "due_on": TODAY, "origin": "meeting"} | fields
    values["owner"] = values.get("owner") or people.organisation()
    return service.create_action_point(**values, actor=actor or people.EVERYTHING, at=clock.now())


def move(point, verb, reason=None):
    service.move_action_point(point, verb, people.person("lead"), clock.now(), reason=reason)


def listed(**filters):
    return list(queries.list_action_points(**filters).items)


def test_an_organisation_or_a_body_owns_it(app):
    organisation, body = people.organisation(), people.body()
    assert create(owner=organisation).owner is organisation
    assert create(owner=body).owner is body


def test_creating_leaves_one_entry(app):
    (entry,) = audit.history(create())
    assert (entry.verb, entry.details) == ("register", {"origin": "meeting", "due_on": TODAY.isoformat()})


@pytest.mark.parametrize(
    ("fields", "field"), [({"origin": "rumour"}, "origin"), ({"due_on": date(5377, 1, 1)}, "due_on")]
)
def test_an_action_point_is_checked(app, fields, field):
    with pytest.raises(Invalid) as refusal:
        create(**fields)
    assert list(refusal.value.errors) == [field]


def test_it_serves_a_focus_area_of_an_agreed_plan(app):
    area = people.focus_area(plan=people.plan(state="agreed"))
    assert create(focus_area=area).focus_area is area
    with pytest.raises(Invalid):
        create(focus_area=people.focus_area(plan=people.plan(state="closed")))


def test_it_keeps_a_focus_area_whose_plan_was_closed(app):
    area = people.focus_area(plan=people.plan(state="closed"))
    point = people.action_point(focus_area=area)
    edit(point, due_on=TODAY, focus_area=area)
    assert point.focus_area is area


def edit(point, **fields):
    values = {
        "title_mn": point.title_mn,
        "owner": point.owner,
        "due_on": point.due_on,
        "origin": point.origin,
    }
    service.edit_action_point(point, **(values | fields), actor=people.EVERYTHING, at=clock.now())


def test_a_moved_due_date_is_told_with_the_one_before(app):
    point = create()
    edit(point, due_on=TODAY + timedelta(days=1))
    details = audit.history(point)[-1].details
    assert details["due_on"] == [TODAY.isoformat(), (TODAY + timedelta(days=1)).isoformat()]


def test_it_can_pass_from_an_organisation_to_a_body(app):
    point, body = create(), people.body()
    edit(point, owner=body)
    assert (point.owner, point.owner_organisation) == (body, None)


def test_a_body_makes_its_commitment_one(app):
    body = people.BODY
    assert create(body, origin="commitment").state == "agreed"
    with pytest.raises(NotPermitted):
        create(body, origin="plan")


@pytest.mark.parametrize("role", ["monitor", "lead", "observer", "administrator"])
def test_only_coordinators_agree_and_edit(app, role):
    actor, point = people.person(role), people.action_point()
    with pytest.raises(NotPermitted):
        create(actor, origin="plan")
    with pytest.raises(NotPermitted):
        service.edit_action_point(point, owner=point.owner, due_on=TODAY, origin="plan", actor=actor, at=clock.now())


def test_it_goes_its_way_with_one_entry_each(app):
    point = people.action_point()
    for verb, reason in (("start", None), ("finish", None), ("resume", "Дутуу"), ("drop", "Шаардлагагүй")):
        move(point, verb, reason)
    assert [entry.verb for entry in audit.history(point)] == ["start", "finish", "resume", "drop"]


@pytest.mark.parametrize(("state", "verb"), [("agreed", "drop"), ("done", "resume")])
def test_going_back_needs_a_reason(app, state, verb):
    with pytest.raises(Missing):
        move(people.action_point(state=state), verb, " ")


def test_monitors_do_not_move_it(app):
    with pytest.raises(NotPermitted):
        service.move_action_point(people.action_point(), "start", people.person("monitor"), clock.now())


def test_overdue_is_computed(app):
    late = people.action_point(due_on=TODAY - timedelta(days=1), state="under_way")
    people.action_point(due_on=TODAY)
    people.action_point(due_on=TODAY - timedelta(days=1), state="done")
    assert listed(overdue=True) == [late]


def test_the_list_is_filtered(app):
    area, body, organisation = people.focus_area(), people.body(), people.organisation()
    first = people.action_point(owner_organisation=organisation, focus_area=area, due_on=TODAY)
    second = people.action_point(owner_body=body, state="done", due_on=TODAY + timedelta(days=1))
    assert listed() == [first, second]
    assert listed(state="done") == listed(owner=body) == [second]
    assert listed(owner=organisation) == listed(focus_area_id=area.id) == [first]
    assert listed(state="done", owner=organisation) == []


def test_open_ones_are_listed_by_due_date(app):
    later, sooner = people.action_point(due_on=date(2028, 1, 1)), people.action_point(due_on=date(2027, 1, 1))
    people.action_point(state="dropped")
    assert queries.list_open_action_points() == [sooner, later]


def test_owners_are_found_by_their_key(app):
    body, organisation = people.body(), people.organisation()
    people.organisation()
    people.action_point(owner_body=body)
    people.action_point(owner_organisation=organisation)
    assert queries.list_action_owners() == [organisation, body]
    assert [queries.get_owner(queries.owner_key(owner)) for owner in (body, organisation)] == [
        body,
        organisation,
    ]


@pytest.mark.parametrize("key", ["", "user:1", "organisation:", "organisation:x", "public_body:1"])
def test_a_key_of_nobody_is_not_found(app, key):
    with pytest.raises(NotFound):
        queries.get_owner(key)


class Moves(RuleBasedStateMachine):
    """Whatever is tried in whatever order: states are the table's, and each passage leaves one entry."""

    def __init__(self):
        super().__init__()
        self.point, self.taken = people.action_point(), []

    @rule(verb=st.sampled_from(VERBS), reason=st.sampled_from([None, "учир"]))
    def try_it(self, verb, reason):
        row = ACTION_POINT.find(self.point.state, verb)
        actor = System(permissions=frozenset({"actions.work"}))
        try:
            service.move_action_point(self.point, verb, actor, clock.now(), reason=reason)
        except WrongState:
            assert row is None
        except Missing:
            assert row and row.wants_reason and not reason
        else:
            assert row and self.point.state == row.target
            self.taken.append(verb)
        assert [entry.verb for entry in audit.history(self.point)] == self.taken


def test_no_order_of_passages_breaks_it(app):
    run_state_machine_as_test(Moves, settings=settings(max_examples=20, stateful_step_count=8, deadline=None))
