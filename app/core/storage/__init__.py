"""Where bytes lie, named by content hash. Written once, never changed; deleted only when nobody names it any more.

A folder under DATA_DIR by default; an S3-compatible bucket when S3_BUCKET says so, for more than one machine. Areas are
`sealed` and `clean`.
"""

import hashlib
from collections.abc import Iterator
from datetime import datetime
from typing import Protocol

from flask import Flask, current_app

from app.core.storage.folder import Folder


class Store(Protocol):
    """One of the two implementations. A name is `<area>/<sha256>`."""

    def write(self, name: str, data: bytes) -> None: ...
    def read(self, name: str) -> bytes:
        """Raises FileNotFoundError."""

    def delete(self, name: str) -> None:
        """Gone for good; what is not there is gone already."""

    def names(self) -> Iterator[tuple[str, datetime]]:
        """Every name with the instant at which it was written, in no order."""


def put(area: str, data: bytes) -> str:
    """Keep bytes in an area; returns their SHA-256. Storing twice changes nothing, and mends what was altered."""
    digest = hashlib.sha256(data).hexdigest()
    try:
        get(area, digest)
    except OSError:  # not there, or not what it was
        _store().write(f"{area}/{digest}", data)
    return digest


def get(area: str, digest: str) -> bytes:
    """The bytes, checked against their name: a file altered where it lies is never served."""
    data = _store().read(f"{area}/{digest}")
    if hashlib.sha256(data).hexdigest() != digest:
        raise OSError(f"stored file {area}/{digest} does not match its hash")
    return data


def delete(area: str, digest: str) -> None:
    """Only `core.files` knows whether anybody still needs the bytes: ask it instead."""
    _store().delete(f"{area}/{digest}")


def names() -> Iterator[tuple[str, datetime]]:
    """Everything that is kept: `<area>/<sha256>` with when it was written."""
    return _store().names()


def _store() -> Store:
    """Made once for each application."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    if "storage" not in app.extensions:
        app.extensions["storage"] = _made(app)
    found: Store = app.extensions["storage"]
    return found


def _made(app: Flask) -> Store:
    if bucket := app.config["S3_BUCKET"]:
        from app.core.storage.bucket import Bucket  # only an installation with a bucket loads its library

        return Bucket(bucket, app.config["S3_ENDPOINT_URL"])
    return Folder(app.config["DATA_DIR"])
