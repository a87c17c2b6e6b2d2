"""Bodies, imports, contracts entered by hand, monitoring, assignments, conflicts of interest."""

import io
from datetime import date, datetime
from typing import Any

import msgspec
from sqlalchemy import select

from app.bodies.models import Place
from app.bodies.service import register_body
from app.contracts import service
from app.contracts.entry import read_entry
from app.contracts.models import Contract
from app.core.database import db
from app.demo.cast import Cast
from app.demo.contracts import OCID_PREFIX, SCHEME
from app.ocds.service import digest_of, import_file, record_run
from app.partnership.service import link_action_points

Said = dict[str, Any]


def _register_body(cast: Cast, said: Said, at: datetime) -> None:
    cast.bodies[said["key"]] = register_body(
        said["name_mn"],
        said["name_en"],
        f"{SCHEME}-{said['number']}",
        db.session.scalar(select(Place).where(Place.code == said["place"])),
        actor=cast.people[said["by"]],
        at=at,
        letters_email=said.get("email"),
        letters_address=said.get("address"),
        head_email=said.get("head"),
    )


def _import(cast: Cast, said: Said, at: datetime) -> None:
    """Take a package of releases in, as the import page does. `releases`: of invented contracts."""
    package = {"version": "1.1", "publishedDate": at.isoformat(), "releases": said["releases"]}
    take_file(cast, msgspec.json.encode(package), said["source"], at)
    ocids = {release.get("ocid") for release in said["releases"]}
    for contract in db.session.scalars(select(Contract).where(Contract.ocid.in_(ocids))):
        contract.is_demo = True
        cast.contracts[contract.ocid.removeprefix(OCID_PREFIX)] = contract


def take_file(cast: Cast, data: bytes, source: str, at: datetime) -> None:
    """Import a file, and record the run."""
    file = io.BytesIO(data)
    digest = digest_of(file)
    outcome = import_file(file, source, cast.people["nara"], at)
    record_run(outcome, digest, cast.people["nara"], at, at)


def _enter_by_hand(cast: Cast, said: Said, at: datetime) -> None:
    """As `contracts.service.enter_by_hand`, but under a number that says it is a demonstration."""
    entry = _entry(cast, said)
    contract = service.enter_by_hand(entry, cast.people[said["by"]], at, OCID_PREFIX + said["key"])
    contract.is_demo = True
    cast.contracts[said["key"]] = contract


def _entry(cast: Cast, said: Said) -> dict[str, Any]:
    """The fields of the form by which contracts are entered."""
    names = ("title", "buyer", "category", "method", "amount", "region")
    days = {f"{name}_on": _day(cast, said, name) for name in ("signed", "starts", "ends")}
    return read_entry({name: said.get(name) for name in names} | days | {"suppliers": "\n".join(said["suppliers"])})


def _day(cast: Cast, said: Said, name: str) -> date | None:
    return cast.day(said[name]) if name in said else None


def _correct_by_hand(cast: Cast, said: Said, at: datetime) -> None:
    service.correct_by_hand(cast.contracts[said["key"]], _entry(cast, said), cast.people[said["by"]], at)


def _take_up(cast: Cast, said: Said, at: datetime) -> None:
    contract, actor = cast.contracts[said["contract"]], cast.people[said["by"]]
    service.take_up(contract, cast.subnetworks[said["subnetwork"]], cast.area_ids(said["areas"]), actor, at)
    link_action_points(contract, cast.point_ids(said.get("points", [])), actor, at)


def _end(cast: Cast, said: Said, at: datetime) -> None:
    service.end_monitoring(cast.contracts[said["contract"]], cast.people[said["by"]], at, said["text"])


def _assign(cast: Cast, said: Said, at: datetime) -> None:
    cast.assignments[said["key"]] = service.assign(
        cast.contracts[said["contract"]],
        cast.people[said["monitor"]],
        cast.people[said["by"]],
        at,
        cast.day(said["due"]) if "due" in said else None,
        said["text"],
    )


def _finish(cast: Cast, said: Said, at: datetime) -> None:
    service.finish(cast.assignments[said["key"]], cast.people[said["by"]], at)


def _decline(cast: Cast, said: Said, at: datetime) -> None:
    service.decline(cast.assignments[said["key"]], cast.people[said["by"]], at, said["text"])


def _recall(cast: Cast, said: Said, at: datetime) -> None:
    service.recall(cast.assignments[said["key"]], cast.people[said["by"]], at, said["text"])


def _declare_conflict(cast: Cast, said: Said, at: datetime) -> None:
    service.declare_conflict(cast.contracts[said["contract"]], cast.people[said["person"]], at, said["text"])


ACTS = {
    "body": _register_body,
    "import": _import,
    "entry": _enter_by_hand,
    "entry.correct": _correct_by_hand,
    "take_up": _take_up,
    "end": _end,
    "assignment": _assign,
    "assignment.finish": _finish,
    "assignment.decline": _decline,
    "assignment.recall": _recall,
    "conflict": _declare_conflict,
}
