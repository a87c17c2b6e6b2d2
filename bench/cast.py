"""Who contracts with whom in the generated data: places, public bodies and companies."""

import csv
from functools import cache
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

from bench.decks import VOCABULARY, deck, draw

PLACES = Path(__file__).parent.parent / "app/bodies/places.csv"
BUYERS, SUPPLIERS = 5_000, 20_000

Json = dict[str, Any]


class Place(NamedTuple):
    """`phrase` is how a title begins: `Хөвсгөл аймгийн Мөрөн сумын`."""

    region: str
    locality: str
    phrase: str


class Organisation(NamedTuple):
    """`party` lacks the roles; `other_name` is how a clerk in a hurry writes it."""

    party: Json
    place: Place
    other_name: str


class Cast(NamedTuple):
    buyers: tuple[Organisation, ...]
    suppliers: tuple[Organisation, ...]


@cache
def cast(seed: int) -> Cast:
    rng = Random(seed)
    places = deck(_places(rng), 40)
    people = names(rng)
    return Cast(
        deck([_buyer(rng, number, draw(rng, places)) for number in range(BUYERS)], 30, 1 << 16),
        deck([_supplier(rng, number, draw(rng, places), people) for number in range(SUPPLIERS)], 40, 1 << 18),
    )


def names(rng: Random) -> list[str]:
    """Names of streets, valleys and settlements, compounds as Mongolian forms them, the order being the frequency."""
    parts = VOCABULARY["names"]
    made = [first + second for first in parts["first"] for second in parts["second"]]
    rng.shuffle(made)
    return made


def _places(rng: Random) -> list[Place]:
    districts = [row["name_mn"] for row in csv.DictReader(PLACES.open()) if row["level"] == "district"]
    capital = [
        Place("Улаанбаатар", name, f"{name} дүүргийн {number}-р хорооны")
        for name in districts
        for number in range(1, 25)
    ]
    soums = [
        Place(aimag, soum, f"{aimag} аймгийн {soum} сумын")
        for aimag, listed in VOCABULARY["soums"].items()
        for soum in listed.split()
    ]
    rest = [*capital, *soums, *(Place(aimag, "", f"{aimag} аймгийн") for aimag in VOCABULARY["soums"])]
    rng.shuffle(rest)
    return [Place("Улаанбаатар", "", "Улаанбаатар хотын"), *rest]


def _buyer(rng: Random, number: int, place: Place) -> Organisation:
    kind = draw(rng, deck(VOCABULARY["bodies"]["kinds"], 5, 256))
    ordinal = f"{1 + number % 140}-р " if kind.endswith(("сургууль", "цэцэрлэг")) else ""
    return _organisation(f"MN-BUY-{number}", f"{place.phrase} {ordinal}{kind}", place, rng, 0.92)


def _supplier(rng: Random, number: int, place: Place, people: list[str]) -> Organisation:
    parts = VOCABULARY["companies"]
    first = rng.choice(parts["first"] if rng.random() < 0.7 else people)
    second = rng.choice(parts["second"])
    joined = f"{first}{second.lower()}" if rng.random() < 0.3 else f"{first} {second}"
    middle = f" {rng.choice(parts['second'])}" if rng.random() < 0.4 else ""
    return _organisation(f"MN-SUP-{number}", f"{joined}{middle} {rng.choice(parts['forms'])}", place, rng, 0.88)


def _organisation(key: str, name: str, place: Place, rng: Random, identified: float) -> Organisation:
    register = str(rng.randint(2_000_000, 6_999_999))
    party: Json = {"id": key, "name": name}
    if rng.random() < identified:
        party["identifier"] = {"scheme": "MN-RN", "id": register}
    locality = {"locality": place.locality} if place.locality else {}
    party["address"] = {**locality, "region": place.region, "countryName": "Монгол Улс"}
    return Organisation(party, place, rng.choice((name.upper(), name.replace(" ", "  "), f"“{name}”")))
