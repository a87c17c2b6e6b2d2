"""What a citizen without an account opens.

The receipt stands in no address, no cookie and no log: it is shown in the answer to the form that was sent (which the
browser may send again: the same form gives the same receipt), and each page that it opens carries it in its forms.
"""

from typing import Any

from flask import Blueprint, Response, render_template, request
from flask_babel import gettext as _, lazy_gettext as _l

from app.contracts.models import Contract
from app.core import clock
from app.core.errors import WrongState
from app.public.tips import limits
from app.public.tips.forms import AddForm, ReceiptForm, TipForm
from app.summaries import visibility
from app.tips import service, terms
from app.tips.models import Tip
from app.tips.rules import KEPT_DAYS, digits_of, in_groups
from app.tips.states import ENDED, TIP
from app.ui.forms import Form, page, refusals
from app.ui.guards import open_to_all
from app.ui.limits import count_failure, seconds_to_wait, wait_message

WHY = "a citizen tells what they saw without an account; the receipt is the key"
ADDED = _l("Added. A lead of the network reads it.")
TAKEN_BACK = _l("You took the tip back. Nobody works on it any more.")

blueprint = Blueprint("public_tips", __name__, url_prefix="/tips", template_folder="../templates")
blueprint.record_once(lambda setup: setup.app.jinja_env.globals.update(tips_kept_days=KEPT_DAYS))


@blueprint.route("/new", methods=["GET", "POST"])
@open_to_all(WHY)
@limits.sendings
def new() -> Any:
    contract, form, at = _contract(), TipForm(), clock.now()
    if form.validate_on_submit():
        with refusals(form):
            tip, receipt = service.send(form.telling(contract), at, form_key=form.form_key.data or "")
            if tip.received_at == at:  # not when the page of the receipt is loaded again
                limits.count_sending()
            return page("public/tips/receipt.html", receipt=in_groups(receipt))
    return page("public/tips/new.html", form, contract=contract)


def _contract() -> Contract | None:
    """The public one that the address names."""
    number = request.args.get("contract", type=int)
    return visibility.get_contract(number) if number else None


@blueprint.route("", methods=["GET", "POST"])
@open_to_all(WHY)
@limits.guesses
def enter() -> Any:
    form = ReceiptForm()
    if form.validate_on_submit() and (tip := _opened_by(form)):
        return _show(tip)
    return page("public/tips/enter.html", form)


@blueprint.post("/add")
@open_to_all(WHY)
@limits.guesses
@limits.sendings
def add() -> Any:
    entered, form = ReceiptForm(), AddForm()
    if (tip := _opened_by(entered)) is None:
        return page("public/tips/enter.html", entered)
    if form.validate():
        with refusals(form):
            service.add(tip, form.text.data or "", clock.now(), form.uploads())
            limits.count_sending()
            return _show(tip, done=ADDED)
    return _show(_opened_by(entered) or tip, form)


@blueprint.post("/take-back")
@open_to_all(WHY)
@limits.guesses
def take_back() -> Any:
    entered = ReceiptForm()
    if (tip := _opened_by(entered)) is None:
        return page("public/tips/enter.html", entered)
    try:
        service.take_back(tip, clock.now())
    except WrongState:  # it ended meanwhile: the page says how
        return _show(tip)
    return _show(tip, done=TAKEN_BACK)


def _opened_by(form: ReceiptForm) -> Tip | None:
    """None with the reason on the form: the same for every number that opens nothing."""
    with refusals(form):
        if tip := service.find_by_receipt(form.receipt.data or ""):
            return tip
        count_failure()
        form.receipt.errors = [_("No tip has this receipt.")]
    return None


def _show(tip: Tip, form: Form | None = None, done: Any = None) -> Any:
    digits = digits_of(request.form["receipt"])
    return page(
        "public/tips/show.html",
        form or AddForm(formdata=None, data={"receipt": digits}),
        tip=tip,
        is_open=tip.state not in ENDED,
        state=TIP.label(tip.state),
        terms=terms,
        receipt=digits,
        done=done,
    )


LIMITED: dict[str, tuple[str, type[Form]]] = {"public_tips.new": ("public/tips/new.html", TipForm)}
RECEIPT = ("public/tips/enter.html", ReceiptForm)


@blueprint.errorhandler(429)
def too_many(_error: Exception) -> Any:
    """The form again, with what was typed."""
    template, kind = LIMITED.get(request.endpoint or "", RECEIPT)
    form = kind()
    form.form_errors = [wait_message()]
    contract = _contract() if template != RECEIPT[0] else None
    wait = {"Retry-After": str(seconds_to_wait())}
    return render_template(template, form=form, contract=contract), 429, wait


@blueprint.after_request
def keep_out_of_search(response: Response) -> Response:
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response
