"""The page of a meeting: what was said and agreed, what it was about, and what became of it."""

from typing import Any

from flask import Blueprint, flash, url_for
from flask_babel import gettext as _, lazy_gettext as _l
from wtforms import SelectMultipleField
from wtforms.fields.choices import SelectChoice
from wtforms.widgets import CheckboxInput, ListWidget

from app.core import audit as chain, clock
from app.partnership import queries as partnership
from app.partnership.meetings import queries, rules, service
from app.partnership.meetings.models import Meeting
from app.partnership.meetings.policy import OWN_SUBNETWORK, reads_all
from app.partnership.meetings.record import document_of
from app.partnership.meetings.states import HOLD, MEETING
from app.partnership.meetings.terms import LINES, PROOFS
from app.partnership.meetings.views.blueprint import holdable, readable
from app.ui.forms import Form, choices, page, refusals, see_other
from app.ui.guards import actor, requires
from app.ui.i18n import localized
from app.workspace import queries as workspace
from app.workspace.history import told

blueprint = Blueprint("meeting_pages", __name__, url_prefix="/workspace/meetings")
OWN_PAGES = {"hold": "meetings.write", "agree": "meetings.agree"}


@blueprint.get("/<int:meeting_id>")
@requires("meetings.read")
def show(meeting_id: int) -> Any:
    meeting = readable(meeting_id)
    document = document_of(meeting)
    body_id = meeting.body_id if meeting.state == "planned" else None
    return page(
        "workspace/meeting.html",
        meeting=meeting,
        buttons=_buttons(meeting),
        holds=actor().can(HOLD) and OWN_SUBNETWORK.holds(actor(), meeting),
        invited=queries.last_invitation(meeting),
        why_not_invite=service.why_not_invite(meeting, clock.now()),
        barred=MEETING.denial(meeting, "agree", actor()),
        lacking=rules.lacking(meeting) if meeting.state == "held" else [],
        persons=_persons(document) if meeting.state == "held" else [],
        sha256=rules.fingerprint(document),
        labels=LINES,
        proofs=PROOFS,
        open_points=queries.open_points_of_body(body_id) if body_id else [],
        about=workspace.subjects_of_meeting(meeting, actor()),
        focus_areas=partnership.focus_areas_of(meeting),
        action_points=partnership.action_points_of(meeting),
        before=queries.before(meeting, actor()),
        followers=queries.followers_of(meeting, actor()),
        reads_all=reads_all(actor()),
        history=told(chain.history(meeting), actor()),
    )


def _buttons(meeting: Meeting) -> list[tuple[Any, str]]:
    """The passages this person could take, with the addresses of their pages; agreeing only to whole minutes."""
    rows = [row for row in MEETING.open_to(meeting, actor()) if row.verb != "agree" or not rules.lacking(meeting)]
    return [(row, _page_of(row.verb, meeting)) for row in rows]


def _page_of(verb: str, meeting: Meeting) -> str:
    if verb in OWN_PAGES:
        return url_for(OWN_PAGES[verb], meeting_id=meeting.id)
    return url_for("meetings.passage", meeting_id=meeting.id, verb=verb)


def _persons(document: dict[str, Any]) -> list[str]:
    """What looks like names of persons in the texts: for whoever reads the minutes over before they are agreed."""
    texts = [document["title_mn"], document["venue_mn"]]
    for name in ("agenda", "discussion", "agreements", "lessons"):
        texts += [text for row in document[name] for text in (row["mn"], row["en"])]
    return sorted({found for text in texts for found in rules.persons_in(text)})


def ticks(label: Any) -> SelectMultipleField:
    widgets = {"widget": ListWidget(prefix_label=False), "option_widget": CheckboxInput()}
    return SelectMultipleField(label, coerce=int, **widgets)


class SubjectsForm(Form):
    contract = ticks(_l("Contracts"))
    finding = ticks(_l("Findings"))
    request = ticks(_l("Requests"))


@blueprint.route("/<int:meeting_id>/about", methods=["GET", "POST"])
@requires(HOLD)
def about(meeting_id: int) -> Any:
    meeting = holdable(meeting_id)
    chosen = queries.subjects_of(meeting)
    form, offered = SubjectsForm(data=chosen), workspace.subjects_for(meeting, chosen)
    for kind, rows in offered.items():
        form[kind].choices = _named(kind, rows)
    if form.validate_on_submit():
        with refusals(form):
            service.set_subjects(meeting, {kind: form[kind].data or [] for kind in offered}, actor(), clock.now())
            flash(_("Saved."), "success")
            return see_other(url_for("meeting_pages.show", meeting_id=meeting.id))
    back = (localized(meeting, "title"), url_for("meeting_pages.show", meeting_id=meeting.id))
    return page("workspace/meeting_about.html", form, back=back)


def _named(kind: str, rows: list[Any]) -> list[SelectChoice]:
    return choices((row.id, _name(kind, row)) for row in rows)


def _name(kind: str, row: Any) -> str:
    if kind == "contract":
        return str(row.title)
    if kind == "finding":
        return f"{row.id}. {row.title_mn}"
    return f"{row.number} {row.subject_mn}"
