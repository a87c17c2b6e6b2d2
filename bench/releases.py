"""One generated contracting process as OCDS 1.1 releases: the first that tells of it, and later ones."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from bench.cast import Organisation, Place, cast
from bench.decks import VOCABULARY, deck, draw
from bench.faults import spoil
from bench.wording import Described, describe, wording

Json = dict[str, Any]

FIRST_DAY, LAST_DAY = date(2018, 1, 8), date(2026, 9, 30)
SPAN = (LAST_DAY - FIRST_DAY).days
INSTANTS = [f"{FIRST_DAY + timedelta(day - 400)}T10:00:00+08:00" for day in range(SPAN + 2400)]
TODAY = SPAN + 60
FAULTY = 0.015

CATEGORY = deck(["goods", "works", "services"], 4)
MEDIAN_AMOUNT = {"works": 19.0, "goods": 17.9, "services": 17.5}  # natural logarithms of ₮
METHODS = deck(VOCABULARY["codes"]["methods"], 4)
BUDGETS = deck(VOCABULARY["codes"]["budgets"])
MILESTONES = deck(VOCABULARY["codes"]["milestones"])
PAPERS = deck(VOCABULARY["codes"]["papers"], 8)
CHANGES = deck(VOCABULARY["sentences"]["changes"], 5)
CURRENCIES = (*("MNT",) * 97, "USD", "USD", "EUR")


@dataclass(frozen=True, slots=True)
class Process:
    """What the parts of a release have in common. `day` is that of the signature, counted from `FIRST_DAY`."""

    number: int
    day: int
    term: int
    category: str
    said: Described
    code: str
    buyer: Organisation
    suppliers: tuple[Organisation, ...]
    place: Place
    value: Json
    budget: Json


def first_release(number: int, total: int, seed: int) -> Json:
    """Of process `number` of `total`: all that was known when it was signed; one in twelve is a tender only."""
    rng = Random(seed * 1_000_003 + number)
    process = _process(number, total, seed, rng)
    signed = rng.random() > 0.08
    release = _release(process, rng, signed)
    if signed and rng.random() < FAULTY:
        spoil(release, rng)
    return release


def later_release(number: int, after: int, total: int, seed: int) -> Json:
    """Of the same process, published about when process `after` was signed: amended, or told how it went."""
    rng = Random(seed * 1_000_003 + number)
    process = _process(number, total, seed, rng)
    rng.random()
    release = _release(process, rng, True)
    rng = Random(-(seed * 1_000_003 + after))
    day = max(process.day + 5, int(SPAN * after / total))
    release |= {"id": f"{release['ocid']}-{after}", "date": INSTANTS[day + 400], "tag": ["contractUpdate"]}
    (_amend if rng.random() < 0.5 else _report)(release, process, day, rng)
    if rng.random() < FAULTY:
        spoil(release, rng)
    return release


def _process(number: int, total: int, seed: int, rng: Random) -> Process:
    """Files come roughly in the order of time, as they are published year by year."""
    people = cast(seed)
    day = min(max(int(SPAN * number / total + rng.uniform(-150, 150)), 0), SPAN)
    year = (FIRST_DAY + timedelta(day)).year
    buyer, category = draw(rng, people.buyers), draw(rng, CATEGORY)
    code = f"{rng.choice('БГДНХЗ')}{rng.choice('БГДНХЗ')}/{year}{number:07}/{rng.randint(1, 4):02}"
    currency = rng.choice(CURRENCIES)
    amount = rng.lognormvariate(MEDIAN_AMOUNT[category] - (0 if currency == "MNT" else 8), 1.5)
    return Process(
        number,
        day,
        rng.randrange(20, 400),
        category,
        describe(rng, category, buyer.place.phrase, year, code),
        code,
        buyer,
        tuple(draw(rng, people.suppliers) for _ in range(1 if rng.random() < 0.95 else 2)),
        buyer.place,
        {"amount": _thousands(amount) if rng.random() < 0.8 else round(amount, 2), "currency": currency},
        {"amount": _thousands(amount * rng.uniform(1, 1.2)), "currency": currency},
    )


def _release(process: Process, rng: Random, signed: bool) -> Json:
    ocid = f"ocds-bnch01-{process.number:08}"
    buyer = _mention(process.buyer, rng)
    parties = [_party(process.buyer, buyer, ["buyer", "procuringEntity"])]
    release = {
        "ocid": ocid,
        "id": f"{ocid}-0",
        "date": INSTANTS[process.day + 403],
        "tag": ["tender", "award", "contract"] if signed else ["tender"],
        "initiationType": "tender",
        "language": "mn",
        "parties": parties,
        "buyer": buyer,
        "planning": {"budget": {"description": draw(rng, BUDGETS), "amount": process.budget}},
        "tender": _tender(process, rng, buyer, signed),
    }
    if signed:
        suppliers = [_mention(one, rng) for one in process.suppliers]
        parties += [_party(one, m, ["supplier"]) for one, m in zip(process.suppliers, suppliers, strict=True)]
        release |= {"awards": [_award(process, suppliers)], "contracts": [_contract(process, rng)]}
    return release


def _mention(organisation: Organisation, rng: Random) -> Json:
    party = organisation.party
    return {"id": party["id"], "name": organisation.other_name if rng.random() < 0.03 else party["name"]}


def _party(organisation: Organisation, mention: Json, roles: list[str]) -> Json:
    return {**organisation.party, "name": mention["name"], "roles": roles}


def _tender(process: Process, rng: Random, buyer: Json, signed: bool) -> Json:
    method, details = draw(rng, METHODS)
    return {
        "id": process.code,
        "title": process.said.title,
        "description": process.said.description,
        "status": "complete" if signed else rng.choice(("active", "cancelled", "unsuccessful")),
        "value": process.budget,
        "procurementMethod": method,
        "procurementMethodDetails": details,
        "mainProcurementCategory": process.category,
        "tenderPeriod": _period(process.day - 60, 30),
        "numberOfTenderers": rng.randint(1, 7),
        "procuringEntity": buyer,
        "items": [_item(process, rng, number) for number in range(1, rng.choice((2, 2, 3)))],
        "documents": [_document(process, rng, number, process.day - 60) for number in range(1, rng.choice((2, 2, 3)))],
    }


def _award(process: Process, suppliers: list[Json]) -> Json:
    return {
        "id": f"{process.code}-A",
        "title": process.said.title,
        "status": "active",
        "date": INSTANTS[process.day + 390],
        "value": process.value,
        "suppliers": suppliers,
    }


def _contract(process: Process, rng: Random) -> Json:
    ended = process.day + process.term < TODAY
    contract = {
        "id": f"{process.code}-C",
        "awardID": f"{process.code}-A",
        "title": process.said.title,
        "status": "terminated" if ended and rng.random() < 0.7 else "active",
        "dateSigned": INSTANTS[process.day + 400],
        "period": _period(process.day + 3, process.term),
        "value": process.value,
        "documents": [_document(process, rng, number, process.day) for number in range(5, rng.choice((5, 6)))],
    }
    if rng.random() < 0.4:
        contract["milestones"] = [_milestone(process, rng, number) for number in range(1, rng.choice((2, 3)))]
    if rng.random() < 0.08:
        contract["implementation"] = {"transactions": [_payment(process, rng, 1, process.day + 40)]}
    return contract


def _amend(release: Json, process: Process, day: int, rng: Random) -> None:
    contract = release["contracts"][0]
    longer = process.term + rng.randrange(10, 200)
    amendment = {"id": "1", "date": INSTANTS[day + 398], "rationale": draw(rng, CHANGES)}
    contract |= {"amendments": [amendment], "period": _period(process.day + 3, longer), "status": "active"}
    if rng.random() < 0.4:
        more = round(process.value["amount"] * rng.uniform(1.02, 1.2), 2)
        contract["value"] = {**process.value, "amount": more}
    release["tag"] = ["contractAmendment"]


def _report(release: Json, process: Process, day: int, rng: Random) -> None:
    contract = release["contracts"][0]
    payments = [_payment(process, rng, number, day - 20) for number in range(1, rng.choice((2, 3)))]
    met = [{**_milestone(process, rng, 1), "status": "met", "dateMet": INSTANTS[day + 395]}]
    contract |= {"status": "terminated", "implementation": {"transactions": payments, "milestones": met}}
    release["tag"] = ["implementation"]


def _item(process: Process, rng: Random, number: int) -> Json:
    words = wording(process.category)
    return {
        "id": str(number),
        "description": process.said.thing if number == 1 else draw(rng, words.things)[0],
        "classification": {"scheme": "CPV", "id": draw(rng, words.codes)},
        "quantity": rng.randint(1, 500),
        "unit": {"name": draw(rng, words.units)},
    }


def _document(process: Process, rng: Random, number: int, day: int) -> Json:
    kind, title = draw(rng, PAPERS)
    return {
        "id": str(number),
        "documentType": kind,
        "title": title,
        "url": f"https://tender.example.mn/files/{process.number:08}/{number}.pdf",
        "datePublished": INSTANTS[day + 400],
    }


def _milestone(process: Process, rng: Random, number: int) -> Json:
    due = INSTANTS[process.day + 400 + process.term * number // 3]
    return {
        "id": str(number),
        "title": draw(rng, MILESTONES),
        "type": "delivery",
        "dueDate": due,
        "status": "scheduled",
    }


def _payment(process: Process, rng: Random, number: int, day: int) -> Json:
    value = {**process.value, "amount": round(process.value["amount"] * rng.uniform(0.1, 0.5), 2)}
    payee = {key: process.suppliers[0].party[key] for key in ("id", "name")}
    return {"id": str(number), "date": INSTANTS[day + 400], "value": value, "payee": payee}


def _thousands(amount: float) -> int:
    return round(amount / 1000) * 1000


def _period(day: int, term: int) -> Json:
    return {"startDate": INSTANTS[day + 400], "endDate": INSTANTS[day + 400 + term]}
