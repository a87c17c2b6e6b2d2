"""How values read in a page: days, instants, money, numbers."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from flask import Flask
from flask_babel import format_date, format_datetime, format_decimal, get_locale

from app.core.money import UNKNOWN_CURRENCY

SIGNS = {"MNT": "₮", "USD": "$", "EUR": "€"}


def init_app(app: Flask) -> None:
    for filter_ in (day, short_day, weekday, instant, number, money):
        app.add_template_filter(filter_)


def day(value: date | None) -> str:
    """A day in words; an instant is shown as its day in Ulaanbaatar."""
    return format_date(value, "medium" if get_locale().language == "mn" else "long") if value else "—"


def short_day(value: date | None) -> str:
    return format_date(value, "yyyy-MM-dd") if value else "—"


def weekday(value: date) -> str:
    return str(format_date(value, "EEEE"))


def instant(value: datetime | None) -> str:
    return format_datetime(value, "yyyy-MM-dd HH:mm") if value else "—"


def number(value: int | Decimal | None) -> str:
    return "—" if value is None else format_decimal(value)


def money(value: Any) -> str:
    """An amount with its currency (`.amount`, `.currency`): ₮ 1,250,000; hundredths only where there are some.
    Without a known currency it is the figure alone."""
    if value is None or value.amount is None:
        return "—"
    pattern = "#,##0" if value.amount == value.amount.to_integral_value() else "#,##0.00"
    figure = format_decimal(value.amount, format=pattern)
    return (
        figure if value.currency == UNKNOWN_CURRENCY else f"{SIGNS.get(value.currency, value.currency)}\u00a0{figure}"
    )
