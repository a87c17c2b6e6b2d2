from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired

from app.ui.forms import Form


class ImportForm(Form):
    file = FileField(
        _l("File"),
        validators=[FileRequired(_l("Choose a file."))],
        description=_l("OCDS 1.0 or 1.1: packages, releases, records or JSON Lines; gzip is fine."),
    )
