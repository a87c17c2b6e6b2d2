"""Pages around the field app: what a receipt confirms, the keys to check it with, files that phones handed over."""

from typing import Any

from flask import Blueprint, current_app, jsonify

from app.core import clock, keys
from app.field import handover
from app.field.forms import HandoverForm
from app.findings.queries import get_receipted
from app.ui.forms import page, refusals
from app.ui.guards import actor, open_to_all, requires
from app.ui.limits import limiter

blueprint = Blueprint("field_pages", __name__, template_folder="templates")


@blueprint.get("/receipts/<code>")
@open_to_all("whoever holds a receipt may see what it confirms; it names nobody and no contract")
@limiter.limit("60 per 15 minutes")
def receipt(code: str) -> Any:
    packed = get_receipted(code.strip().upper())
    return page("field/receipt.html", packed=packed, code=packed.receipt_code)


@blueprint.get("/.well-known/khyanalt-keys.json")
@open_to_all("public keys are for everybody who checks a signature")
def public_keys() -> Any:
    return jsonify({"keys": [keys.signing_jwk()]})


@blueprint.route("/workspace/hand-over", methods=["GET", "POST"])
@requires("workspace.open")
def hand_over() -> Any:
    form, taken = HandoverForm(), None
    if form.validate_on_submit():
        with refusals(form):
            taken = handover.take_in(form.file.data.read(), actor(), clock.now())
    return page("field/hand_over.html", form, taken=taken, most=current_app.config["MAX_CONTENT_LENGTH"] // 2**20)
