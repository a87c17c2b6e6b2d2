"""Pages of organisations, subnetworks and members."""

import pytest

from app.core import clock
from app.partnership.models import Membership, Organisation
from tests.given import commit, people

TODAY = clock.today().isoformat()
WRITING = [
    "/workspace/organisations/new",
    "/workspace/organisations/1/edit",
    "/workspace/subnetworks/new",
    "/workspace/subnetworks/1/edit",
    "/workspace/subnetworks/1/members/new",
    "/workspace/memberships/1/end",
    "/workspace/plans/new",
    "/workspace/plans/1/edit",
    "/workspace/plans/1/agree",
    "/workspace/plans/1/succession",
    "/workspace/plans/1/texts/outcome/new",
    "/workspace/plans/1/sustainability/value/new",
    "/workspace/focus-areas/1/indicators/new",
    "/workspace/indicators/1/edit",
    "/workspace/indicators/1/readings/new",
    "/workspace/readings/1/correct",
    "/workspace/plans/1/focus-areas/new",
    "/workspace/focus-areas/1/edit",
    "/workspace/action-points/new",
    "/workspace/action-points/1/edit",
]
LISTS = ["organisations", "subnetworks", "plans", "action-points"]


@pytest.fixture
def coordinator(app, client):
    person = people.person("coordinator", language="en")
    commit(person)
    client.sign_in(person)
    return person


@pytest.mark.parametrize("role", ["monitor", "lead", "coordinator", "observer"])
@pytest.mark.parametrize("path", LISTS)
def test_everyone_who_may_read_the_plan_sees_the_lists(app, client, role, path):
    person = people.person(role)
    commit(person)
    client.sign_in(person).get(f"/workspace/{path}")


@pytest.mark.parametrize("path", LISTS)
def test_administrators_have_no_say_and_no_sight(app, client, path):
    person = people.person("administrator")
    commit(person)
    client.sign_in(person).get(f"/workspace/{path}", expect=403)


@pytest.mark.parametrize("path", WRITING)
def test_readers_do_not_write(app, client, path):
    reader = people.person("observer")
    commit(reader)
    client.sign_in(reader).post(path, expect=403)


def test_an_organisation_is_entered_in_both_languages(coordinator, client):
    entry = {
        "name_mn": "Хяналтын төв",
        "name_en": "Monitoring centre",
        "kind": "ngo",
        "issues_mn": "Боловсрол",
    }
    text = client.follow(client.post("/workspace/organisations/new", entry)).text
    assert "Monitoring centre" in text and "Боловсрол" in text
    assert Organisation.query.one().is_coordinating


def test_an_organisation_needs_its_mongolian_name(coordinator, client):
    text = client.post("/workspace/organisations/new", {"name_en": "Centre", "kind": "ngo"}, expect=422).text
    assert 'href="#name_mn"' in text and 'value="Centre"' in text


def test_a_refusal_keeps_what_was_typed(coordinator, client):
    row = people.organisation(is_coordinating=True)
    commit(row)
    entry = {"name_mn": "Шинэ нэр", "kind": "ngo"}
    text = client.post(f"/workspace/organisations/{row.id}/edit", entry, expect=422).text
    assert "Шинэ нэр" in text and "Choose another organisation" in text


def test_an_organisation_shows_its_people(coordinator, client):
    row, person = people.organisation(profile_mn="Нэг\r\n\r\nХоёр"), people.person(name="Дорж")
    network = people.subnetwork()
    people.stored(Membership(user=person, subnetwork=network, organisation=row, since_on=clock.today()))
    commit(row)
    text = client.get(f"/workspace/organisations/{row.id}").text
    assert "Дорж" in text and network.name_mn in text and "<p>Хоёр</p>" in text


def test_a_subnetwork_is_entered_and_edited(coordinator, client):
    address = client.post("/workspace/subnetworks/new", {"name_mn": "Залуучууд"}).headers["Location"]
    client.post(f"{address}/edit", {"name_mn": "Залуус", "purpose_mn": "Сургалт"})
    assert "Сургалт" in client.get(address).text


def test_a_member_joins_and_leaves(coordinator, client):
    network, person = people.subnetwork(), people.person(name="Дорж")
    commit(network, person)
    entry = {"person": person.id, "organisation": "", "since_on": TODAY}
    page = client.follow(client.post(f"/workspace/subnetworks/{network.id}/members/new", entry)).text
    assert "Дорж" in page
    membership = Membership.query.one()
    client.post(f"/workspace/memberships/{membership.id}/end", {"until_on": TODAY, "reason": "Нүүсэн"})
    client.get("/workspace/subnetworks")  # takes the notes of the form just sent
    assert f"memberships/{membership.id}/end" not in client.get(f"/workspace/subnetworks/{network.id}").text


def test_a_membership_of_an_organisation_alone_can_end(coordinator, client):
    row, person = people.organisation(), people.person()
    membership = people.stored(Membership(user=person, organisation=row, since_on=clock.today()))
    commit(membership)
    address = f"/workspace/memberships/{membership.id}/end"
    client.get(address)
    answer = client.post(address, {"until_on": TODAY})
    assert answer.headers["Location"].endswith(f"/workspace/organisations/{row.id}")


def test_nobody_is_added_twice(coordinator, client):
    person = people.person()
    network = people.subnetwork(person)
    commit(network, person)
    entry = {"person": person.id, "organisation": "", "since_on": TODAY}
    text = client.post(f"/workspace/subnetworks/{network.id}/members/new", entry, expect=422).text
    assert "belongs to the subnetwork already" in text


@pytest.mark.parametrize("path", ["organisations", "subnetworks", "plans"])
def test_what_is_not_there_is_not_found(coordinator, client, path):
    client.get(f"/workspace/{path}/1", expect=404)


def test_a_name_without_translation_is_plain_in_the_title(coordinator, client):
    row = people.organisation(name_mn="Хяналтын төв")
    commit(row)
    assert "<title>Хяналтын төв –" in client.get(f"/workspace/organisations/{row.id}").text
