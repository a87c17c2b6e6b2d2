"""Writing releases into the register, many at a time."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, delete, select, update

from app.bodies.identity import Bearer, Directory, Mention, Move
from app.bodies.queries import place_names
from app.bodies.service import body_directory
from app.contracts.archive import OLDEST, Kept, kept_releases, unpack
from app.contracts.intake.facts import Facts
from app.contracts.intake.positions import position, size
from app.contracts.intake.preparing import Incoming, Preparation
from app.contracts.models import Contract, ContractSupplier, ContractVersion, Release, Supplier, SupplierName
from app.contracts.search import upkeep
from app.contracts.search.words import Described, year_of
from app.core.bulk import chunks, insert_rows, next_ids, take_turns, update_rows
from app.core.database import db
from app.core.text import fold, sort_key

TURN = 1_201  # the number under which writers of the register wait for one another


@dataclass
class Tally:
    """Releases by what became of them: of a process new to the register in this run, new to a process that was there
    before, already held."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0

    def __iadd__(self, other: "Tally") -> "Tally":
        self.added += other.added
        self.changed += other.changed
        self.unchanged += other.unchanged
        return self


class Held(NamedTuple):
    """What must be known of a contract that is in the register already."""

    id: int
    version: int
    position: int | None
    place_id: int | None
    place_is_corrected: bool
    state: str
    is_public: bool
    created_at: datetime


class _Change(NamedTuple):
    """A contract and what it will be. `held` is None for a new one; `releases` are those it gets."""

    id: int
    held: Held | None
    releases: Sequence[Incoming]
    facts: Facts

    @property
    def version(self) -> int:
        return self.held.version + 1 if self.held else 1

    @property
    def position(self) -> int:
        return position(self.facts.newest_on, self.id)

    @property
    def place_id(self) -> int | None:
        return self.held.place_id if self.held and self.held.place_is_corrected else self.facts.place_id


class Intake:
    """Writes what one source brings. It remembers names it has resolved, so it lasts for one run; after a rollback
    take a new one."""

    def __init__(
        self, source: str, at: datetime, origin: str = "import", preparation: Preparation | None = None
    ) -> None:
        self._source, self._at, self._origin = source, at, origin
        self._preparation = preparation or Preparation(place_names())
        self._bodies, self._suppliers = body_directory(at), supplier_directory()
        self._vocabulary = upkeep.Vocabulary()
        self._around = upkeep.outer_places()

    def keep(self, batch: Sequence[Incoming]) -> Tally:
        """Take releases of any number of processes; returns what became of each."""
        db.session.flush()
        take_turns(TURN)
        fresh = unheld(batch)
        held = _held({incoming.ocid for incoming in fresh})
        changed = sum(incoming.ocid in held and held[incoming.ocid].created_at < self._at for incoming in fresh)
        if fresh:
            self.write(self._changes(fresh, held))
        return Tally(len(fresh) - changed, changed, len(batch) - len(fresh))

    def write(self, changes: Sequence[_Change]) -> None:
        """Bring contracts, with their suppliers, releases, versions and words, to what the changes say."""
        buyers, suppliers = self._resolved(changes)
        rows = [_columns(change, buyers) for change in changes]
        begun = {"origin": self._origin, "created_at": self._at, "state": "registered", "is_demo": False}
        begun["place_is_corrected"] = False
        pairs = list(zip(changes, rows, strict=True))
        insert_rows(
            Contract.__table__, [row | begun | {"ocid": c.releases[0].ocid} for c, row in pairs if c.held is None]
        )
        update_rows(Contract.__table__, [row for change, row in pairs if change.held])
        _write_suppliers(changes, suppliers)
        self._write_releases([change for change in changes if change.releases])
        upkeep.put(self._entries(pairs, suppliers), self._vocabulary)
        _let_go(change.id for change in changes if change.held)

    def _changes(self, fresh: Sequence[Incoming], held: Mapping[str, Held]) -> list[_Change]:
        by_ocid: dict[str, list[Incoming]] = defaultdict(list)
        for incoming in fresh:
            by_ocid[incoming.ocid].append(incoming)
        ids = iter(next_ids(Contract.__table__, len(by_ocid.keys() - held.keys())))
        earlier = kept_releases([held[ocid].id for ocid in by_ocid if ocid in held])
        changes = []
        for ocid, releases in by_ocid.items():
            known = held.get(ocid)
            facts = self._facts(releases, earlier[known.id] if known else [])
            changes.append(_Change(known.id if known else next(ids), known, releases, facts))
        return changes

    def _facts(self, releases: Sequence[Incoming], earlier: Sequence[Kept]) -> Facts:
        if len(releases) == 1 and not earlier:
            return releases[0].facts
        arrived = [Kept(r.released_at or OLDEST, r.release_id, r.fingerprint, r.body) for r in releases]
        return self._preparation.facts([unpack(kept.body) for kept in sorted([*earlier, *arrived])])

    def _resolved(self, changes: Sequence[_Change]) -> tuple[dict[Mention, Bearer], dict[Mention, Bearer]]:
        """Whoever a release mentions is known from then on, even if a newer one of the same batch mentions another."""
        own = [incoming.facts for change in changes for incoming in change.releases]
        facts = [*own, *(change.facts for change in changes)]
        buyers, moved_buyers = self._bodies.resolve(told.buyer for told in facts if told.buyer)
        suppliers, moved_suppliers = self._suppliers.resolve(one for told in facts for one in told.suppliers)
        move_buyers(moved_buyers)
        move_suppliers(moved_suppliers)
        return buyers, suppliers

    def _write_releases(self, changes: Sequence[_Change]) -> None:
        insert_rows(
            Release.__table__,
            [self._release(change, incoming) for change in changes for incoming in change.releases],
        )
        versions = [
            {
                "contract_id": change.id,
                "number": change.version,
                "made_at": self._at,
                "faults": list(map(str, change.facts.faults)),
            }
            for change in changes
        ]
        insert_rows(ContractVersion.__table__, versions)

    def _release(self, change: _Change, incoming: Incoming) -> dict[str, Any]:
        return {
            "contract_id": change.id,
            "version": change.version,
            "release_id": incoming.release_id,
            "released_at": incoming.released_at,
            "tags": list(incoming.tags),
            "fingerprint": incoming.fingerprint,
            "source": self._source,
            "received_at": self._at,
            "body": incoming.body,
        }

    def _entries(
        self, pairs: Sequence[tuple[_Change, dict[str, Any]]], suppliers: Mapping[Mention, Bearer]
    ) -> list[upkeep.Entry]:
        links = upkeep.links_of(change.id for change, _ in pairs if change.held)
        return [
            upkeep.Entry(
                row["position"],
                change.held.position if change.held else None,
                change.facts.words,
                change.facts.folded,
                self._described(change, row, suppliers, links.get(change.id, upkeep.Links())),
            )
            for change, row in pairs
        ]

    def _described(
        self, change: _Change, row: Mapping[str, Any], suppliers: Mapping[Mention, Bearer], links: upkeep.Links
    ) -> Described:
        facts = change.facts
        return Described(
            place_ids=self._around.get(row["place_id"], ()),
            buyer_id=row["buyer_id"],
            supplier_ids=tuple(dict.fromkeys(suppliers[one].entity_id for one in facts.suppliers)),
            category=facts.category,
            method=facts.method,
            stage=facts.stage,
            year=year_of(facts.signed_on, facts.starts_on, facts.newest_on),
            amount=facts.amount,
            currency=facts.currency,
            has_faults=bool(facts.faults),
            state=change.held.state if change.held else "registered",
            is_public=bool(change.held and change.held.is_public),
            focus_area_ids=links.focus_areas,
            action_point_ids=links.action_points,
        )


def refresh(contract_ids: Iterable[int], at: datetime) -> None:
    """Read contracts again from their releases: after the rules changed, or who is meant by a name."""
    intake = Intake("", at)
    for some in chunks(contract_ids):
        query = select(Contract.ocid, *_HELD).where(Contract.id.in_(some))
        held = [Held(*row[1:]) for row in db.session.execute(query)]
        kept = kept_releases(some)
        changes = [
            _Change(one.id, one._replace(version=one.version - 1), (), intake._facts((), kept[one.id]))
            for one in held
            if kept[one.id]
        ]
        intake.write(changes)


def foresee(batch: Sequence[Incoming], seen: set[int]) -> Tally:
    """What `Intake.keep` would make of the batch after those before it. `seen` is the memory of that; it grows."""
    fresh = [incoming for incoming in unheld(batch) if hash(incoming.fingerprint) not in seen]
    seen.update(hash(incoming.fingerprint) for incoming in fresh)
    held = _held({incoming.ocid for incoming in fresh})
    changed = sum(incoming.ocid in held for incoming in fresh)
    return Tally(len(fresh) - changed, changed, len(batch) - len(fresh))


def unheld(batch: Sequence[Incoming]) -> list[Incoming]:
    """Those not yet in the register, each once even if the batch brings it twice."""
    fresh = {incoming.fingerprint: incoming for incoming in reversed(batch)}
    for known in held_fingerprints(fresh):
        del fresh[known]
    return list(reversed(fresh.values()))


def held_fingerprints(fingerprints: Iterable[bytes], connection: Connection | None = None) -> Iterable[bytes]:
    """Those of the fingerprints that the register holds."""
    asked = connection or db.session
    for some in chunks(fingerprints):
        yield from asked.scalars(select(Release.fingerprint).where(Release.fingerprint.in_(some)))


_HELD = (
    Contract.id,
    Contract.version,
    Contract.position,
    Contract.place_id,
    Contract.place_is_corrected,
    Contract.state,
    Contract.published_at.is_not(None),
    Contract.created_at,
)


def _held(ocids: Iterable[str]) -> dict[str, Held]:
    found: dict[str, Held] = {}
    for some in chunks(ocids):
        rows = db.session.execute(select(Contract.ocid, *_HELD).where(Contract.ocid.in_(some)))
        found |= {row[0]: Held(*row[1:]) for row in rows}
    return found


def _columns(change: _Change, buyers: Mapping[Mention, Bearer]) -> dict[str, Any]:
    facts = change.facts
    buyer = buyers[facts.buyer] if facts.buyer else None
    is_corrected = bool(change.held and change.held.place_is_corrected)
    return {
        "id": change.id,
        "title": facts.title,
        "buyer_id": buyer.entity_id if buyer else None,
        "buyer_name_id": buyer.name_id if buyer else None,
        "place_id": change.place_id,
        "place_is_inferred": facts.place_is_inferred and not is_corrected,
        "category": facts.category,
        "method": facts.method,
        "stage": facts.stage,
        "amount": facts.amount,
        "currency": facts.currency,
        "signed_on": facts.signed_on,
        "starts_on": facts.starts_on,
        "ends_on": facts.ends_on,
        "newest_on": facts.newest_on,
        "version": change.version,
        "faults": len(facts.faults),
        "position": change.position,
        "size": size(facts.amount, facts.currency),
    }


def _write_suppliers(changes: Sequence[_Change], bearers: Mapping[Mention, Bearer]) -> None:
    for some in chunks(change.id for change in changes if change.held):
        db.session.execute(delete(ContractSupplier).where(ContractSupplier.contract_id.in_(some)))
    rows = [
        {"contract_id": change.id, "name_id": name_id, "supplier_id": supplier_id}
        for change in changes
        for name_id, supplier_id in dict.fromkeys(bearers[mention] for mention in change.facts.suppliers)
    ]
    insert_rows(ContractSupplier.__table__, rows)


def supplier_directory() -> Directory:
    return Directory(SupplierName.__table__, Supplier.__table__, "supplier_id", _supplier)


def _supplier(mention: Mention, identifier: str | None) -> dict[str, Any]:
    name = mention.name
    return {"name": name, "fold": fold(name), "sort_key": sort_key(name), "identifier": identifier}


def move_buyers(moves: Iterable[Move]) -> None:
    """Let the contracts that mention a buyer by a name mean another body."""
    for move in moves:
        which = (Contract.buyer_id == move.before) & (Contract.buyer_name_id == move.name_id)
        touched = list(db.session.scalars(select(Contract.id).where(which)))
        db.session.execute(update(Contract).where(which).values(buyer_id=move.after))
        upkeep.refresh_terms(touched)


def move_suppliers(moves: Iterable[Move]) -> None:
    """The same for suppliers."""
    for move in moves:
        which = (ContractSupplier.supplier_id == move.before) & (ContractSupplier.name_id == move.name_id)
        touched = list(db.session.scalars(select(ContractSupplier.contract_id).where(which)))
        db.session.execute(update(ContractSupplier).where(which).values(supplier_id=move.after))
        upkeep.refresh_terms(touched)


def _let_go(contract_ids: Iterable[int]) -> None:
    """Contracts that the session has loaded are read again when used: these rows were written past it."""
    written = set(contract_ids)
    for row in list(db.session.identity_map.values()):
        if isinstance(row, Contract) and row.id in written:
            db.session.expire(row)
