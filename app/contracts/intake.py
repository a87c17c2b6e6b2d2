"""Releases in: kept once each, merged per process, the register's columns refreshed from what they tell.

Kept by content: the same release twice changes nothing, whatever file it came in. All releases stay; a new version of
the contract is made only when something arrived.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from app.bodies.models import PublicBody
from app.bodies.queries import infer_place
from app.bodies.service import ensure_body
from app.contracts.archive import pack, unpack
from app.contracts.models import Contract, ContractVersion, Release, Supplier
from app.contracts.release import merge_reporting
from app.contracts.story import Party, Story, tell
from app.core.database import db
from app.core.text import fold, sort_key


@dataclass(frozen=True)
class Incoming:
    """One release on its way in. `fingerprint` is the hash of its content."""

    ocid: str
    release_id: str
    released_at: datetime | None
    tags: tuple[str, ...]
    fingerprint: str
    raw: dict[str, Any]


@dataclass
class Tally:
    """Releases by what became of them: of a new process, new to a known process, already held."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0

    def __iadd__(self, other: "Tally") -> "Tally":
        self.added += other.added
        self.changed += other.changed
        self.unchanged += other.unchanged
        return self


def keep_releases(batch: Sequence[Incoming], source: str, at: datetime, *, origin: str = "import") -> Tally:
    """Take a batch of releases of any number of processes; returns what became of each."""
    by_ocid: dict[str, list[Incoming]] = defaultdict(list)
    for incoming in batch:
        by_ocid[incoming.ocid].append(incoming)
    known = _contracts(by_ocid)
    held = _fingerprints(known.values())
    tally = Tally()
    for ocid, releases in by_ocid.items():
        tally += _keep(known.get(ocid), ocid, releases, held, source, at, origin)
    return tally


def _keep(
    contract: Contract | None,
    ocid: str,
    releases: list[Incoming],
    held: dict[int, set[str]],
    source: str,
    at: datetime,
    origin: str,
) -> Tally:
    seen = set(held.get(contract.id, ())) if contract else set()
    fresh = _unseen(releases, seen)
    tally = Tally(unchanged=len(releases) - len(fresh))
    if not fresh:
        return tally
    if contract is None:
        contract = Contract(ocid=ocid, origin=origin, title=ocid, fold="", created_at=at, suppliers=[])
        db.session.add(contract)
        db.session.flush()
        tally.added = len(fresh)
    else:
        tally.changed = len(fresh)
    db.session.add_all(_row(contract, incoming, source, at) for incoming in fresh)
    db.session.flush()
    make_version(contract, at)
    return tally


def _unseen(releases: list[Incoming], seen: set[str]) -> list[Incoming]:
    """Those not yet held, each once even if the batch brings it twice; `seen` grows."""
    fresh = []
    for incoming in releases:
        if incoming.fingerprint not in seen:
            seen.add(incoming.fingerprint)
            fresh.append(incoming)
    return fresh


def _contracts(ocids: Iterable[str]) -> dict[str, Contract]:
    rows = db.session.scalars(select(Contract).where(Contract.ocid.in_(list(ocids))))
    return {contract.ocid: contract for contract in rows}


def _fingerprints(contracts: Iterable[Contract]) -> dict[int, set[str]]:
    held: dict[int, set[str]] = defaultdict(set)
    ids = [contract.id for contract in contracts]
    for contract_id, fingerprint in db.session.execute(
        select(Release.contract_id, Release.fingerprint).where(Release.contract_id.in_(ids))
    ):
        held[contract_id].add(fingerprint)
    return held


def _row(contract: Contract, incoming: Incoming, source: str, at: datetime) -> Release:
    return Release(
        contract_id=contract.id,
        release_id=incoming.release_id,
        released_at=incoming.released_at,
        tags=list(incoming.tags),
        fingerprint=incoming.fingerprint,
        source=source,
        received_at=at,
        body=pack(incoming.raw),
    )


def make_version(contract: Contract, at: datetime) -> ContractVersion:
    """Merge all releases of a contract into its next version, and refresh its columns."""
    merged, lost = merge_reporting([unpack(body) for body in _bodies(contract)])
    story = tell(merged)
    newest = db.session.scalar(
        select(func.max(ContractVersion.number)).where(ContractVersion.contract_id == contract.id)
    )
    version = ContractVersion(
        contract_id=contract.id,
        number=(newest or 0) + 1,
        made_at=at,
        faults=[str(fault) for fault in (*lost, *story.faults)],
        body=pack(merged),
    )
    db.session.add(version)
    refresh(contract, story, at)
    db.session.flush()
    return version


def _bodies(contract: Contract) -> Iterable[bytes]:
    query = select(Release.body).where(Release.contract_id == contract.id)
    return db.session.scalars(query.order_by(Release.released_at.nulls_first(), Release.id))


def refresh(contract: Contract, story: Story, at: datetime) -> None:
    """Set what lists, filters and rules need from what the merged contract tells."""
    contract.title = story.title or contract.ocid
    contract.buyer = _body_of(story.buyer, at)
    contract.suppliers = _suppliers(story.suppliers)
    contract.category, contract.method, contract.stage = story.category, story.method, story.stage
    total = story.contracted[0] if len(story.contracted) == 1 else None
    contract.amount, contract.currency = (total.amount, total.currency) if total else (None, None)
    contract.signed_on = story.signed_on
    contract.starts_on, contract.ends_on = story.starts_on, story.ends_on
    contract.newest_on = story.newest_on
    _locate(contract, story)
    names = [party.name for party in (story.buyer, *story.suppliers) if party]
    contract.fold = fold(" ".join([contract.title, contract.ocid, *names]))


def _locate(contract: Contract, story: Story) -> None:
    """Place from the data, else inferred from title and buyer and marked so."""
    given = infer_place(" ".join(story.places)) if story.places else None
    inferred = given or infer_place(f"{story.title} {story.buyer.name if story.buyer else ''}")
    contract.place, contract.place_is_inferred = inferred, given is None and inferred is not None


def _body_of(buyer: Party | None, at: datetime) -> PublicBody | None:
    return ensure_body(buyer.name, buyer.identifier, at) if buyer else None


def _suppliers(parties: Iterable[Party]) -> list[Supplier]:
    return list(dict.fromkeys(ensure_supplier(party.name, party.identifier) for party in parties))


def ensure_supplier(name: str, identifier: str | None) -> Supplier:
    """The supplier with this identifier or, without one, this folded name; made when new."""
    folded = fold(name)
    same = Supplier.identifier == identifier if identifier else Supplier.fold == folded
    supplier = db.session.scalar(select(Supplier).where(same).order_by(Supplier.id).limit(1))
    if supplier is None:
        supplier = Supplier(name=name, fold=folded, sort_key=sort_key(name), identifier=identifier)
        db.session.add(supplier)
        db.session.flush()
    return supplier
