"""Pages of summaries for signed-in people."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, flash, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.core import clock, markup, storage
from app.core.errors import NotFound
from app.core.text import excerpt
from app.partnership.forms import plain
from app.responses.deadlines import step_text
from app.summaries import queries, service
from app.summaries.document import build, files_of, opening, thaw
from app.summaries.forms import NoteForm, SummaryForm, WithdrawForm
from app.summaries.labels import LABELS
from app.summaries.lock import locks_of
from app.summaries.models import Summary
from app.summaries.states import PUBLIC, SUMMARY
from app.summaries.terms import SUMMARY_TONES
from app.ui.forms import Form, ReasonForm, page, refusals, see_other
from app.ui.guards import actor, requires
from app.ui.serving import sandboxed, serve

blueprint = Blueprint("summaries", __name__, url_prefix="/workspace/summaries", template_folder="templates")
blueprint.add_app_template_filter(thaw, "thaw")
blueprint.add_app_template_filter(markup.render, "markdown")
blueprint.add_app_template_filter(opening, "opening")
blueprint.add_app_template_filter(lambda text: excerpt(text, 200), "short_text")
blueprint.add_app_template_filter(step_text, "step_text")
blueprint.record_once(lambda setup: setup.app.jinja_env.globals.update(labels=LABELS))


@blueprint.route("")
@requires("summaries.read")
def index() -> Any:
    summaries = queries.list_summaries(request.args.get("page", 1, type=int))
    return page("summaries/index.html", summaries=summaries, lifecycle=SUMMARY, tones=SUMMARY_TONES)


@blueprint.route("/<int:summary_id>")
@requires("summaries.read")
def show(summary_id: int) -> Any:
    summary = queries.get_summary(summary_id)
    return page(
        "summaries/show.html",
        summary=summary,
        locks=locks_of(summary, clock.today()),
        passages=SUMMARY.open_to(summary, actor()),
        may_edit=actor().can("summaries.compose") and summary.state in service.EDITABLE,
        is_public=summary.state in PUBLIC,
        lifecycle=SUMMARY,
        tones=SUMMARY_TONES,
    )


@blueprint.route("/<int:summary_id>/preview")
@requires("summaries.read")
def preview(summary_id: int) -> Any:
    """What the next version would be, through the very template of the public page."""
    summary = queries.get_summary(summary_id)
    document = thaw(_next_document(summary))
    return page("summaries/preview.html", summary=summary, document=document, file_url=_file_url(summary))


def _file_url(summary: Summary) -> Callable[[str], str]:
    return lambda sha256: url_for("summaries.file", summary_id=summary.id, sha256=sha256)


def _next_document(summary: Summary) -> dict[str, Any]:
    number = len(summary.versions) + 1
    return build(summary, number, "first" if number == 1 else "revision", None, clock.now())


@blueprint.route("/<int:summary_id>/files/<sha256>")
@requires("summaries.read")
@sandboxed
def file(summary_id: int, sha256: str) -> Response:
    media_type = files_of(_next_document(queries.get_summary(summary_id))).get(sha256)
    if media_type is None:
        raise NotFound()
    return serve(storage.get("clean", sha256), media_type, f"evidence-{sha256[:8]}")


@blueprint.route("/new", methods=["GET", "POST"])
@requires("summaries.compose")
def new() -> Any:
    form = SummaryForm(cutoff_on=clock.today())
    form.findings.choices = _choices()
    if form.validate_on_submit():
        with refusals(form):
            summary = service.compose(form.entry(), form.findings.data, actor(), clock.now())
            return _done(summary, _("Saved. Nothing of it is public yet."))
    return page("summaries/edit.html", form, summary=None, theirs=None)


@blueprint.route("/<int:summary_id>/edit", methods=["GET", "POST"])
@requires("summaries.compose")
def edit(summary_id: int) -> Any:
    summary = queries.get_summary(summary_id)
    form = SummaryForm(obj=summary)
    form.findings.choices = _choices()
    if not form.is_submitted():
        form.findings.data = [finding.id for finding in summary.findings]
    if form.validate_on_submit():
        with refusals(form):
            service.edit(summary, form.entry(), form.findings.data, form.edits.data or 0, actor(), clock.now())
            return _done(summary, _("Saved."))
    return page("summaries/edit.html", form, summary=summary, theirs=_theirs(summary, form))


def _theirs(summary: Summary, form: SummaryForm) -> Summary | None:
    """What somebody else saved meanwhile. The form then counts from there: saving again is done knowingly."""
    if form.edits.data == summary.edits:
        return None
    form.edits.raw_data, form.edits.data = None, summary.edits
    return summary


def _choices() -> list[tuple[int, str]]:
    return [(row.id, f"{plain(row, 'title')} · {plain(row.body, 'name')}") for row in queries.list_candidates()]


def _done(summary: Summary, message: str) -> Response:
    flash(message, "success")
    return see_other(url_for("summaries.show", summary_id=summary.id))


@blueprint.route("/<int:summary_id>/propose", methods=["GET", "POST"])
@requires("summaries.compose")
def propose(summary_id: int) -> Any:
    return _passage(
        summary_id, "propose", Form(), lambda summary, _form: service.propose(summary, actor(), clock.now())
    )


@blueprint.route("/<int:summary_id>/recompose", methods=["GET", "POST"])
@requires("summaries.compose")
def recompose(summary_id: int) -> Any:
    return _passage(summary_id, "recompose", ReasonForm(), _with_reason(service.recompose))


@blueprint.route("/<int:summary_id>/clear", methods=["GET", "POST"])
@requires("summaries.clear")
def clear(summary_id: int) -> Any:
    return _passage(summary_id, "clear", ReasonForm(), _with_reason(service.clear))


@blueprint.route("/<int:summary_id>/publish", methods=["GET", "POST"])
@requires("summaries.publish")
def publish(summary_id: int) -> Any:
    return _passage(
        summary_id, "publish", Form(), lambda summary, _form: service.publish(summary, actor(), clock.now())
    )


@blueprint.route("/<int:summary_id>/revise", methods=["GET", "POST"])
@requires("summaries.publish")
def revise(summary_id: int) -> Any:
    return _passage(summary_id, "revise", NoteForm(), _with_note(service.revise))


@blueprint.route("/<int:summary_id>/correct", methods=["GET", "POST"])
@requires("summaries.publish")
def correct(summary_id: int) -> Any:
    return _passage(summary_id, "correct", NoteForm(), _with_note(service.correct))


@blueprint.route("/<int:summary_id>/withdraw", methods=["GET", "POST"])
@requires("summaries.publish")
def withdraw(summary_id: int) -> Any:
    def take(summary: Summary, form: Any) -> None:
        service.withdraw(summary, actor(), clock.now(), form.reason.data or "", form.reason_en.data)

    return _passage(summary_id, "withdraw", WithdrawForm(), take)


Take = Callable[[Summary, Any], Any]


def _with_reason(use_case: Callable[..., Any]) -> Take:
    return lambda summary, form: use_case(summary, actor(), clock.now(), form.reason.data or "")


def _with_note(use_case: Callable[..., Any]) -> Take:
    return lambda summary, form: use_case(summary, actor(), clock.now(), form.note.data or "")


def _passage(summary_id: int, verb: str, form: Form, take: Take) -> Any:
    """The page behind a button: what it will do, what still stands in the way, and what must be written."""
    summary = queries.get_summary(summary_id)
    row = SUMMARY.find(summary.state, verb)
    if form.validate_on_submit():
        with refusals(form):
            take(summary, form)
            return _done(summary, _("Done: %(what)s.", what=SUMMARY.label(summary.state)))
    locks = locks_of(summary, clock.today())
    return page("summaries/passage.html", form, summary=summary, row=row, verb=verb, locks=locks, lifecycle=SUMMARY)
