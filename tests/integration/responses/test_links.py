"""The reply link: any change to the token is refused, and a revoked one stays dead."""

import pytest
from hypothesis import given, strategies as st

from app.core import tokens
from app.core.errors import NotFound
from app.responses import links, service
from app.responses.links import LinkClosed
from tests.integration.responses import asked

ALPHABET = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.=+/!~ \nөү"


@pytest.fixture
def token(app):
    return links.token_of(asked.sent())


@given(st.data())
def test_any_tampering_is_refused(token, data):
    place = data.draw(st.integers(0, len(token)))
    cut = data.draw(st.integers(0, 3))
    put = data.draw(st.text(ALPHABET, max_size=3))
    forged = token[:place] + put + token[place + cut :]
    if forged == token:
        return
    with pytest.raises(NotFound):
        links.open_link(forged, asked.SENT_AT)


@given(st.text(max_size=60))
def test_any_other_text_is_refused(app, text):
    with pytest.raises(NotFound):
        links.open_link(text, asked.SENT_AT)


def test_every_spelling_of_the_signature_but_ours_is_refused(token):
    """Base64 leaves bits of the last letter unused: four letters decode to the same signature."""
    for last in ALPHABET:
        if last != token[-1]:
            with pytest.raises(NotFound):
                links.open_link(token[:-1] + last, asked.SENT_AT)


def test_a_token_of_another_purpose_opens_nothing(app):
    request = asked.sent()
    other = tokens.issue("invitation", [request.id, request.link_epoch])
    with pytest.raises(NotFound):
        links.open_link(other, asked.SENT_AT)


@given(st.lists(st.sampled_from(["renew", "revoke"]), min_size=1, max_size=5))
def test_only_the_newest_link_ever_works(app, verbs):
    request, coordinator = asked.sent(), asked.coordinator()
    for verb in verbs:
        before = links.token_of(request)
        if verb == "renew":
            service.renew_link(request, coordinator, asked.SENT_AT)
        else:
            service.revoke_link(request, "алдсан", coordinator, asked.SENT_AT)
        assert not opens(before)
        assert opens(links.token_of(request)) == (verb == "renew")


def opens(token):
    try:
        return bool(links.open_link(token, asked.SENT_AT))
    except LinkClosed:
        return False
