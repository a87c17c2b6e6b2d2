"""Headers on every response, and compression where it cannot leak."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

from flask import Flask, Response, request
from flask_compress import Compress
from flask_login import current_user
from flask_talisman import Talisman
from werkzeug.middleware.proxy_fix import ProxyFix

POLICY = {
    "default-src": "'none'",
    "style-src": "'self'",
    "script-src": "'self'",
    "img-src": "'self' data:",
    "media-src": "'self'",
    "font-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}
PERMISSIONS = dict.fromkeys(("camera", "geolocation", "microphone", "payment", "usb", "browsing-topics"), "()")

View = TypeVar("View", bound=Callable[..., Any])

_compress = Compress()


def widened(policy: Mapping[str, str], permissions: Iterable[str] = ()) -> Callable[[View], View]:
    """The view's pages may do a little more than others: directives of the policy, and what they may ask a person for
    (Flask-Talisman reads this attribute)."""
    allowed = PERMISSIONS | dict.fromkeys(permissions, "(self)")

    def mark(view: View) -> View:
        options = {"content_security_policy": POLICY | dict(policy), "permissions_policy": allowed}
        view.talisman_view_options = options  # type: ignore[attr-defined]
        return view

    return mark


def init_app(app: Flask) -> None:
    app.config["COMPRESS_REGISTER"] = False
    _compress.init_app(app)
    app.after_request(_compress_public)
    app.after_request(_keep_private)
    Talisman(
        app,
        content_security_policy=POLICY,
        permissions_policy=PERMISSIONS,
        referrer_policy="no-referrer",
        frame_options="DENY",
        force_https=app.config["HTTPS"],
        strict_transport_security=app.config["HTTPS"],
        session_cookie_secure=app.config["HTTPS"],
        session_cookie_samesite="Lax",
    )
    if hops := app.config["TRUSTED_PROXIES"]:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]


def _is_private() -> bool:
    return current_user.is_authenticated or (request.blueprint or "") in {
        "accounts",
        "reply",
        "public_tips",
        "field_api",
    }


def _compress_public(response: Response) -> Response:
    """Pages with a CSRF token next to what a person typed stay uncompressed: their length would tell (BREACH)."""
    is_private = _is_private() and "immutable" not in response.headers.get("Cache-Control", "")
    return response if is_private or request.method == "POST" else _compress.after_request(response)


def _keep_private(response: Response) -> Response:
    response.headers["Cross-Origin-Opener-Policy"] = "same-origin"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    static = bool(request.endpoint and request.endpoint.endswith("static"))
    if static or "immutable" in response.headers.get("Cache-Control", ""):
        return response
    response.headers["Cache-Control"] = "no-store" if _is_private() else "no-cache"
    return response
