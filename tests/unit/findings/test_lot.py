"""The lot is fair, the same again, and hangs on nothing that anybody could turn."""

import inspect

from hypothesis import given, strategies as st

from app.findings.lot import is_drawn

SECRETS = st.text(min_size=1, max_size=40)
NUMBERS = st.integers(1, 10**9)
SHARES = st.floats(0, 100)
MANY = 4000


@given(SECRETS, st.integers(1, 10**6), st.sampled_from((2, 10, 25, 50)))
def test_the_share_is_about_what_was_asked(secret, first, per_cent):
    drawn = sum(is_drawn(secret, first + n, 1, per_cent) for n in range(MANY))
    expected, spread = MANY * per_cent / 100, (MANY * per_cent / 100 * (1 - per_cent / 100)) ** 0.5
    assert abs(drawn - expected) < 6 * spread


@given(SECRETS, NUMBERS, NUMBERS, SHARES)
def test_the_same_lot_falls_again(secret, number, revision, per_cent):
    assert is_drawn(secret, number, revision, per_cent) == is_drawn(secret, number, revision, per_cent)


@given(SECRETS, NUMBERS, NUMBERS, SHARES, SHARES)
def test_a_larger_share_holds_the_smaller(secret, number, revision, one, other):
    if is_drawn(secret, number, revision, min(one, other)):
        assert is_drawn(secret, number, revision, max(one, other))


@given(SECRETS, NUMBERS, NUMBERS)
def test_none_and_all(secret, number, revision):
    assert not is_drawn(secret, number, revision, 0)
    assert is_drawn(secret, number, revision, 100)


def test_secrets_and_versions_have_lots_of_their_own():
    def lots(secret, revision):
        return [is_drawn(secret, n, revision, 50) for n in range(200)]

    assert len({tuple(lots(secret, revision)) for secret in ("a", "b") for revision in (1, 2)}) == 4


def test_it_is_told_neither_verdict_nor_reviewer():
    assert list(inspect.signature(is_drawn).parameters) == ["secret", "observation_id", "revision", "per_cent"]
