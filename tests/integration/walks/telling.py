"""What coordinators and others try with summaries."""

import random
from datetime import timedelta
from functools import partial
from typing import Any

from app.core.database import db
from app.summaries import service
from app.summaries.models import Summary
from tests.given import number
from tests.integration.walks.deed import REASONS, Facts, Word, deed, moves
from tests.integration.walks.model import Told, Who
from tests.integration.walks.world import World, pick


def row_of(told: Told) -> Summary:
    return db.session.get_one(Summary, told.id)


def draw_text(world: World, chance: random.Random) -> Facts:
    wanted = [row for row in world.stated if row.state not in ("drafted", "dropped")]
    wanted = wanted if chance.random() < 0.8 else world.stated
    return {
        "findings": chance.sample(wanted, min(len(wanted), chance.choice((0, 1, 1, 2)))),
        "cutoff_on": world.today - timedelta(days=chance.choice((0, 0, 3, -1))),
    }


def entry_of(facts: Facts) -> dict[str, Any]:
    names = ("title_en", "text_en", "method_mn", "method_en", "limits_mn", "limits_en")
    said = {"title_mn": f"Тойм {number()}", "text_mn": "Товчоо.", "cutoff_on": facts["cutoff_on"]}
    return dict.fromkeys(names) | said


def may_write(world: World, who: Who, facts: Facts) -> bool:
    rows = facts["findings"]
    is_fit = all(row.state not in ("drafted", "dropped") for row in rows) and facts["cutoff_on"] <= world.today
    return who.coordinates and is_fit and world.is_clear_of(who, rows)


@deed(weight=0.7)
class Compose:
    draw = draw_text

    def word(world: World, who: Who, facts: Facts) -> Word | None:
        def then(row: Summary) -> None:
            world.told.append(Told(row.id, facts["findings"], who))

        return Word([], frozenset({"compose"}), then) if may_write(world, who, facts) else None

    def do(world: World, who: Who, facts: Facts) -> Summary:
        return service.compose(entry_of(facts), [row.id for row in facts["findings"]], who.actor, world.at)


def draw_told(world: World, chance: random.Random) -> Facts | None:
    told = pick(chance, world.told)
    seen = told and told.edits + chance.choice((0, 0, 0, 1))
    return told and {"told": told, "edits": seen, "reason": chance.choice(REASONS), **draw_text(world, chance)}


@deed(weight=0.5)
class EditText:
    draw = draw_told

    def word(world: World, who: Who, facts: Facts) -> Word | None:
        told = facts["told"]
        is_open = told.state in ("composing", "published", "revised", "corrected") and facts["edits"] == told.edits
        if not (is_open and may_write(world, who, facts) and world.is_clear_of(who, told.findings)):
            return None

        def then(_result: object) -> None:
            told.findings, told.edited_by, told.edits = facts["findings"], who, told.edits + 1

        return Word([], frozenset({"edit"}), then)

    def do(world: World, who: Who, facts: Facts) -> None:
        ids = [row.id for row in facts["findings"]]
        service.edit(row_of(facts["told"]), entry_of(facts), ids, facts["edits"], who.actor, world.at)


def is_ready(world: World, told: Told) -> bool:
    """Every finding was heard, and every file that would be shown was looked at."""
    is_heard = all(map(world.is_heard, told.findings))
    return bool(told.findings) and is_heard and not any(map(world.unseen, told.findings))


def passes(verb: str, wants_reason: bool, locked: bool, four_eyes: bool) -> Any:
    def word(world: World, who: Who, facts: Facts) -> Word | None:
        told: Told = facts["told"]
        allowed = who.coordinates and world.is_clear_of(who, told.findings) and bool(told.findings or not locked)
        allowed = allowed and (not wants_reason or bool(facts["reason"].strip()))
        allowed = allowed and not (four_eyes and told.edited_by is who) and (not locked or is_ready(world, told))
        return moves("summary", told, verb, allowed, edits="publish unpublish")

    return word


@deed(weight=4)
class Propose:
    draw = draw_told

    def word(world: World, who: Who, facts: Facts) -> Word | None:
        return passes("propose", False, False, False)(world, who, facts) if facts["told"].findings else None

    def do(world: World, who: Who, facts: Facts) -> None:
        service.propose(row_of(facts["told"]), who.actor, world.at)


def with_reason(function: Any, world: World, who: Who, facts: Facts) -> Any:
    return function(row_of(facts["told"]), who.actor, world.at, facts["reason"])


@deed(weight=6)
class Clear:
    draw, word, do = draw_told, passes("clear", True, True, True), partial(with_reason, service.clear)


@deed(weight=6)
class Publish:
    draw, word = draw_told, passes("publish", False, True, True)

    def do(world: World, who: Who, facts: Facts) -> Any:
        return service.publish(row_of(facts["told"]), who.actor, world.at)


@deed(weight=0.5)
class PublishRevision:
    draw, word, do = draw_told, passes("revise", True, True, True), partial(with_reason, service.revise)


@deed(weight=0.5)
class PublishCorrection:
    draw, word, do = draw_told, passes("correct", True, True, True), partial(with_reason, service.correct)


@deed(weight=0.6)
class Recompose:
    draw, word, do = draw_told, passes("recompose", True, False, False), partial(with_reason, service.recompose)


@deed(weight=0.5)
class WithdrawSummary:
    draw, word, do = draw_told, passes("withdraw", True, False, False), partial(with_reason, service.withdraw)
