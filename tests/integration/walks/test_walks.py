"""Several people do anything to observations, findings, requests and summaries, in any order, at any time.

A model written by hand (`model`, and the word of each deed) says before each step whether it must succeed and which
passages it takes. `WALKS=500` takes more walks than every run does.
"""

import os
import random
from collections import Counter
from functools import cache
from itertools import islice
from typing import Any
from unittest import mock

from hypothesis import Phase, note, settings, strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test
from sqlalchemy import text

from app.core import audit, clock
from app.core.audit import AuditEntry
from app.core.database import db
from app.core.errors import NotFound, Refused
from app.summaries.models import SummaryVersion
from tests.integration.walks import asking, observing, stating, telling  # noqa: F401  (they fill DEEDS)
from tests.integration.walks.deed import DEEDS, Deed, Facts, Word
from tests.integration.walks.judge import faults_of
from tests.integration.walks.model import LEADS_TO, Step, Who
from tests.integration.walks.world import World, pick

USUAL, ENOUGH, STEPS = 30, 500, 50  # in so many walks each passage of the model was taken
WALKS = int(os.environ.get("WALKS", USUAL))
SEEDS = st.integers(0, 2**32)
LEFT_ALONE = {"contract_search", "contract_words", "audit_entry"}  # entries are counted one by one
PUBLISHING = {"Compose", "Propose", "Clear", "Publish", "PublishRevision", "PublishCorrection"}
taken: Counter[str] = Counter()


@cache
def tables() -> list[str]:
    return [name for name in db.metadata.tables if name not in LEFT_ALONE]


def snapshot() -> dict[str, list[Any]]:
    db.session.flush()
    connection = db.session.connection()
    return {name: sorted(map(repr, connection.exec_driver_sql(f'SELECT * FROM "{name}"'))) for name in tables()}


class Walk(RuleBasedStateMachine):
    is_sound = False

    @initialize(seed=SEEDS)
    def begin(self, seed):
        self.world = World()
        self.bent_on = random.Random(seed).choice(every_step())
        self.clock = mock.patch.object(clock, "now", lambda: self.world.at)
        self.clock.start()
        self.entries, self.versions, self.done = 0, {}, Counter()
        self.before, self.is_sound = snapshot(), True

    @rule(seed=SEEDS)
    def go_on(self, seed):
        """One rule, so that every walk may take steps of every kind: of several, each walk would do without some."""
        chance = random.Random(seed)
        kind = chance.random()
        if kind < 0.1:
            self.world.later(chance.choice((0, 1, 7, 31, 45)))
        elif kind < 0.3:
            self.stray(chance)
        elif not self.reaches(chance):
            self.lead_on(chance, DEEDS)

    def reaches(self, chance: random.Random) -> bool:
        """Take the one passage on which this walk is bent, when it can be: else those that lead nowhere stay rare."""
        for deed in DEEDS if self.bent_on else ():
            for who, facts in islice(self.tries(deed, chance), 6):
                word = deed.word(self.world, who, facts)
                if word and word.steps and named(word.steps[0]) == self.bent_on:
                    self.bent_on = None
                    self.attempt(deed, who, facts)
                    return True
        return False

    def stray(self, chance: random.Random) -> None:
        """Anybody tries anything."""
        deed, who = chance.choice(DEEDS), chance.choice(self.world.who)
        if (facts := deed.draw(self.world, chance)) is not None:
            self.attempt(deed, who, facts)

    def lead_on(self, chance: random.Random, deeds: list[Deed]) -> None:
        """Whoever may takes a step that the model knows, rather one that leads on and was seldom taken before."""
        for deed in sorted(deeds, key=lambda one: self.leaning(one) * chance.random(), reverse=True):
            for who, facts in islice(self.tries(deed, chance), 40):
                if deed.word(self.world, who, facts):
                    self.attempt(deed, who, facts)
                    return

    def leaning(self, deed: Deed) -> float:
        return deed.weight / (1 + self.done[deed.name]) ** 2

    def tries(self, deed: Deed, chance: random.Random) -> Any:
        while (facts := deed.draw(self.world, chance)) is not None:
            yield chance.choice(self.world.who), facts

    def attempt(self, deed: Deed, who: Who, facts: Facts) -> None:
        self.is_sound, word = False, deed.word(self.world, who, facts)
        told = f"{self.world.today}: {who.name} tries {deed.name} with {facts}"
        note(f"{told}: {'goes' if word else 'is refused'}")
        try:
            with db.session.begin_nested():
                result = deed.do(self.world, who, facts)
                db.session.flush()
        except (Refused, NotFound) as refusal:
            assert word is None, f"{told}: refused: {refusal!r} {refusal}"
            taken["refused"] += 1
            self.nothing_changed(told)
            self.is_sound = True
            return
        assert word is not None, f"{told}: was not refused"
        taken[deed.name] += 1
        self.done[deed.name] += 1
        self.follows(word, result, told)
        self.before, self.is_sound = snapshot(), True

    def nothing_changed(self, told: str) -> None:
        db.session.expire_all()
        after = snapshot()
        assert after == self.before, f"{told}: was refused and changed {differing(self.before, after)}"
        assert audit_length() == self.entries, told

    def follows(self, word: Word, result: Any, told: str) -> None:
        """The passages that the model named happened, each with its entry, and nothing else did."""
        expected = []
        word.then(result)
        for step in word.steps:
            taken[named(step)] += 1
            before, step.row.state = step.row.state, step.leads_to()
            expected.append((step.kind, step.row.id, step.verb, before, step.row.state))
        new = db.session.query(AuditEntry).filter(AuditEntry.id > self.entries).order_by(AuditEntry.id).all()
        self.entries += len(new)
        passages = [(e.subject_kind, e.subject_id, e.verb, e.from_state, e.to_state) for e in new if e.from_state]
        assert sorted(passages) == sorted(expected), told
        others = {entry.verb for entry in new if not entry.from_state}
        assert others <= word.edits, f"{told}: also {others - word.edits}"
        self.states_agree(told)
        self.judge_versions()

    def states_agree(self, told: str) -> None:
        model = {
            "observation": self.world.seen,
            "finding": self.world.stated,
            "request": self.world.asked,
            "evidence": self.world.shown,
            "summary": self.world.told,
        }
        for kind, rows in model.items():
            stored = {row.id: row.state for row in db.session.execute(text(f"SELECT id, state FROM {kind}"))}
            assert stored == {row.id: row.state for row in rows}, told

    def judge_versions(self) -> None:
        for version in db.session.query(SummaryVersion).order_by(SummaryVersion.id):
            if version.id not in self.versions:
                taken["published versions"] += 1
                assert list(faults_of(version.id, self.world.today)) == []
            assert self.versions.setdefault(version.id, version.content_hash) == version.content_hash

    def teardown(self):
        try:
            if self.is_sound:
                self.publish_at_random(chance := random.Random(self.entries))
                self.reaches(chance)
                assert audit.verify() == audit.Verdict(self.entries)
                taken["walks"] += 1
                taken["walks that published"] += bool(self.versions)
        finally:
            self.clock.stop()
            db.session.rollback()

    def publish_at_random(self, chance: random.Random) -> None:
        deeds = [deed for deed in DEEDS if deed.name in PUBLISHING]
        for _try in range(5):
            self.lead_on(chance, deeds)
            deed, who = pick(chance, deeds), chance.choice([self.world.by_name["coordinator"], *self.world.who])
            if (facts := deed.draw(self.world, chance)) is not None:
                self.attempt(deed, who, facts)


def differing(one: dict[str, list[Any]], other: dict[str, list[Any]]) -> dict[str, Any]:
    return {name: (one[name], other[name]) for name in one if one[name] != other[name]}


def audit_length() -> int:
    return db.session.query(AuditEntry).count()


def test_no_walk_leaves_the_lifecycles_or_publishes_what_may_not_be(app):
    taken.clear()
    phases = (Phase.explicit, Phase.generate)  # a shorter walk is not found in reasonable time
    chosen = settings(max_examples=WALKS, stateful_step_count=STEPS, deadline=None, phases=phases)
    run_state_machine_as_test(Walk, settings=chosen)
    if WALKS > USUAL:
        print(*sorted(taken.items()), sep="\n")
    if WALKS >= ENOUGH:
        assert not [step for step in every_step() if step not in taken]


def named(step: Step) -> str:
    return f"{step.kind}: {step.row.state} -{step.verb}-> {step.leads_to()}"


def every_step() -> list[str]:
    return [
        f"{kind}: {before} -{verb}-> {after}"
        for kind, table in LEADS_TO.items()
        for (before, verb), after in table.items()
    ]
