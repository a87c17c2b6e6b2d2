"""What coordinators and public bodies try with requests."""

import random
from datetime import date, timedelta
from typing import Any

from app.core.database import db
from app.responses import service
from app.responses.models import Request
from app.responses.rules import Answer, Promise
from tests.given import number, papers
from tests.integration.walks.deed import REASONS, Facts, Word, deed, moves
from tests.integration.walks.model import Asked, Stated, Step, Who, is_possible
from tests.integration.walks.stating import row_of as finding
from tests.integration.walks.world import TERM, World, pick

TEXTS = {"subject_mn": "Хүсэлт", "text_mn": "Тайлбар ирүүлнэ үү."}
PROOFS = ("registry", "registry", "signature", "link", "mail", "rumour")
POSITIONS = ("accepts", "accepts", "partly", "contests", "refers", "refuses", "shrugs")


def row_of(request: Asked) -> Request:
    return db.session.get_one(Request, request.id)


def draw_asked(world: World, chance: random.Random) -> Facts | None:
    request = pick(chance, world.asked)
    return request and {"request": request, "reason": chance.choice(REASONS)}


@deed(weight=5)
class DraftRequest:
    def draw(world: World, chance: random.Random) -> Facts:
        fit = [row for row in world.stated if world.is_open_to_request(row)]
        wanted = fit if chance.random() < 0.8 else world.stated
        rows = chance.sample(wanted, min(len(wanted), chance.choice((0, 1, 1, 2))))
        return {"findings": rows, "has_point": chance.random() < 0.8}

    def word(world: World, who: Who, facts: Facts) -> Word | None:
        rows: list[Stated] = facts["findings"]
        if not who.coordinates or not rows or not all(map(world.is_open_to_request, rows)):
            return None

        def then(row: Request) -> None:
            world.asked.append(Asked(row.id, "body", rows))
            for stated in rows if facts["has_point"] else ():
                stated.has_point = True

        return Word([], frozenset({"draft", "link"}), then)

    def do(world: World, who: Who, facts: Facts) -> Request:
        rows, points = [finding(row) for row in facts["findings"]], [world.point.id] if facts["has_point"] else []
        return service.draft_request(rows, world.rule, TEXTS, points, actor=who.actor, at=world.at)


@deed(weight=0.3)
class EditRequest:
    draw = draw_asked

    def word(world: World, who: Who, facts: Facts) -> Word | None:
        allowed = who.coordinates and facts["request"].state == "drafted"
        return Word([], frozenset({"edit"})) if allowed else None

    def do(world: World, who: Who, facts: Facts) -> None:
        texts = {**TEXTS, "text_mn": f"Тайлбар {number()}"}
        service.edit_request(row_of(facts["request"]), world.rule, texts, who.actor, world.at)


@deed(weight=6)
class SendRequest:
    def draw(world: World, chance: random.Random) -> Facts | None:
        facts = draw_asked(world, chance)
        return facts and {**facts, "channel": chance.choice(("hand", "post", "mail", "pigeon"))}

    def word(world: World, who: Who, facts: Facts) -> Word | None:
        request: Asked = facts["request"]
        is_fit = all(row.state in ("checked", "reopened") for row in request.findings)
        is_tied = any(row.has_point for row in request.findings)
        allowed = who.coordinates and is_fit and is_tied and facts["channel"] != "pigeon"

        def then(_result: object) -> None:
            request.sent_on, request.about = world.today, list(request.findings)
            for row in request.findings:
                row.asked.append(request)

        return moves("request", request, "send", allowed, then=then)

    def do(world: World, who: Who, facts: Facts) -> Any:
        return service.send(row_of(facts["request"]), who.actor, world.at, channel=facts["channel"])


@deed(weight=0.3)
class TryAgain:
    draw = SendRequest.draw

    def word(world: World, who: Who, facts: Facts) -> Word | None:
        is_fit = facts["request"].state in ("sent", "delivered") and facts["channel"] != "pigeon"
        return Word([], frozenset({"attempt"})) if who.coordinates and is_fit else None

    def do(world: World, who: Who, facts: Facts) -> Any:
        return service.try_again(row_of(facts["request"]), who.actor, world.at, channel=facts["channel"])


def delivery(world: World, request: Asked, received_on: date) -> tuple[list[Step], Any]:
    """The passages of a proven delivery: of the request, and of each finding that it still asks about."""
    notified = [row for row in request.about if is_possible("finding", row, "notify")]

    def then(_result: object) -> None:
        request.received_on, request.due_on = received_on, received_on + timedelta(days=TERM)

    return [Step("request", request, "deliver"), *(Step("finding", row, "notify") for row in notified)], then


@deed(weight=6)
class Deliver:
    def draw(world: World, chance: random.Random) -> Facts | None:
        facts = draw_asked(world, chance)
        day = world.today - timedelta(days=chance.choice((0, 0, 0, 1, 40, -1)))
        return facts and {
            **facts,
            "received_on": day,
            "proof": chance.choice(PROOFS),
            "number": chance.choice(("А/12", None)),
        }

    def word(world: World, who: Who, facts: Facts) -> Word | None:
        request, proof = facts["request"], facts["proof"]
        if request.state != "sent" or not world.may_answer(who, request):
            return None
        is_proven = proof in ("signature", "link") or (proof == "registry" and facts["number"])
        if not is_proven or not request.sent_on <= facts["received_on"] <= world.today:
            return None
        steps, then = delivery(world, request, facts["received_on"])
        return Word(steps, then=then)

    def do(world: World, who: Who, facts: Facts) -> None:
        said = {"received_on": facts["received_on"], "proof": facts["proof"], "registry_number": facts["number"]}
        service.record_delivery(row_of(facts["request"]), who.actor, world.at, **said)


@deed(weight=3)
class Acknowledge:
    """Whoever holds the link says that the letter is here: proof of delivery, if there was none yet."""

    draw = Deliver.draw

    def word(world: World, who: Who, facts: Facts) -> Word | None:
        request, day = facts["request"], facts["received_on"]
        if not world.may_answer(who, request) or request.state not in ("sent", "delivered", "answered"):
            return None
        steps: list[Step] = []
        then: Any = lambda _result: None  # noqa: E731
        if request.state == "sent":
            if not request.sent_on <= day <= world.today:
                return None
            steps, then = delivery(world, request, day)
        told = {id(step.row) for step in steps if step.verb == "notify"}
        noted = [row for row in request.about if row.state == "notified" or id(row) in told]
        return Word([*steps, *(Step("finding", row, "acknowledge") for row in noted)], then=then)

    def do(world: World, who: Who, facts: Facts) -> None:
        service.acknowledge(row_of(facts["request"]), who.actor, world.at, received_on=facts["received_on"])


@deed(weight=1)
class Extend:
    def draw(world: World, chance: random.Random) -> Facts | None:
        facts = draw_asked(world, chance)
        asked_on = world.today - timedelta(days=chance.choice((0, 0, 2, -1)))
        return facts and {**facts, "asked_on": asked_on, "days": chance.choice((0, 1, 10, TERM, TERM + 1))}

    def word(world: World, who: Who, facts: Facts) -> Word | None:
        request, days, on = facts["request"], facts["days"], facts["asked_on"]
        if request.state != "delivered" or request.extended_until or not facts["reason"].strip():
            return None
        in_time = request.received_on <= on <= min(world.today, request.due_on)
        allowed = world.may_answer(who, request) and in_time and 1 <= days <= TERM

        def then(_result: object) -> None:
            request.extended_until = request.due_on + timedelta(days=days)

        return moves("request", request, "extend", allowed, then=then)

    def do(world: World, who: Who, facts: Facts) -> None:
        said = {"days": facts["days"], "reason": facts["reason"], "asked_on": facts["asked_on"]}
        service.extend(row_of(facts["request"]), who.actor, world.at, **said)


@deed(weight=4)
class Reply:
    def draw(world: World, chance: random.Random) -> Facts | None:
        facts = draw_asked(world, chance)
        if facts is None:
            return None
        rows = [row for row in facts["request"].findings if chance.random() < 0.8]
        if chance.random() < 0.1:
            rows.append(chance.choice(world.stated))
        return {
            **facts,
            "answers": [(row, chance.choice(POSITIONS), chance.random() < 0.8) for row in rows],
            "promised_on": chance.choice((None, world.today + timedelta(days=30), world.today - timedelta(days=1))),
            "answered_on": world.today - timedelta(days=chance.choice((0, 0, 0, 2, -1))),
            "arrived_on": chance.choice((None, *[world.today - timedelta(days=n) for n in (0, 0, 0, 1, -1)])),
            "scans": [papers.scan()] * (chance.random() < 0.9),
            "office": chance.choice(("Тохижилтын алба", "Тохижилтын алба", "")),
            "text": chance.choice(("", "Хариу.")),
            "channel": chance.choice(("link", "paper")),
        }

    def word(world: World, who: Who, facts: Facts) -> Word | None:
        request, on = facts["request"], facts["answered_on"]
        if not world.may_answer(who, request) or not is_possible("request", request, "answer"):
            return None
        rows = [row for row, _position, _whole in facts["answers"]]
        about = [row for row in request.about if row.state not in ("drafted", "dropped")]
        is_said = bool(rows) or bool(request.replies and facts["text"])
        if not (facts["office"] and is_said and request.received_on <= on <= world.today):
            return None
        if facts["channel"] == "paper" and not has_come(facts, world.today):
            return None
        if not all(row in about for row in rows) or len({row.id for row in rows}) < len(rows):
            return None
        if not all(is_whole(position, whole) for _row, position, whole in facts["answers"]):
            return None
        if facts["promised_on"] and facts["promised_on"] < on and rows:
            return None

        def then(_result: object) -> None:
            request.replies += 1
            request.replied_to |= {row.id for row in rows}
            for row in rows:
                row.answered = True
                row.has_point |= facts["promised_on"] is not None

        answered = [Step("finding", row, "answer") for row in rows if is_possible("finding", row, "answer")]
        steps = [Step("request", request, "answer"), *answered]
        return Word(steps, frozenset({"link", "register"}), then)

    def do(world: World, who: Who, facts: Facts) -> Any:
        day = facts["promised_on"]
        promises = (Promise("Дээврийг дуусгана.", day, "Тохижилтын алба"),) if day else ()
        answers = [said(*answer, promises) for answer in facts["answers"]]
        letter = {name: facts[name] for name in ("office", "text", "answered_on")}
        if facts["channel"] == "link":
            return service.record_response(
                row_of(facts["request"]), answers, who.actor, world.at, channel="link", **letter
            )
        letter |= {"arrived_on": facts["arrived_on"], "scans": [("scan.png", data) for data in facts["scans"]]}
        return service.record_paper(row_of(facts["request"]), answers, who.actor, world.at, **letter)


def has_come(facts: Facts, today: date) -> bool:
    """Whether a letter on paper is here, with its scan."""
    arrived_on = facts["arrived_on"]
    return bool(facts["scans"]) and arrived_on is not None and facts["answered_on"] <= arrived_on <= today


def said(row: Stated, position: str, whole: bool, promises: tuple[Promise, ...]) -> Answer:
    """What the reply says to one finding; `whole`: with all that its position wants."""
    words = {"text": "Тайлбар", "ground": "12 дугаар зүйл", "referred_to": "Өөр газар"} if whole else {}
    return Answer(row.id, position, promises=promises, **words)


def is_whole(position: str, whole: bool) -> bool:
    return position == "accepts" or (position != "shrugs" and whole)


@deed(weight=0.3)
class WithdrawRequest:
    draw = draw_asked

    def word(world: World, who: Who, facts: Facts) -> Word | None:
        return moves("request", facts["request"], "withdraw", who.coordinates and bool(facts["reason"].strip()))

    def do(world: World, who: Who, facts: Facts) -> None:
        service.withdraw(row_of(facts["request"]), facts["reason"], who.actor, world.at)


@deed(weight=0.3)
class OpenLink:
    """Noted once for each link that holds; by nobody but the body itself."""

    draw = draw_asked

    def word(world: World, who: Who, facts: Facts) -> Word | None:
        return Word([], frozenset({"open_link"})) if who.body == facts["request"].body else None

    def do(world: World, who: Who, facts: Facts) -> None:
        service.note_opening(row_of(facts["request"]), who.actor, world.at)


@deed(weight=0.2)
class RenewLink:
    draw = draw_asked

    def word(world: World, who: Who, facts: Facts) -> Word | None:
        allowed = who.coordinates and facts["request"].state in ("sent", "delivered", "answered")
        return Word([], frozenset({"renew_link"})) if allowed else None

    def do(world: World, who: Who, facts: Facts) -> None:
        service.renew_link(row_of(facts["request"]), who.actor, world.at)


@deed(weight=0.1)
class RevokeLink:
    draw = draw_asked

    def word(world: World, who: Who, facts: Facts) -> Word | None:
        return Word([], frozenset({"revoke_link"})) if who.coordinates and facts["reason"].strip() else None

    def do(world: World, who: Who, facts: Facts) -> None:
        service.revoke_link(row_of(facts["request"]), facts["reason"], who.actor, world.at)
