"""Two languages, Mongolian first. The address says which: `?lang=en` goes along on every link."""

from typing import Any

from flask import Flask, g, has_request_context, request, url_for
from flask_babel import Babel, get_locale, lazy_gettext as _l
from flask_login import current_user
from markupsafe import Markup, escape

LANGUAGES = {"mn": _l("Mongolian"), "en": _l("English")}
DEFAULT = "mn"

babel = Babel()


def init_app(app: Flask) -> None:
    babel.init_app(app, locale_selector=choose_language)
    app.before_request(_remember_asked)
    app.url_defaults(_carry_language)
    app.add_template_filter(localized, "loc")
    app.jinja_env.globals.update(
        current_lang=current_language,
        switch_language_url=switch_language_url,
        here_with=here_with,
        LANGUAGES=LANGUAGES,
    )


def _remember_asked() -> None:
    asked = request.args.get("lang", "")
    g.asked_language = asked if asked in LANGUAGES else None


def choose_language() -> str:
    """What the address asks for, else what the person chose for their account, else Mongolian."""
    if not has_request_context():
        return DEFAULT
    if asked := g.get("asked_language"):
        return str(asked)
    return str(getattr(current_user, "language", None) or DEFAULT)


def current_language() -> str:
    return str(get_locale() or DEFAULT)


def _carry_language(endpoint: str, values: dict[str, Any]) -> None:
    if has_request_context() and not endpoint.endswith("static") and g.get("asked_language"):
        values.setdefault("lang", g.asked_language)


def switch_language_url(language: str) -> str:
    """The present page in the other language."""
    if request.endpoint is None or request.method != "GET":
        return f"/?lang={language}"
    return here_with(lang=language)


def here_with(**changed: Any) -> str:
    """The address of the present page with some of its arguments changed. Arguments that `url_for` would take for its
    own are dropped: whoever wrote them meant no page of ours."""
    asked = request.args.to_dict(flat=False)
    kept = {name: value for name, value in asked.items() if not name.startswith("_") and name != "endpoint"}
    return url_for(request.endpoint or "", **{**kept, **(request.view_args or {}), **changed})


def plain(subject: Any, field: str) -> str:
    """As `localized`, without the mark that says which language it is: options hold plain text."""
    return escape(localized(subject, field)).striptags()


def localized(subject: Any, field: str) -> Markup | str:
    """`subject.<field>_mn` or `_en` in the reader's language; the other one, marked as such, where it is missing."""
    language = current_language()
    if text := getattr(subject, f"{field}_{language}", None):
        return str(text)
    other = "en" if language == "mn" else "mn"
    text = getattr(subject, f"{field}_{other}", None) or ""
    return Markup('<span lang="{}">{}</span>').format(other, text) if text else escape("")
