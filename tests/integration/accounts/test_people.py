"""What administrators decide about accounts."""

import pytest
from hypothesis import given as hypothesis_given, strategies as st

from app.accounts import queries, service, sessions
from app.accounts.permissions import ACCOUNT_ROLES
from app.core import audit, clock
from app.core.database import db
from app.core.errors import DomainError, Invalid, Missing, NotPermitted, Refused, WrongState
from tests.given import people

SYSTEM = people.EVERYTHING


def test_the_system_makes_an_account(app, password, now, entries):
    person = service.create_person("Bat@Example.mn", "Бат", ["administrator"], password, SYSTEM, now)
    assert service.sign_in("bat@example.mn", password) is person and person.language == "mn"
    assert [(entry.verb, entry.details) for entry in entries()] == [("create", {"roles": ["administrator"]})]


def test_an_email_is_taken_once_in_any_spelling(app, member, password, now):
    with pytest.raises(Invalid) as refused:
        service.create_person(member.email.upper(), "Бат", ["monitor"], password, SYSTEM, now)
    assert "email" in refused.value.errors


def test_only_administrators_make_accounts(member, password, now):
    with pytest.raises(NotPermitted):
        service.create_person("bat@example.mn", "Бат", ["monitor"], password, member, now)


def test_roles_are_set_and_told_in_one_entry(administrator, member, now, entries):
    service.set_roles(member, ["coordinator", "lead"], administrator, now)
    assert member.roles == ["lead", "coordinator"] and member.can("summaries.publish")
    assert entries()[-1].details == {"before": ["monitor"], "after": ["lead", "coordinator"]}


def test_the_same_roles_leave_no_entry(administrator, member, now, entries):
    service.set_roles(member, ["monitor"], administrator, now)
    assert entries() == []


def test_a_person_has_at_least_one_role(administrator, member, now):
    with pytest.raises(Invalid):
        service.set_roles(member, [], administrator, now)


def test_nobody_changes_their_own_roles(administrator, now):
    with pytest.raises(NotPermitted):
        service.set_roles(administrator, ["administrator", "coordinator"], administrator, now)


def test_nobody_closes_their_own_account(administrator, now):
    people.person("administrator")
    with pytest.raises(NotPermitted):
        service.close_account(administrator, administrator, now, "явлаа")


def test_others_decide_nothing(member, now):
    somebody = people.person()
    for decide in (
        lambda: service.set_roles(somebody, ["lead"], member, now),
        lambda: service.close_account(somebody, member, now, "шалтгаан"),
        lambda: service.reopen_account(somebody, member, now),
    ):
        with pytest.raises(NotPermitted):
            decide()


def test_closing_ends_sessions_and_sign_in(administrator, member, password, now):
    session = member.get_id()
    service.close_account(member, administrator, now, "Сүлжээнээс гарсан")
    assert sessions.load(session) is None
    with pytest.raises(Refused):
        service.sign_in(member.email, password)


def test_reopening_lets_in_again_without_the_old_sessions(administrator, member, password, now, entries):
    session = member.get_id()
    service.close_account(member, administrator, now, "Сүлжээнээс гарсан")
    service.reopen_account(member, administrator, now)
    assert service.sign_in(member.email, password) is member and sessions.load(session) is None
    assert [(e.verb, e.reason) for e in entries()] == [("close", "Сүлжээнээс гарсан"), ("reopen", None)]


def test_closing_needs_a_reason(administrator, member, now):
    with pytest.raises(Missing):
        service.close_account(member, administrator, now, "  ")


def test_closing_and_opening_twice_is_refused(administrator, member, now):
    with pytest.raises(WrongState):
        service.reopen_account(member, administrator, now)
    service.close_account(member, administrator, now, "шалтгаан")
    with pytest.raises(WrongState):
        service.close_account(member, administrator, now, "шалтгаан")


def test_the_last_administrator_stays(administrator, now):
    people.person("administrator", is_active=False)
    with pytest.raises(Refused, match="last administrator"):
        service.close_account(administrator, SYSTEM, now, "шалтгаан")
    with pytest.raises(Refused, match="last administrator"):
        service.set_roles(administrator, ["monitor"], SYSTEM, now)


def test_one_of_two_administrators_can_go(administrator, now):
    service.close_account(administrator, people.person("administrator"), now, "шалтгаан")
    assert not administrator.is_active


DECISIONS = st.tuples(
    st.sampled_from(["roles", "close", "reopen"]),
    st.integers(0, 2),
    st.integers(0, 3),
    st.sets(st.sampled_from([role.value for role in ACCOUNT_ROLES]), max_size=2),
)


@hypothesis_given(st.lists(DECISIONS, max_size=12))
def test_whatever_is_decided_an_administrator_remains(app, decisions):
    somebody = [people.person("administrator"), people.person("administrator"), people.person("monitor")]
    for verb, subject, actor, roles in decisions:
        before = audit.verify().length
        try:
            _decide(verb, somebody[subject], [*somebody, SYSTEM][actor], roles)
        except DomainError:
            assert audit.verify().length == before
        assert queries.list_people_who_may("accounts.manage")
    db.session.rollback()


def _decide(verb, subject, actor, roles):
    at = clock.now()
    if verb == "roles":
        service.set_roles(subject, roles, actor, at)
    elif verb == "close":
        service.close_account(subject, actor, at, "шалтгаан")
    else:
        service.reopen_account(subject, actor, at)


def test_people_stand_in_the_order_of_the_alphabet(app):
    for name in ("Өлзий", "Оюун", "Пүрэв"):
        people.person(name=name)
    assert [person.name for person in queries.list_people()] == ["Оюун", "Өлзий", "Пүрэв"]


def test_those_who_may_are_open_accounts_with_the_permission(app):
    lead = people.person("lead")
    people.person("monitor")
    people.person("lead", is_active=False)
    assert queries.list_people_who_may("observations.review") == [lead]


def test_the_history_names_who_decided_newest_first(administrator, member, now):
    service.set_roles(member, ["lead"], administrator, now)
    service.close_account(member, SYSTEM, now, "шалтгаан")
    history = queries.history_of(member)
    assert [(event.who, event.reason) for event in history] == [
        (None, "шалтгаан"),
        (administrator.name, None),
    ]
