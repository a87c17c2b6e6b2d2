"""Error pages in the reader's language: what happened, and what to do next."""

from typing import Any

from flask import Flask, current_app, render_template, request
from flask_babel import gettext as _
from flask_login import current_user
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DataError
from werkzeug.exceptions import HTTPException

from app.core.database import roll_back
from app.core.errors import Invalid, Missing, NotFound, NotPermitted, Refused


def init_app(app: Flask) -> None:
    app.register_error_handler(NotFound, lambda _error: error_page(404))
    app.register_error_handler(NotPermitted, lambda error: error_page(403, error.message))
    for lacking in (Missing, Invalid):  # nothing happened meanwhile: something is not there, or not right
        app.register_error_handler(lacking, lambda error: error_page(422, error.message))
    app.register_error_handler(Refused, lambda error: error_page(409, error.message))
    app.register_error_handler(CSRFError, _form_expired)
    app.register_error_handler(HTTPException, lambda error: error_page(error.code or 500))
    for impossible in (OverflowError, DataError):  # a number or a character that no database holds
        app.register_error_handler(impossible, lambda _error: error_page(404 if request.method == "GET" else 400))
    app.register_error_handler(Exception, _unexpected)


def error_page(code: int, message: Any = None) -> tuple[str, int]:
    roll_back()
    title, advice = _texts(code)
    layout = "ui/workspace.html" if current_user.is_authenticated else "ui/public.html"
    return render_template("ui/error.html", code=code, title=title, message=message, advice=advice, layout=layout), code


def _texts(code: int) -> tuple[str, str]:
    known = {
        400: (_("This could not be read"), _("Go back and try again; what you typed is still there.")),
        403: (
            _("You may not open this"),
            _("If you think you should, ask a coordinator or an administrator."),
        ),
        404: (_("There is no such page"), _("The address may be mistyped, or the page is not public.")),
        405: (_("This address cannot be used that way"), _("Go back and try the button on the page.")),
        409: (
            _("This could not be done"),
            _("Go back, reload the page and look at what happened meanwhile."),
        ),
        413: (
            _("That is too large"),
            _("Send fewer or smaller files. What you typed is still on the page before."),
        ),
        422: (
            _("Something is missing or not right"),
            _("Go back and put it right first; what you typed is still there."),
        ),
        429: (_("Too many attempts"), _("Wait a few minutes, then try again.")),
    }
    fallback = (
        _("Something went wrong"),
        _("It was noted. Go back and try again; what you typed is still there."),
    )
    return known.get(code, fallback)


def _form_expired(_error: CSRFError) -> tuple[str, int]:
    message = _("The page had been open too long or the session ended, so nothing was changed.")
    return error_page(400, message)


def _unexpected(error: Exception) -> Any:
    if current_app.testing:
        raise error
    current_app.logger.exception("unexpected error at %s", request.path)
    return error_page(500)
