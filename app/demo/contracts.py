"""The releases of an invented contract, built from one row of the data files.

A row tells days as days before the seeding. Each release holds what happened since the one before, as a buyer would
publish it under OCDS 1.1; the house merges them.
"""

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from app.demo.reading import read

OCID_PREFIX = "demo-"
SCHEME = "DEMO"
STAGES = ("planning", "tender", "award", "contract")
BEFORE_SIGNING = {"planning": 110, "tender": 75, "award": 20, "contract": 0}  # days
WORDING = read("wording")

Row = dict[str, Any]
Json = dict[str, Any]


@dataclass(frozen=True)
class Told:
    """A release, and how many days before the seeding it was published."""

    ago: int
    release: Json


@dataclass(frozen=True)
class Parties:
    """The buyer and the suppliers as OCDS parties; `region` is where the contract is carried out."""

    buyer: Json
    suppliers: list[Json]
    region: str


def party(key: str, row: Row, role: str) -> Json:
    """An OCDS party of a body or supplier, numbered in a register that says it is none."""
    number = {"scheme": SCHEME, "id": str(row["number"])}
    named = {"id": key, "name": row.get("name_mn") or row["name"], "identifier": number, "roles": [role]}
    return {**named, "address": {"region": row["region"]}} if "region" in row else named


def releases(row: Row, parties: Parties, today: date) -> list[Told]:
    """Every release of a contract, the oldest first."""
    told = [*_of_stages(row, parties, today), *_of_changes(row, today), *_of_reports(row, today)]
    told.sort(key=lambda one: -one.ago)
    for number, one in enumerate(told, 1):
        _stamp(one, row, number, today)
    for fault in row.get("faults", ()):
        FAULTS[fault](told[-1].release if fault == "local_link" else told[0].release)
    return told


def _stamp(told: Told, row: Row, number: int, today: date) -> None:
    ocid = f"{OCID_PREFIX}{row['key']}"
    told.release.update(ocid=ocid, id=f"{ocid}-{number}", initiationType="tender", language="mn")
    told.release["date"] = _instant(today, told.ago, "10:00:00")


def _of_stages(row: Row, parties: Parties, today: date) -> Iterator[Told]:
    """What was published up to the signature; a stage that had no release of its own is told by the next."""
    sections: Json = {}
    for stage in STAGES[: STAGES.index(row["told"][-1]) + 1]:
        sections |= SECTIONS[stage](row, parties, today)
        if stage in row["told"]:
            yield Told(row["signed"] + BEFORE_SIGNING[stage], {"tag": [stage], **deepcopy(sections)})
            sections = {}


def _planning(row: Row, parties: Parties, _today: date) -> Json:
    amount = row.get("budget") or row.get("value")
    budget = {"id": "budget", "project": row["title"], "amount": _value(amount, row)}
    buyer = {"id": parties.buyer["id"], "name": parties.buyer["name"]}
    return {"buyer": buyer, "parties": [parties.buyer], "planning": {"budget": budget, "rationale": row["title"]}}


def _tender(row: Row, parties: Parties, today: date) -> Json:
    opened = row["signed"] + BEFORE_SIGNING["tender"]
    tender = {
        "id": "tender",
        "title": row["title"],
        "description": row.get("about", WORDING["description"]),
        "status": "active" if row["told"][-1] == "tender" else "complete",
        "procuringEntity": {"id": parties.buyer["id"], "name": parties.buyer["name"]},
        "procurementMethod": row["method"],
        "mainProcurementCategory": row["category"],
        "value": _value(row.get("budget") or row.get("value"), row),
        "tenderPeriod": {"startDate": _instant(today, opened), "endDate": _instant(today, opened - 30)},
        "items": _items(row, parties),
        "documents": [_document("tender-1", "biddingDocuments", WORDING["tender_documents"], today, opened)],
    }
    return {"tender": tender | ({"numberOfTenderers": row["bidders"]} if "bidders" in row else {})}


def _award(row: Row, parties: Parties, today: date) -> Json:
    awarded = row["signed"] + BEFORE_SIGNING["award"]
    suppliers = [{"id": supplier["id"], "name": supplier["name"]} for supplier in parties.suppliers]
    award = {
        "id": "award",
        "title": row["title"],
        "status": "active",
        "date": _instant(today, awarded),
        "value": _value(row["value"], row),
        "suppliers": suppliers,
    }
    return {"awards": [award], "parties": [parties.buyer, *parties.suppliers]}


def _contract(row: Row, parties: Parties, today: date) -> Json:
    signed, term = row["signed"], row["term"]
    contract = {
        "id": "contract",
        "awardID": "award",
        "title": row["title"],
        "status": "active",
        "dateSigned": _instant(today, signed),
        "period": {"startDate": _instant(today, signed - 5), "endDate": _instant(today, signed - term)},
        "value": _value(row["value"], row),
        "items": _items(row, parties),
        "milestones": _milestones(row, today, None),
        "documents": [_document("contract-1", "contractSigned", WORDING["signed_contract"], today, signed)],
    }
    return {"contracts": [contract, *_besides(row, today)]}


SECTIONS = {"planning": _planning, "tender": _tender, "award": _award, "contract": _contract}


def _besides(row: Row, today: date) -> list[Json]:
    """A second contract of the same process, in another currency."""
    if not (second := row.get("besides")):
        return []
    signed = {"status": "active", "dateSigned": _instant(today, row["signed"]), "awardID": "award"}
    return [{"id": "contract-2", "title": second["title"], "value": _value(second["value"], second), **signed}]


def _of_changes(row: Row, today: date) -> Iterator[Told]:
    more, amount = 0, row.get("value")
    for number, change in enumerate(row.get("changes", ()), 1):
        more += change.get("more", 0)
        amendment = {"id": str(number), "date": _instant(today, change["day"]), "rationale": change["why"]}
        contract: Json = {"id": "contract", "amendments": [amendment]}
        if "value" in change:
            amendment["changes"] = [{"property": "value", "former_value": _value(amount, row)}]
            amount = change["value"]
            contract["value"] = _value(amount, row)
        if change.get("more"):
            contract["period"] = {"endDate": _instant(today, row["signed"] - row["term"] - more)}
        yield Told(change["day"], {"tag": ["contractAmendment"], "contracts": [contract]})


def _of_reports(row: Row, today: date) -> Iterator[Told]:
    for ago in row.get("reported", ()):
        done = {"milestones": _milestones(row, today, ago), "implementation": {"transactions": _paid(row, today, ago)}}
        yield Told(ago, {"tag": ["implementation"], "contracts": [{"id": "contract", **done}]})
    if "ended" in row:
        ended = {"id": "contract", "status": "terminated"}
        yield Told(row["ended"], {"tag": ["contractTermination"], "contracts": [ended]})


def _milestones(row: Row, today: date, reported: int | None) -> list[Json]:
    """The payments as planned and the delivery, in the state that the report of that day (None: no report) gives."""
    ends = row["signed"] - row["term"]
    delivery = {"id": "delivery", "title": WORDING["delivery"][row["category"]], "type": "delivery"}
    planned = [(_due(row, place), _payment(row, place)) for place in range(len(row.get("pays", ())))]
    return [
        {**milestone, "dueDate": _instant(today, due), **_reached(due, today, reported, row)}
        for due, milestone in [*planned, (ends, delivery)]
    ]


def _payment(row: Row, place: int) -> Json:
    share = {"value": _value(row["value"] * row["pays"][place] // 100, row)}
    return {
        "id": f"payment-{place + 1}",
        "title": WORDING["payment"].format(number=place + 1),
        "type": "payment",
        **share,
    }


def _reached(due: int, today: date, reported: int | None, row: Row) -> Json:
    if reported is None or due < reported:
        return {"status": "scheduled"}
    return {"status": "notMet"} if row.get("late") else {"status": "met", "dateMet": _instant(today, due)}


def _due(row: Row, place: int) -> int:
    return int(row["signed"] - row["term"] * (place + 1) // (len(row["pays"]) + 1))


def _paid(row: Row, today: date, reported: int) -> list[Json]:
    """The payments that the source reports; it may report fewer than were planned."""
    due = [(place, _due(row, place)) for place in range(row.get("paid", 0))]
    return [
        {
            "id": f"transaction-{place + 1}",
            "source": "https://example.mn/demo",
            "date": _instant(today, max(ago - 4, reported)),
            "value": _payment(row, place)["value"],
            "payer": {"id": row["buyer"]},
            "payee": {"id": row["suppliers"][0]},
        }
        for place, ago in due
        if ago >= reported
    ]


def _items(row: Row, parties: Parties) -> list[Json]:
    address = {"deliveryAddress": {"region": parties.region}}
    return [
        {"id": str(number), "description": what, "quantity": quantity, "unit": {"name": unit}, **address}
        for number, (what, quantity, unit) in enumerate(row["items"], 1)
    ]


def _document(key: str, kind: str, title: str, today: date, ago: int) -> Json:
    address = f"https://example.mn/demo/{key}.pdf"
    return {"id": key, "documentType": kind, "title": title, "url": address, "datePublished": _instant(today, ago)}


def _value(amount: int | None, row: Row) -> Json | None:
    return {"amount": amount, "currency": row.get("currency", "MNT")} if amount else None


def _instant(today: date, ago: int, time: str = "00:00:00") -> str:
    return f"{today - timedelta(days=ago)}T{time}+08:00"


def _amount_as_text(release: Json) -> None:
    release["planning"]["budget"]["amount"]["amount"] = "540 000 000"


def _absurd_date(release: Json) -> None:
    release["tender"]["tenderPeriod"]["endDate"] = "5377-01-01T00:00:00+08:00"


def _no_currency(release: Json) -> None:
    del release["tender"]["value"]["currency"]


def _same_id_twice(release: Json) -> None:
    for item in release["contracts"][0]["items"]:
        item["id"] = "1"


def _local_link(release: Json) -> None:
    release["contracts"][0]["documents"] = [
        {"id": "act", "title": WORDING["acceptance_record"], "url": "C:\\demo\\act.pdf"}
    ]


FAULTS = {
    "amount_as_text": _amount_as_text,
    "absurd_date": _absurd_date,
    "no_currency": _no_currency,
    "same_id_twice": _same_id_twice,
    "local_link": _local_link,
}
