"""Two requests in the same moment, each in a transaction of its own."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from app.accounts import links, queries, service
from app.core import clock
from app.core.database import db
from app.core.errors import Refused
from tests.given import commit, people

NEW = "гурван бор шувуу"


def together(app, *use_cases: Callable[[], object]) -> list[str]:
    """Run each in a thread, committing its own work; returns how each ended: "done" or the refusal's text."""
    start = Barrier(len(use_cases))

    def run(use_case):
        with app.app_context():
            start.wait(5)
            try:
                use_case()
                db.session.commit()
            except Refused as refusal:
                db.session.rollback()
                return str(refusal)
            finally:
                db.session.remove()
            return "done"

    db.session.remove()
    with ThreadPoolExecutor(len(use_cases)) as threads:
        return list(threads.map(run, use_cases))


def test_of_two_acceptances_of_one_link_one_wins(app, administrator, secret_in, password, now):
    service.invite("dorj@example.mn", "Дорж", ["monitor"], administrator, now)
    secret = secret_in()
    commit()

    def accept():
        service.accept_invitation(secret, "Дорж", password, now)

    ends = together(app, accept, accept)
    assert sorted(end == "done" for end in ends) == [False, True]
    assert len([person for person in queries.list_people() if person.email == "dorj@example.mn"]) == 1


def test_of_two_accounts_with_one_email_one_is_made(app, password, now):
    def make():
        service.create_person("bat@example.mn", "Бат", ["monitor"], password, people.EVERYTHING, now)

    assert sorted(end == "done" for end in together(app, make, make)) == [False, True]


def test_two_administrators_cannot_remove_each_other(app, administrator, now):
    other = people.person("administrator")
    commit()
    numbers = administrator.id, other.id

    def close(subject, actor):
        return lambda: service.close_account(queries.get_person(subject), queries.get_person(actor), now, "шалтгаан")

    together(app, close(*numbers), close(*reversed(numbers)))
    assert len(queries.list_people_who_may("accounts.manage")) == 1


def test_a_reset_link_works_once_even_at_the_same_moment(app, member, now):
    token = links.reset_token(member)
    commit()

    def reset():
        service.reset_password(token, NEW, clock.now())

    assert sorted(end == "done" for end in together(app, reset, reset)) == [False, True]


def test_revoking_against_accepting_ends_in_one_of_both(app, administrator, secret_in, password, now):
    invitation = service.invite("dorj@example.mn", "Дорж", ["monitor"], administrator, now)
    secret, number, manager = secret_in(), invitation.id, administrator.id
    commit()
    together(
        app,
        lambda: service.accept_invitation(secret, "Дорж", password, now),
        lambda: service.revoke_invitation(queries.get_invitation(number), queries.get_person(manager), now),
    )
    row = queries.get_invitation(number)
    assert (row.accepted_at is None) != (row.revoked_at is None)
