"""Where bytes lie: a folder under DATA_DIR, named by content hash. Written once, never changed."""

import hashlib
import os
import tempfile
from pathlib import Path

from flask import current_app


def put(area: str, data: bytes) -> str:
    """Keep bytes in an area (`sealed`, `clean`, `releases`); returns their SHA-256. Storing twice changes nothing."""
    digest = hashlib.sha256(data).hexdigest()
    target = _path(area, digest)
    if not target.exists():
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        _write_whole(target, data)
    return digest


def get(area: str, digest: str) -> bytes:
    """The bytes, checked against their name: a file altered on disk is never served."""
    data = _path(area, digest).read_bytes()
    if hashlib.sha256(data).hexdigest() != digest:
        raise OSError(f"stored file {area}/{digest} does not match its hash")
    return data


def _write_whole(target: Path, data: bytes) -> None:
    """A crash leaves no half file: write beside, flush to disk, rename."""
    handle, temporary = tempfile.mkstemp(dir=target.parent)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    Path(temporary).replace(target)


def _path(area: str, digest: str) -> Path:
    return Path(current_app.config["DATA_DIR"]) / "files" / area / digest[:2] / digest
