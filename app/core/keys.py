"""The installation's own keys: one to sign what it confirms (Ed25519), one to open what is handed over to it (RSA).

Made on first use and kept under DATA_DIR, for the owner's eyes only. Where several machines serve one installation
they must have the same ones: SIGNING_KEY and HANDOVER_KEY in the environment, as PEM.
"""

import base64
import contextlib
import hashlib
import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from flask import current_app

RSA_BITS = 3072
OAEP = padding.OAEP(padding.MGF1(hashes.SHA256()), hashes.SHA256(), None)


def sign(text: str) -> str:
    """The Ed25519 signature over the UTF-8 bytes, in base64url without padding."""
    return _base64url(_signing_key().sign(text.encode()))


def signing_jwk() -> dict[str, str]:
    """The public key as a JSON Web Key (RFC 8037); `kid` is the beginning of its SHA-256."""
    raw = _signing_key().public_key().public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
    return {"kty": "OKP", "crv": "Ed25519", "use": "sig", "kid": _key_id(raw), "x": _base64url(raw)}


def handover_key() -> dict[str, str]:
    """`key`: the public key as SubjectPublicKeyInfo in base64, as browsers import it; `id` tells it from later ones."""
    raw = (
        _handover_key()
        .public_key()
        .public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    )
    return {"id": _key_id(raw), "key": base64.b64encode(raw).decode()}


def unwrap(wrapped: bytes) -> bytes:
    """What was wrapped with the public key of `handover_key`. Raises ValueError for anything else."""
    return _handover_key().decrypt(wrapped, OAEP)


def derived(purpose: str) -> bytes:
    """A secret of 32 bytes for one purpose, from the key that signs (HKDF, RFC 5869). It outlives a change of
    SECRET_KEY, which ends sessions and links."""
    raw = _signing_key().private_bytes_raw()
    return HKDF(hashes.SHA256(), 32, salt=None, info=f"khyanalt.{purpose}".encode()).derive(raw)


def _signing_key() -> Ed25519PrivateKey:
    return cast(Ed25519PrivateKey, _kept("SIGNING_KEY", Ed25519PrivateKey.generate))


def _handover_key() -> RSAPrivateKey:
    return cast(RSAPrivateKey, _kept("HANDOVER_KEY", lambda: generate_private_key(65537, RSA_BITS)))


def _kept(setting: str, make: Callable[[], Any]) -> Any:
    """The key of this name: read once for each application, made when there is none."""
    kept = current_app.extensions.setdefault("keys", {})
    if setting not in kept:
        pem = current_app.config[setting].encode() or _from_file(f"{setting.lower()}.pem", make)
        kept[setting] = serialization.load_pem_private_key(pem, password=None)
    return kept[setting]


def _from_file(name: str, make: Callable[[], Any]) -> bytes:
    """Of two that make it at once the first one's stays."""
    path = Path(current_app.config["DATA_DIR"]) / "keys" / name
    if not path.exists():
        path.parent.mkdir(mode=0o700, exist_ok=True)
        handle, beside = tempfile.mkstemp(dir=path.parent)  # for the owner's eyes only
        with os.fdopen(handle, "wb") as file:
            file.write(_pem(make()))
        with contextlib.suppress(FileExistsError):
            os.link(beside, path)
        Path(beside).unlink()
    return path.read_bytes()


def _pem(key: Any) -> bytes:
    return cast(
        bytes,
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()),
    )


def _key_id(raw: bytes) -> str:
    return hashlib.sha256(raw).hexdigest()[:16]


def _base64url(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
