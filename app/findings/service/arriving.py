"""Packets from phones: a new observation, or what its monitor adds when a reviewer asked. Each may be sent again."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask import current_app
from flask_babel import lazy_gettext as _l

from app.bodies.models import Place
from app.contracts.models import Contract, ContractVersion
from app.contracts.queries import get_contract, get_version
from app.core import clock
from app.core.actors import Actor
from app.core.database import db
from app.core.errors import Conflict, Invalid, NotFound, Refused, Stale, WrongState
from app.findings import policy, queries
from app.findings.models import Observation, Packed, Supplement
from app.findings.packet import Packet, Supplements, hash_of, read_packet
from app.findings.rules import MAX_FILES, MEGABYTE, Change, Files, what_cannot_be_kept, what_refuses
from app.findings.service.holding import hold
from app.findings.service.observations import come_in, edit, save_draft
from app.findings.service.pieces import conclude, expect
from app.findings.states import OBSERVATION


def take_packet(data: bytes, actor: Actor, at: datetime) -> Packed:
    """Keep what a phone sends (`docs/field.md`): an observation, or a supplement to one that a reviewer asked about.

    Raises Unreadable, Conflict (the key stands for another packet), Invalid by field, NotPermitted, Refused, and of a
    supplement Stale (no longer asked) and WrongState (withdrawn); nothing is kept then.
    """
    packet, digest = read_packet(data), hash_of(data)
    if known := queries.find_packed(actor.actor_id, packet.key):
        return _same(known, digest)
    if packet.supplements:
        return _supplement(packet, packet.supplements, digest, actor, at)
    return _new(packet, digest, actor, at)


def _same(known: Packed, digest: str) -> Packed:
    if known.packet_sha256 == digest:
        return known
    message = _l("Another observation was sent under this number before; this one is still on the phone.")
    raise Conflict(message, known.packet_sha256)


def _new(packet: Packet, digest: str, actor: Actor, at: datetime) -> Packed:
    contract, version = _in_hand(packet)
    policy.ensure_may_log(actor, contract)
    _refuse_unready(packet, Files(clean=len(packet.files)), at)
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
    kept.packet_sha256 = digest
    kept.captured_at, kept.clock_ahead = packet.happened_at(), packet.clock_ahead
    _locate(kept, packet)
    expect(kept, packet.files)
    OBSERVATION.take(kept, "submit", actor, at, details={"packet": digest})
    conclude(kept, actor, at)
    return kept


def _in_hand(packet: Packet) -> tuple[Contract, ContractVersion]:
    """The contract, and the version of it that the monitor saw."""
    try:
        contract = get_contract(packet.contract)
        return contract, get_version(contract, packet.version)
    except NotFound as fault:
        raise Refused(_l("This contract is not in the register.")) from fault


def _supplement(packet: Packet, asked: Supplements, digest: str, actor: Actor, at: datetime) -> Packed:
    """A new revision, as a reviewer asked for; it arrives as a new observation does, and waits for its files."""
    observation = _asked_about(packet, asked, actor)
    if known := queries.find_packed(actor.actor_id, packet.key):  # it came twice at once, and the other was faster
        return _same(known, digest)
    _refuse_overtaken(observation, asked)
    _refuse_unready(packet, _with_those_here(observation, packet), at)
    edit(observation, Change(packet.content()), actor, at)
    _locate(observation, packet)
    OBSERVATION.take(observation, "supplement", actor, at, details={"packet": digest})
    observation.revision += 1
    row = Supplement(
        observation=observation,
        client_key=packet.key,
        revision=observation.revision,
        packet_sha256=digest,
        captured_at=packet.happened_at(),
        clock_ahead=packet.clock_ahead,
    )
    db.session.add(row)
    db.session.flush()
    expect(row, packet.files)
    conclude(row, actor, at)
    return row


def _asked_about(packet: Packet, asked: Supplements, actor: Actor) -> Observation:
    """The monitor's own observation, held: who comes second sees what happened."""
    observation = db.session.get(Observation, asked.observation)
    found = observation and (observation.monitor_id, observation.contract_id, observation.stage)
    if observation is None or found != (actor.actor_id, packet.contract, packet.stage):
        raise Refused(_l("The observation that was asked about is not here."))
    policy.ensure_own(actor, observation)
    db.session.refresh(observation, with_for_update=True)
    return observation


def _refuse_overtaken(observation: Observation, asked: Supplements) -> None:
    if observation.state == "withdrawn":
        raise WrongState(_l("This observation was withdrawn."))
    if observation.state != "needs_information" or observation.revision != asked.revision:
        raise Stale(_l("It was answered or decided meanwhile. What you wrote is still on the phone."))
    if queries.content_hash(observation) != asked.content:
        raise Stale(_l("You changed it on the site meanwhile. What you wrote here is still on the phone."))


def _with_those_here(observation: Observation, packet: Packet) -> Files:
    """All files that it will have. Raises Invalid for too many."""
    here = {row.file.sha256 for row in observation.current_evidence}
    new = len({file.sha256 for file in packet.files} - here)
    if len(here) + new > MAX_FILES:
        raise Invalid({"files": _l("At most %(count)s files.", count=MAX_FILES)})
    present = queries.files_of(observation)
    return Files(present.clean + new, present.quarantined)


def _refuse_unready(packet: Packet, files: Files, at: datetime) -> None:
    content = packet.content()
    faults: Mapping[str, Any] = what_cannot_be_kept(content) | what_refuses(content, files, clock.local_day(at))
    most: int = current_app.config["MAX_FILE_BYTES"]
    if too_large := next((file for file in packet.files if file.size > most), None):
        message = _l("“%(name)s” is larger than %(size)s MB.", name=too_large.name, size=most // MEGABYTE)
        faults = {**faults, "files": message}
    if packet.place is not None and db.session.get(Place, packet.place) is None:
        faults = {**faults, "place": _l("Not a valid choice.")}
    if faults:
        raise Invalid(faults)


def _locate(observation: Observation, packet: Packet) -> None:
    if packet.position:
        observation.latitude, observation.longitude, observation.accuracy = packet.position


def go_on(observation: Observation, actor: Actor, at: datetime, reason: str) -> None:
    """A reviewer stops waiting for files; those that still come are added."""
    OBSERVATION.take(hold(observation), "go_on", actor, at, reason=reason)
    come_in(observation, at)
