"""What a monitor opens: what to do, the form, what they sent and what became of it."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, current_app, flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from app.contracts.models import Contract, ContractVersion
from app.contracts.nearby import list_to_do
from app.contracts.queries import compiled_of, get_contract, get_newest_version, get_version
from app.contracts.story import tell
from app.contracts.versions import changed_since
from app.core import clock, files
from app.core.actors import Actor
from app.core.errors import NotFound
from app.findings import policy, queries, service, states, terms
from app.findings.forms import ObservationForm, observation_form, stamp_of
from app.findings.history import history_of
from app.findings.models import Checklist, Evidence, Finding, Observation, SealedOpening
from app.findings.rules import MAX_FILES, MAX_ROWS, Change, Upload, sort_uploads
from app.findings.second_models import SecondReview
from app.findings.states import BY_THEMSELVES, DECIDED, EDITABLE, OBSERVATION, SENDING
from app.partnership.queries import subnetworks_of
from app.ui.forms import ReasonForm, page, refusals, see_other
from app.ui.guards import actor, requires
from app.ui.serving import sandboxed, serve

MORE = "more_"  # an action that saves, and gives a table more rows

blueprint = Blueprint("observations", __name__, url_prefix="/workspace/observations", template_folder="../templates")
blueprint.record_once(
    lambda setup: setup.app.jinja_env.globals.update(
        monitoring_terms=terms, monitoring_states=states, stamp_of=stamp_of
    )
)


@blueprint.get("")
@requires("observations.log")
def index() -> Any:
    mine = queries.list_mine(actor())
    waiting = [row for row in mine if row.state in EDITABLE]
    sent = [row for row in mine if row not in waiting]
    reasons = queries.last_reasons(mine)
    return page(
        "observations/index.html",
        to_do=list_to_do(current_user, clock.today()),
        waiting=waiting,
        sent=sent,
        reasons=reasons,
    )


@blueprint.route("/new/<int:contract_id>", methods=["GET", "POST"])
@requires("observations.log")
def new(contract_id: int) -> Any:
    contract = get_contract(contract_id)
    policy.ensure_may_log(actor(), contract)
    stage = request.args.get("stage", "")
    if stage not in terms.STAGES:
        return page("observations/stage.html", contract=contract)
    seen = _version_in_hand(contract)
    checklist, channel = _list_in_hand(contract, stage)
    goods = contract.category == "goods"
    form = observation_form(checklist, version=seen.number, with_goods=goods, more=_more_rows())
    form.draft_key = f"observation-of-{contract.id}-{stage}"

    def keep(change: Change) -> Observation:
        return service.save_draft(
            contract,
            stage,
            change,
            actor(),
            clock.now(),
            client_key=form.client_key.data or "",
            version=seen,
            checklist=checklist,
            channel=channel,
        )

    if request.method == "POST" and (answer := _keep_and_send(form, keep, MAX_FILES)):
        return answer
    return page(
        "observations/edit.html",
        form,
        contract=contract,
        stage=stage,
        observation=None,
        checklist=checklist,
        channel=channel,
        known=queries.find_by_client_key(actor().actor_id, form.client_key.data or ""),
        **_limits(),
    )


def _version_in_hand(contract: Contract) -> ContractVersion:
    """Of the contract: as the form that was sent says, or the paper, else the newest."""
    number = request.form.get("version", type=int) or request.args.get("version", type=int)
    return get_version(contract, number) if number else get_newest_version(contract)


def _list_in_hand(contract: Contract, stage: str) -> tuple[Checklist | None, str]:
    """(the checklist that the form shows, how the observation comes): an address that names a list is from paper."""
    asked = request.args.get("checklist", type=int)
    shown = request.form.get("checklist", type=int) or asked
    checklist = queries.get_checklist_by_id(shown) if shown else queries.find_checklist(contract.category, stage)
    if checklist and checklist.stage != stage:
        raise NotFound()
    return checklist, "paper" if asked else "web"


def _more_rows() -> str | None:
    """The table for which more rows are asked, by the button or after it."""
    if request.method == "GET":
        return request.args.get("more")
    action = request.form.get("action", "")
    return action.removeprefix(MORE) if action.startswith(MORE) else None


@blueprint.route("/<int:observation_id>/edit", methods=["GET", "POST"])
@requires("observations.log")
def edit(observation_id: int) -> Any:
    observation = _own(observation_id)
    if request.method == "GET" and observation.state not in SENDING:
        return redirect(url_for(".show", observation_id=observation.id))
    is_open = observation.state in EDITABLE
    if request.method == "GET" and not is_open:
        OBSERVATION.check(observation, "revise", actor())
    form = _form_of(observation)
    form.draft_key = f"observation-{observation.id}"
    if request.method == "POST" and (answer := (_edit if is_open else _revise)(form, observation)):
        return answer
    if request.args.get("tried") and is_open:
        form.show(service.what_stops(observation, actor(), clock.now()))
    return _edit_page(form, observation)


def _form_of(observation: Observation) -> ObservationForm:
    goods = observation.contract.category == "goods"
    return observation_form(observation.checklist, observation, with_goods=goods, more=_more_rows())


def _edit_page(form: ObservationForm, observation: Observation) -> tuple[str, int]:
    return page(
        "observations/edit.html",
        form,
        contract=observation.contract,
        stage=observation.stage,
        observation=observation,
        checklist=observation.checklist,
        channel=observation.channel,
        missing=queries.missing_from(observation),
        newer=queries.has_newer_version(observation),
        reason=queries.last_reasons([observation]).get(observation.id),
        about=queries.asked_about(observation),
        **_limits(),
    )


def _limits() -> dict[str, Any]:
    return {"today": clock.today(), "max_files": MAX_FILES, "max_rows": MAX_ROWS}


def _edit(form: ObservationForm, observation: Observation) -> Any:
    def keep(change: Change) -> Observation:
        service.edit(observation, change, actor(), clock.now())
        return observation

    return _keep_and_send(form, keep, _room(form, observation))


def _keep_and_send(form: ObservationForm, keep: Callable[[Change], Observation], room: int) -> Any:
    """Keep all that is sound, files above all, then send it if that was asked and nothing stands against it.

    None when there is nothing to keep but text that the page still holds.
    """
    uploads, faults = _uploads(form, room)
    if not form.validate():
        faults += [message for messages in form.errors.values() for message in messages]
        if not uploads:
            return None
    with refusals(form):
        observation = keep(form.change(uploads))
        for message in faults:
            flash(message, "warning")
        return _send(form, observation, may_go=not faults)
    return None


def _send(form: ObservationForm, observation: Observation, may_go: bool) -> Any:
    shown = url_for(".show", observation_id=observation.id)
    if observation.state not in EDITABLE:  # this very form was sent before
        return see_other(shown)
    if more := _more_rows():
        return see_other(url_for(".edit", observation_id=observation.id, more=more, _anchor=more))
    if request.form.get("action") != "send":
        flash(_("Saved. Nobody else sees it until you send it."), "success")
        return see_other(url_for(".edit", observation_id=observation.id))
    stops = service.what_stops(observation, actor(), clock.now())
    if stops or not may_go or (queries.missing_from(observation) and not form.as_it_is.data):
        flash(_("Saved, but not sent yet. Look at what is missing."), "warning")
        return see_other(url_for(".edit", observation_id=observation.id, tried=1))
    service.send(observation, actor(), clock.now())
    flash(_("Sent. A reviewer looks at it next; you will see here what they decide."), "success")
    return see_other(shown)


def _revise(form: ObservationForm, observation: Observation) -> Any:
    """None when refused with nothing but text, which the page still holds; files that came are kept aside."""
    uploads, faults = _uploads(form, _room(form, observation))
    if not _more_rows() and form.validate() and not faults:
        with refusals(form):
            service.revise(observation, form.change(uploads), actor(), clock.now())
            flash(_("Sent again. The review starts anew."), "success")
            return see_other(url_for(".show", observation_id=observation.id))
    for message in faults:
        form.show({"files": message})
    if not uploads or not OBSERVATION.allows(observation, "revise", actor()):
        return None
    aside = service.set_aside(observation, uploads, actor(), clock.now())
    form.bring_back.data = [*(form.bring_back.data or ()), *aside]
    form.files.raw_data = []  # so the page does not ask for them again
    html, _status = _edit_page(form, observation)
    return html, 200  # an error page would undo the keeping of the files


def _uploads(form: ObservationForm, room: int) -> tuple[list[Upload], list[Any]]:
    return sort_uploads(form.uploads(), room, current_app.config["MAX_FILE_BYTES"])


def _room(form: ObservationForm, observation: Observation) -> int:
    staying = {row.id for row in observation.current_evidence} - set(form.take_back.data or ())
    return MAX_FILES - len(staying)


@blueprint.get("/<int:observation_id>")
@requires("workspace.open")
def show(observation_id: int) -> Any:
    observation = readable(observation_id)
    if (second := queries.find_second_review(observation)) and _stays_blind(second):
        return page("second_looks/hidden.html", second=second, observation=observation)
    reviewing = actor().can("observations.read")
    history = history_of(observation, actor())
    openings = queries.openings_of(observation)
    verdicts = (line for line in history if line.verb in queries.VERDICTS)
    following, left = next_for(actor(), observation) if actor().can("observations.review") else (None, 0)
    return page(
        "observations/show.html",
        observation=observation,
        is_mine=observation.monitor_id == actor().actor_id,
        reviewing=reviewing,
        actions=[(row, _address(observation, row.verb)) for row in _open_passages(observation)],
        held=_what_holds(observation),
        missing=queries.missing_from(observation),
        newest=get_newest_version(observation.contract),
        newer=queries.has_newer_version(observation),
        near=queries.near_duplicates([observation])[observation.id] if reviewing else [],
        conflict=queries.conflict_of(observation) if reviewing else None,
        following=following,
        left=left,
        resting=queries.findings_resting_on(observation) if actor().can("findings.read") else [],
        joinable=_joinable(observation),
        sendings=queries.list_sendings(observation),
        can_compare=reviewing and len(queries.list_photos(observation)) > 1,
        **(contract_then_and_now(observation) if reviewing else {}),
        originals=_originals(observation, openings),
        opened=[row for row in openings if row.opened_at],
        now=clock.now(),
        history=history,
        verdict=next(verdicts, None) if observation.state in DECIDED else None,
        second=second if second and second.decided_at else None,
    )


def _what_holds(observation: Observation) -> Any:
    """Why whoever could change a verdict cannot: something rests on it."""
    verbs = ("revise", "reconsider")
    return next((why for verb in verbs if (why := OBSERVATION.denial(observation, verb, actor()))), None)


def _stays_blind(second: SecondReview) -> bool:
    """Whether this person could look at it again, and did not ask to be told what was decided."""
    return "decided" not in request.args and states.SECOND_REVIEW.allows(second, "confirm", actor())


def _joinable(observation: Observation) -> list[Finding]:
    """Findings that stand and to which this person may add the observation."""
    rows = queries.list_joinable(observation) if actor().can("findings.state") else []
    return [row for row in rows if states.FINDING.allows(row, "add_observations", actor())]


def contract_then_and_now(observation: Observation) -> dict[str, Any]:
    """What the contract told when the monitor saw it, and what differs now."""
    contract, seen = observation.contract, observation.contract_version
    newer = queries.has_newer_version(observation)
    return {
        "told": tell(compiled_of(contract, seen)),
        "changes": changed_since(contract, seen) if newer else (),
    }


def next_for(person: Actor, shown: Observation | None = None) -> tuple[Observation | None, int]:
    """(what waits longest for this person beside the one shown, how many do), of their subnetworks if they have any."""
    mine = [row.id for row in subnetworks_of(current_user)]
    return queries.next_waiting(person, mine or None, shown)


def _originals(observation: Observation, openings: list[SealedOpening]) -> list[tuple[Evidence, SealedOpening | None]]:
    """Each file with what was last asked about its original; nothing for who may not ask."""
    rows = observation.current_evidence
    newest = {opening.evidence_id: opening for opening in openings}
    return [(row, newest.get(row.id)) for row in rows] if rows and policy.may_ask(actor(), rows[0]) else []


def _open_passages(observation: Observation) -> Any:
    return [row for row in OBSERVATION.open_to(observation, actor()) if row.verb not in BY_THEMSELVES]


def _address(observation: Observation, verb: str) -> str:
    """Where the button of a passage leads."""
    if verb in SENDING.values():
        return url_for(".edit", observation_id=observation.id)
    if verb in {"open", "withdraw"}:
        return url_for(f".{verb}", observation_id=observation.id)
    return url_for(".decide", observation_id=observation.id, verb=verb)


@blueprint.get("/<int:observation_id>/photos")
@requires("observations.read")
def photos(observation_id: int) -> Any:
    """Two photos of the same spot side by side: chosen by their evidence's ids, else the first and the newest."""
    observation = readable(observation_id)
    every = {row.id: row for row in queries.list_photos(observation)}
    if not every:
        raise NotFound()
    asked = (request.args.get("left", type=int), request.args.get("right", type=int))
    rows = list(every.values())
    pair = [every.get(one or 0, other) for one, other in zip(asked, (rows[0], rows[-1]), strict=True)]
    return page("observations/photos.html", observation=observation, photos=rows, pair=pair)


@blueprint.route("/<int:observation_id>/withdraw", methods=["GET", "POST"])
@requires("observations.log")
def withdraw(observation_id: int) -> Any:
    observation = _own(observation_id)
    form = ReasonForm()
    if form.validate_on_submit():
        with refusals(form):
            service.withdraw(observation, actor(), clock.now(), form.reason.data or "")
            flash(_("Withdrawn. It no longer counts."), "success")
            return see_other(url_for(".index"))
    return page("observations/withdraw.html", form, observation=observation)


@blueprint.get("/files/<int:evidence_id>")
@requires("workspace.open")
@sandboxed
def file(evidence_id: int) -> Any:
    """The clean copy, and nothing but it: pictures in place, everything else as a download."""
    evidence = queries.get_evidence(evidence_id)
    if not policy.may_read(actor(), evidence.observation) or not _is_shown(evidence):
        raise NotFound()
    name = f"observation-{evidence.observation_id}-{evidence.id}"
    return serve(files.clean_copy(evidence.file), evidence.file.clean_type, name)


def _is_shown(evidence: Evidence) -> bool:
    """A file that was taken back is for its monitor only."""
    return evidence.withdrawn_at is None or evidence.observation.monitor_id == actor().actor_id


def _own(observation_id: int) -> Observation:
    """The person's own observation; NotFound for anybody else's."""
    observation = queries.get_observation(observation_id)
    if observation.monitor_id != actor().actor_id:
        raise NotFound()
    return observation


def readable(observation_id: int) -> Observation:
    """An observation that this person may read; NotFound otherwise."""
    observation = queries.get_observation(observation_id)
    if not policy.may_read(actor(), observation):
        raise NotFound()
    return observation
