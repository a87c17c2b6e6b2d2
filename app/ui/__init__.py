"""What every page shares: layouts, macros, form base, guards, error pages. No words of the domain."""

from flask import Blueprint, Flask
from flask_bootstrap import Bootstrap5
from flask_wtf.csrf import CSRFProtect

from app.ui import errors, filters, guards, headers, i18n, limits, navigation

blueprint = Blueprint(
    "ui", __name__, template_folder="templates", static_folder="static", static_url_path="/ui"
)


def init_app(app: Flask) -> None:
    for part in (i18n, guards, headers, limits, filters, navigation, errors):
        part.init_app(app)
    Bootstrap5(app)
    CSRFProtect(app)
    app.config["WTF_CSRF_SSL_STRICT"] = False  # it checks the Referer, which our own headers withhold
    app.register_blueprint(blueprint)
