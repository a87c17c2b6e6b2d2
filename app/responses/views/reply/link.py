"""The way in: a signed link is the key, and one that does not hold reveals nothing."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import Blueprint, Response, make_response, request as http, url_for
from flask_login import current_user

from app.core import clock
from app.core.errors import NotFound
from app.partnership.queries import find_coordinating_organisation
from app.responses import links, service
from app.responses.models import Request
from app.responses.policy import ReplyActor
from app.ui.forms import page, see_other
from app.ui.guards import open_to_all
from app.ui.limits import limiter

FAULTY, NOT_FOUND, GONE = 400, 404, 410
WHY = "a public body answers without an account; its signed link is the key"

blueprint = Blueprint("reply", __name__, url_prefix="/reply", template_folder="../../templates")
limiter.limit("30/minute", deduct_when=lambda response: response.status_code in (NOT_FOUND, GONE))(blueprint)

View = Callable[..., Any]


def behind_link(view: View) -> View:
    """The view gets the request of the link; without a link that holds it is not entered."""

    @open_to_all(WHY)
    @wraps(view)
    def entered(token: str, **rest: Any) -> Any:
        try:
            row = links.open_link(token, clock.now())
        except NotFound:
            return _closed(NOT_FOUND)
        except links.LinkClosed:
            return _closed(GONE)
        answer = make_response(view(token, row, **rest))
        if http.method == "POST" and answer.status_code < FAULTY:
            _note_opening(row)
        return answer

    return entered


def _note_opening(row: Request) -> None:
    """Whoever sends something has opened the link; people of the network, who try it out, are not the body."""
    if not current_user.is_authenticated:
        service.note_opening(row, officer(row), clock.now())


def once_received(view: View) -> View:
    """Behind the link, after receipt was acknowledged: who has not done that does it first."""

    @wraps(view)
    def received(token: str, row: Request, **rest: Any) -> Any:
        if row.state == "sent":
            return see_other(url_for("reply.show", token=token))
        return view(token, row, **rest)

    return behind_link(received)


def _closed(code: int) -> tuple[str, int]:
    """The same words for a forged, an expired and a revoked link."""
    return page("reply/closed.html", sender=find_coordinating_organisation())[0], code


def officer(row: Request) -> ReplyActor:
    return ReplyActor(row.body_id)


@blueprint.after_request
def keep_out_of_search(response: Response) -> Response:
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response
