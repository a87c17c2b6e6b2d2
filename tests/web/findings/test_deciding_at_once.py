"""Many reviewers decide about the same things at the same moment, on the pages they really use."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from random import Random

from app.core import audit
from app.core.database import db
from app.findings.models import Observation
from tests.given import commit, people, work

ITEMS, REVIEWERS, EACH = 50, 10, 4  # 200 decisions
STATES = {"accept": "accepted", "reject": "rejected", "ask": "needs_information"}


def reviewers(app, network, count):
    """Their browsers, each signed in."""
    rows = [people.person("lead") for _ in range(count)]
    for row in rows:
        work.stored(people.Membership(user=row, subnetwork=network, since_on=people.date(2026, 1, 1)))
    commit()
    browsers = []
    for row in rows:
        browser = app.test_client()
        with browser.session_transaction() as session:
            session["_user_id"], session["_fresh"] = row.get_id(), True
        browsers.append(browser)
    return browsers


def address(number, verb):
    return f"/workspace/observations/{number}/decide/{verb}"


def test_two_leads_with_the_same_page_open(app, cast, logged):
    number = logged("in_review").id
    first, second = reviewers(app, cast.contract.subnetwork, 2)
    db.session.remove()
    assert first.get(address(number, "accept")).status_code == second.get(address(number, "ask")).status_code == 200
    assert first.post(address(number, "accept"), data={"reason": "Зураг тод."}).status_code == 303
    late = second.post(address(number, "ask"), data={"reason": "Аль өрөө вэ?", "about": "notes"})
    assert late.status_code == 422
    assert "Зураг тод." in late.text and "Аль өрөө вэ?" in late.text
    assert db.session.get(Observation, number).state == "accepted"


def test_200_decisions_on_50_items_by_10_reviewers(app, cast, logged):
    numbers = [logged("in_review").id for _ in range(ITEMS)]
    browsers = reviewers(app, cast.contract.subnetwork, REVIEWERS)
    before = audit.verify().length
    db.session.remove()
    chance = Random(5)
    # Each reviewer's own round of 20; no two decisions on one item by the same person, all in another order.
    rounds = [[numbers[(who * 5 + n) % ITEMS] for n in range(ITEMS * EACH // REVIEWERS)] for who in range(REVIEWERS)]
    for one in rounds:
        chance.shuffle(one)
    verbs = [[chance.choice(list(STATES)) for _ in one] for one in rounds]

    def work_through(who):
        answers = []
        for n, (number, verb) in enumerate(zip(rounds[who], verbs[who], strict=True)):
            reason = f"Шийдвэр {who}-{n}-ийн шалтгаан"
            answers.append(
                (
                    number,
                    verb,
                    reason,
                    browsers[who].post(address(number, verb), data={"reason": reason, "cause": "other"}),
                )
            )
        return answers

    with ThreadPoolExecutor(REVIEWERS) as threads:
        answers = [answer for some in threads.map(work_through, range(REVIEWERS)) for answer in some]

    won = {number: (verb, reason) for number, verb, reason, answer in answers if answer.status_code == 303}
    assert len(answers) == 200 and Counter(answer.status_code for *_, answer in answers) == {303: ITEMS, 422: 150}
    assert set(won) == set(numbers)
    for number, _verb, reason, answer in answers:
        if answer.status_code == 422:  # told who was faster and why, with all that was typed
            assert reason in answer.text and won[number][1] in answer.text
    for row in db.session.query(Observation):
        verb, reason = won[row.id]
        entries = [entry for entry in audit.history(row) if entry.verb in STATES]
        assert row.state == STATES[verb] and [(entry.verb, entry.reason) for entry in entries] == [(verb, reason)]
    verdict = audit.verify()
    assert verdict.whole and verdict.length == before + ITEMS
