"""Faults of real data, each put into a release that has a contract."""

from collections.abc import Callable
from random import Random
from typing import Any

Json = dict[str, Any]


def spoil(release: Json, rng: Random) -> None:
    """Put one fault into the release, in place."""
    rng.choice(FAULTS)(release, rng)


def _year(release: Json, rng: Random) -> None:
    signed = release["contracts"][0]
    signed["period"] = {**signed["period"], "endDate": f"5377-{rng.randint(1, 12):02}-15T00:00:00+08:00"}


def _amount_as_text(release: Json, rng: Random) -> None:
    value = release["contracts"][0]["value"]
    separator = rng.choice((" ", "'", "\u00a0"))
    release["contracts"][0]["value"] = {**value, "amount": f"{int(value['amount']):,}".replace(",", separator)}


def _no_currency(release: Json, _rng: Random) -> None:
    release["contracts"][0]["value"] = {"amount": release["contracts"][0]["value"]["amount"]}


def _unknown_codes(release: Json, rng: Random) -> None:
    release["tender"] |= {"procurementMethod": "НТШ", "status": "Хаасан"}
    release["contracts"][0]["status"] = rng.choice(("Шинэ", "Зөвшөөрсөн", "Гүйцэтгэж байгаа"))


def _running_number(release: Json, rng: Random) -> None:
    release["contracts"][0]["id"] = rng.randint(1, 99)


def _no_id(release: Json, rng: Random) -> None:
    del rng.choice((release["awards"][0], release["contracts"][0], release["parties"][-1]))["id"]


def _blank(release: Json, _rng: Random) -> None:
    release["tender"] |= {"title": "   ", "description": ""}


def _two_states(release: Json, _rng: Random) -> None:
    release["contracts"].append({**release["contracts"][0], "status": "terminated"})


FAULTS: tuple[Callable[[Json, Random], None], ...] = (
    _year, _amount_as_text, _no_currency, _unknown_codes, _running_number, _no_id, _blank, _two_states,
)  # fmt: skip
