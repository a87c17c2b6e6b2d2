"""What leads and others try with findings: state, check, assess, look what became of it."""

import random
from typing import Any

from app.contracts import service as contracts
from app.core.database import db
from app.findings import service
from app.findings.models import Finding
from app.findings.service import Statement
from app.responses import service as responses
from tests.given import number
from tests.integration.walks.deed import REASONS, Facts, Word, deed, moves
from tests.integration.walks.model import RANK, Look, Seen, Stated, Step, Who, last_looks, verified
from tests.integration.walks.observing import row_of as observation
from tests.integration.walks.world import World, pick

OUTCOMES = ("resolved", "partly", "not_resolved", "no_mechanism", "wonderful")


def row_of(finding: Stated) -> Finding:
    return db.session.get_one(Finding, finding.id)


def draw_words(chance: random.Random) -> Facts:
    accuses = chance.random() < 0.2
    return {
        "severity": chance.choice((0, 1, 2, 3, 3, 4)),
        "accuses": accuses,
        "confirmed": chance.random() < 0.5,
        "title": f"{'Хулгай' if accuses else 'Дээвэр дутуу'} {number()}",
    }


def statement_of(facts: Facts) -> Statement:
    return Statement(title_mn=facts["title"], statement_mn="Хийгдээгүй.", severity=facts["severity"], confidence="seen")


def words_stand(facts: Facts) -> bool:
    return facts["confirmed"] or not facts["accuses"]


@deed(weight=5)
class State:
    def draw(world: World, chance: random.Random) -> Facts:
        wanted = world.seen if chance.random() < 0.3 else [row for row in world.seen if row.state == "accepted"]
        rows = chance.sample(wanted, min(len(wanted), chance.choice((0, 1, 1, 1, 2))))
        return {"rests_on": rows, "is_linked": chance.random() < 0.8, **draw_words(chance)}

    def word(world: World, who: Who, facts: Facts) -> Word | None:
        rows = facts["rests_on"]
        contracts = {row.contract for row in rows}
        is_fit = len(contracts) == 1 and all(row.state == "accepted" for row in rows)
        if not (is_fit and facts["is_linked"] and words_stand(facts) and world.may_lead(who, *contracts)):
            return None

        def then(row: Finding) -> None:
            world.stated.append(Stated(row.id, *contracts, who, facts["severity"], rows))

        return Word([], frozenset({"state", "link"}), then)

    def do(world: World, who: Who, facts: Facts) -> Finding:
        rows, areas = [observation(row) for row in facts["rests_on"]], [world.area.id] if facts["is_linked"] else []
        said = statement_of(facts)
        confirmed = facts["confirmed"]
        return service.state_finding(rows, said, who.actor, world.at, focus_area_ids=areas, wording_confirmed=confirmed)


def draw_stated(world: World, chance: random.Random) -> Facts | None:
    finding = pick(chance, world.stated)
    return finding and {"finding": finding, "reason": chance.choice(REASONS), **draw_words(chance)}


@deed(weight=0.7)
class EditFinding:
    draw = draw_stated

    def word(world: World, who: Who, facts: Facts) -> Word | None:
        finding = facts["finding"]
        allowed = world.may_lead(who, finding.contract) and finding.state == "drafted" and words_stand(facts)

        def then(_result: None) -> None:
            finding.severity = facts["severity"]
            finding.edited_by.append(who)

        return Word([], frozenset({"edit", "link"}), then) if allowed else None

    def do(world: World, who: Who, facts: Facts) -> None:
        said, confirmed = statement_of(facts), facts["confirmed"]
        row, areas = row_of(facts["finding"]), [world.area.id]
        service.edit_finding(row, said, who.actor, world.at, focus_area_ids=areas, wording_confirmed=confirmed)


@deed(weight=6)
class Check:
    draw = draw_stated

    def word(world: World, who: Who, facts: Facts) -> Word | None:
        finding = facts["finding"]
        stands = all(seen.state == "accepted" for seen in finding.rests_on) and facts["reason"].strip()
        return moves("finding", finding, "check", bool(stands and world.may_check(who, finding)))

    def do(world: World, who: Who, facts: Facts) -> None:
        service.check(row_of(facts["finding"]), who.actor, world.at, facts["reason"])


def led(verb: str, take_back: bool = False) -> Any:
    """The word on what a lead does with a reason. `take_back`: no request asks about it any more."""

    def word(world: World, who: Who, facts: Facts) -> Word | None:
        finding = facts["finding"]
        allowed = world.may_lead(who, finding.contract) and bool(facts["reason"].strip())

        def then(_result: object) -> None:
            for request in finding.asked if take_back else ():
                request.about.remove(finding) if finding in request.about else None

        return moves("finding", finding, verb, allowed, then=then)

    return word


def leading(function: Any) -> Any:
    def do(world: World, who: Who, facts: Facts) -> None:
        function(row_of(facts["finding"]), who.actor, world.at, facts["reason"])

    return do


@deed(weight=0.7)
class Redraft:
    draw, word, do = draw_stated, led("redraft", take_back=True), leading(service.redraft)


@deed(weight=0.3)
class Drop:
    draw, word, do = draw_stated, led("drop", take_back=True), leading(service.drop)


@deed(weight=1)
class Close:
    draw, word, do = draw_stated, led("close"), leading(service.close)


@deed(weight=1)
class Reopen:
    draw, word, do = draw_stated, led("reopen"), leading(service.reopen)


@deed(weight=0.5)
class Escalate:
    draw, word, do = draw_stated, led("escalate"), leading(service.escalate)


@deed(weight=2)
class Assess:
    def draw(world: World, chance: random.Random) -> Facts | None:
        facts = draw_stated(world, chance)
        return facts and {**facts, "outcome": chance.choice(OUTCOMES)}

    def word(world: World, who: Who, facts: Facts) -> Word | None:
        finding, outcome = facts["finding"], facts["outcome"]
        request = world.counting(finding)
        is_over = finding.answered or bool(request and request.last_day and request.last_day < world.today)
        if outcome not in RANK or not is_over or not is_carried(finding, outcome, who):
            return None
        return led("assess")(world, who, facts)

    def do(world: World, who: Who, facts: Facts) -> None:
        row = row_of(facts["finding"])
        responses.assess_outcome(row, facts["outcome"], facts["reason"], who.actor, world.at)


def is_carried(finding: Stated, outcome: str, who: Who) -> bool:
    """A fix was verified as such or better, and by somebody else."""
    if RANK[outcome] == 0:
        return True
    seen = verified(finding.looks)
    last = last_looks(finding.looks).get("monitor")
    return seen is not None and RANK[seen] >= RANK[outcome] and last is not None and last.who is not who


@deed(weight=3)
class Verify:
    def draw(world: World, chance: random.Random) -> Facts | None:
        finding = pick(chance, world.stated)
        near = [seen for seen in world.seen if finding and seen.contract == finding.contract]
        return finding and {
            "finding": finding,
            "voice": chance.choice(("monitor", "recheck", "nobody")),
            "outcome": chance.choice(OUTCOMES),
            "note": chance.choice(("Очиж үзэв.", "Очиж үзэв.", " ")),
            "visit": chance.choice([None, *near, *near, *near]),
        }

    def word(world: World, who: Who, facts: Facts) -> Word | None:
        finding, voice, visit = facts["finding"], facts["voice"], facts["visit"]
        asked = finding.state not in ("drafted", "checked", "dropped")
        if not (asked and facts["outcome"] in RANK and facts["note"].strip() and visit):
            return None
        if not may_speak(world, who, finding, voice) or not is_ground(world, who, finding, voice, visit):
            return None
        on = visit.visited_on if visit.monitor is who else world.today
        look = Look(voice, who, on, facts["outcome"], visit)
        return Word([], frozenset({"verify"}), lambda _result: finding.looks.append(look))

    def do(world: World, who: Who, facts: Facts) -> Any:
        said = (facts["voice"], facts["outcome"], facts["note"], facts["visit"] and observation(facts["visit"]))
        return responses.verify(row_of(facts["finding"]), *said, actor=who.actor, at=world.at)


def first_hands(finding: Stated) -> list[Who]:
    return [finding.author, *(seen.monitor for seen in finding.rests_on)]


def is_ground(world: World, who: Who, finding: Stated, voice: str, visit: Seen) -> bool:
    """Accepted, not older than what the finding rests on, and by another than the first; one's own, to a monitor."""
    is_fresh = visit.visited_on >= max(seen.visited_on for seen in finding.rests_on)
    is_other = visit.monitor not in first_hands(finding)
    is_near = visit.monitor is who or (voice == "recheck" and who.reviews)
    return visit.contract == finding.contract and visit.state == "accepted" and is_fresh and is_other and is_near


def may_speak(world: World, who: Who, finding: Stated, voice: str) -> bool:
    is_assigned = world.is_assigned(who, finding.contract)
    spoke = {look.voice for look in finding.looks if look.who is who}
    if world.is_barred(who, finding.contract) or not (who.reviews or "monitor" in who.roles):
        return False
    if who in first_hands(finding):
        return False
    if voice == "monitor":
        return is_assigned and "recheck" not in spoke
    return voice == "recheck" and (is_assigned or who.reviews) and "monitor" not in spoke


@deed(weight=0.05)
class DeclareConflict:
    """For good; an open assignment ends with it."""

    def draw(world: World, chance: random.Random) -> Facts:
        return {"contract": chance.choice(("one", "two")), "reason": chance.choice(REASONS)}

    def word(world: World, who: Who, facts: Facts) -> Word | None:
        key = (who.name, facts["contract"])
        may = who.reviews or "monitor" in who.roles
        if not may or key in world.conflicts or not facts["reason"].strip():
            return None

        steps = [Step("assignment", world.assignments[key], "decline")] if world.is_assigned(who, key[1]) else []
        return Word(steps, frozenset({"declare_conflict"}), lambda _result: world.conflicts.add(key))

    def do(world: World, who: Who, facts: Facts) -> Any:
        person: Any = who.actor
        if not hasattr(person, "id"):
            raise contracts.NotPermitted()  # only people with an account have a page for it
        return contracts.declare_conflict(world.contracts[facts["contract"]], person, world.at, facts["reason"])
