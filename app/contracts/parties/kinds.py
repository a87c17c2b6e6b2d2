"""The two kinds of parties, and where each is kept."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from app.bodies.identity import Move
from app.bodies.models import PublicBody, PublicBodyName
from app.contracts.intake import move_buyers, move_suppliers
from app.contracts.models import Contract, ContractSupplier, Supplier, SupplierName


@dataclass(frozen=True)
class Kind:
    """`owner`: name of the column of `names` that points at the entity. `link`: where contracts name it: columns of
    the contract, the entity and the name. `label`: the column that holds an entity's name. `carried`: columns that a
    merge fills from the merged entity where they are empty."""

    code: str
    entities: Any
    names: Any
    owner: str
    label: str
    link: tuple[Any, Any, Any]
    move: Callable[[Iterable[Move]], None]
    carried: tuple[str, ...] = ()


BODY = Kind(
    "body",
    PublicBody,
    PublicBodyName,
    "body_id",
    "name_mn",
    (Contract.id, Contract.buyer_id, Contract.buyer_name_id),
    move_buyers,
    ("letters_email", "letters_address", "head_email"),
)
SUPPLIER = Kind(
    "supplier",
    Supplier,
    SupplierName,
    "supplier_id",
    "name",
    (ContractSupplier.contract_id, ContractSupplier.supplier_id, ContractSupplier.name_id),
    move_suppliers,
)
KINDS = {kind.code: kind for kind in (BODY, SUPPLIER)}
