"""Forms of imports and sources."""

from typing import Any

from flask_babel import gettext as _, lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, RadioField, SelectField
from wtforms.validators import InputRequired

from app.ocds.matching import Look
from app.ocds.sheets import COLUMNS, Field
from app.ocds.terms import SOURCE_KINDS
from app.ui.forms import Form, choices, line

SHEETS = (".csv", ".xlsx", ".tsv", ".txt")


class ImportForm(Form):
    file = FileField(
        _l("File"),
        validators=[FileRequired(_l("Choose a file."))],
        description=_l(
            "OCDS 1.0 or 1.1: packages, releases, records or JSON Lines, gzip and zip too; or a table as CSV or XLSX."
        ),
    )

    @property
    def is_sheet(self) -> bool:
        return str(self.file.data.filename or "").lower().endswith(SHEETS)


class SourceForm(Form):
    name = line(_l("Name"), required=True)
    kind = RadioField(_l("What it is"), choices=choices(SOURCE_KINDS), validators=[InputRequired()])
    address = line(
        _l("Address"), max_length=2000, description=_l("It begins with https://. The open-data service needs none.")
    )
    is_daily = BooleanField(_l("Fetch and apply it every night"))
    follows_links = BooleanField(_l("Also fetch releases that records only link to"))


class ColumnsForm(Form):
    """The fixed part of the matching page; a select for each column is added by `columns_form`."""

    key = line(
        _l("Short name of this table"),
        required=True,
        max_length=40,
        description=_l("The same short name makes a later table update the same contracts. For example: ub-2026."),
    )
    buyer = line(_l("Who buys, if it stands in no column"), description=_l("For the whole table."))

    @property
    def columns(self) -> list[Any]:
        return [field for field in self if field.name.startswith("column")]

    def mapping(self, sheet: str) -> dict[str, Any]:
        """As `supply` takes it."""
        matched = {field.name.removeprefix("column"): field.data for field in self.columns if field.data}
        given = {str(Field.BUYER): self.buyer.data} if self.buyer.data else {}
        return {"columns": matched, "given": given, "sheet": sheet, "key": self.key.data}


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
