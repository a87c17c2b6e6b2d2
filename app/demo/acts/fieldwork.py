"""What monitors log and what reviewers decide about it."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Any
from zlib import crc32

import msgspec

from app.contracts.models import Contract
from app.demo import pictures
from app.demo.cast import Cast
from app.findings import queries, service
from app.findings.rules import Answered, Change, Content, DocumentAsked, GoodsLine, Upload

OFFICE_FILE, PDF = "office", "protocol"

Said = dict[str, Any]


def uploads(said: Said) -> list[Upload]:
    """The files that a block names: drawn now, each its own; their captions are the names monitors gave them."""
    return [_upload(said, number, *file) for number, file in enumerate(said.get("files", ()))]


def _upload(said: Said, number: int, scene: str, name: str) -> Upload:
    variant = crc32(f"{said.get('key') or said['request']} {number}".encode())
    if scene == OFFICE_FILE:
        return Upload(name, pictures.office_file())
    if scene == PDF:
        return Upload(name, pictures.protocol(variant))
    return Upload(f"{name}.jpg", pictures.photo(scene, variant))


def _log(cast: Cast, said: Said, at: datetime) -> None:
    contract = cast.contracts[said["contract"]]
    content = Content(
        visit=said["visit"],
        visited_on=cast.working_day(said["looked"]),
        place_note=said.get("place"),
        notes=said["notes"],
        answers=dict(_answers(contract, said)),
        documents=tuple(DocumentAsked(*row) for row in said.get("documents", ())),
        goods=tuple(map(_line, said.get("goods", ()))),
    )
    cast.observations[said["key"]] = observation = service.save_draft(
        contract,
        said["stage"],
        Change(content, uploads(said)),
        cast.people[said["by"]],
        at,
        client_key=f"demo-{said['key']}",
    )
    for row, (_scene, caption) in zip(observation.evidence, said.get("files", ()), strict=True):
        row.caption = caption


def _packet(cast: Cast, said: Said, at: datetime) -> None:
    """A visit recorded on a phone; of its files the last `still_to_come` are not here yet."""
    files, monitor = uploads(said), cast.people[said["by"]]
    facts = {
        "packet": 1,
        "key": said["key"],
        "contract": cast.contracts[said["contract"]].id,
        "version": cast.contracts[said["contract"]].version,
        "stage": said["stage"],
        "visit": said["visit"],
        "visited_on": cast.working_day(said["looked"]),
        "position": said.get("position"),
        "place_note": said.get("place"),
        "notes": said["notes"],
        "captured_at": at,
        "clock_ahead": 0,
        "files": [{"sha256": file.sha256, "size": len(file.data), "name": file.name} for file in files],
    }
    observation = service.take_packet(msgspec.json.encode(facts), monitor, at)
    for file in files[: len(files) - said.get("still_to_come", 0)]:
        service.take_piece(observation, file.sha256, 0, file.data, monitor, at)


def _answers(contract: Contract, said: Said) -> Iterable[tuple[int, Answered]]:
    """By the question's number; KeyError for a code that the checklist does not have."""
    questions = {row.code: row.id for row in queries.list_questions(contract.category, said["stage"])}
    for code, answer in said["answers"].items():
        yield questions[code], Answered(answer) if isinstance(answer, str) else Answered(*answer)


def _line(said: Said) -> GoodsLine:
    values = said | {name: Decimal(said[name]) for name in ("allocated", "received") if name in said}
    return GoodsLine(**values)


def _send(cast: Cast, said: Said, at: datetime) -> None:
    service.send(cast.observations[said["key"]], cast.people[said["by"]], at)


def _supply(cast: Cast, said: Said, at: datetime) -> None:
    """Add what the reviewer asked for, and send it again."""
    observation, monitor = cast.observations[said["key"]], cast.people[said["by"]]
    content = queries.content_of(observation)
    service.edit(observation, Change(replace(content, notes=f"{content.notes}\n\n{said['text']}")), monitor, at)
    service.send(observation, monitor, at)


def _withdraw(cast: Cast, said: Said, at: datetime) -> None:
    service.withdraw(cast.observations[said["key"]], cast.people[said["by"]], at, said["text"])


def _revise(cast: Cast, said: Said, at: datetime) -> None:
    """Add to what was already decided: the verdict falls."""
    observation = cast.observations[said["key"]]
    content = queries.content_of(observation)
    change = Change(replace(content, notes=f"{content.notes}\n\n{said['text']}"))
    service.revise(observation, change, cast.people[said["by"]], at)


def _open(cast: Cast, said: Said, at: datetime) -> None:
    service.open_review(cast.observations[said["key"]], cast.people[said["by"]], at)


def _ask(cast: Cast, said: Said, at: datetime) -> None:
    service.ask(cast.observations[said["key"]], cast.people[said["by"]], at, said["text"])


def _accept(cast: Cast, said: Said, at: datetime) -> None:
    """Whoever accepts a visit also looks at its files: all are shown but for `cover` (a file's place and the parts)
    and `keep_back` (a file's place and why); of `unseen` visits nobody looked at the files."""
    observation, reviewer = cast.observations[said["key"]], cast.people[said["by"]]
    service.accept(observation, reviewer, at, said["text"])
    for place, evidence in enumerate([] if said.get("unseen") else observation.unseen_evidence):
        if parts := said.get("cover", {}).get(str(place)):
            service.cover_parts(evidence, parts, reviewer, at, seen=0)
        elif reason := said.get("keep_back", {}).get(str(place)):
            service.withhold(evidence, reason, reviewer, at, seen=0)
        else:
            service.show(evidence, reviewer, at, seen=0)


def _reject(cast: Cast, said: Said, at: datetime) -> None:
    service.reject(cast.observations[said["key"]], cast.people[said["by"]], at, said["text"], said["cause"])


def _mark_duplicate(cast: Cast, said: Said, at: datetime) -> None:
    observation, original = cast.observations[said["key"]], cast.observations[said["of"]]
    service.mark_duplicate(observation, original, cast.people[said["by"]], at, said["text"])


def _draw(cast: Cast, said: Said, at: datetime) -> None:
    service.draw(cast.observations[said["key"]], at)


def _look_again(cast: Cast, said: Said, at: datetime) -> None:
    row = queries.get_second_review_of(cast.observations[said["key"]])
    service.look_again(row, said["verdict"], cast.people[said["by"]], at, said["text"], said.get("cause"))


def _let_stand(cast: Cast, said: Said, at: datetime) -> None:
    row = queries.get_second_review_of(cast.observations[said["key"]])
    service.let_stand(row, cast.people[said["by"]], at, said["text"])


def _keep_view(cast: Cast, said: Said, at: datetime) -> None:
    service.save_view(said["name"], said["filters"], cast.people[said["by"]], at)


ACTS = {
    "packet": _packet,
    "observation": _log,
    "observation.send": _send,
    "observation.supply": _supply,
    "observation.withdraw": _withdraw,
    "observation.open": _open,
    "observation.ask": _ask,
    "observation.accept": _accept,
    "observation.reject": _reject,
    "observation.mark_duplicate": _mark_duplicate,
    "observation.revise": _revise,
    "observation.draw": _draw,
    "observation.look_again": _look_again,
    "observation.let_stand": _let_stand,
    "queue_view": _keep_view,
}
