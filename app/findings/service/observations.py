"""What a monitor does: log an observation, send it, send it again, take it back."""

from collections.abc import Collection, Iterable
from dataclasses import asdict
from datetime import datetime
from typing import Any

from flask import current_app
from flask_babel import lazy_gettext as _l
from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError

from app.bodies.models import Place
from app.contracts.models import Contract, ContractVersion
from app.contracts.queries import get_newest_version
from app.core import audit, clock, files
from app.core.actors import Actor
from app.core.database import db
from app.core.errors import Conflict, Invalid, Refused, WrongState
from app.findings import policy, queries
from app.findings.models import (
    Answer,
    Checklist,
    ChecklistQuestion,
    Evidence,
    FilePiece,
    Observation,
    ObservationDocument,
    ObservationGoods,
    ObservationRevision,
)
from app.findings.rules import (
    MAX_FILES,
    Change,
    Content,
    Upload,
    fingerprint,
    sort_uploads,
    tables_of,
    what_cannot_be_kept,
    what_refuses,
)
from app.findings.service.holding import hold
from app.findings.service.second import overtake
from app.findings.states import EDITABLE, OBSERVATION, SENDING
from app.findings.terms import ANSWERS, CHANNELS, DOCUMENT_OUTCOMES, STAGES, VISITS


def save_draft(
    contract: Contract,
    stage: str,
    change: Change,
    actor: Actor,
    at: datetime,
    *,
    client_key: str,
    version: ContractVersion | None = None,
    checklist: Checklist | None = None,
    channel: str = "web",
) -> Observation:
    """Begin an observation of an assigned contract; what is not said yet may stay open.

    `version` and `checklist`: those the monitor has in hand (the newest when None). `client_key`: made once for each
    form: the same form sent again gives the same observation, another form under the same key is a Conflict.
    `channel`: how it came, a code of `terms.CHANNELS`. Raises Invalid as `rules.what_cannot_be_kept` says.
    """
    policy.ensure_may_log(actor, contract)
    checklist = checklist or queries.find_checklist(contract.category, stage)
    _refuse_unfit_list(checklist, stage, channel)
    _refuse_unknown_codes(checklist.questions if checklist else [], change.content)
    said = fingerprint(contract.id, stage, change)
    if known := queries.find_by_client_key(actor.actor_id, client_key):
        return _same(known, said)
    observation = Observation(
        client_key=client_key,
        contract=contract,
        contract_version=version or get_newest_version(contract),
        monitor_id=actor.actor_id,
        stage=stage,
        checklist=checklist,
        channel=channel,
        notes="",
        created_at=at,
        answers=[],
        evidence=[],
        expected_files=[],
        documents=[],
        goods=[],
    )
    try:
        with db.session.begin_nested():
            db.session.add(observation)
    except IntegrityError:  # the same form arrived twice at once, and the other was faster
        return _same(queries.find_by_client_key(actor.actor_id, client_key), said)
    audit.record(actor, at, "create", observation, fingerprint=said)
    _write(observation, change.content)
    _change_files(observation, change, actor, at)
    return observation


def _same(known: Observation | None, said: str) -> Observation:
    """The observation that this form made before; Conflict when the form said something else then."""
    first = audit.history(known)[0] if known else None
    if known and first and first.details.get("fingerprint") == said:
        return known
    raise Conflict(
        _l("This form was saved before with other content. Your earlier version is under “My observations”.")
    )


def edit(observation: Observation, change: Change, actor: Actor, at: datetime) -> None:
    """Change a draft, or what a reviewer asked about, without sending it."""
    policy.ensure_own(actor, observation)
    if observation.state not in EDITABLE:
        raise WrongState(_l("It was sent meanwhile, so it cannot be edited like a draft."))
    _apply(observation, change, actor, at)


def _apply(observation: Observation, change: Change, actor: Actor, at: datetime) -> None:
    _refuse_unknown_codes(queries.questions_of(observation), change.content)
    if queries.content_of(observation) != change.content:
        _write(observation, change.content)
        audit.record(actor, at, "edit", observation)
    _change_files(observation, change, actor, at)


def set_aside(observation: Observation, uploads: Collection[Upload], actor: Actor, at: datetime) -> list[int]:
    """Keep files of a revision that could not be sent yet: they do not belong to the observation until it is.

    Returns their evidence ids.
    """
    OBSERVATION.check(observation, "revise", actor)
    rows = [add_evidence(observation, upload, at) for upload in uploads]
    for row in rows:
        row.withdrawn_at = at
    if rows:
        audit.record(actor, at, "change_files", observation, aside=[row.file.sha256 for row in rows])
    return [row.id for row in rows]


def send(observation: Observation, actor: Actor, at: datetime) -> None:
    """Send a draft, or send again what a reviewer asked about. Raises Invalid as `what_stops` says."""
    if observation.state == "needs_information":
        supply(observation, actor, at)
    else:
        submit(observation, actor, at)


def submit(observation: Observation, actor: Actor, at: datetime) -> None:
    """Send a draft; everything is here, so it arrives whole at once."""
    OBSERVATION.check(hold(observation), "submit", actor)
    _refuse_unready(observation, at)
    OBSERVATION.take(observation, "submit", actor, at)
    complete(observation, actor, at)


def complete(observation: Observation, actor: Actor, at: datetime) -> None:
    """Everything that was sent is here."""
    OBSERVATION.take(observation, "complete", actor, at)
    come_in(observation, at)


def come_in(observation: Observation, at: datetime) -> None:
    """From now on it waits for its review."""
    observation.received_at = observation.received_at or at
    keep_revision(observation, at)


def supply(observation: Observation, actor: Actor, at: datetime) -> None:
    """Send again, with what the reviewer asked for."""
    OBSERVATION.check(hold(observation), "supply", actor)
    _refuse_unready(observation, at)
    OBSERVATION.take(observation, "supply", actor, at)
    observation.revision += 1
    keep_revision(observation, at)


def revise(observation: Observation, change: Change, actor: Actor, at: datetime) -> None:
    """Change an observation after its verdict: the verdict falls and the review starts again."""
    OBSERVATION.check(hold(observation), "revise", actor)
    _apply(observation, change, actor, at)
    _refuse_unready(observation, at)
    OBSERVATION.take(observation, "revise", actor, at)
    overtake(observation, actor, at)
    observation.reviewed_by_id = observation.duplicate_of_id = observation.rejected_for = None
    observation.revision += 1
    keep_revision(observation, at)


def withdraw(observation: Observation, actor: Actor, at: datetime, reason: str) -> None:
    """Take an observation back before its verdict; what arrived is kept and no longer counts."""
    OBSERVATION.take(hold(observation), "withdraw", actor, at, reason=reason)
    coming = [file.id for file in observation.expected_files]
    db.session.execute(delete(FilePiece).where(FilePiece.file_id.in_(coming)))


def what_stops(observation: Observation, actor: Actor, at: datetime) -> dict[str, Any]:
    """Why its monitor cannot send it now, by form field ("" for the whole); empty when nothing does."""
    faults = what_refuses(queries.content_of(observation), queries.files_of(observation), clock.local_day(at))
    try:
        OBSERVATION.check(observation, SENDING[observation.state], actor)
    except Refused as refusal:
        faults[""] = refusal.message
    return faults


def _refuse_unready(observation: Observation, at: datetime) -> None:
    faults = what_refuses(queries.content_of(observation), queries.files_of(observation), clock.local_day(at))
    if faults:
        raise Invalid(faults)


def _refuse_unfit_list(checklist: Checklist | None, stage: str, channel: str) -> None:
    """Of the same stage is enough: a contract's category may be corrected while the paper lies on the table."""
    if stage not in STAGES or channel not in CHANNELS or (checklist and checklist.stage != stage):
        raise Refused(_l("Not a valid choice."))


def _refuse_unknown_codes(asked: Iterable[ChecklistQuestion], content: Content) -> None:
    """Codes come from choices, so a wrong one is no slip of the hand; a long text or a large number is."""
    known = {question.id for question in asked}
    if (
        (content.visit is not None and content.visit not in VISITS)
        or not known.issuperset(content.answers)
        or any(row.answer not in ANSWERS for row in content.answers.values())
        or any(row.outcome and row.outcome not in DOCUMENT_OUTCOMES for row in content.documents)
        or (content.place_id is not None and db.session.get(Place, content.place_id) is None)
    ):
        raise Refused(_l("Not a valid choice."))
    if faults := what_cannot_be_kept(content):
        raise Invalid(faults)


def _write(observation: Observation, content: Content) -> None:
    observation.visit = content.visit  # type: ignore[assignment]  # open in a draft
    observation.visited_on = content.visited_on  # type: ignore[assignment]
    observation.place_note = content.place_note
    observation.place = db.session.get(Place, content.place_id) if content.place_id is not None else None
    observation.notes = content.notes
    present = {row.question_id: row for row in observation.answers}
    for question_id, said in content.answers.items():
        row = present.get(question_id)
        if row is None:
            row = Answer(question_id=question_id)
            observation.answers.append(row)
        row.answer, row.note = said.answer, said.note
    for question_id in present.keys() - content.answers.keys():
        observation.answers.remove(present[question_id])
    _write_tables(observation, content)
    db.session.flush()


def _write_tables(observation: Observation, content: Content) -> None:
    """Rows have no identity but their place, so all of them are written anew when one changed."""
    said = queries.content_of(observation)
    if said.documents != content.documents:
        observation.documents = []
        db.session.flush()
        for n, document in enumerate(content.documents, 1):
            observation.documents.append(ObservationDocument(position=n, **asdict(document)))
    if said.goods != content.goods:
        observation.goods = []
        db.session.flush()
        for n, line in enumerate(content.goods, 1):
            observation.goods.append(ObservationGoods(position=n, **asdict(line)))


def _change_files(observation: Observation, change: Change, actor: Actor, at: datetime) -> None:
    taken = [row for row in observation.current_evidence if row.id in change.take_back]
    brought = [row for row in observation.evidence if row.withdrawn_at and row.id in change.bring_back]
    for row in taken:
        row.withdrawn_at = at
    for row in brought:
        row.withdrawn_at = None
    if len(observation.current_evidence) > MAX_FILES:
        raise Invalid({"files": _l("At most %(count)s files.", count=MAX_FILES)})
    added = _add(observation, change.uploads, at)
    sides = {"taken_back": taken, "brought_back": brought, "added": added}
    details: dict[str, Any] = {side: [row.file.sha256 for row in rows] for side, rows in sides.items() if rows}
    if details:
        audit.record(actor, at, "change_files", observation, **details)


def _add(observation: Observation, uploads: Collection[Upload], at: datetime) -> list[Evidence]:
    """New files, each once. Raises Invalid for what is too large or too many."""
    present = {row.file.sha256 for row in observation.current_evidence}
    fresh = {upload.sha256: upload for upload in uploads if upload.sha256 not in present}
    room = MAX_FILES - len(present)
    taken, refused = sort_uploads(fresh.values(), room, current_app.config["MAX_FILE_BYTES"])
    if refused:
        raise Invalid({"files": refused[0]})
    return [add_evidence(observation, upload, at) for upload in taken]


def add_evidence(observation: Observation, upload: Upload, at: datetime, caption: str | None = None) -> Evidence:
    """Seal the file and make it belong to the observation."""
    row = Evidence(file=files.receive(upload.name, upload.data, at), caption=caption)
    observation.evidence.append(row)
    db.session.flush()
    return row


def keep_revision(observation: Observation, at: datetime) -> None:
    """Keep what the observation says as it is sent. From now on it waits."""
    row = ObservationRevision(observation_id=observation.id, number=observation.revision, sent_at=at)
    row.document = _document(observation)
    observation.sent_at = at
    db.session.add(row)
    db.session.flush()


def _document(observation: Observation) -> dict[str, Any]:
    content = queries.content_of(observation)
    return {
        "stage": observation.stage,
        "checklist": observation.checklist and observation.checklist.number,
        "channel": observation.channel,
        "contract_version": observation.contract_version.number,
        "visit": content.visit,
        "visited_on": observation.visited_on.isoformat(),
        "place": observation.place and observation.place.code,
        "place_note": content.place_note,
        "notes": content.notes,
        "answers": [{"code": row.question.code, "answer": row.answer, "note": row.note} for row in observation.answers],
        **tables_of(content),
        "files": [row.file.sha256 for row in observation.current_evidence],
    }
