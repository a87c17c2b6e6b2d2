"""What holds for every address of the application."""

import pytest
from flask import Flask

from app import create_app
from app.core.database import db
from app.ui.guards import access_of
from tests.given import commit, people

STRICT = {
    "Content-Security-Policy": "default-src 'none'",
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "geolocation=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}
WIDENED = {"/field/": {"Permissions-Policy": "camera=(), geolocation=(self)"}}  # a visit says where it was


def addresses(app: Flask, method: str) -> list[str]:
    """Every address that takes the method, with made-up arguments."""
    urls = app.url_map.bind("localhost")
    return [
        urls.build(rule.endpoint, {name: _sample(rule, name) for name in rule.arguments})
        for rule in app.url_map.iter_rules()
        if method in (rule.methods or ())
    ]


def _sample(rule, name):
    converter = rule._converters[name]
    if "Any" in type(converter).__name__:
        return next(iter(converter.items))
    return 1 if "Integer" in type(converter).__name__ else "x"


def test_every_view_declares_who_may_open_it(app):
    undeclared = [rule.endpoint for rule in app.url_map.iter_rules() if access_of(rule.endpoint) is None]
    assert undeclared == []


def test_open_views_say_why(app):
    silent = [
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if not (a := access_of(rule.endpoint)).signed_in and not a.why
    ]
    assert silent == []


def test_closed_views_are_closed_to_visitors(app, client):
    commit()
    for rule in app.url_map.iter_rules():
        if access_of(rule.endpoint).signed_in and "GET" in rule.methods:
            path = app.url_map.bind("localhost").build(rule.endpoint, {n: _sample(rule, n) for n in rule.arguments})
            assert client.raw.get(path).status_code == 302, path


@pytest.mark.parametrize("role", [None, "monitor", "administrator"])
def test_strict_headers_are_on_every_answer(app, client, role):
    if role:
        person = people.person(role)
        commit(person)
        client.sign_in(person)
    for path in addresses(app, "GET"):
        answer = client.raw.get(path)
        for header, part in (STRICT | WIDENED.get(path, {})).items():
            assert part in answer.headers.get(header, ""), (path, header)
        policy = answer.headers["Content-Security-Policy"]
        assert "unsafe" not in policy and "frame-ancestors 'none'" in policy, path
        assert answer.status_code < 500, path


def test_no_form_is_taken_without_its_token(application, app):
    guarded = create_app({**application.config, "WTF_CSRF_ENABLED": True, "TESTING": True})
    client = guarded.test_client()
    for path in addresses(guarded, "POST"):
        assert client.post(path).status_code in {302, 400, 405}, path
    with guarded.app_context():
        db.engine.dispose()


def test_cookies_are_strict(application):
    config = create_app({**application.config, "HTTPS": True}).config
    assert config["SESSION_COOKIE_HTTPONLY"] and config["SESSION_COOKIE_SAMESITE"] == "Lax"


def test_only_the_request_and_the_postman_commit():
    """One commit per request; the postman records each mail by itself; seeding and imports are commands."""
    from pathlib import Path

    allowed = {"core/database.py", "core/mail.py"}
    root = Path(__file__).parents[2] / "app"
    found = {str(p.relative_to(root)) for p in root.rglob("*.py") if "session.commit()" in p.read_text()}
    assert found <= allowed
