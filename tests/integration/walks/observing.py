"""What monitors and reviewers try with observations and their files."""

import random
from datetime import timedelta
from functools import partial
from typing import Any

from app.core.database import db
from app.findings import service
from app.findings.models import Evidence, Observation
from app.findings.rules import Change, Content, Upload
from tests.given import number, phones
from tests.integration.walks.deed import REASONS, Facts, Word, deed, moves
from tests.integration.walks.model import Seen, Shown, Step, Who
from tests.integration.walks.world import World, pick

DAYS_AGO = (0, 0, 0, 1, 5, -2)


def row_of(seen: Seen) -> Observation:
    return db.session.get_one(Observation, seen.id)


def draw_content(world: World, chance: random.Random) -> Facts:
    """What a form says; `file` is None or its bytes."""
    return {
        "visited_on": world.today - timedelta(days=chance.choice(DAYS_AGO)),
        "notes": chance.choice(("", f"Дээвэр дутуу {number()}", f"Дээвэр дутуу {number()}")),
        "file": f"Баримт {number()}".encode() if chance.random() < 0.3 else None,
    }


def change_of(facts: Facts) -> Change:
    uploads = [Upload("баримт.txt", facts["file"])] if facts["file"] else []
    content = Content("visited", facts["visited_on"], "2-р баг", facts["notes"])
    return Change(content, uploads)


def take_over(world: World, seen: Seen, facts: Facts, _result: object) -> None:
    """The model learns what the form said, and which files the row has now."""
    seen.visited_on, seen.says = facts["visited_on"], bool(facts["notes"])
    learn_files(world, seen)


def learn_files(world: World, seen: Seen) -> None:
    known = {file.id for file in seen.files}
    for file in db.session.query(Evidence).filter_by(observation_id=seen.id).order_by(Evidence.id):
        if file.id not in known:
            seen.files.append(Shown(file.id, seen))
            world.shown.append(seen.files[-1])


@deed(weight=1)
class Begin:
    def draw(world: World, chance: random.Random) -> Facts:
        return {"contract": chance.choice(("one", "one", "two")), **draw_content(world, chance)}

    def word(world: World, who: Who, facts: Facts) -> Word | None:
        def then(row: Observation) -> None:
            seen = Seen(row.id, who, facts["contract"], facts["visited_on"], bool(facts["notes"]))
            world.seen.append(seen)
            learn_files(world, seen)

        return Word([], frozenset({"create", "change_files"}), then) if world.may_log(who, facts["contract"]) else None

    def do(world: World, who: Who, facts: Facts) -> Observation:
        contract, key = world.contracts[facts["contract"]], f"form-{number()}"
        return service.save_draft(contract, "implementation", change_of(facts), who.actor, world.at, client_key=key)


@deed(weight=1)
class SendPacket:
    """What a phone sends: whole, or with a file that follows."""

    def draw(world: World, chance: random.Random) -> Facts:
        return {"contract": chance.choice(("one", "one", "two")), **draw_content(world, chance)}

    def word(world: World, who: Who, facts: Facts) -> Word | None:
        ready = world.can_be_sent(facts["visited_on"], bool(facts["notes"]), facts["file"] is not None)
        if not (ready and world.may_log(who, facts["contract"])):
            return None
        seen = Seen(0, who, facts["contract"], facts["visited_on"], bool(facts["notes"]), coming=facts["file"])

        def then(row: Observation) -> None:
            seen.id = row.id
            world.seen.append(seen)

        verbs = ("submit",) if facts["file"] else ("submit", "complete")
        return Word([Step("observation", seen, verb) for verb in verbs], frozenset({"create"}), then)

    def do(world: World, who: Who, facts: Facts) -> Observation:
        said = {"notes": facts["notes"], "visited_on": facts["visited_on"].isoformat()}
        files = [facts["file"]] if facts["file"] else []
        packet = phones.packet(world.contracts[facts["contract"]], *files, **said)
        return service.take_packet(packet, who.actor, world.at)


def draw_seen(world: World, chance: random.Random) -> Facts | None:
    seen = pick(chance, world.seen)
    return seen and {"seen": seen, "reason": chance.choice(REASONS), **draw_content(world, chance)}


@deed(weight=2)
class SendFile:
    draw = draw_seen

    def word(world: World, who: Who, facts: Facts) -> Word | None:
        seen = facts["seen"]
        if not world.owns(who, seen) or seen.coming is None or seen.state == "withdrawn":
            return None

        def then(_result: object) -> None:
            seen.coming = None
            learn_files(world, seen)

        steps = [Step("observation", seen, "complete")] if seen.state == "receiving" else []
        return Word(steps, frozenset({"change_files"}), then)

    def do(world: World, who: Who, facts: Facts) -> Any:
        data = facts["seen"].coming or b"nothing"
        return service.take_piece(row_of(facts["seen"]), phones.sha256(data), 0, data, who.actor, world.at)


@deed(weight=1)
class GiveFileUp:
    draw = draw_seen

    def word(world: World, who: Who, facts: Facts) -> Word | None:
        seen = facts["seen"]
        fits = world.owns(who, seen) and seen.coming is not None and seen.state != "withdrawn"
        if not fits or not facts["reason"].strip():
            return None
        steps = [Step("observation", seen, "complete")] if seen.state == "receiving" else []
        return Word(steps, frozenset({"give_up_file"}), lambda _result: setattr(seen, "coming", None))

    def do(world: World, who: Who, facts: Facts) -> Any:
        sha256 = phones.sha256(facts["seen"].coming or b"nothing")
        return service.give_up(row_of(facts["seen"]), sha256, who.actor, world.at, facts["reason"])


@deed(weight=0.5)
class Edit:
    draw = draw_seen

    def word(world: World, who: Who, facts: Facts) -> Word | None:
        seen = facts["seen"]
        if not world.owns(who, seen) or seen.state not in ("draft", "needs_information"):
            return None
        return Word([], frozenset({"edit", "change_files"}), partial(take_over, world, seen, facts))

    def do(world: World, who: Who, facts: Facts) -> None:
        service.edit(row_of(facts["seen"]), change_of(facts), who.actor, world.at)


@deed(weight=3)
class Send:
    """A draft for the first time, or again what was asked about."""

    draw = draw_seen

    def word(world: World, who: Who, facts: Facts) -> Word | None:
        seen = facts["seen"]
        if not world.owns(who, seen) or not world.can_be_sent(seen.visited_on, seen.says, len(seen.files)):
            return None
        if seen.state == "needs_information":
            return moves("observation", seen, "supply", allowed=True)
        if seen.state != "draft" or not world.is_assigned(who, seen.contract):
            return None
        return Word([Step("observation", seen, verb) for verb in ("submit", "complete")])

    def do(world: World, who: Who, facts: Facts) -> None:
        service.send(row_of(facts["seen"]), who.actor, world.at)


@deed(weight=0.5)
class Revise:
    draw = draw_seen

    def word(world: World, who: Who, facts: Facts) -> Word | None:
        seen = facts["seen"]
        files = len(seen.files) + (facts["file"] is not None)
        ready = world.can_be_sent(facts["visited_on"], bool(facts["notes"]), files)
        allowed = world.owns(who, seen) and ready and not world.is_settled(seen)
        then = partial(take_over, world, seen, facts)
        return moves("observation", seen, "revise", allowed, edits="edit change_files", then=then)

    def do(world: World, who: Who, facts: Facts) -> None:
        service.revise(row_of(facts["seen"]), change_of(facts), who.actor, world.at)


@deed(weight=0.5)
class TakeBack:
    """Also in a conflict: one's own work may always be taken back."""

    draw = draw_seen

    def word(world: World, who: Who, facts: Facts) -> Word | None:
        own = facts["seen"].monitor is who and bool(facts["reason"].strip())
        return moves("observation", facts["seen"], "withdraw", own)

    def do(world: World, who: Who, facts: Facts) -> None:
        service.withdraw(row_of(facts["seen"]), who.actor, world.at, facts["reason"])


@deed(weight=3)
class OpenReview:
    draw = draw_seen

    def word(world: World, who: Who, facts: Facts) -> Word | None:
        return moves("observation", facts["seen"], "open", world.may_review(who, facts["seen"]))

    def do(world: World, who: Who, facts: Facts) -> None:
        service.open_review(row_of(facts["seen"]), who.actor, world.at)


def decided(verb: str) -> Any:
    """The word on a decision that needs a reason."""

    def word(world: World, who: Who, facts: Facts) -> Word | None:
        allowed = world.may_review(who, facts["seen"]) and bool(facts["reason"].strip())
        return moves("observation", facts["seen"], verb, allowed)

    return word


def deciding(function: Any) -> Any:
    def do(world: World, who: Who, facts: Facts) -> None:
        function(row_of(facts["seen"]), who.actor, world.at, facts["reason"])

    return do


@deed(weight=1)
class GoOn:
    draw, word, do = draw_seen, decided("go_on"), deciding(service.go_on)


@deed(weight=1)
class Ask:
    draw, word, do = draw_seen, decided("ask"), deciding(service.ask)


@deed(weight=6)
class Accept:
    draw, word, do = draw_seen, decided("accept"), deciding(service.accept)


@deed(weight=0.7)
class Reject:
    def draw(world: World, chance: random.Random) -> Facts | None:
        facts = draw_seen(world, chance)
        return facts and {**facts, "cause": chance.choice([None, "weather", "unclear", "elsewhere", "other"])}

    def word(world: World, who: Who, facts: Facts) -> Word | None:
        return decided("reject")(world, who, facts) if facts["cause"] not in (None, "weather") else None

    def do(world: World, who: Who, facts: Facts) -> None:
        service.reject(row_of(facts["seen"]), who.actor, world.at, facts["reason"], facts["cause"])


@deed(weight=0.7)
class MarkDuplicate:
    def draw(world: World, chance: random.Random) -> Facts | None:
        facts = draw_seen(world, chance)
        return facts and {**facts, "original": chance.choice([None, *world.seen])}

    def word(world: World, who: Who, facts: Facts) -> Word | None:
        seen, original = facts["seen"], facts["original"]
        is_other = original not in (None, seen) and original.contract == seen.contract
        is_sent = original is not None and original.state not in ("draft", "receiving", "withdrawn", "duplicate")
        return decided("mark_duplicate")(world, who, facts) if is_other and is_sent else None

    def do(world: World, who: Who, facts: Facts) -> None:
        original = facts["original"] and row_of(facts["original"])
        service.mark_duplicate(row_of(facts["seen"]), original, who.actor, world.at, facts["reason"])


def draw_file(world: World, chance: random.Random) -> Facts | None:
    """Of what was sent: nobody comes across the files of a draft."""
    file = pick(chance, [file for file in world.shown if file.seen.state not in ("draft", "withdrawn")])
    seen = file and file.decisions + chance.choice((0, 0, 0, 1))
    return file and {"file": file, "decisions": seen, "reason": chance.choice(REASONS)}


def looked_at(verb: str, world: World, who: Who, facts: Facts) -> Word | None:
    file: Shown = facts["file"]
    allowed = world.may_review(who, file.seen) and facts["decisions"] == file.decisions
    then = partial(lambda file, _result: setattr(file, "decisions", file.decisions + 1), file)
    return moves("evidence", file, verb, allowed, then=then)


@deed(weight=6)
class Show:
    draw, word = draw_file, partial(looked_at, "show")

    def do(world: World, who: Who, facts: Facts) -> None:
        row = db.session.get_one(Evidence, facts["file"].id)
        service.show(row, who.actor, world.at, seen=facts["decisions"])


@deed(weight=1)
class Withhold:
    draw = draw_file

    def word(world: World, who: Who, facts: Facts) -> Word | None:
        return looked_at("withhold", world, who, facts) if facts["reason"].strip() else None

    def do(world: World, who: Who, facts: Facts) -> None:
        row = db.session.get_one(Evidence, facts["file"].id)
        service.withhold(row, facts["reason"], who.actor, world.at, seen=facts["decisions"])
