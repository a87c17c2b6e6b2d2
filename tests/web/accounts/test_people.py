"""The pages of administrators."""

import pytest

from app.accounts import queries, service
from app.accounts.models import User
from app.core import database
from app.core.database import db
from tests.given import commit, people


@pytest.fixture
def manager(client, administrator):
    commit(administrator)
    return client.sign_in(administrator)


@pytest.fixture
def invitation(administrator, now):
    row = service.invite("dorj@example.mn", "Дорж", ["monitor"], administrator, now)
    database.commit()
    return row


@pytest.mark.parametrize("role", ["monitor", "lead", "coordinator", "observer"])
@pytest.mark.parametrize("path", ["/workspace/people", "/workspace/people/invite"])
def test_the_pages_are_for_administrators(client, role, path):
    person = people.person(role)
    commit(person)
    client.sign_in(person).get(path, expect=403)


@pytest.mark.parametrize("language", ["mn", "en"])
def test_the_list_shows_people_invitations_and_closed_accounts(manager, member, invitation, language):
    closed = people.person(is_active=False)
    commit()
    page = manager.get(f"/workspace/people?lang={language}").text
    assert all(text in page for text in (member.email, closed.email, invitation.email))


def test_somebody_is_invited(manager, letters):
    data = {"email": "dorj@example.mn", "name": "Дорж", "roles": ["monitor", "lead"]}
    page = manager.follow(manager.post("/workspace/people/invite", data)).text
    assert "dorj@example.mn" in page and [mail.recipient for mail in letters()] == ["dorj@example.mn"]


@pytest.mark.parametrize(
    "data",
    [
        {"email": "dorj", "name": "Дорж", "roles": ["monitor"]},
        {"email": "dorj@example.mn", "name": "Дорж"},
        {"email": "dorj@example.mn", "name": "Дорж", "roles": ["body"]},
        {"email": "dorj@example.mn", "roles": ["monitor"]},
    ],
)
def test_a_bad_invitation_comes_back_as_it_was_typed(manager, letters, data):
    page = manager.post("/workspace/people/invite", data, expect=422).text
    assert data["email"] in page and letters() == []


def test_who_has_an_account_is_not_invited(manager, member):
    commit()
    data = {"email": member.email, "name": "Бат", "roles": ["monitor"]}
    manager.post("/workspace/people/invite", data, expect=422)


def test_an_invitation_is_taken_back_and_sent_again(manager, invitation, letters):
    commit()
    manager.follow(manager.post(f"/workspace/people/invitations/{invitation.id}/revoke"))
    manager.post(f"/workspace/people/invitations/{invitation.id}/revoke", expect=409)
    manager.follow(manager.post(f"/workspace/people/invitations/{invitation.id}/send-again"))
    db.session.refresh(invitation)
    assert invitation.revoked_at is None and len(letters()) == 2


def test_roles_are_given(manager, member):
    commit()
    path = f"/workspace/people/{member.id}"
    manager.get(path)
    manager.follow(manager.post(path, {"roles": ["lead", "coordinator"]}))
    db.session.refresh(member)
    assert member.roles == ["lead", "coordinator"]


@pytest.mark.parametrize("roles", [[], ["body"]])
def test_no_roles_and_false_roles_come_back(manager, member, roles):
    commit()
    manager.post(f"/workspace/people/{member.id}", {"csrf_token": "x", "roles": roles}, expect=422)
    db.session.refresh(member)
    assert member.roles == ["monitor"]


def test_an_account_is_closed_with_a_reason_and_opened_again(manager, member):
    commit()
    path = f"/workspace/people/{member.id}"
    manager.get(f"{path}/close")
    manager.post(f"{path}/close", {"reason": " "}, expect=422)
    assert "Сүлжээнээс гарсан" in manager.follow(manager.post(f"{path}/close", {"reason": "Сүлжээнээс гарсан"})).text
    manager.follow(manager.post(f"{path}/reopen"))
    db.session.refresh(member)
    assert member.is_active


def test_the_own_page_offers_no_decision(manager, administrator):
    path = f"/workspace/people/{administrator.id}"
    assert "/close" not in manager.get(path).text
    manager.post(path, {"roles": ["coordinator"]}, expect=403)
    manager.post(f"{path}/close", {"reason": "шалтгаан"}, expect=403)
    db.session.refresh(administrator)
    assert administrator.roles == ["administrator"]


@pytest.mark.parametrize("path", ["/workspace/people/999", "/workspace/people/999/close"])
def test_nobody_there(manager, path):
    manager.get(path, expect=404)


def test_a_refused_decision_changes_nothing(manager, member):
    commit()
    manager.post(f"/workspace/people/{member.id}/reopen", expect=409)
    assert queries.get_person(member.id) == db.session.get(User, member.id)
