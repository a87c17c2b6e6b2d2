"""A test client that checks on every answer what must hold on every page."""

from typing import Any

import html5lib
from flask import Flask
from werkzeug.test import TestResponse

from app.accounts.models import User
from app.core.database import db


class Client:
    """Wraps Flask's client. Each HTML answer must parse, carry one <h1>, a language and the strict headers."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.raw = app.test_client()

    def sign_in(self, person: User) -> "Client":
        """A session as after signing in; the sign-in page itself has its own tests."""
        with self.raw.session_transaction() as session:
            session["_user_id"], session["_fresh"] = person.get_id(), True
        return self

    def sign_out(self) -> "Client":
        with self.raw.session_transaction() as session:
            session.clear()
        return self

    def get(self, path: str, expect: int = 200, **rest: Any) -> TestResponse:
        return self._check(self._send(path, method="GET", **rest), expect)

    def post(self, path: str, data: dict[str, Any] | None = None, expect: int = 303, **rest: Any) -> TestResponse:
        return self._check(self._send(path, method="POST", data=data or {}, **rest), expect)

    def follow(self, answer: TestResponse) -> TestResponse:
        """The page an answer redirects to."""
        return self.get(answer.headers["Location"])

    def _send(self, path: str, **rest: Any) -> TestResponse:
        """A request of its own: nothing of the test's session, and nobody signed in before, leaks into it."""
        db.session.rollback()
        with self.app.app_context():
            return self.raw.open(path, **rest)

    def _check(self, answer: TestResponse, expect: int) -> TestResponse:
        assert answer.status_code == expect, f"{answer.status_code} for {answer.request.path}: {answer.text[:3000]}"
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
        if answer.mimetype == "text/html" and expect not in {301, 302, 303, 307, 308}:
            _check_page(answer.text)
        return answer


def _check_page(html: str) -> None:
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    tree = parser.parse(html)
    assert tree.get("lang") in {"mn", "en"}
    assert len(tree.findall(".//h1")) == 1, "a page has one h1"
    assert (tree.findtext(".//title") or "").strip()
    assert tree.find(".//*[@style]") is None, "inline style: the policy forbids it"
    ids = [element.get("id") for element in tree.iter() if isinstance(element.tag, str) and element.get("id")]
    assert len(ids) == len(set(ids)), f"an id stands twice: {sorted(i for i in ids if ids.count(i) > 1)[:5]}"
