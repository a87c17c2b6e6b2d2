"""What phones ask and send (`docs/field.md`). Each answer, a refusal too, is JSON that says whose it is."""

from typing import Any

from flask import Blueprint, current_app, request
from flask_babel import gettext as _
from flask_login import current_user
from flask_wtf.csrf import CSRFError, generate_csrf
from sqlalchemy.exc import DataError
from werkzeug.exceptions import HTTPException

from app.core import clock, keys
from app.core.database import roll_back
from app.core.errors import Conflict, Invalid, NotFound, Refused, Stale, WrongState
from app.field import passes
from app.field.answers import answer, refusal, state_of
from app.field.receiving import receive
from app.field.work import places as list_rows, version_of, work_of
from app.findings import queries, service
from app.findings.models import Packed, whole
from app.findings.packet import MAX_BYTES, Unreadable
from app.findings.rules import MAX_FILES
from app.ui.guards import actor, open_to_all, requires

blueprint = Blueprint("field_api", __name__, url_prefix="/field/api")

LOGS = "observations.log"


@blueprint.get("/hello")
@open_to_all("tells a phone whether it reaches this server and who is signed in there; nothing else")
def hello() -> Any:
    facts: dict[str, Any] = {"now": clock.now().isoformat(), "csrf": generate_csrf(), "person": None, "pass": None}
    if current_user.is_authenticated and current_user.can(LOGS):
        facts |= {"person": {"id": current_user.id, "name": current_user.name}, "pass": passes.issue(current_user)}
    limits = {"packet": MAX_BYTES, "file": current_app.config["MAX_FILE_BYTES"], "files": MAX_FILES}
    return answer(facts | {"limits": limits, "handover": keys.handover_key()})


@blueprint.get("/work")
@requires(LOGS)
def work() -> Any:
    response = answer(work_of(current_user._get_current_object()))
    response.add_etag()
    return response.make_conditional(request)


@blueprint.get("/places/<version>")
@open_to_all("where things are in Mongolia: the same for everybody")
def places(version: str) -> Any:
    rows = list_rows()
    if version != version_of(rows):
        raise NotFound
    response = answer({"places": rows})
    response.headers["Cache-Control"] = "private, max-age=31536000, immutable"
    return response


@blueprint.post("/observations")
@requires(LOGS)
def packet() -> Any:
    request.max_content_length = 2 * MAX_BYTES  # what is a little too long is told so, and what is much longer not read
    roll_back()  # nothing is locked while a slow line brings the text
    return _state(service.take_packet(request.get_data(), actor(), clock.now()))


@blueprint.get("/observations/<key>")
@requires(LOGS)
def state(key: str) -> Any:
    return _state(queries.get_packed(actor().actor_id, key))


@blueprint.patch("/observations/<key>/files/<sha256>")
@requires(LOGS)
def piece(key: str, sha256: str) -> Any:
    start, most = request.headers.get("Upload-Offset", ""), current_app.config["MAX_FILE_BYTES"]
    if not start.isdecimal():
        return refusal(400, "unreadable", "Upload-Offset")
    request.max_content_length = most
    return _state(receive(key, sha256, int(start), actor()))


@blueprint.post("/observations/<key>/files/<sha256>/give-up")
@requires(LOGS)
def give_up(key: str, sha256: str) -> Any:
    said = request.get_json(silent=True)
    reason = said.get("reason") if isinstance(said, dict) else None
    packed = queries.get_packed(actor().actor_id, key)
    service.give_up(packed, sha256, actor(), clock.now(), str(reason or ""))
    return _state(packed)


def _state(packed: Packed) -> Any:
    facts = state_of(packed)
    if whole(packed).state == "withdrawn":
        return refusal(410, "withdrawn", _("This observation was withdrawn."), **facts)
    return answer(facts)


@blueprint.before_request
def _ask_whose_it_is() -> Any:
    """What belongs to one person is not taken as somebody else's, who signed in since the phone asked who is there."""
    meant = request.headers.get("X-Person")
    if meant and meant != str(current_user.id):
        return refusal(401, "signed_out", _("Somebody else is signed in. Sign in to send yours."))
    return None


@blueprint.errorhandler(Unreadable)
@blueprint.errorhandler(OverflowError)
@blueprint.errorhandler(DataError)
def _unreadable(fault: Exception) -> Any:
    """Also a number or a character that no database holds."""
    roll_back()
    return refusal(400, "unreadable", _("This could not be read"), detail=str(fault)[:300])


@blueprint.errorhandler(NotFound)
def _unknown(_fault: NotFound) -> Any:
    roll_back()
    return refusal(404, "unknown", _("This was not sent yet."))


@blueprint.errorhandler(Refused)
def _refused(fault: Refused) -> Any:
    roll_back()
    if isinstance(fault, Conflict):
        return refusal(409, "conflict", fault.message, kept=fault.kept)
    if isinstance(fault, Stale):
        return refusal(409, "overtaken", fault.message)
    if isinstance(fault, service.OutOfStep):
        return refusal(409, "offset", fault.message, have=fault.have)
    if isinstance(fault, Invalid):
        faults = {name: str(message) for name, message in fault.errors.items()}
        return refusal(422, "invalid", fault.message, faults=faults)
    if isinstance(fault, WrongState):
        return refusal(410, "withdrawn", fault.message)
    return refusal(403, "refused", fault.message)


@blueprint.errorhandler(CSRFError)
def _csrf(_fault: CSRFError) -> Any:
    return refusal(400, "csrf", _("The page had been open too long or the session ended, so nothing was changed."))


BY_CODE = {400: "unreadable", 401: "signed_out", 403: "refused", 404: "unknown", 413: "too_large", 429: "slow_down"}


@blueprint.errorhandler(HTTPException)
def _http(fault: HTTPException) -> Any:
    roll_back()
    code = fault.code or 500
    return refusal(code, BY_CODE.get(code, "server"))


@blueprint.errorhandler(Exception)
def _unexpected(fault: Exception) -> Any:
    if current_app.testing:
        raise fault
    roll_back()
    current_app.logger.exception("unexpected error at %s", request.endpoint)
    return refusal(500, "server")
