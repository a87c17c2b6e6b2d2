"""What phones send: the packet first, then its files in pieces. Every step may be repeated and changes nothing then."""

import hashlib
from datetime import datetime

from flask import current_app
from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, select

from app.bodies.models import Place
from app.contracts.models import Contract, ContractVersion
from app.contracts.queries import get_contract, get_version
from app.core import audit, clock
from app.core.actors import Actor
from app.core.database import db
from app.core.errors import Conflict, Invalid, Missing, NotFound, Refused, WrongState
from app.findings import policy, queries
from app.findings.models import ExpectedFile, FilePiece, Observation
from app.findings.packet import Packet, PacketFile, hash_of, read_packet
from app.findings.receipts import code_for
from app.findings.rules import MEGABYTE, Change, Files, Upload, what_cannot_be_kept, what_refuses
from app.findings.service.holding import hold
from app.findings.service.observations import add_evidence, come_in, complete, save_draft
from app.findings.states import OBSERVATION


class OutOfStep(Refused):
    """The piece begins behind what is here: go on from `have`."""

    def __init__(self, have: int) -> None:
        super().__init__(_l("This part does not follow on what is here."))
        self.have = have


def take_packet(data: bytes, actor: Actor, at: datetime) -> Observation:
    """Keep an observation as a phone sends it (`docs/field.md`); sent again it is the same one.

    Raises Unreadable, Conflict (the key stands for another packet), Invalid by field, NotPermitted and Refused;
    nothing is kept then.
    """
    packet, digest = read_packet(data), hash_of(data)
    if known := queries.find_by_client_key(actor.actor_id, packet.key):
        return _same(known, digest)
    contract, version = _in_hand(packet)
    policy.ensure_may_log(actor, contract)
    _refuse_unready(packet, at)
    kept = save_draft(
        contract,
        packet.stage,
        Change(packet.content()),
        actor,
        at,
        client_key=packet.key,
        version=version,
        checklist=queries.find_checklist_by_id(packet.checklist) if packet.checklist else None,
        channel="field",
    )
    if kept.state != "draft" or kept.packet_sha256:  # the same packet came twice at once, and the other was faster
        return _same(kept, digest)
    _write(kept, packet, digest)
    OBSERVATION.take(kept, "submit", actor, at, details={"packet": digest})
    _conclude(kept, actor, at)
    return kept


def _same(known: Observation, digest: str) -> Observation:
    if known.packet_sha256 == digest:
        return known
    message = _l("Another observation was sent under this number before; this one is still on the phone.")
    raise Conflict(message, known.packet_sha256)


def _in_hand(packet: Packet) -> tuple[Contract, ContractVersion]:
    """The contract, and the version of it that the monitor saw."""
    try:
        contract = get_contract(packet.contract)
        return contract, get_version(contract, packet.version)
    except NotFound as fault:
        raise Refused(_l("This contract is not in the register.")) from fault


def _refuse_unready(packet: Packet, at: datetime) -> None:
    content = packet.content()
    faults = what_cannot_be_kept(content) | what_refuses(content, Files(clean=len(packet.files)), clock.local_day(at))
    if too_large := next((file for file in packet.files if file.size > _most_bytes()), None):
        limit = _most_bytes() // MEGABYTE
        faults["files"] = _l("“%(name)s” is larger than %(size)s MB.", name=too_large.name, size=limit)
    if packet.place is not None and db.session.get(Place, packet.place) is None:
        faults["place"] = _l("Not a valid choice.")
    if faults:
        raise Invalid(faults)


def _most_bytes() -> int:
    most: int = current_app.config["MAX_FILE_BYTES"]
    return most


def _write(observation: Observation, packet: Packet, digest: str) -> None:
    observation.packet_sha256 = digest
    observation.captured_at, observation.clock_ahead = packet.happened_at(), packet.clock_ahead
    if packet.position:
        observation.latitude, observation.longitude, observation.accuracy = packet.position
    observation.expected_files = [_expected(file) for file in packet.files]
    db.session.flush()


def _expected(file: PacketFile) -> ExpectedFile:
    return ExpectedFile(
        sha256=file.sha256, size=file.size, name=file.name or file.sha256[:12], caption=file.caption or None, have=0
    )


def take_piece(
    observation: Observation, sha256: str, start: int, data: bytes, actor: Actor, at: datetime
) -> ExpectedFile:
    """Keep bytes of a file from `start` on; with the last ones it becomes evidence.

    What is here already is passed over: browsers send a request again by themselves when its connection broke.

    Bytes that do not give the hash they should are dropped, and `have` is 0 again. Raises OutOfStep, NotFound,
    WrongState once it was withdrawn, and Invalid for more bytes than the packet said.
    """
    file = _awaited(observation, sha256, actor)
    if file.state != "waiting":
        return file
    if start > file.have:
        raise OutOfStep(file.have)
    if start + len(data) > file.size:
        raise Invalid({"files": _l("More came of “%(name)s” than was announced.", name=file.name)})
    if new := data[file.have - start :]:
        db.session.add(FilePiece(file_id=file.id, start=file.have, body=new))
        file.have += len(new)
        db.session.flush()
    if file.have == file.size:
        _put_together(file, actor, at)
    return file


def give_up(observation: Observation, sha256: str, actor: Actor, at: datetime, reason: str) -> ExpectedFile:
    """The monitor says that a file cannot be sent, and why; the observation goes on without it."""
    file = _awaited(observation, sha256, actor)
    if not reason.strip():
        raise Missing("reason", _l("Write the reason."))
    if file.state == "waiting":
        file.given_up_reason, file.have = reason.strip(), 0
        _drop_pieces(file)
        audit.record(actor, at, "give_up_file", observation, reason=reason, file=sha256)
        _conclude(observation, actor, at)
    return file


def go_on(observation: Observation, actor: Actor, at: datetime, reason: str) -> None:
    """A reviewer stops waiting for files; those that still come are added."""
    OBSERVATION.take(hold(observation), "go_on", actor, at, reason=reason)
    come_in(observation, at)


def _awaited(observation: Observation, sha256: str, actor: Actor) -> ExpectedFile:
    policy.ensure_own(actor, observation)
    if hold(observation).state == "withdrawn":
        raise WrongState(_l("This observation was withdrawn."))
    query = select(ExpectedFile).where(ExpectedFile.observation_id == observation.id, ExpectedFile.sha256 == sha256)
    file: ExpectedFile | None = db.session.scalar(query.execution_options(populate_existing=True))
    if file is None:
        raise NotFound()
    return file


def _put_together(file: ExpectedFile, actor: Actor, at: datetime) -> None:
    pieces = select(FilePiece.body).where(FilePiece.file_id == file.id).order_by(FilePiece.start)
    data = b"".join(db.session.scalars(pieces))
    _drop_pieces(file)
    if hashlib.sha256(data).hexdigest() != file.sha256:
        file.have = 0
        return
    observation = file.observation
    file.evidence_id = add_evidence(observation, Upload(file.name, data), at, file.caption).id
    if observation.state != "receiving":
        audit.record(actor, at, "change_files", observation, added=[file.sha256])
    _conclude(observation, actor, at)


def _drop_pieces(file: ExpectedFile) -> None:
    db.session.execute(delete(FilePiece).where(FilePiece.file_id == file.id))
    db.session.flush()


def _conclude(observation: Observation, actor: Actor, at: datetime) -> None:
    """With the last file the observation is complete, and its receipt stands."""
    if any(file.state == "waiting" for file in observation.expected_files):
        return
    if observation.state == "receiving":
        complete(observation, actor, at)
    observation.acknowledged_at = at
    observation.receipt_code = code_for(observation, at)
