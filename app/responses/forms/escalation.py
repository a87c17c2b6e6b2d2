"""The form of an addressee of the escalation."""

from flask_babel import lazy_gettext as _l
from wtforms import EmailField
from wtforms.validators import Email, InputRequired

from app.ui.forms import Form, line


class AddresseeForm(Form):
    name_mn = line(_l("Office (Mongolian)"), required=True)
    name_en = line(_l("Office (English)"))
    email = EmailField(_l("E-mail"), validators=[InputRequired(), Email()])
