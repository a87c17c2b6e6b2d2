"""The queue in SQL says of every tip what the policy says of it."""

from itertools import product

import pytest

from app.core import clock
from app.tips import policy, queries, service
from app.tips.states import TIP
from app.tips.terms import TABS
from tests.given import people, work

MINE, OTHER, NONE = "mine", "other", "none"


@pytest.fixture
def lead(app):
    return people.person("lead")


def every_tip(lead):
    """One of each state, about a contract of each kind, or none."""
    networks = {MINE: people.subnetwork(lead), OTHER: people.subnetwork(), NONE: None}
    barred = work.contract(state="monitored", subnetwork=networks[MINE])
    for reader in (lead, people.person("coordinator")):
        work.conflict(barred, reader)
    contracts = [None, barred, *(work.contract(subnetwork=network) for network in networks.values())]
    return [work.tip(contract, state=state) for contract, state in product(contracts, TIP.states)]


@pytest.mark.parametrize("role", ["lead", "coordinator", "monitor", "observer", "administrator"])
def test_the_query_and_the_policy_agree(app, lead, role):
    tips = every_tip(lead)
    for reader in (lead, people.person(role)):
        for tab, states in TABS.items():
            expected = {tip.id for tip in tips if tip.state in states and policy.may_read(reader, tip)}
            assert {tip.id for tip in queries.list_queue(reader, tab, 1).items} == expected, (role, tab)
            assert queries.count_queue(reader)[tab] == len(expected)
        waiting = [tip for tip in tips if tip.state in {"received", "in_review"} and policy.may_read(reader, tip)]
        assert queries.count_waiting(reader) == len(waiting)


def test_who_left_the_subnetwork_reads_no_more(app, lead):
    network = people.subnetwork(lead)
    work.tip(work.contract(subnetwork=network))
    assert queries.count_waiting(lead) == 1
    people.Membership.query.filter_by(user_id=lead.id).one().until_on = clock.today()
    assert queries.count_waiting(lead) == 0


def test_the_oldest_first_and_of_the_ended_the_latest(app, lead):
    tips = [work.tip() for _number in range(3)]
    assert queries.list_queue(lead, "received", 1).items == tips
    for tip in (tips[1], tips[0]):
        service.close(tip, "known", "Засаж байгаа.", lead, clock.now())
    assert queries.list_queue(lead, "ended", 1).items == [tips[0], tips[1]]


def test_it_is_read_page_by_page(app, lead):
    for _number in range(27):
        work.tip()
    assert [len(queries.list_queue(lead, "received", page).items) for page in (1, 2, 9)] == [25, 2, 2]
