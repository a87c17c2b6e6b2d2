"""Forms of learning. `seen`: the edits, or the number of the version, that this person saw."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, IntegerField
from wtforms.validators import InputRequired

from app.partnership.learning.models import FrameworkItem, FrameworkVersion
from app.partnership.learning.rules import Text, Words
from app.partnership.learning.terms import LEVELS
from app.ui.forms import Form, line, paragraphs, stamp_of


class StampedForm(Form):
    seen = HiddenField(default="0")

    def stamp(self) -> int:
        return stamp_of(self.seen)

    def values(self) -> dict[str, Any]:
        return {name: value for name, value in super().values().items() if name != "seen"}


class _Texts(StampedForm):
    def text(self, name: str) -> Text:
        return Text(self[f"{name}_mn"].data or "", self[f"{name}_en"].data or None)


class _CompetencyTexts(_Texts):
    area_mn = line(_l("Area in Mongolian"), required=True)
    area_en = line(_l("Area in English"))
    title_mn = line(_l("Competency in Mongolian"), required=True)
    title_en = line(_l("Competency in English"))


class LevelsForm(_Texts):
    """What the levels are called."""


for _level in LEVELS:
    for _form, _field, _mn, _en in (
        (
            _CompetencyTexts,
            paragraphs,
            _l("Who is at level %(level)s, in Mongolian", level=_level),
            _l("Who is at level %(level)s, in English", level=_level),
        ),
        (
            LevelsForm,
            line,
            _l("Name of level %(level)s in Mongolian", level=_level),
            _l("Name of level %(level)s in English", level=_level),
        ),
    ):
        setattr(_form, f"level_{_level}_mn", _field(_mn, max_length=1000))
        setattr(_form, f"level_{_level}_en", _field(_en, max_length=1000))

LevelsForm.reason = paragraphs(_l("Why it is changed"), max_length=2000)


class CompetencyForm(_CompetencyTexts):
    place = IntegerField(_l("Place in the framework"), validators=[InputRequired()], description=_l("1 stands first."))
    reason = paragraphs(_l("Why it is changed"), max_length=2000)

    def words(self, competency: int | None = None) -> Words:
        said = ((level, self.text(f"level_{level}")) for level in LEVELS)
        descriptors = tuple((level, text) for level, text in said if text.mn or text.en)
        return Words(self.text("area"), self.text("title"), descriptors, competency)


class RemovalForm(StampedForm):
    reason = paragraphs(_l("Reason"), max_length=2000)


def kept_in_item(item: FrameworkItem, number: int) -> dict[str, Any]:
    """A competency as data for its form; `number`: of the version that holds."""
    row = item.wording
    texts: dict[str, Any] = {f"level_{line.level}_mn": line.text_mn for line in row.descriptors}
    texts |= {f"level_{line.level}_en": line.text_en for line in row.descriptors}
    names = ("area_mn", "area_en", "title_mn", "title_en")
    return {**{name: getattr(row, name) for name in names}, **texts, "place": item.position, "seen": str(number)}


def kept_in_levels(version: FrameworkVersion | None) -> dict[str, Any]:
    if version is None:
        return {}
    names: dict[str, Any] = {f"level_{row.number}_mn": row.name_mn for row in version.levels}
    return {**names, **{f"level_{row.number}_en": row.name_en for row in version.levels}, "seen": str(version.number)}
