"""What can be wrong inside a release, and how to say it."""

from dataclasses import dataclass
from enum import StrEnum

from flask_babel import lazy_gettext as _l

_LONGEST_DETAIL = 80  # characters


class FaultCode(StrEnum):
    WRONG_TYPE = "wrong_type"
    NOT_A_LIST = "not_a_list"
    NUMBER_AS_TEXT = "number_as_text"
    NUMBER_UNREADABLE = "number_unreadable"
    NUMBER_ABSURD = "number_absurd"
    CURRENCY_MISSING = "currency_missing"
    CURRENCY_UNREADABLE = "currency_unreadable"
    DATE_UNREADABLE = "date_unreadable"
    DATE_ABSURD = "date_absurd"
    LINK_REFUSED = "link_refused"
    VALUE_MISSING = "value_missing"
    UNDATED = "undated"
    SAME_ID_TWICE = "same_id_twice"
    LEFT_OUT = "left_out"


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong at `path` (a JSON pointer); `detail` is what stood there, cut short."""

    code: FaultCode
    path: str
    detail: str = ""

    def __str__(self) -> str:
        return f"{self.code} {self.path}"


_SENTENCES = {
    FaultCode.WRONG_TYPE: _l("The value %(detail)s is not of the expected kind and was not used."),
    FaultCode.NOT_A_LIST: _l("A single value stands where a list belongs; it was read as a list of one."),
    FaultCode.NUMBER_AS_TEXT: _l("The number is written as text: %(detail)s."),
    FaultCode.NUMBER_UNREADABLE: _l("%(detail)s cannot be read as a number."),
    FaultCode.NUMBER_ABSURD: _l("The number %(detail)s is too large to be true and was not used."),
    FaultCode.CURRENCY_MISSING: _l("The amount %(detail)s has no currency."),
    FaultCode.CURRENCY_UNREADABLE: _l("%(detail)s is not the code of a currency."),
    FaultCode.DATE_UNREADABLE: _l("%(detail)s cannot be read as a date."),
    FaultCode.DATE_ABSURD: _l("The date %(detail)s cannot be true and was not used."),
    FaultCode.LINK_REFUSED: _l("%(detail)s is not a web address; the document is listed without a link."),
    FaultCode.VALUE_MISSING: _l("The contract has no value; the total does not include it."),
    FaultCode.UNDATED: _l("The release %(detail)s has no readable date; it was taken as the oldest."),
    FaultCode.SAME_ID_TWICE: _l("Several entries of this list share the id %(detail)s and became one."),
    FaultCode.LEFT_OUT: _l("The release %(detail)s contradicts newer ones in its form and was left out."),
}


def describe(fault: Fault) -> str:
    """One sentence in the reader's language, without the place."""
    return str(_SENTENCES[fault.code]) % {"detail": fault.detail}


def excerpt(value: object) -> str:
    """A value as a fault shows it."""
    if isinstance(value, dict | list):
        return "{…}" if isinstance(value, dict) else "[…]"
    shown = str(value)
    return shown if len(shown) <= _LONGEST_DETAIL else shown[: _LONGEST_DETAIL - 1] + "…"
