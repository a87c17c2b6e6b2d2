"""Forms around the field app."""

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired

from app.ui.forms import Form


class HandoverForm(Form):
    file = FileField(
        _l("The file from the phone"),
        validators=[FileRequired(_l("Choose the file."))],
        description=_l("Its name ends in %(ending)s. Only this installation can open it.", ending=".khyanalt"),
    )
