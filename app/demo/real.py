"""Real releases from Paraguay and Mexico, when the sample files of the standard's tools are at hand.

They are not marked as demonstration, and are stored under the publisher that the file names.
"""

import json
import os
from datetime import datetime
from pathlib import Path
from typing import Any

from flask import current_app
from sqlalchemy import select

from app.contracts.models import Contract, Release
from app.contracts.service import take_up
from app.core.database import db
from app.demo.acts.register import take_file
from app.demo.cast import Cast

FILES = (
    "realdata_release-package_1.1-2.json",
    "realdata_release-package-1-2.json",
    "realdata_release-package_encoding-utf-8.json",
    "realdata_record-package-1-2.json",
)
WATCHED = 0  # which of the files the contract under monitoring comes from


def find_samples() -> Path | None:
    """The folder of sample files: named by OCDS_SAMPLES, or beside the project."""
    beside = Path(current_app.root_path).parent.parent / "shared" / "data" / "ocds"
    folder = Path(os.environ.get("OCDS_SAMPLES") or beside)
    return folder if folder.is_dir() else None


def import_samples(cast: Cast, at: datetime) -> int:
    """Import what is there and take one contract under monitoring; returns how many files were taken."""
    folder = find_samples()
    paths = [folder / "ocdskit" / name for name in FILES] if folder else []
    present = [path for path in paths if path.is_file()]
    for path in present:
        data = path.read_bytes()
        source = f"{_publisher(json.loads(data))} · {path.name}"
        take_file(cast, data, source, at)
        if path.name == FILES[WATCHED]:
            _watch(cast, source, at)
    return len(present)


def _publisher(package: dict[str, Any]) -> str:
    return str((package.get("publisher") or {}).get("name") or "OCDS")


def _watch(cast: Cast, source: str, at: datetime) -> None:
    """The first contract of that file that nobody took under monitoring yet."""
    query = select(Contract).join(Release).where(Release.source == source, Contract.state == "registered")
    contract = db.session.scalars(query.order_by(Contract.id)).first()
    if contract:
        take_up(contract, cast.subnetworks["procurement"], cast.area_ids(["health"]), cast.people["bayar"], at)
