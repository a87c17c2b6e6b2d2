"""Invitations: sent, accepted once, expired, revoked, sent again."""

from datetime import timedelta

import pytest

from app.accounts import queries, service
from app.accounts.links import LinkClosed
from app.core.database import db
from app.core.errors import Invalid, NotPermitted, WrongState
from tests.given import people

SEVEN_DAYS = timedelta(days=7)
SECOND = timedelta(seconds=1)


@pytest.fixture
def invitation(administrator, now):
    return service.invite(" Dorj@Example.MN ", "Дорж", ["monitor"], administrator, now)


def test_an_invitation_is_mailed_and_only_the_hash_of_its_secret_kept(invitation, secret_in, letters):
    mail = letters()[-1]
    assert mail.recipient == invitation.email == "dorj@example.mn"
    assert invitation.token_hash == queries.hash_of(secret_in()) and len(secret_in()) >= 43
    assert secret_in() not in {str(value) for value in vars(invitation).values()}


def test_the_mail_carries_the_public_address_in_both_languages(app, invitation, letters, secret_in):
    for language in ("mn", "en"):
        link = f"{app.config['PUBLIC_URL']}/invitation/{secret_in()}?lang={language}\n"
        assert link in letters()[-1].body


def test_accepting_makes_an_account_with_the_invited_roles(invitation, secret_in, password, now):
    person = service.accept_invitation(secret_in(), " Дорж  Бат ", password, now, "en")
    assert (person.email, person.name, person.roles, person.language) == (
        "dorj@example.mn",
        "Дорж Бат",
        ["monitor"],
        "en",
    )
    assert service.sign_in("dorj@example.mn", password) is person


def test_each_decision_leaves_one_entry_without_name_or_email(invitation, secret_in, password, now, entries):
    service.accept_invitation(secret_in(), "Дорж", password, now)
    assert [entry.verb for entry in entries()] == ["invite", "accept"]
    assert not any("orj" in str(entry.details) or "Дорж" in str(entry.details) for entry in entries())


def test_a_link_works_once(invitation, secret_in, password, now):
    service.accept_invitation(secret_in(), "Дорж", password, now)
    with pytest.raises(LinkClosed, match="used already"):
        service.accept_invitation(secret_in(), "Дорж", password, now)


def test_a_link_works_until_the_last_second_of_seven_days(invitation, secret_in, password, now):
    with pytest.raises(LinkClosed, match="expired"):
        service.accept_invitation(secret_in(), "Дорж", password, now + SEVEN_DAYS)
    assert service.accept_invitation(secret_in(), "Дорж", password, now + SEVEN_DAYS - SECOND)


def test_a_revoked_link_does_not_work(invitation, administrator, secret_in, password, now):
    service.revoke_invitation(invitation, administrator, now)
    with pytest.raises(LinkClosed, match="taken back"):
        service.accept_invitation(secret_in(), "Дорж", password, now)


def test_sending_again_replaces_the_link(invitation, administrator, secret_in, password, now):
    old, later = secret_in(), now + SEVEN_DAYS
    service.send_again(invitation, administrator, later)
    with pytest.raises(LinkClosed):
        service.accept_invitation(old, "Дорж", password, later)
    assert service.accept_invitation(secret_in(), "Дорж", password, later)


def test_a_revoked_invitation_can_be_sent_again(invitation, administrator, secret_in, password, now):
    service.revoke_invitation(invitation, administrator, now)
    service.send_again(invitation, administrator, now)
    assert service.accept_invitation(secret_in(), "Дорж", password, now)


def test_an_accepted_invitation_is_final(invitation, administrator, secret_in, password, now):
    service.accept_invitation(secret_in(), "Дорж", password, now)
    for use_case in (service.revoke_invitation, service.send_again):
        with pytest.raises(WrongState):
            use_case(invitation, administrator, now)


def test_revoking_twice_is_refused(invitation, administrator, now):
    service.revoke_invitation(invitation, administrator, now)
    with pytest.raises(WrongState):
        service.revoke_invitation(invitation, administrator, now)


def test_who_has_an_account_is_not_invited(member, administrator, now):
    with pytest.raises(Invalid) as refused:
        service.invite(member.email.upper(), "Бат", ["monitor"], administrator, now)
    assert "email" in refused.value.errors


def test_nobody_is_invited_twice_at_a_time(invitation, administrator, now):
    with pytest.raises(Invalid, match="already"):
        service.invite(invitation.email, "Дорж", ["lead"], administrator, now)


def test_after_revoking_another_invitation_can_be_sent(invitation, administrator, now):
    service.revoke_invitation(invitation, administrator, now)
    assert service.invite(invitation.email, "Дорж", ["lead"], administrator, now).id != invitation.id


def test_who_got_an_account_meanwhile_is_told_to_sign_in(invitation, secret_in, password, now):
    people.person("monitor", email=invitation.email)
    with pytest.raises(LinkClosed, match="Sign in"):
        service.accept_invitation(secret_in(), "Дорж", password, now)


@pytest.mark.parametrize("roles", [[], ["body"], ["monitor", "king"]])
def test_only_roles_of_accounts_can_be_given(administrator, now, roles):
    with pytest.raises(Invalid) as refused:
        service.invite("dorj@example.mn", "Дорж", roles, administrator, now)
    assert "roles" in refused.value.errors


@pytest.mark.parametrize(("email", "name", "field"), [("dorj", "Дорж", "email"), ("dorj@example.mn", " ", "name")])
def test_email_and_name_must_be_there(administrator, now, email, name, field):
    with pytest.raises(Invalid) as refused:
        service.invite(email, name, ["monitor"], administrator, now)
    assert list(refused.value.errors) == [field]


@pytest.mark.parametrize("role", ["monitor", "lead", "coordinator", "observer"])
def test_only_administrators_invite(app, now, role):
    with pytest.raises(NotPermitted):
        service.invite("dorj@example.mn", "Дорж", ["monitor"], people.person(role), now)


def test_a_poor_password_leaves_the_invitation_open(invitation, secret_in, now):
    with pytest.raises(Invalid) as refused:
        service.accept_invitation(secret_in(), "Дорж", "1234567890", now)
    assert "password" in refused.value.errors and invitation.accepted_at is None


def test_the_list_holds_who_has_not_come(invitation, secret_in, password, now):
    assert queries.list_invitations() == [invitation]
    service.accept_invitation(secret_in(), "Дорж", password, now)
    db.session.flush()
    assert queries.list_invitations() == []
