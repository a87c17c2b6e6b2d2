"""What the register says of contracts beside their releases: problems of the data, where, who is meant by the names."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select

from app.bodies.models import Place, PublicBody, PublicBodyName
from app.contracts.models import Contract, ContractSupplier, ContractVersion, Supplier, SupplierName
from app.core.database import db

EXTENSION = "khyanalt"  # the member that holds what the network added

Addition = dict[str, Any]
Extend = Callable[[Sequence[int]], Mapping[int, Addition]]  # by contract, what a higher feature adds


def added(contract_ids: Sequence[int]) -> dict[int, Addition]:
    """By contract; members that have nothing to say are left out. Instants are datetimes."""
    suppliers = _suppliers(contract_ids)
    return {row.id: _addition(row, suppliers[row.id]) for row in _rows(contract_ids)}


def joined(own: Addition, more: Addition) -> Addition:
    """Two additions as one; it changed when the later of them did."""
    at: list[datetime] = [addition["updatedAt"] for addition in (own, more) if "updatedAt" in addition]
    return own | more | {"updatedAt": max(at)}


def _rows(contract_ids: Sequence[int]) -> Sequence[Any]:
    query: Any = select(
        *(Contract.id, Contract.state, Contract.published_at, Contract.place_is_inferred, Contract.place_is_corrected),
        *(ContractVersion.number, ContractVersion.made_at, ContractVersion.faults),
        *(Place.code, Place.name_mn.label("place_mn"), Place.name_en.label("place_en")),
        *(PublicBody.id.label("body_id"), PublicBody.name_mn, PublicBody.name_en, PublicBody.identifier),
        *(PublicBodyName.name.label("mentioned"), PublicBodyName.decided),
    )
    query = query.outerjoin(Contract.place).outerjoin(Contract.buyer)
    query = query.outerjoin(PublicBodyName, PublicBodyName.id == Contract.buyer_name_id)
    newest = (ContractVersion.contract_id == Contract.id) & (ContractVersion.number == Contract.version)
    return db.session.execute(query.join(ContractVersion, newest).where(Contract.id.in_(contract_ids))).all()


def _suppliers(contract_ids: Sequence[int]) -> dict[int, list[Addition]]:
    columns = (Supplier.id, Supplier.name, Supplier.identifier, SupplierName.name, SupplierName.decided)
    query: Any = select(ContractSupplier.contract_id, *columns)
    query = query.join(Supplier, Supplier.id == ContractSupplier.supplier_id)
    query = query.join(SupplierName, SupplierName.id == ContractSupplier.name_id)
    query = query.where(ContractSupplier.contract_id.in_(contract_ids)).order_by(SupplierName.id)
    found: dict[int, list[Addition]] = defaultdict(list)
    for contract_id, supplier_id, name, identifier, mentioned, decided in db.session.execute(query):
        meant = {"id": supplier_id, "name": name, "identifier": identifier}
        found[contract_id].append(_told(meant | _mention(mentioned, decided)))
    return found


def _addition(row: Any, suppliers: list[Addition]) -> Addition:
    return _told(
        {
            "state": row.state,
            "publishedAt": row.published_at,
            "updatedAt": max(filter(None, (row.made_at, row.published_at))),
            "version": row.number,
            "place": _place(row) if row.code else None,
            "buyer": _buyer(row) if row.body_id else None,
            "suppliers": suppliers or None,
            "faults": list(map(_fault, row.faults)) or None,
        }
    )


def _place(row: Any) -> Addition:
    source = "corrected" if row.place_is_corrected else "inferred" if row.place_is_inferred else "given"
    return {"code": row.code, "name_mn": row.place_mn, "name_en": row.place_en, "source": source}


def _buyer(row: Any) -> Addition:
    named = {"id": row.body_id, "name_mn": row.name_mn, "name_en": row.name_en, "identifier": row.identifier}
    return _told(named | _mention(row.mentioned, row.decided))


def _mention(name: str | None, decided: bool | None) -> Addition:
    return {"mentionedAs": name, "isDecided": decided or None}


def _fault(written: str) -> Addition:
    code, _, path = written.partition(" ")
    return {"code": code, "path": path}


def _told(addition: Addition) -> Addition:
    return {name: value for name, value in addition.items() if value is not None}
