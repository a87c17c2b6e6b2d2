"""What the web tests of accounts start from."""

from collections.abc import Callable

import pytest
from flask import g

from tests.client import Client
from tests.integration.accounts.conftest import administrator, letters, member, now, password, secret_in

__all__ = ["administrator", "letters", "member", "now", "password", "secret_in"]


@pytest.fixture
def is_signed_in(app) -> Callable[[Client], bool]:
    """Whether a browser's session still opens the account, asked as a request of its own would be."""

    def ask(browser: Client) -> bool:
        g.pop("_login_user", None)  # the test's context outlives the request, and Flask-Login remembers in it
        return browser.raw.get("/account").status_code == 200

    return ask
