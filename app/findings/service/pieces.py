"""Files that a packet named, as they come in pieces. Every step may be repeated and changes nothing then."""

import hashlib
from collections.abc import Iterable
from datetime import datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, select

from app.core import audit
from app.core.actors import Actor
from app.core.database import db
from app.core.errors import Invalid, Missing, NotFound, Refused, WrongState
from app.findings import policy
from app.findings.models import ExpectedFile, FilePiece, Packed, Supplement, whole
from app.findings.packet import PacketFile
from app.findings.receipts import code_for
from app.findings.rules import Upload
from app.findings.service.holding import hold
from app.findings.service.observations import add_evidence, complete


class OutOfStep(Refused):
    """The piece begins behind what is here: go on from `have`."""

    def __init__(self, have: int) -> None:
        super().__init__(_l("This part does not follow on what is here."))
        self.have = have


def expect(packed: Packed, files: Iterable[PacketFile]) -> None:
    """Note which files will follow. One that is among the observation's already is there."""
    observation = whole(packed)
    here = {row.file.sha256: row for row in observation.current_evidence}
    rows = [_expected(file) for file in files]
    for row in rows:
        row.supplement_id = packed.id if isinstance(packed, Supplement) else None
        if evidence := here.get(row.sha256):
            row.evidence_id, row.have = evidence.id, row.size
    observation.expected_files.extend(rows)
    db.session.flush()


def _expected(file: PacketFile) -> ExpectedFile:
    return ExpectedFile(
        sha256=file.sha256, size=file.size, name=file.name or file.sha256[:12], caption=file.caption or None, have=0
    )


def take_piece(packed: Packed, sha256: str, start: int, data: bytes, actor: Actor, at: datetime) -> ExpectedFile:
    """Keep bytes of a file from `start` on; with the last ones it becomes evidence.

    What is here already is passed over: browsers send a request again by themselves when its connection broke.

    Bytes that do not give the hash they should are dropped, and `have` is 0 again. Raises OutOfStep, NotFound,
    WrongState once it was withdrawn, and Invalid for more bytes than the packet said.
    """
    file = _awaited(packed, sha256, actor)
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
        _put_together(packed, file, actor, at)
    return file


def give_up(packed: Packed, sha256: str, actor: Actor, at: datetime, reason: str) -> ExpectedFile:
    """The monitor says that a file cannot be sent, and why; the observation goes on without it."""
    file = _awaited(packed, sha256, actor)
    if not reason.strip():
        raise Missing("reason", _l("Write the reason."))
    if file.state == "waiting":
        file.given_up_reason, file.have = reason.strip(), 0
        _drop_pieces(file)
        audit.record(actor, at, "give_up_file", whole(packed), reason=reason, file=sha256)
        conclude(packed, actor, at)
    return file


def _awaited(packed: Packed, sha256: str, actor: Actor) -> ExpectedFile:
    observation = whole(packed)
    policy.ensure_own(actor, observation)
    if hold(observation).state == "withdrawn":
        raise WrongState(_l("This observation was withdrawn."))
    mine = packed.id if isinstance(packed, Supplement) else None
    query = select(ExpectedFile).where(
        ExpectedFile.observation_id == observation.id,
        ExpectedFile.supplement_id == mine,
        ExpectedFile.sha256 == sha256,
    )
    file: ExpectedFile | None = db.session.scalar(query.execution_options(populate_existing=True))
    if file is None:
        raise NotFound()
    return file


def _put_together(packed: Packed, file: ExpectedFile, actor: Actor, at: datetime) -> None:
    pieces = select(FilePiece.body).where(FilePiece.file_id == file.id).order_by(FilePiece.start)
    data = b"".join(db.session.scalars(pieces))
    _drop_pieces(file)
    if hashlib.sha256(data).hexdigest() != file.sha256:
        file.have = 0
        return
    observation = file.observation
    file.evidence_id = add_evidence(observation, Upload(file.name, data), at, file.caption).id
    if not _is_awaited(packed):
        audit.record(actor, at, "change_files", observation, added=[file.sha256])
    conclude(packed, actor, at)


def _drop_pieces(file: ExpectedFile) -> None:
    db.session.execute(delete(FilePiece).where(FilePiece.file_id == file.id))
    db.session.flush()


def conclude(packed: Packed, actor: Actor, at: datetime) -> None:
    """With the last of its files the packet is complete, and its receipt stands."""
    if any(file.state == "waiting" for file in packed.sent_files):
        return
    if _is_awaited(packed):
        complete(whole(packed), actor, at)
    packed.acknowledged_at = at
    packed.receipt_code = code_for(packed, at)
    db.session.flush()


def _is_awaited(packed: Packed) -> bool:
    """Whether it is for this packet that the observation is still arriving, and not for a later one."""
    observation = whole(packed)
    made = packed.revision if isinstance(packed, Supplement) else 1
    return observation.state == "receiving" and observation.revision == made
