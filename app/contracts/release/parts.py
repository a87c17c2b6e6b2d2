"""The parts of a release that the house reads, under the names of OCDS 1.1 (1.0 where it differs).

https://standard.open-contracting.org/1.1/en/schema/reference/
"""

from msgspec import Struct, field

from app.contracts.release.fields import Amount, Anything, Count, Number, Text, Texts, When


class Identifier(Struct, frozen=True, rename="camel"):
    scheme: Text = None
    id: Text = None
    legal_name: Text = None


class Address(Struct, frozen=True, rename="camel"):
    street_address: Text = None
    locality: Text = None
    region: Text = None
    country_name: Text = None


class Organisation(Struct, frozen=True, rename="camel"):
    """A reference to a party; in 1.0 the party itself, and in transactions of 1.0 only its identifier."""

    id: Text = None
    name: Text = None
    legal_name: Text = None
    identifier: Identifier | None = None
    address: Address | None = None


class Party(Struct, frozen=True, rename="camel"):
    id: Text = None
    name: Text = None
    identifier: Identifier | None = None
    address: Address | None = None
    roles: Texts = ()


class Period(Struct, frozen=True, rename="camel"):
    start_date: When = None
    end_date: When = None
    max_extent_date: When = None


class Unit(Struct, frozen=True):
    name: Text = None


class Item(Struct, frozen=True, rename="camel"):
    """`deliveryAddress(es)` come from the location extension."""

    id: Text = None
    description: Text = None
    quantity: Number = None
    unit: Unit | None = None
    delivery_address: Address | None = None
    delivery_addresses: tuple[Address, ...] = ()


class Document(Struct, frozen=True, rename="camel"):
    id: Text = None
    document_type: Text = None
    title: Text = None
    url: Text = None
    date_published: When = None
    date_modified: When = None


class Change(Struct, frozen=True):
    """What an amendment changed, as 1.0 told it."""

    property: Text = None
    former_value: Anything = None


class Amendment(Struct, frozen=True, rename="camel"):
    id: Text = None
    date: When = None
    rationale: Text = None
    description: Text = None
    changes: tuple[Change, ...] = ()


class Milestone(Struct, frozen=True, rename="camel"):
    """`value` is of 1.2 and of extensions to 1.1."""

    id: Text = None
    title: Text = None
    description: Text = None
    type: Text = None
    due_date: When = None
    date_met: When = None
    status: Text = None
    value: Amount = None
    documents: tuple[Document, ...] = ()


class Transaction(Struct, frozen=True, rename="camel"):
    """`amount` and the two organisations with long names are of 1.0."""

    id: Text = None
    date: When = None
    value: Amount = None
    amount: Amount = None
    payer: Organisation | None = None
    payee: Organisation | None = None
    provider_organization: Organisation | None = None
    receiver_organization: Organisation | None = None


class Implementation(Struct, frozen=True):
    transactions: tuple[Transaction, ...] = ()
    milestones: tuple[Milestone, ...] = ()
    documents: tuple[Document, ...] = ()


class Budget(Struct, frozen=True, rename="camel"):
    description: Text = None
    amount: Amount = None
    project: Text = None
    project_id: Text = field(default=None, name="projectID")


class Planning(Struct, frozen=True):
    rationale: Text = None
    budget: Budget | None = None
    documents: tuple[Document, ...] = ()
    milestones: tuple[Milestone, ...] = ()


class Tender(Struct, frozen=True, rename="camel"):
    id: Text = None
    title: Text = None
    description: Text = None
    status: Text = None
    procuring_entity: Organisation | None = None
    items: tuple[Item, ...] = ()
    value: Amount = None
    procurement_method: Text = None
    procurement_method_details: Text = None
    procurement_method_rationale: Text = None
    main_procurement_category: Text = None
    tender_period: Period | None = None
    number_of_tenderers: Count = None
    documents: tuple[Document, ...] = ()
    milestones: tuple[Milestone, ...] = ()
    amendment: Amendment | None = None
    amendments: tuple[Amendment, ...] = ()


class Award(Struct, frozen=True, rename="camel"):
    id: Text = None
    title: Text = None
    description: Text = None
    status: Text = None
    date: When = None
    value: Amount = None
    suppliers: tuple[Organisation, ...] = ()
    items: tuple[Item, ...] = ()
    contract_period: Period | None = None
    documents: tuple[Document, ...] = ()
    amendment: Amendment | None = None
    amendments: tuple[Amendment, ...] = ()


class Contract(Struct, frozen=True, rename="camel"):
    """`suppliers` come from an extension; the standard reaches them through the award."""

    id: Text = None
    award_id: Text = field(default=None, name="awardID")
    title: Text = None
    description: Text = None
    status: Text = None
    period: Period | None = None
    value: Amount = None
    date_signed: When = None
    suppliers: tuple[Organisation, ...] = ()
    items: tuple[Item, ...] = ()
    documents: tuple[Document, ...] = ()
    milestones: tuple[Milestone, ...] = ()
    implementation: Implementation | None = None
    amendment: Amendment | None = None
    amendments: tuple[Amendment, ...] = ()


class RelatedProcess(Struct, frozen=True):
    relationship: Texts = ()
    title: Text = None
    scheme: Text = None
    identifier: Text = None


class Release(Struct, frozen=True, rename="camel"):
    ocid: Text = None
    id: Text = None
    date: When = None
    tag: Texts = ()
    language: Text = None
    parties: tuple[Party, ...] = ()
    buyer: Organisation | None = None
    planning: Planning | None = None
    tender: Tender | None = None
    awards: tuple[Award, ...] = ()
    contracts: tuple[Contract, ...] = ()
    related_processes: tuple[RelatedProcess, ...] = ()
