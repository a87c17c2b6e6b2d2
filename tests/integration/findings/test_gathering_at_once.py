"""Several people change what findings rest on at the same moment: nothing goes in a ring, and nobody waits for ever."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from itertools import permutations
from random import Random

import pytest

from app.accounts.models import User
from app.core import audit, clock
from app.core.database import db
from app.core.errors import Missing, Refused, Stale, WrongState
from app.findings import queries, service
from app.findings.models import Finding
from tests.given import commit, people, work
from tests.integration.findings.material import statement
from tests.integration.findings.test_at_once import at_once

WHY = "Нэг асуудлын тухай."


@pytest.fixture
def findings(cast):
    """`findings(count)`: numbers of findings on two observations each."""

    def state(count):
        area = people.focus_area()
        rows = [
            [work.observation(cast.contract, cast.monitor, state="accepted") for _ in range(2)] for _ in range(count)
        ]
        made = [
            service.state_finding(seen, statement(), cast.lead, clock.now(), focus_area_ids=[area.id]) for seen in rows
        ]
        commit()
        return [row.id for row in made]

    return state


def act(verb, person, *numbers, **stamps):
    rows = [queries.get_finding(number) for number in numbers]
    getattr(service, verb)(*rows, db.session.get(User, person), clock.now(), WHY, **stamps)


def test_each_into_the_other(app, cast, findings):
    one, two = findings(2)
    lead, second = cast.lead.id, cast.second.id
    raised = at_once(app, lambda: act("merge", lead, one, two), lambda: act("merge", second, two, one))
    assert [type(error) for error in raised] == [WrongState]
    into = {row.id: row.merged_into_id for row in Finding.query}
    assert into == {one: None, two: one}


def test_who_checks_meanwhile_is_told(app, cast, findings):
    one, two = findings(2)
    lead, second = cast.lead.id, people.person("coordinator").id
    commit()
    stamp = queries.get_finding(one).revision
    raised = at_once(app, lambda: act("merge", lead, one, two), lambda: act("check", second, one, seen=stamp))
    assert [type(error) for error in raised] == [Stale]
    assert queries.get_finding(one).state == "drafted"


def test_the_last_observation_is_taken_out_by_nobody(app, cast, findings):
    (one,) = findings(1)
    lead, second = cast.lead.id, cast.second.id

    def take_out(person, place):
        rows = [queries.get_observation(seen[place])]
        service.take_out(queries.get_finding(one), rows, db.session.get(User, person), clock.now(), WHY)

    seen = [row.id for row in queries.get_finding(one).observations]
    raised = at_once(app, lambda: take_out(lead, 0), lambda: take_out(second, 1))
    assert [type(error) for error in raised] == [Missing]
    assert [row.id for row in queries.get_finding(one).observations] == [seen[1]]


def test_many_merges_in_every_direction(app, cast, findings):
    """8 people, every pair of 6 findings in both directions: the winners form no ring, the losers are told."""
    numbers = findings(6)
    lead = cast.lead.id
    pairs = list(permutations(numbers, 2))
    Random(5).shuffle(pairs)
    before = audit.verify().length
    held = {row.id for number in numbers for row in queries.get_finding(number).observations}
    db.session.remove()

    def try_it(pair):
        with app.app_context():
            try:
                act("merge", lead, *pair)
                db.session.commit()
                return "merged"
            except Refused as refusal:
                return type(refusal).__name__
            finally:
                db.session.remove()

    with ThreadPoolExecutor(8) as threads:
        ended = Counter(threads.map(try_it, pairs))
    assert ended == {"merged": 5, "WrongState": 25}
    rows = {row.id: row for row in Finding.query}
    (last,) = [row for row in rows.values() if row.merged_into_id is None]
    assert {row.id for row in last.observations} == held
    for row in rows.values():
        way = [row]
        while way[-1].merged_into_id:
            way.append(rows[way[-1].merged_into_id])
            assert len(way) <= len(rows)
        assert way[-1] is last
    verdict = audit.verify()
    passages = [entry for row in rows.values() for entry in audit.history(row) if entry.from_state]
    assert verdict.whole and len(passages) == 10 and verdict.length == before + 10
