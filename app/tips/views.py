"""What leads open: the queue of tips, one tip, and what they decide about it."""

from typing import Any

from flask import Blueprint, flash, request, url_for
from flask_babel import gettext as _, lazy_gettext as _l

from app.contracts.queries import get_contract
from app.contracts.search.finding import Search, find
from app.contracts.states import MONITORING
from app.core import clock, files
from app.core.errors import NotFound
from app.tips import queries, service, states, terms
from app.tips.forms import ContractSearch, form_for
from app.tips.history import history_of
from app.tips.models import Tip
from app.tips.states import ENDED, TIP
from app.ui.forms import page, refusals, see_other
from app.ui.guards import actor, requires
from app.ui.serving import sandboxed, serve

DECIDED = {
    "ask": _l("Asked. The citizen reads it with the receipt."),
    "answer": _l("Answered. The citizen reads it with the receipt."),
    "take_up": _l("It is an observation now. Another lead reviews it."),
    "close": _l("Closed. The citizen reads why."),
}
FACTS = dict.fromkeys(("question", "answer", "reason"), "?")

blueprint = Blueprint("tips", __name__, url_prefix="/workspace/tips", template_folder="templates")
blueprint.record_once(lambda setup: setup.app.jinja_env.globals.update(tip_terms=terms, tip_states=states))


@blueprint.get("")
@requires("tips.handle")
def queue() -> Any:
    tab = request.args.get("tab", "")
    tab = tab if tab in terms.TABS else "received"
    found = queries.list_queue(actor(), tab, request.args.get("page", 1, int))
    return page("tips/queue.html", tab=tab, counts=queries.count_queue(actor()), found=found)


@blueprint.get("/<int:tip_id>")
@requires("tips.handle")
def show(tip_id: int) -> Any:
    tip = queries.get_tip(tip_id, actor())
    buttons = [(row, _address(tip, row.verb)) for row in TIP.open_to(tip, actor())]
    return page(
        "tips/show.html",
        tip=tip,
        buttons=buttons,
        may_link=tip.state not in ENDED,
        history=history_of(tip, actor()),
    )


def _address(tip: Tip, verb: str) -> str:
    """Where the button of a passage leads."""
    if verb == "open":
        return url_for(".open", tip_id=tip.id)
    return url_for(".decide", tip_id=tip.id, verb=verb)


@blueprint.post("/<int:tip_id>/open", endpoint="open")
@requires("tips.handle")
def open_review(tip_id: int) -> Any:
    tip = queries.get_tip(tip_id, actor())
    service.open_review(tip, actor(), clock.now())
    return see_other(url_for(".show", tip_id=tip.id))


@blueprint.route("/<int:tip_id>/<any(ask, answer, take_up, close):verb>", methods=["GET", "POST"])
@requires("tips.handle")
def decide(tip_id: int, verb: str) -> Any:
    """Who comes second sees what the first did, beside the words they typed."""
    tip = queries.get_tip(tip_id, actor())
    if request.method == "GET":
        TIP.check(tip, verb, actor(), **FACTS)
    form = form_for(verb, tip)
    if form.validate_on_submit():
        with refusals(form):
            _decide(tip, verb, form)
            flash(DECIDED[verb], "success")
            return see_other(url_for(".show", tip_id=tip.id))
    tip = queries.get_tip(tip_id, actor())
    news = [word for word in tip.words if request.method == "POST" and word.id > form.last_seen]
    form.seen.data = tip.words[-1].id if tip.words else 0
    return page(
        "tips/decide.html",
        form,
        tip=tip,
        verb=verb,
        row=next(row for row in TIP.passages if row.verb == verb),
        news=news,
        overtaken=None if TIP.find(tip.state, verb) else history_of(tip, actor())[0],
    )


def _decide(tip: Tip, verb: str, form: Any) -> None:
    who, at, seen = actor(), clock.now(), form.last_seen
    if verb == "ask":
        service.ask(tip, form.text.data or "", who, at, seen=seen)
    elif verb == "answer":
        service.answer(tip, form.text.data or "", who, at, seen=seen)
    elif verb == "close":
        service.close(tip, form.reason.data or "", form.text.data or "", who, at, seen=seen)
    else:
        said = {"stage": form.stage.data, "notes": form.notes.data or "", "told_on": form.told_on.data}
        service.take_up(tip, who, at, seen=seen, **said)


@blueprint.get("/<int:tip_id>/contract")
@requires("tips.handle")
def contract(tip_id: int) -> Any:
    """Find the contract a tip is about: by words, at first among those of its place."""
    tip, form = queries.get_tip(tip_id, actor()), ContractSearch(request.args)
    text = form.text.data or ""
    nearby: dict[str, int | str] = {"place": tip.place_id} if tip.place_id and not text else {}
    found = find(Search(text, chosen=nearby), request.args.get("after"))
    return page("tips/contract.html", None, tip=tip, search=form, found=found, monitoring=MONITORING, nearby=nearby)


@blueprint.post("/<int:tip_id>/contract/<int:contract_id>")
@requires("tips.handle")
def link(tip_id: int, contract_id: int) -> Any:
    tip = queries.get_tip(tip_id, actor())
    service.link(tip, get_contract(contract_id), actor(), clock.now())
    flash(_("The tip is linked to the contract."), "success")
    return see_other(url_for(".show", tip_id=tip.id))


@blueprint.get("/<int:tip_id>/files/<int:file_id>")
@requires("tips.handle")
@sandboxed
def file(tip_id: int, file_id: int) -> Any:
    """The clean copy, and nothing but it."""
    found = queries.get_file(queries.get_tip(tip_id, actor()), file_id)
    if not found.is_clean:
        raise NotFound()
    return serve(files.clean_copy(found), found.clean_type, f"tip-{tip_id}-{found.id}")
