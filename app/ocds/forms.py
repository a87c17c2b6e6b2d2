"""Forms of imports and sources."""

from typing import Any

from flask_babel import gettext as _, lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, RadioField, SelectField, StringField, ValidationError
from wtforms.validators import InputRequired

from app.contracts.forms import CURRENCIES
from app.core.text import slug
from app.ocds import matching
from app.ocds.matching import Look
from app.ocds.sheets import COLUMNS
from app.ocds.terms import SOURCE_KINDS
from app.ui.forms import Form, choices, line


class ImportForm(Form):
    file = FileField(
        _l("File"),
        validators=[FileRequired(_l("Choose a file."))],
        description=_l(
            "OCDS 1.0 or 1.1: packages, releases, records or JSON Lines, gzip and zip too; or a table as CSV or XLSX."
        ),
    )

    @property
    def is_table(self) -> bool:
        return matching.is_table(self.file.data.filename)


class SourceForm(Form):
    name = line(_l("Name"), required=True)
    kind = RadioField(_l("What it is"), choices=choices(SOURCE_KINDS), validators=[InputRequired()])
    address = line(
        _l("Address"), max_length=2000, description=_l("It begins with https://. The open-data service needs none.")
    )
    is_daily = BooleanField(_l("Fetch and apply it every night"))
    follows_links = BooleanField(_l("Also fetch releases that records only link to"))


class ColumnsForm(Form):
    """The fixed part of the matching page; a select for each column is added by `columns_form`.

    `given_…`: what a person states for the whole table, where a cell is blank or there is no column.
    """

    key = line(
        _l("Short name of this table"),
        required=True,
        max_length=matching.KEY_LENGTH,
        description=_l(
            "A later table with the same short name updates the same contracts; with another one it makes new ones. "
            "For example: ub-2026."
        ),
    )
    given_buyer = line(_l("Who buys, if it stands in no column"), description=_l("For the whole table."))
    given_place = line(_l("Where, if it stands in no column"), description=_l("For the whole table."))
    given_currency = SelectField(
        _l("Currency, if it stands in no column"),
        choices=choices([(code, code) for code in CURRENCIES], none=_l("Not stated")),
    )

    def validate_key(self, field: StringField) -> None:
        if not slug(field.data or ""):
            raise ValidationError(_("Letters or digits are needed here."))

    @property
    def columns(self) -> list[Any]:
        return [field for field in self if field.name.startswith("column")]

    @property
    def given(self) -> list[Any]:
        return [field for field in self if field.name.startswith("given_")]

    def mapping(self, look: Look) -> dict[str, Any]:
        """As `supply` takes it."""
        matched = {field.name.removeprefix("column"): field.data for field in self.columns if field.data}
        given = {field.name.removeprefix("given_"): field.data for field in self.given if field.data}
        return {
            "columns": matched,
            "given": given,
            "sheet": look.name,
            "heading": look.heading_row,
            "key": self.key.data,
        }

    def field_for(self, name: str) -> str:
        """Where on the form it is said that something is wrong with a field of contracts; "" above it."""
        matched = next((select.name for select in self.columns if select.data == name), "")
        return matched or (f"given_{name}" if f"given_{name}" in self else "")


def columns_form(look: Look) -> ColumnsForm:
    """With a select for each column of the sheet, set to what its heading means."""
    fields = [(str(field), column.label) for field, column in COLUMNS.items()]
    selects = {
        f"column{column.place}": SelectField(
            column.heading or _("Column %(number)s", number=column.place + 1),
            choices=choices(fields, none=_("Not used")),
            default=look.guessed.get(column.place, ""),
            description=" · ".join(column.examples),
        )
        for column in look.columns
    }
    form: ColumnsForm = type("MatchedColumns", (ColumnsForm,), selects)()
    return form
