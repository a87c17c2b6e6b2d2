"""One's own account: password, mailed link, profile, all devices."""

from datetime import timedelta

import pytest
import time_machine

from app.accounts import links, service, sessions
from app.accounts.links import LinkClosed
from app.core.errors import Invalid, NotPermitted

NEW = "гурван бор шувуу"


def test_signing_out_everywhere_ends_every_session(member, now, entries):
    session = member.get_id()
    service.sign_out_everywhere(member, member, now)
    assert sessions.load(session) is None and sessions.load(member.get_id()) is member
    assert [entry.verb for entry in entries()] == ["sign_out_everywhere"]


def test_a_changed_password_ends_sessions(member, password, now, entries):
    session = member.get_id()
    service.change_password(member, password, NEW, member, now)
    assert sessions.load(session) is None and service.sign_in(member.email, NEW) is member
    assert [entry.verb for entry in entries()] == ["change_password"]


@pytest.mark.parametrize(("present", "new", "field"), [("буруу", NEW, "present"), (None, "богино", "password")])
def test_a_change_of_password_is_refused_by_field(member, password, now, present, new, field):
    with pytest.raises(Invalid) as refused:
        service.change_password(member, present or password, new, member, now)
    assert list(refused.value.errors) == [field]
    assert service.sign_in(member.email, password) is member


def test_nobody_touches_the_account_of_another(member, password, administrator, now):
    for touch in (
        lambda: service.sign_out_everywhere(member, administrator, now),
        lambda: service.change_password(member, password, NEW, administrator, now),
        lambda: service.change_profile(member, "Бат", "en", administrator, now),
    ):
        with pytest.raises(NotPermitted):
            touch()


def test_a_link_is_mailed_in_the_language_of_its_reader(app, member, letters):
    member.language = "en"
    service.request_reset(f" {member.email.upper()}")
    mail = letters()[-1]
    assert mail.recipient == member.email
    assert f"{app.config['PUBLIC_URL']}/reset/" in mail.body and "lang=en" in mail.body


def test_no_mail_for_unknown_and_closed(member, letters):
    member.is_active = False
    service.request_reset(member.email)
    service.request_reset("nobody@example.mn")
    assert letters() == []


def test_the_mailed_link_sets_a_password_once_and_ends_sessions(member, now, secret_in, entries):
    session = member.get_id()
    service.request_reset(member.email)
    token = secret_in()
    assert service.reset_password(token, NEW, now) is member
    assert sessions.load(session) is None and service.sign_in(member.email, NEW) is member
    with pytest.raises(LinkClosed):
        service.reset_password(token, "өөр нэг нууц үг", now)
    assert [(entry.verb, entry.actor_id) for entry in entries()] == [("reset_password", member.id)]


def test_a_poor_password_leaves_the_link_open(member, now):
    token = links.reset_token(member)
    with pytest.raises(Invalid):
        service.reset_password(token, member.email, now)
    assert service.reset_password(token, NEW, now) is member


def test_the_link_holds_two_hours(member, now):
    with time_machine.travel(now, tick=False) as clock:
        token = links.reset_token(member)
        clock.shift(timedelta(hours=2))
        assert links.open_reset(token) is member
        clock.shift(timedelta(seconds=1))
        with pytest.raises(LinkClosed):
            links.open_reset(token)


def test_the_link_ends_with_the_sessions_and_with_the_account(member, now):
    token = links.reset_token(member)
    service.sign_out_everywhere(member, member, now)
    with pytest.raises(LinkClosed):
        links.open_reset(token)
    token = links.reset_token(member)
    member.is_active = False
    with pytest.raises(LinkClosed):
        links.open_reset(token)


@pytest.mark.parametrize("token", ["", "x", "WzEsMCwiIl0.aaaa.bbbb"])
def test_a_forged_link_does_not_work(member, token):
    with pytest.raises(LinkClosed):
        links.open_reset(token)


def test_the_profile_changes_and_its_entry_holds_no_name(member, now, entries):
    service.change_profile(member, " Шинэ  нэр ", "en", member, now)
    assert (member.name, member.language) == ("Шинэ нэр", "en")
    assert [entry.details for entry in entries()] == [{"changed": ["name", "language"]}]


def test_nothing_changed_leaves_no_entry(member, now, entries):
    service.change_profile(member, member.name, member.language, member, now)
    assert entries() == []


@pytest.mark.parametrize(
    ("name", "language", "field"), [("", "mn", "name"), ("а" * 101, "mn", "name"), ("Бат", "ru", "language")]
)
def test_a_profile_is_refused_by_field(member, now, name, language, field):
    with pytest.raises(Invalid) as refused:
        service.change_profile(member, name, language, member, now)
    assert list(refused.value.errors) == [field]
