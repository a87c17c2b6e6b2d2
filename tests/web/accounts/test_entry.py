"""Ways in and out, as a browser without scripts meets them."""

from datetime import timedelta

import pytest

from app.accounts import links, queries, service
from app.core.database import commit as settle
from tests.client import Client
from tests.given import commit, people

NEW = "гурван бор шувуу"


def enter(client: Client, email: str, password: str, path: str = "/sign-in", expect: int = 303):
    return client.post(path, {"email": email, "password": password}, expect=expect)


@pytest.mark.parametrize("path", ["/sign-in", "/forgotten", "/forgotten/sent"])
@pytest.mark.parametrize("language", ["mn", "en"])
def test_pages_open_to_all(client, path, language):
    assert f'lang="{language}"' in client.get(f"{path}?lang={language}").text


def test_signing_in_and_out(client, member, password, is_signed_in):
    commit(member)
    answer = enter(client, member.email, password)
    assert answer.headers["Location"].startswith("/workspace") and is_signed_in(client)
    client.follow(client.post("/sign-out"))
    assert not is_signed_in(client)


@pytest.mark.parametrize("known", [True, False])
def test_a_refusal_keeps_the_email_and_never_the_password(client, member, known, is_signed_in):
    commit(member)
    email = member.email if known else "nobody@example.mn"
    page = enter(client, email, "буруу нууц үг", expect=422).text
    assert email in page and "буруу нууц үг" not in page and 'role="alert"' in page
    assert not is_signed_in(client)


@pytest.mark.parametrize(
    "data", [{}, {"email": "bat@example.mn"}, {"password": "x"}, {"email": "a" * 300, "password": "x"}]
)
def test_an_incomplete_form_comes_back(client, data):
    client.post("/sign-in", data, expect=422)


def test_the_session_begins_anew(client, member, password):
    commit(member)
    with client.raw.session_transaction() as session:
        session["planted"] = "before"
    enter(client, member.email, password)
    with client.raw.session_transaction() as session:
        assert "planted" not in session and session.permanent


def test_a_closed_page_leads_through_sign_in_and_back(client, member, password):
    commit(member)
    door = client.get("/account?lang=en", expect=302).headers["Location"]
    answer = enter(client, member.email, password, door)
    assert answer.headers["Location"].startswith("/account?lang=en")


@pytest.mark.parametrize(
    "target", ["//evil.example", "https://evil.example", "/\\evil.example", "/sign-out", "/no/such/page"]
)
def test_next_leads_only_to_pages_of_ours(client, member, password, target):
    commit(member)
    answer = client.raw.post(
        "/sign-in", query_string={"next": target}, data={"email": member.email, "password": password}
    )
    assert answer.headers["Location"].startswith("/workspace")


def test_who_is_signed_in_needs_no_sign_in(client, member):
    commit(member)
    client.sign_in(member).get("/sign-in", expect=303)


def test_signing_in_again_on_a_page_left_open(client, member, password, is_signed_in):
    commit(member)
    enter(client.sign_in(member), member.email, password)
    assert is_signed_in(client)


def test_signing_out_is_no_matter_of_following_a_link(client, member):
    commit(member)
    client.sign_in(member).get("/sign-out", expect=405)


def test_an_invitation_is_accepted_and_signs_in(client, administrator, secret_in, now, is_signed_in):
    service.invite("dorj@example.mn", "Дорж", ["monitor"], administrator, now)
    path = f"/invitation/{secret_in()}?lang=en"
    settle()
    assert "dorj@example.mn" in client.get(path).text
    client.follow(client.post(path, {"name": "Дорж Бат", "password": NEW, "again": NEW}))
    person = queries.find_person_by("dorj@example.mn")
    assert is_signed_in(client) and (person.name, person.language) == ("Дорж Бат", "en")
    assert "used already" in client.get(path, expect=410).text


@pytest.mark.parametrize(
    "data",
    [
        {"name": "Дорж", "password": NEW, "again": NEW + "!"},
        {"name": "Дорж", "password": NEW},
        {"name": "Дорж", "password": "1234567890", "again": "1234567890"},
        {"name": "", "password": NEW, "again": NEW},
    ],
)
def test_an_invitation_filled_in_badly_comes_back(client, administrator, secret_in, now, data):
    service.invite("dorj@example.mn", "Дорж", ["monitor"], administrator, now)
    path = f"/invitation/{secret_in()}"
    settle()
    assert NEW not in client.post(path, data, expect=422).text
    assert queries.find_person_by("dorj@example.mn") is None


@pytest.mark.parametrize("fate", ["revoked", "expired", "unknown"])
def test_a_dead_invitation_says_so(client, administrator, secret_in, now, fate):
    sent = now - timedelta(days=8 if fate == "expired" else 0)
    invitation = service.invite("dorj@example.mn", "Дорж", ["monitor"], administrator, sent)
    secret = secret_in() if fate != "unknown" else "x" * 43
    if fate == "revoked":
        service.revoke_invitation(invitation, administrator, now)
    settle()
    data = {"name": "Дорж", "password": NEW, "again": NEW}
    assert client.get(f"/invitation/{secret}", expect=410).text
    assert client.post(f"/invitation/{secret}", data, expect=410).text


def test_asking_for_a_new_password_says_the_same_to_all(client, member, letters):
    commit(member)
    answers = [client.post("/forgotten", {"email": email}) for email in (member.email, "nobody@example.mn")]
    assert answers[0].headers["Location"] == answers[1].headers["Location"]
    assert [mail.recipient for mail in letters()] == [member.email]


def test_a_mailed_link_sets_the_password_and_signs_in(app, client, member, is_signed_in):
    path = f"/reset/{links.reset_token(member)}"
    commit(member)
    other = Client(app).sign_in(member)
    client.get(path)
    client.follow(client.post(path, {"password": NEW, "again": NEW}))
    assert is_signed_in(client) and not is_signed_in(other)
    client.get(path, expect=410)


def test_a_mailed_link_refuses_a_poor_password(client, member):
    path = f"/reset/{links.reset_token(member)}"
    commit(member)
    client.post(path, {"password": member.email, "again": member.email}, expect=422)
    client.post(path, {"password": NEW, "again": "өөр"}, expect=422)


@pytest.mark.parametrize("path", ["/sign-in", "/forgotten", "/invitation/x", "/reset/x"])
def test_pages_of_accounts_are_never_kept_by_caches(client, path):
    assert client.raw.get(path).headers["Cache-Control"] == "no-store"


def test_a_closed_account_is_out_at_once(client, member, administrator, now, is_signed_in):
    commit(member)
    assert is_signed_in(client.sign_in(member))
    service.close_account(member, administrator, now, "шалтгаан")
    commit()
    assert not is_signed_in(client)


def test_somebody_new_with_the_number_of_somebody_old_is_not_signed_in(client, is_signed_in):
    person = people.person(epoch=1)
    commit(person)
    with client.raw.session_transaction() as session:
        session["_user_id"] = f"{person.id}.0"
    assert not is_signed_in(client)
