"""The fields people ask about, the most telling first, and the words for their codes."""

from collections.abc import Mapping

from flask_babel import lazy_gettext as _l

from app.contracts.terms import CATEGORIES, METHODS, MILESTONE_STATES

Field = tuple[str, ...]

# A field is found by its end, the longest first: ("milestones", "dueDate") is that of every section.
LABELS: Mapping[Field, str] = {
    ("contracts", "value"): _l("Contracted value"),
    ("contracts", "period", "endDate"): _l("End date"),
    ("contracts", "status"): _l("State of the contract"),
    ("contracts", "suppliers"): _l("Supplier"),
    ("awards", "suppliers"): _l("Supplier"),
    ("contracts", "suppliers", "name"): _l("Name of the supplier"),
    ("awards", "suppliers", "name"): _l("Name of the supplier"),
    ("buyer", "name"): _l("Buyer"),
    ("contracts", "id"): _l("Contract"),
    ("contracts", "dateSigned"): _l("Signed on"),
    ("contracts", "period", "startDate"): _l("Start date"),
    ("amendments",): _l("Amendment"),
    ("amendment", "description"): _l("Amendment"),
    ("amendment", "rationale"): _l("Reason of the amendment"),
    ("amendment", "date"): _l("Day of the amendment"),
    ("amendments", "description"): _l("Amendment"),
    ("amendments", "rationale"): _l("Reason of the amendment"),
    ("amendments", "date"): _l("Day of the amendment"),
    ("milestones",): _l("Milestone"),
    ("milestones", "dueDate"): _l("Milestone due on"),
    ("milestones", "dateMet"): _l("Milestone met on"),
    ("milestones", "status"): _l("State of the milestone"),
    ("milestones", "title"): _l("Title of the milestone"),
    ("transactions",): _l("Payment"),
    ("transactions", "value"): _l("Amount of the payment"),
    ("transactions", "amount"): _l("Amount of the payment"),
    ("transactions", "date"): _l("Day of the payment"),
    ("contracts", "title"): _l("Title of the contract"),
    ("tender", "title"): _l("Title"),
    ("contracts", "description"): _l("Description of the contract"),
    ("tender", "description"): _l("Description"),
    ("awards", "value"): _l("Awarded value"),
    ("awards", "status"): _l("State of the award"),
    ("awards", "date"): _l("Awarded on"),
    ("awards", "contractPeriod", "endDate"): _l("End date as awarded"),
    ("awards", "contractPeriod", "startDate"): _l("Start date as awarded"),
    ("tender", "value"): _l("Tender value"),
    ("tender", "status"): _l("State of the tender"),
    ("tender", "procurementMethod"): _l("How it was tendered"),
    ("tender", "procurementMethodDetails"): _l("How it was tendered, in the words of the source"),
    ("tender", "procurementMethodRationale"): _l("Why it was tendered so"),
    ("tender", "mainProcurementCategory"): _l("Category"),
    ("tender", "tenderPeriod", "startDate"): _l("Tenders from"),
    ("tender", "tenderPeriod", "endDate"): _l("Tenders until"),
    ("tender", "numberOfTenderers"): _l("Bidders"),
    ("tender", "procuringEntity", "name"): _l("Who tenders"),
    ("planning", "budget", "amount"): _l("Budget"),
    ("items",): _l("Item"),
    ("items", "description"): _l("Item"),
    ("items", "quantity"): _l("Quantity of the item"),
    ("items", "unit", "name"): _l("Unit of the item"),
    ("documents",): _l("Document"),
    ("documents", "title"): _l("Title of the document"),
    ("documents", "url"): _l("Link of the document"),
}
_RANKS = {field: rank for rank, field in enumerate(LABELS)}

_STATES = {
    "planning": _l("Being planned"),
    "planned": _l("Planned"),
    "pending": _l("Not yet in force"),
    "active": _l("In force"),
    "complete": _l("Complete"),
    "terminated": _l("Ended"),
    "unsuccessful": _l("Without a result"),
    "withdrawn": _l("Withdrawn"),
    "cancelled": _l("Cancelled"),
}
_CODES: Mapping[Field, Mapping[str, str]] = {
    ("contracts", "status"): _STATES,
    ("awards", "status"): _STATES,
    ("tender", "status"): {**_STATES, "active": _l("Open")},
    ("milestones", "status"): MILESTONE_STATES,
    ("tender", "procurementMethod"): METHODS,
    ("tender", "mainProcurementCategory"): CATEGORIES,
}


def known(field: Field) -> Field | None:
    """The entry of `LABELS` for a field; None if it has none."""
    return next((field[start:] for start in range(len(field)) if field[start:] in LABELS), None)


def rank(field: Field) -> int:
    """The lower, the more people ask about it."""
    found = known(field)
    return _RANKS[found] if found else len(_RANKS)


def code(field: Field, written: str) -> str:
    """A code in the reader's language; as written where it has no words."""
    words = next((_CODES[field[start:]] for start in range(len(field)) if field[start:] in _CODES), {})
    return words.get(written, written)
