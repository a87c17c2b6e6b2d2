"""Passwords are kept as Argon2id hashes (RFC 9106), with the library's own parameters."""

from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from flask import current_app

from app.accounts.rules import plain_password


def hash_password(password: str) -> str:
    return _hasher().hash(plain_password(password))


def matches(password: str, kept: str | None) -> bool:
    """Whether the password is the one kept. Without one it takes the same time to say no."""
    if not kept:
        hash_password(password)
        return False
    try:
        return _hasher().verify(kept, plain_password(password))
    except (VerificationError, InvalidHashError):
        return False


def is_outdated(kept: str) -> bool:
    """Whether the hash was made with other parameters than today's."""
    return _hasher().check_needs_rehash(kept)


def _hasher() -> PasswordHasher:
    return _made(quick=bool(current_app.config.get("ARGON2_QUICK")))


@cache
def _made(quick: bool) -> PasswordHasher:
    """`quick` is for tests: it guards nothing."""
    return PasswordHasher(time_cost=1, memory_cost=8, parallelism=1) if quick else PasswordHasher()
