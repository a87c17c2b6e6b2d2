"""What a contract page tells. Days are the days as written at the source, in the source's own offset."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from app.contracts.release import Fault
from app.core.money import Money


@dataclass(frozen=True, slots=True)
class Party:
    """A buyer or a supplier. `identifier`: its number in an official register, after the code of the register
    and a hyphen where a code is given. `place`: from its address, as written."""

    name: str
    id: str | None = None
    identifier: str | None = None
    place: str | None = None


@dataclass(frozen=True, slots=True)
class Promise:
    """One thing to be delivered."""

    description: str
    quantity: Decimal | None = None
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class Amendment:
    """A change of `section` (tender, award or contract). Values before and after only where 1.0 told them."""

    section: str
    section_id: str | None
    on: date | None
    rationale: str | None
    description: str | None
    value_before: Money | None = None
    value_after: Money | None = None


@dataclass(frozen=True, slots=True)
class Milestone:
    """`section`: planning, tender, contract, implementation; `state`: scheduled, met, notMet, …"""

    section: str
    title: str
    description: str | None
    kind: str | None
    due_on: date | None
    met_on: date | None
    state: str | None
    value: Money | None


@dataclass(frozen=True, slots=True)
class Payment:
    id: str | None
    on: date | None
    amount: Money | None
    payer: str | None
    payee: str | None


@dataclass(frozen=True, slots=True)
class Payments:
    """Planned against reported, one total for each currency.

    `planned_from`: "milestones" (those of payment), "contracts" (their values), or "" if nothing is planned.
    """

    planned: tuple[Money, ...] = ()
    planned_from: str = ""
    reported: tuple[Money, ...] = ()
    transactions: tuple[Payment, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """`url` is http or https, or None: the source names the document and gives no usable link."""

    section: str
    title: str
    url: str | None
    kind: str | None
    published_on: date | None


@dataclass(frozen=True, slots=True)
class Story:
    """`contracted`: one total for each currency, `contracted_from` "contracts", "awards" or "" (nothing yet).

    `places`: as written; where it is delivered, else where the buyer is. `stage`: planning, tender, award,
    contract, implementation or ended. `newest_on`: day of the newest release.
    """

    ocid: str
    title: str
    description: str | None
    language: str | None
    newest_on: date | None
    buyer: Party | None
    procuring_entity: Party | None
    suppliers: tuple[Party, ...]
    category: str | None
    method: str | None
    method_details: str | None
    method_rationale: str | None
    budget: Money | None
    tender_value: Money | None
    tender_state: str | None
    tender_starts_on: date | None
    tender_ends_on: date | None
    bidders: int | None
    awarded_on: date | None
    contracted: tuple[Money, ...]
    contracted_from: str
    signed_on: date | None
    starts_on: date | None
    ends_on: date | None
    places: tuple[str, ...]
    items: tuple[Promise, ...]
    amendments: tuple[Amendment, ...]
    milestones: tuple[Milestone, ...]
    payments: Payments
    documents: tuple[Document, ...]
    stage: str
    faults: tuple[Fault, ...]
