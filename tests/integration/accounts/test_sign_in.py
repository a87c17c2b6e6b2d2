"""Signing in: who gets in, and that a refusal tells nothing."""

import pytest
from argon2 import PasswordHasher

from app.accounts import passwords, service
from app.core.errors import Refused


def refusal(email: str, password: str) -> str:
    with pytest.raises(Refused) as refused:
        service.sign_in(email, password)
    return str(refused.value)


@pytest.mark.parametrize("spelling", [str.upper, str.title, "  {} ".format])
def test_the_right_password_lets_in_however_the_email_is_written(member, password, spelling):
    assert service.sign_in(spelling(member.email), password) is member


def test_all_refusals_sound_alike(member, password):
    wrong, unknown = refusal(member.email, "буруу нууц үг"), refusal("nobody@example.mn", password)
    member.is_active = False
    assert wrong == unknown == refusal(member.email, password)


def test_no_password_fits_an_account_without_one(administrator):
    assert refusal(administrator.email, "")


@pytest.mark.parametrize("known", [True, False])
def test_a_refusal_costs_one_hash_whether_or_not_the_email_is_known(member, monkeypatch, known):
    costs = []
    quick = passwords._hasher()

    class Counting:
        def hash(self, text):
            costs.append("hash")
            return quick.hash(text)

        def verify(self, kept, text):
            costs.append("verify")
            return quick.verify(kept, text)

    monkeypatch.setattr(passwords, "_hasher", Counting)
    refusal(member.email if known else "nobody@example.mn", "буруу нууц үг")
    assert len(costs) == 1


def test_the_hash_is_argon2id_and_salted(app, password):
    first, second = passwords.hash_password(password), passwords.hash_password(password)
    assert first.startswith("$argon2id$") and first != second


def test_production_uses_the_library_parameters(app, monkeypatch):
    monkeypatch.setitem(app.config, "ARGON2_QUICK", False)
    hasher, default = passwords._hasher(), PasswordHasher()
    assert (hasher.time_cost, hasher.memory_cost) == (default.time_cost, default.memory_cost)


def test_a_hash_of_other_parameters_is_renewed_on_sign_in(member, password):
    member.password_hash = old = PasswordHasher(time_cost=2, memory_cost=8, parallelism=1).hash(password)
    service.sign_in(member.email, password)
    assert member.password_hash != old and not passwords.is_outdated(member.password_hash)
    assert service.sign_in(member.email, password) is member


def test_a_fresh_hash_is_kept(member, password):
    before = member.password_hash
    service.sign_in(member.email, password)
    assert member.password_hash == before


def test_a_password_typed_on_another_keyboard_fits(member):
    member.password_hash = passwords.hash_password("на\u0439ман тэмээ")
    assert service.sign_in(member.email, "на\u0438\u0306ман тэмээ")


def test_signing_in_leaves_no_entry(member, password, entries):
    service.sign_in(member.email, password)
    assert entries() == []
