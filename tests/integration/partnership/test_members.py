"""The partnership's register: exactly one coordinates, and memberships end but never go."""

from datetime import date, timedelta

import pytest
from hypothesis import given, strategies as st

from app.core import audit, clock
from app.core.database import db
from app.core.errors import Invalid, NotFound, NotPermitted, WrongState
from app.partnership import queries, service
from app.partnership.models import Membership, Organisation
from tests.given import number, people

TODAY = clock.today()


def organisation(**fields):
    values = {"name_mn": f"Сүлжээ {number()}", "kind": "network"} | fields
    return service.register_organisation(**values, actor=people.EVERYTHING, at=clock.now())


def edit(row, **fields):
    values = {"name_mn": row.name_mn, "kind": row.kind} | fields
    service.edit_organisation(row, **values, actor=people.EVERYTHING, at=clock.now())


def add(network, person, since_on=TODAY, **rest):
    return service.add_member(network, person, since_on, people.EVERYTHING, clock.now(), **rest)


def end(membership, until_on=TODAY):
    service.end_membership(membership, until_on, people.EVERYTHING, clock.now())


def verbs(row):
    return [entry.verb for entry in audit.history(row)]


def test_the_first_organisation_coordinates(app):
    first, second = organisation(), organisation()
    assert (first.is_coordinating, second.is_coordinating) == (True, False)


def test_a_new_coordinating_one_takes_over_in_one_entry(app):
    first, second = organisation(), organisation()
    edit(second, is_coordinating=True)
    assert queries.find_coordinating_organisation() is second
    assert audit.history(second)[-1].details["coordinating_before"] == first.id
    assert (verbs(first), verbs(second)) == (["register"], ["register", "edit"])


@pytest.mark.parametrize("fields", [{"is_coordinating": False}, {"left_on": TODAY}])
def test_the_coordinating_one_cannot_just_stop(app, fields):
    with pytest.raises(Invalid) as refusal:
        edit(organisation(), **fields)
    assert set(refusal.value.errors) == set(fields)


@given(st.lists(st.tuples(st.integers(0, 3), st.booleans()), max_size=8))
def test_exactly_one_coordinates_whatever_is_done(app, steps):
    rows = [organisation() for _ in range(4)]
    for which, coordinates in steps:
        try:
            edit(rows[which], is_coordinating=coordinates)
        except Invalid:
            assert rows[which].is_coordinating and not coordinates
    db.session.flush()
    assert Organisation.query.filter_by(is_coordinating=True).count() == 1
    db.session.rollback()


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"kind": "party"}, "kind"),
        ({"joined_on": date(206, 1, 1)}, "joined_on"),
        ({"joined_on": date(2026, 1, 2), "left_on": date(2026, 1, 1)}, "left_on"),
    ],
)
def test_an_organisation_is_checked(app, fields, field):
    with pytest.raises(Invalid) as refusal:
        organisation(**fields)
    assert list(refusal.value.errors) == [field]


def test_organisations_stand_in_order(app):
    left = people.organisation(name_mn="А", sort_key="0", left_on=TODAY)
    member = people.organisation(name_mn="Б", sort_key="1")
    coordinating = people.organisation(name_mn="В", sort_key="2", is_coordinating=True)
    assert queries.list_organisations() == [coordinating, member, left]


def test_a_subnetwork_is_founded_and_edited(app):
    network = service.create_subnetwork(name_mn="Залуучууд", actor=people.EVERYTHING, at=clock.now())
    service.edit_subnetwork(network, name_mn="Залуус", purpose_en="", actor=people.EVERYTHING, at=clock.now())
    assert verbs(network) == ["register", "edit"]
    assert audit.history(network)[-1].details == {"changed": ["name_mn"]}


def test_a_person_may_belong_to_several(app):
    person, networks = people.person(), [people.subnetwork(), people.subnetwork()]
    for network in networks:
        add(network, person)
    assert queries.subnetworks_of(person) == networks
    assert all(queries.is_member_of(person.id, network.id) for network in networks)


def test_joining_and_leaving_leave_one_entry_each(app):
    membership = add(people.subnetwork(), people.person(), organisation=people.organisation())
    end(membership)
    assert verbs(membership) == ["add_member", "end_membership"]


def test_an_ended_membership_stays_and_can_be_begun_again(app):
    network, person = people.subnetwork(), people.person()
    end(add(network, person, TODAY - timedelta(days=9)))
    assert not queries.is_member_of(person.id, network.id)
    again = add(network, person)
    assert [row.until_on for row in queries.members_of(network)] == [None, TODAY]
    assert queries.find_membership(person, network) is again


def test_nobody_belongs_twice(app):
    person = people.person()
    network = people.subnetwork(person)
    with pytest.raises(Invalid) as refusal:
        add(network, person)
    assert "person" in refusal.value.errors


def test_a_closed_account_joins_nothing(app):
    with pytest.raises(Invalid):
        add(people.subnetwork(), people.person(is_active=False))


@pytest.mark.parametrize("day", [TODAY + timedelta(days=1), date(206, 1, 1)])
def test_nobody_joins_on_an_impossible_day(app, day):
    with pytest.raises(Invalid):
        add(people.subnetwork(), people.person(), day)


@pytest.mark.parametrize("days", [-1, 1])
def test_nobody_leaves_before_joining_or_in_the_future(app, days):
    membership = add(people.subnetwork(), people.person())
    with pytest.raises(Invalid):
        end(membership, TODAY + timedelta(days=days))


def test_a_membership_ends_once(app):
    membership = add(people.subnetwork(), people.person())
    end(membership)
    with pytest.raises(WrongState):
        end(membership)


def test_members_are_counted(app):
    person, other = people.person(), people.person()
    network, empty = people.subnetwork(person, other), people.subnetwork()
    end(queries.find_membership(other, network))
    assert queries.count_members() == {network.id: 1}
    assert empty.id not in queries.count_members()


def test_people_stand_for_their_organisation(app):
    row, person = people.organisation(), people.person()
    add(people.subnetwork(), person, organisation=row)
    assert [membership.user for membership in queries.people_of(row)] == [person]


@pytest.mark.parametrize("role", ["monitor", "lead", "observer", "administrator"])
def test_only_coordinators_keep_the_register(app, role):
    actor, at = people.person(role), clock.now()
    network, member = people.subnetwork(), people.person()
    membership = people.stored(Membership(user=member, subnetwork=network, since_on=TODAY))
    for attempt in (
        lambda: service.register_organisation(name_mn="А", kind="ngo", actor=actor, at=at),
        lambda: service.edit_organisation(people.organisation(), kind="ngo", actor=actor, at=at),
        lambda: service.create_subnetwork(name_mn="А", actor=actor, at=at),
        lambda: service.edit_subnetwork(network, name_mn="А", actor=actor, at=at),
        lambda: service.add_member(network, actor, TODAY, actor, at),
        lambda: service.end_membership(membership, TODAY, actor, at),
    ):
        with pytest.raises(NotPermitted):
            attempt()


@pytest.mark.parametrize("get", [queries.get_organisation, queries.get_subnetwork, queries.get_membership])
def test_what_is_not_there_is_not_found(app, get):
    with pytest.raises(NotFound):
        get(1)
