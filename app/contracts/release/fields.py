"""Tolerant reading of JSON values: each function returns the value or None and notes what was wrong.

A struct says by its annotations how its fields are read; `struct` follows them. null and blank text mean that
the field is absent.
"""

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from decimal import Decimal, InvalidOperation
from functools import cache, partial
from typing import Annotated, Any, TypeVar, get_args, get_origin, get_type_hints

import msgspec

from app.contracts.release.faults import Fault, FaultCode, excerpt
from app.core import clock
from app.core.money import UNKNOWN_CURRENCY, Money, parse_amount

EARLIEST_YEAR = 1990
YEARS_AHEAD = 30
SURELY_NOT_AHEAD = 2050  # before that no clock need be asked
LARGEST = Decimal(10) ** 18

S = TypeVar("S", bound=msgspec.Struct)
Faults = list[Fault]
# A place in a release: a JSON pointer, or the place around it and one step more. Written out only for a fault.
Place = str | tuple[Any, str | int]
Reader = Callable[[Any, Place, Faults], object]

_CURRENCY = re.compile(r"[A-Za-z]{3}", re.ASCII)


def text(value: object, path: Place, faults: Faults) -> str | None:
    """Text without surrounding blanks; numbers are taken as text, since ids often come so."""
    if type(value) is str:
        return (value.replace("\0", "") if "\0" in value else value).strip() or None
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(int(value) if value == int(value) else value)
    _note(FaultCode.WRONG_TYPE, value, path, faults)
    return None


def texts(value: object, path: Place, faults: Faults) -> tuple[str, ...]:
    read = [text(entry, place, faults) for entry, place in _entries(value, path, faults)]
    return tuple(entry for entry in read if entry is not None)


def instant(value: object, path: Place, faults: Faults) -> datetime | None:
    """An ISO 8601 date or time as an aware datetime in the offset it was written in (Ulaanbaatar's if none).

    Years before 1990 or more than 30 ahead are typing errors (5377) or stand for "none" (9999).
    """
    if not isinstance(value, str):
        _note(FaultCode.WRONG_TYPE, value, path, faults)
        return None
    if not value.strip():
        return None
    try:
        read = datetime.fromisoformat(value.strip())
    except ValueError:
        _note(FaultCode.DATE_UNREADABLE, value, path, faults)
        return None
    if not EARLIEST_YEAR <= read.year <= SURELY_NOT_AHEAD and not EARLIEST_YEAR <= read.year <= _latest_year():
        _note(FaultCode.DATE_ABSURD, value, path, faults)
        return None
    return read if read.tzinfo else read.replace(tzinfo=clock.ULAANBAATAR)


def _latest_year() -> int:
    return clock.now().year + YEARS_AHEAD


def number(value: object, path: Place, faults: Faults) -> Decimal | None:
    """An exact number; text is read as people write amounts, and noted."""
    if isinstance(value, str):
        return _number_in_text(value, path, faults)
    if not isinstance(value, int | float) or isinstance(value, bool):
        _note(FaultCode.WRONG_TYPE, value, path, faults)
        return None
    read = _exact(value)
    if read is None or abs(read) >= LARGEST:
        _note(FaultCode.NUMBER_ABSURD, value, path, faults)
        return None
    return read


def count(value: object, path: Place, faults: Faults) -> int | None:
    """A whole number of things, not below zero."""
    read = number(value, path, faults)
    if read is None:
        return None
    if read < 0 or read != int(read):
        _note(FaultCode.NUMBER_UNREADABLE, value, path, faults)
        return None
    return int(read)


def money(value: object, path: Place, faults: Faults) -> Money | None:
    """OCDS `Value`: {amount, currency}. Without a known currency it is kept in its own, `XXX`."""
    if not isinstance(value, dict):
        _note(FaultCode.WRONG_TYPE, value, path, faults)
        return None
    if value.get("amount") is None:
        return None
    amount = number(value["amount"], (path, "amount"), faults)
    return None if amount is None else Money(amount, _currency(value, path, faults))


def anything(value: object, _path: Place, _faults: Faults) -> object:
    """A value of any kind, read by whoever knows what it means."""
    return value


def struct(cls: type[S], value: Mapping[str, Any], path: Place, faults: Faults) -> S:
    """A struct from a JSON object, field by field."""
    plan = _plan(cls)
    read: dict[str, object] = {}
    for key, member in value.items():
        if member is not None and key in plan:
            name, reader = plan[key]
            if reader is text and type(member) is str and "\0" not in member:  # most fields: spare the call
                read[name] = member.strip() or None
            else:
                read[name] = reader(member, (path, key), faults)
    return cls(**read)


def one(cls: type[S], value: object, path: Place, faults: Faults) -> S | None:
    if not isinstance(value, dict):
        _note(FaultCode.WRONG_TYPE, value, path, faults)
        return None
    return struct(cls, value, path, faults)


def many(cls: type[S], value: object, path: Place, faults: Faults) -> tuple[S, ...]:
    read = [one(cls, entry, place, faults) for entry, place in _entries(value, path, faults)]
    return tuple(entry for entry in read if entry is not None)


Text = Annotated[str | None, text]
Texts = Annotated[tuple[str, ...], texts]
When = Annotated[datetime | None, instant]
Number = Annotated[Decimal | None, number]
Count = Annotated[int | None, count]
Amount = Annotated[Money | None, money]
Anything = Annotated[Any, anything]


@cache
def _plan(cls: type[msgspec.Struct]) -> dict[str, tuple[str, Reader]]:
    """By name in OCDS: name in the struct, and reader."""
    hints = get_type_hints(cls, include_extras=True)
    return {f.encode_name: (f.name, _reader(hints[f.name])) for f in msgspec.structs.fields(cls)}


def _reader(hint: Any) -> Reader:
    if get_origin(hint) is Annotated:
        reader: Reader = hint.__metadata__[0]
        return reader
    inner = get_args(hint)[0]
    return partial(many, inner) if get_origin(hint) is tuple else partial(one, inner)


def _entries(value: object, path: Place, faults: Faults) -> list[tuple[object, Place]]:
    if not isinstance(value, list):
        _note(FaultCode.NOT_A_LIST, value, path, faults)
        return [(value, path)]
    return [(entry, (path, index)) for index, entry in enumerate(value) if entry is not None]


def _exact(value: int | float) -> Decimal | None:
    """The number as it was written: a float goes through its shortest form, not its binary value."""
    try:
        return Decimal(repr(value) if isinstance(value, float) else value)
    except (InvalidOperation, ValueError):
        return None


def _number_in_text(value: str, path: Place, faults: Faults) -> Decimal | None:
    if not value.strip():
        return None
    try:
        read = parse_amount(value)
    except ValueError:
        _note(FaultCode.NUMBER_UNREADABLE, value, path, faults)
        return None
    if abs(read) >= LARGEST:
        _note(FaultCode.NUMBER_ABSURD, value, path, faults)
        return None
    _note(FaultCode.NUMBER_AS_TEXT, value, path, faults)
    return read


def _currency(value: Mapping[str, Any], path: Place, faults: Faults) -> str:
    written = value.get("currency")
    if isinstance(written, str) and _CURRENCY.fullmatch(written.strip()):
        return written.strip().upper()
    if written is None or written == "":
        _note(FaultCode.CURRENCY_MISSING, value["amount"], path, faults)
    else:
        _note(FaultCode.CURRENCY_UNREADABLE, written, (path, "currency"), faults)
    return UNKNOWN_CURRENCY


def _note(code: FaultCode, value: object, path: Place, faults: Faults) -> None:
    faults.append(Fault(code, _written(path), excerpt(value)))


def _written(path: Place) -> str:
    return path if isinstance(path, str) else f"{_written(path[0])}/{path[1]}"
