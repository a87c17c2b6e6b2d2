"""Where a run keeps what it takes in: a file under DATA_DIR, until the run has ended."""

import hashlib
from pathlib import Path
from typing import BinaryIO

from flask import current_app

from app.ocds.models import ImportRun

_PART = 1 << 20


def path_of(run: ImportRun) -> Path:
    folder = Path(current_app.config["DATA_DIR"]) / "imports"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder / f"run-{run.id}"


def keep(run: ImportRun, stream: BinaryIO) -> str:
    """Write a stream as the run's file; returns its SHA-256."""
    digest = hashlib.sha256()
    with path_of(run).open("wb") as file:
        while part := stream.read(_PART):
            digest.update(part)
            file.write(part)
    return digest.hexdigest()


def add(run: ImportRun, content: bytes) -> None:
    """Add a fetched page: values stand one after the other."""
    with path_of(run).open("ab") as file:
        file.write(content + b"\n")


def size_of(run: ImportRun) -> int:
    path = path_of(run)
    return path.stat().st_size if path.exists() else 0


def cut(run: ImportRun, size: int) -> None:
    """Forget what was added after the last page that is accounted for, if a crash came between."""
    path = path_of(run)
    path.touch()
    with path.open("r+b") as file:
        file.truncate(size)


def digest_of(run: ImportRun) -> str:
    with path_of(run).open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def drop(run: ImportRun) -> None:
    path_of(run).unlink(missing_ok=True)
