"""The installation's keys: made once, kept for the owner's eyes, the same for whoever asks first."""

import base64
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from app import create_app
from app.core import keys


@pytest.fixture
def fresh(application, tmp_path):
    """An installation without keys, twice, as two processes."""
    settings = {**application.config, "DATA_DIR": str(tmp_path)}
    return [create_app(settings) for _number in range(2)]


def test_the_public_key_knows_what_was_signed_and_nothing_else(app):
    signature, public = (
        base64.urlsafe_b64decode(text + "==") for text in (keys.sign("баримт"), keys.signing_jwk()["x"])
    )
    key = Ed25519PublicKey.from_public_bytes(public)
    key.verify(signature, "баримт".encode())
    with pytest.raises(InvalidSignature):
        key.verify(signature, "баримт.".encode())


def test_what_is_derived_is_told_apart_by_purpose_and_outlives_the_secret_key(fresh):
    fresh[1].config["SECRET_KEY"] = "another one"
    found = []
    for app in fresh:
        with app.app_context():
            found.append([keys.derived("tips"), keys.derived("other")])
    assert found[0] == found[1] and found[0][0] != found[0][1] and len(found[0][0]) == 32


def test_many_that_ask_at_once_get_the_same(fresh):
    def ask(number):
        with fresh[number % 2].app_context():
            return keys.signing_jwk()["x"], keys.handover_key()["id"]

    with ThreadPoolExecutor(6) as threads:
        assert len(set(threads.map(ask, range(12)))) == 1


def test_they_are_for_the_owner_only(fresh):
    with fresh[0].app_context():
        keys.sign("x")
        keys.handover_key()
        folder = Path(fresh[0].config["DATA_DIR"]) / "keys"
    files = sorted(folder.iterdir())
    assert [file.name for file in files] == ["handover_key.pem", "signing_key.pem"]
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}


def test_what_is_no_wrapped_key_is_refused(app):
    with pytest.raises(ValueError):
        keys.unwrap(AESGCM.generate_key(256))
