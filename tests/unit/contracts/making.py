"""Releases for tests: good parts, and releases whose every field may be anything."""

from typing import Any

from hypothesis import strategies as st

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
LEAVES = (
    st.none()
    | st.booleans()
    | st.integers(-(10**20), 10**20)
    | st.floats(allow_nan=False, allow_infinity=False)
    | TEXTS
    | st.sampled_from(["2024-05-06", "5377-01-01", "1 250,5", "MNT", "https://example.org/a", "cancelled"])
)
ANYTHING = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=6,
)


def _object(**fields: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """An object with some of these fields, or something else altogether."""
    return st.fixed_dictionaries({}, optional=fields) | ANYTHING


def _list(entries: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.lists(entries, max_size=3) | entries


_IDS = st.sampled_from(["1", "2", 1, None])
_KINDS = st.sampled_from(["payment", "delivery"])
_VALUE = _object(amount=LEAVES, currency=st.sampled_from(["MNT", "USD", "", None, 5]))
_PERIOD = _object(startDate=LEAVES, endDate=LEAVES)
_DOCUMENTS = _list(_object(id=LEAVES, title=LEAVES, url=LEAVES, datePublished=LEAVES))
_PARTY = _object(id=_IDS, name=LEAVES, roles=_list(LEAVES), identifier=_object(id=LEAVES))
_ITEMS = _list(_object(id=LEAVES, description=LEAVES, quantity=LEAVES, unit=_object(name=LEAVES)))
_CHANGES = _list(_object(property=st.just("value"), former_value=LEAVES))
_AMENDMENTS = _list(_object(date=LEAVES, changes=_CHANGES))
_MILESTONES = _list(_object(title=LEAVES, type=_KINDS, dueDate=LEAVES, value=_VALUE))
_TRANSACTIONS = _list(_object(value=_VALUE, amount=_VALUE, payer=_PARTY, receiverOrganization=_PARTY))
_IMPLEMENTATION = _object(transactions=_TRANSACTIONS, milestones=_MILESTONES)
_PART: dict[str, Any] = {
    "id": _IDS,
    "title": LEAVES,
    "status": LEAVES,
    "value": _VALUE,
    "documents": _DOCUMENTS,
    "items": _ITEMS,
    "amendments": _AMENDMENTS,
    "amendment": _AMENDMENTS,
    "milestones": _MILESTONES,
}

RELEASES = st.fixed_dictionaries(
    {"ocid": st.just("ocds-1-1")},
    optional={
        "id": LEAVES,
        "date": LEAVES | st.dates().map(str),
        "tag": _list(LEAVES),
        "parties": _list(_PARTY),
        "buyer": _PARTY,
        "planning": _object(budget=_object(amount=_VALUE), documents=_DOCUMENTS, milestones=_MILESTONES),
        "tender": _object(**_PART, tenderPeriod=_PERIOD, procuringEntity=_PARTY, numberOfTenderers=LEAVES),
        "awards": _list(_object(**_PART, date=LEAVES, suppliers=_list(_PARTY))),
        "contracts": _list(_object(**_PART, period=_PERIOD, implementation=_IMPLEMENTATION)),
    },
)


def money(amount: float, currency: str = "MNT") -> dict[str, Any]:
    return {"amount": amount, "currency": currency}


def compiled(**fields: Any) -> dict[str, Any]:
    return {"ocid": "ocds-1-1", "id": "1", "date": "2026-01-02T03:04:05+08:00", "tag": ["compiled"], **fields}
