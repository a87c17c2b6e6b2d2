"""Every view declares who may open it; what declares nothing is closed to all.

The declaration is data on the view function, so that one place enforces it and a test can read it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from flask import Flask, current_app, request
from flask_login import current_user, login_required
from werkzeug.exceptions import Unauthorized

from app.core.actors import Actor
from app.core.errors import NotPermitted

View = TypeVar("View", bound=Callable[..., Any])


@dataclass(frozen=True)
class Access:
    """`permission` is None for views open to all (`why` says why) or to everyone signed in."""

    permission: str | None
    signed_in: bool
    why: str = ""


def requires(permission: str) -> Callable[[View], View]:
    """The view is for signed-in people who hold this permission."""
    return _declare(Access(permission, signed_in=True))


def open_to_all(why: str) -> Callable[[View], View]:
    """The view is for anyone; `why` is said in the permission document."""
    return _declare(Access(None, signed_in=False, why=why))


def signed_in(view: View) -> View:
    """The view is for everyone with an account, about their own account."""
    return _declare(Access(None, signed_in=True))(view)


def _declare(access: Access) -> Callable[[View], View]:
    def mark(view: View) -> View:
        view.access = access  # type: ignore[attr-defined]
        return view

    return mark


def access_of(endpoint: str) -> Access | None:
    """What the endpoint's view declares; static files are open."""
    if endpoint == "static" or endpoint.endswith(".static"):
        return Access(None, signed_in=False, why="static file")
    return getattr(current_app.view_functions[endpoint], "access", None)


def actor() -> Actor:
    """Whoever makes this request, as the services want it."""
    person: Actor = current_user._get_current_object()  # the proxy must not outlive the request
    return person


def init_app(app: Flask) -> None:
    app.before_request(_enforce)
    app.jinja_env.globals["may"] = _may


def _enforce() -> Any:
    if request.endpoint is None:
        return None  # no such address: the 404 page follows
    access = access_of(request.endpoint)
    if access is None:
        raise NotPermitted()
    if access.signed_in and not current_user.is_authenticated:
        if request.accept_mimetypes.best == "application/json":  # a script asks, and cannot fill in a sign-in page
            raise Unauthorized()
        return login_required(lambda: None)()
    if access.permission and not current_user.can(access.permission):
        raise NotPermitted()
    return None


def _may(permission: str) -> bool:
    """Whether whoever reads the page holds the permission; for buttons."""
    return bool(current_user.can(permission))
