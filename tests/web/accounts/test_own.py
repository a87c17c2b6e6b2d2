"""The pages of one's own account."""

import pytest

from tests.client import Client
from tests.given import commit

NEW = "гурван бор шувуу"


@pytest.fixture
def signed_in(client, member):
    commit(member)
    return client.sign_in(member)


@pytest.mark.parametrize("path", ["/account", "/account/password"])
def test_the_pages_need_an_account(client, path):
    client.get(path, expect=302)


def test_the_account_shows_email_and_roles(signed_in, member):
    page = signed_in.get("/account?lang=en").text
    assert member.email in page and "Monitor" in page


def test_name_and_language_are_changed(signed_in, member):
    answer = signed_in.post("/account?lang=mn", {"name": "Шинэ нэр", "language": "en"})
    assert 'lang="en"' in signed_in.follow(answer).text
    commit(member)
    assert (member.name, member.language) == ("Шинэ нэр", "en")


@pytest.mark.parametrize("data", [{"name": "", "language": "mn"}, {"name": "Бат", "language": "ru"}])
def test_a_bad_profile_comes_back(signed_in, data):
    signed_in.post("/account", data, expect=422)


def test_a_changed_password_keeps_this_session_and_ends_the_others(app, signed_in, member, password, is_signed_in):
    other = Client(app).sign_in(member)
    data = {"present": password, "password": NEW, "again": NEW}
    signed_in.follow(signed_in.post("/account/password", data))
    assert is_signed_in(signed_in) and not is_signed_in(other)


@pytest.mark.parametrize(
    ("present", "new", "again"),
    [("буруу", NEW, NEW), (None, NEW, "өөр"), (None, "богино", "богино"), ("", NEW, NEW)],
)
def test_a_bad_change_of_password_comes_back_empty(signed_in, password, present, new, again):
    data = {"present": password if present is None else present, "password": new, "again": again}
    page = signed_in.post("/account/password", data, expect=422).text
    assert password not in page and NEW not in page
    signed_in.get("/account")


def test_signing_out_everywhere(app, signed_in, member, is_signed_in):
    other = Client(app).sign_in(member)
    signed_in.follow(signed_in.post("/account/sign-out-everywhere"))
    assert not is_signed_in(signed_in) and not is_signed_in(other)
