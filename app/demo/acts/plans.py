"""What a plan holds: texts, indicators and their readings, what sustains it."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from app.demo.cast import Cast
from app.partnership import service

Said = dict[str, Any]
INDICATOR_TEXTS = ("title_mn", "title_en", "unit_mn", "unit_en", "source_mn", "source_en")
ENTRY = ("text_mn", "text_en", "currency", "in_kind")


def _add_text(cast: Cast, said: Said, at: datetime) -> None:
    texts = {"text_mn": said["text_mn"], "text_en": said["text_en"]}
    service.add_text(cast.plans[said["plan"]], said["kind"], actor=cast.people[said["by"]], at=at, **texts)


def _add_indicator(cast: Cast, said: Said, at: datetime) -> None:
    """`baseline` and `target`: how many days ago, and the value."""
    ends: Said = {}
    for end in ("baseline", "target"):
        if end in said:
            ago, value = said[end]
            ends |= {f"{end}_on": cast.day(ago), f"{end}_value": Decimal(str(value))}
    texts = {name: said[name] for name in INDICATOR_TEXTS if name in said}
    area, actor = cast.areas[said["area"]], cast.people[said["by"]]
    cast.indicators[said["key"]] = service.add_indicator(area, actor=actor, at=at, **texts, **ends)


def _read(cast: Cast, said: Said, at: datetime) -> None:
    """`right`: what is put in its place afterwards."""
    indicator, actor = cast.indicators[said["key"]], cast.people[said["by"]]
    rows = [said, said["right"]] if "right" in said else [said]
    reading = None
    for row in rows:
        values: Said = {
            "read_on": cast.working_day(said["day"]),
            "value": Decimal(str(row["value"])),
            "note": row.get("note"),
        }
        if reading is None:
            reading = service.add_reading(indicator, actor=actor, at=at, **values)
        else:
            service.correct_reading(reading, actor=actor, at=at, **values)


def _sustain(cast: Cast, said: Said, at: datetime) -> None:
    values = {name: said[name] for name in ENTRY if name in said}
    if "amount" in said:
        values["amount"] = Decimal(said["amount"])
    plan, actor, day = cast.plans[said["plan"]], cast.people[said["by"]], cast.working_day(said["day"])
    service.add_sustainability(plan, said["kind"], happened_on=day, actor=actor, at=at, **values)


ACTS = {"content": _add_text, "indicator": _add_indicator, "indicator.read": _read, "sustained": _sustain}
