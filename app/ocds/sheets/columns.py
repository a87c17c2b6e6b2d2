"""The fields of a contract that a sheet can give, and which column gives which."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from flask_babel import LazyString, lazy_gettext as _l

from app.core.errors import Invalid
from app.core.text import fold
from app.ocds.sheets.vocabulary import measure_of


class Field(StrEnum):
    OCID = "ocid"
    NUMBER = "number"
    LOT = "lot"
    TITLE = "title"
    DESCRIPTION = "description"
    BUYER = "buyer"
    BUYER_IDENTIFIER = "buyer_identifier"
    SUPPLIER = "supplier"
    SUPPLIER_IDENTIFIER = "supplier_identifier"
    CATEGORY = "category"
    METHOD = "method"
    BUDGET = "budget"
    AMOUNT = "amount"
    CURRENCY = "currency"
    SIGNED = "signed"
    STARTS = "starts"
    ENDS = "ends"
    PLACE = "place"
    STATE = "state"
    NOTICE = "notice"
    BIDDERS = "bidders"
    LINK = "link"


@dataclass(frozen=True, slots=True)
class Column:
    """`mn`, `en`: headings that mean the field; the first of each is the template's."""

    label: LazyString
    hint: LazyString
    mn: tuple[str, ...]
    en: tuple[str, ...]


def _column(label: LazyString, hint: LazyString, mn: str, en: str) -> Column:
    return Column(label, hint, tuple(mn.split("|")), tuple(en.split("|")))


COLUMNS: Mapping[Field, Column] = {
    Field.OCID: _column(
        _l("OCID"),
        _l("Only if the contract has one from open data."),
        "OCID|Нээлттэй өгөгдлийн дугаар",
        "OCID|Open contracting id",
    ),
    Field.NUMBER: _column(
        _l("Contract number"),
        _l("As it stands on the contract. With it a later sheet finds the same contract again."),
        "Гэрээний дугаар|Гэрээний №|Гэрээ №|Гэрээний код|Гэрээний бүртгэлийн дугаар",
        "Contract number|Contract no|Contract id|Contract code|Contract reference",
    ),
    Field.LOT: _column(
        _l("Lot"),
        _l("Of a framework or a tender in lots: the number of the lot, one row for each."),
        "Багцын дугаар|Багц|Багц №",
        "Lot|Lot number|Lot no",
    ),
    Field.TITLE: _column(
        _l("What is bought"),
        _l("The name of the contract."),
        "Гэрээний нэр|Худалдан авах бараа ажил үйлчилгээний нэр|Бараа ажил үйлчилгээний нэр|Тендерийн нэр"
        "|Төсөл арга хэмжээний нэр|Ажлын нэр|Төслийн нэр|Нэр",
        "Title|Contract title|Contract name|What is bought|Tender name|Tender title|Subject|Name",
    ),
    Field.DESCRIPTION: _column(
        _l("Description"),
        _l("What is to be delivered, in a few sentences."),
        "Тайлбар|Товч тайлбар|Агуулга|Хүчин чадал",
        "Description|Details|Scope",
    ),
    Field.BUYER: _column(
        _l("Who buys"),
        _l("The public body, as the contract names it."),
        "Захиалагч|Захиалагчийн нэр|Захиалагч байгууллага|Захиалагч байгууллагын нэр|Худалдан авагч",
        "Buyer|Who buys|Procuring entity|Buyer name|Public body|Client",
    ),
    Field.BUYER_IDENTIFIER: _column(
        _l("Register number of the body"),
        _l("Seven digits, from the state register."),
        "Захиалагчийн регистр|Захиалагчийн регистрийн дугаар|Захиалагчийн РД",
        "Buyer identifier|Buyer id|Buyer register number",
    ),
    Field.SUPPLIER: _column(
        _l("Who supplies"),
        _l("The company, as the state register names it; several with ; between them. No persons."),
        "Гүйцэтгэгч|Гүйцэтгэгчийн нэр|Нийлүүлэгч|Нийлүүлэгчийн нэр|Гүйцэтгэгч компани|Гүйцэтгэгч байгууллага"
        "|Гүйцэтгэгч компанийн нэр|Гүйцэтгэгч байгууллагын нэр|Гүйцэтгэгч аж ахуйн нэгж"
        "|Гэрээлэгч|Зөвлөх",
        "Supplier|Supplier name|Contractor|Who supplies|Company",
    ),
    Field.SUPPLIER_IDENTIFIER: _column(
        _l("Register number of the company"),
        _l("Seven digits, from the state register. Never the number of a person."),
        "Гүйцэтгэгчийн регистр|Гүйцэтгэгчийн регистрийн дугаар|Нийлүүлэгчийн регистр|Компанийн регистр"
        "|Нийлүүлэгчийн регистрийн дугаар|Гүйцэтгэгчийн РД|Регистрийн дугаар",
        "Supplier identifier|Supplier id|Supplier register number|Company register number",
    ),
    Field.CATEGORY: _column(
        _l("Category"),
        _l("Goods, works, services or consulting, or the type of the contract."),
        "Гэрээний төрөл|Төрөл|Ангилал|Худалдан авалтын төрөл",
        "Category|Type|Contract type|Procurement category",
    ),
    Field.METHOD: _column(
        _l("How it was tendered"),
        _l("The method that the law names."),
        "Худалдан авах ажиллагааны арга|Худалдан авах ажиллагааны журам|Тендерийн арга|Худалдан авалтын арга"
        "|Журам|Арга",
        "Method|Procurement method|How it was tendered|Tender method",
    ),
    Field.BUDGET: _column(
        _l("Budget cost"),
        _l("What was budgeted before the tender."),
        "Төсөвт өртөг|Батлагдсан төсөвт өртөг|Төсөв|Нийт төсөв",
        "Budget|Budget cost|Estimated cost",
    ),
    Field.AMOUNT: _column(
        _l("Contracted amount"),
        _l("For example 1 250 000 or 1,250,000.50 or 1.25 сая"),
        "Гэрээний дүн|Гэрээний үнийн дүн|Гэрээний үнэ|Гэрээний өртөг|Гэрээний нийт дүн|Үнийн дүн|Дүн",
        "Amount|Contract amount|Contracted amount|Contract value|Value|Price",
    ),
    Field.CURRENCY: _column(
        _l("Currency"), _l("MNT when it is empty."), "Валют|Мөнгөн тэмдэгт|Валютын төрөл", "Currency|Currency code"
    ),
    Field.SIGNED: _column(
        _l("Signed on"),
        _l("For example 2026.03.05"),
        "Гэрээ байгуулсан огноо|Гэрээний огноо|Гэрээ байгуулсан өдөр|Байгуулсан огноо|Гэрээ байгуулсан он сар өдөр",
        "Signed on|Date signed|Contract date|Signed|Signature date",
    ),
    Field.STARTS: _column(
        _l("Starts on"),
        _l("The first day of the work or the delivery."),
        "Эхлэх огноо|Эхлэх хугацаа|Гэрээ эхлэх огноо|Эхэлсэн огноо|Ажил эхлэх огноо",
        "Starts on|Start date|Starts|Start",
    ),
    Field.ENDS: _column(
        _l("Ends on"),
        _l("The last day of the work or the delivery."),
        "Дуусах огноо|Дуусах хугацаа|Гэрээ дуусах огноо|Дууссан огноо|Ажил дуусах огноо|Гэрээний дуусах хугацаа",
        "Ends on|End date|Ends|End",
    ),
    Field.PLACE: _column(
        _l("Where"),
        _l("Aimag and soum, or district of the capital."),
        "Байршил|Аймаг сум|Аймаг дүүрэг|Хаана|Байрлал|Гүйцэтгэх газар",
        "Place|Where|Location|Region",
    ),
    Field.STATE: _column(
        _l("State of the contract"),
        _l("As the procurement system names it."),
        "Гэрээний төлөв|Төлөв|Гэрээний явц",
        "State|Contract state|Status|Contract status",
    ),
    Field.NOTICE: _column(
        _l("Number of the tender notice"),
        _l("From the invitation to tender."),
        "Урилгын дугаар|Тендерийн урилгын дугаар|Тендерийн дугаар|Тендерийн код",
        "Tender notice number|Notice number|Tender number|Invitation number",
    ),
    Field.BIDDERS: _column(
        _l("Bidders"),
        _l("How many sent a bid."),
        "Тендерт оролцогчийн тоо|Оролцогчийн тоо|Санал ирүүлсэн оролцогчийн тоо",
        "Bidders|Number of bidders|Number of tenderers",
    ),
    Field.LINK: _column(
        _l("Link to the source"),
        _l("A web address where this can be read."),
        "Холбоос|Эх сурвалж|Эх сурвалжийн холбоос|Линк",
        "Link|Source|Source link|URL",
    ),
}

_FIELD_OF = {fold(heading): field for field, column in COLUMNS.items() for heading in (*column.mn, *column.en)}
_ASIDE = re.compile(r"\((?P<bracketed>[^()]*)\)|/(?P<stroked>[^/]*)/|,\s*(?P<after>[^,]*)$")


def guess(headings: Sequence[str]) -> dict[int, Field]:
    """Column (from 0) to field, no field twice: headings that are known, then those that hold a known one."""
    guessed: dict[int, Field] = {}
    for guesses in (_exact, _held):
        for place, heading in enumerate(headings):
            field = guesses(heading)
            if field and place not in guessed and field not in guessed.values():
                guessed[place] = field
    return dict(sorted(guessed.items()))


def known_headings(headings: Iterable[str]) -> int:
    """How many of the texts are headings that mean a field: a row of data has hardly any."""
    return sum(_exact(heading) is not None for heading in headings)


def check(mapping: Mapping[int, str], given: Collection[str] = ()) -> None:
    """Whether columns so matched make contracts. `given`: fields that a person states for the whole sheet.

    Raises Invalid, with the fields at fault.
    """
    columns = list(mapping.values())
    fields = [*columns, *given]
    errors: dict[str, object] = {field: _l("There is no such field.") for field in fields if field not in set(Field)}
    errors |= {field: _l("Two columns give this.") for field in columns if columns.count(field) > 1}
    if not {Field.TITLE, Field.NUMBER} & set(fields):
        errors[Field.TITLE] = _l("One column must give what is bought, or the contract number.")
    if not {Field.BUYER, Field.BUYER_IDENTIFIER} & set(fields):
        errors[Field.BUYER] = _l("One column must give who buys.")
    if errors:
        raise Invalid(errors)


def unit_of(heading: str) -> tuple[Decimal, str | None]:
    """Factor and currency that a heading gives for its amounts: `Гэрээний дүн (сая төг)` a million in MNT."""
    for match in _ASIDE.finditer(heading):
        measure = measure_of(match["bracketed"] or match["stroked"] or match["after"] or "")
        if measure and measure != (Decimal(1), None):
            return measure
    return Decimal(1), None


def _exact(heading: str) -> Field | None:
    return _FIELD_OF.get(fold(heading)) or _FIELD_OF.get(fold(_ASIDE.sub(" ", heading)))


def _held(heading: str) -> Field | None:
    """The field of the longest known heading of two words or more that stands in this one."""
    words = f" {fold(heading)} "
    held = [known for known in _FIELD_OF if " " in known and f" {known} " in words]
    return _FIELD_OF[max(held, key=len)] if held else None
