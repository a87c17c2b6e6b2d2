"""Second looks: the page is blind, the late are told, and a disagreement is ended by a third."""

import re

import pytest

from app.core import audit, clock
from app.core.database import db
from app.findings import service
from app.findings.second_models import SecondReview
from app.findings.terms import CAUSES
from tests.given import commit, people
from tests.integration.findings.material import change, upload

SECRET = "нууцыннууц"
INDEX = "/workspace/second-looks"
SAID = {"verdict": "rejected", "cause": "unclear", "reason": "Юу харсан нь тодорхойгүй."}


@pytest.fixture
def drawn(cast, logged):
    """A decided observation, with a reason that must not be read, on which the lot fell."""

    def draw(verdict="accepted", *uploads):
        original = logged("accepted") if verdict == "duplicate" else None
        row, now = logged("in_review", *uploads), clock.now()
        if verdict == "accepted":
            service.accept(row, cast.lead, now, SECRET)
        elif verdict == "rejected":
            service.reject(row, cast.lead, now, SECRET, "unsafe")
        else:
            service.mark_duplicate(row, original, cast.lead, now, SECRET)
        second = service.draw(row, now)
        commit()
        return second

    return draw


def page_of(second):
    return f"{INDEX}/{second.id}"


def fresh(second):
    db.session.expire_all()
    return db.session.get(SecondReview, second.id)


def without_chance(text):
    """The page without tokens that are made anew for each."""
    return re.sub(r'(name="csrf_token"[^>]*value|nonce)="[^"]*"', "", text)


@pytest.mark.parametrize("verdict", ["accepted", "rejected", "duplicate"])
@pytest.mark.parametrize("language", ["mn", "en"])
def test_the_page_tells_neither_verdict_nor_reason_nor_who(client, cast, drawn, verdict, language):
    second = drawn(verdict, upload())
    client.sign_in(cast.second)
    text = client.get(f"{page_of(second)}?lang={language}").text
    assert "Дээвэр" in text and f"/workspace/observations/files/{second.observation.evidence[0].id}" in text
    for secret in (SECRET, cast.lead.name, cast.monitor.name, "state-badge", 'class="badge'):
        assert secret not in text, secret
    assert f"/workspace/observations/{second.observation_id}" not in text
    assert f"/workspace/contracts/{cast.contract.id}" not in text
    listed = client.get(INDEX).text
    assert page_of(second) in listed
    for secret in (SECRET, cast.lead.name, f"/workspace/observations/{second.observation_id}"):
        assert secret not in listed


def test_the_page_is_the_same_whatever_was_decided(client, cast, drawn, logged):
    """One observation, as if it had been decided in each way."""
    second, original = drawn("accepted", upload()), logged("accepted")
    client.sign_in(cast.second)
    pages = set()
    for verdict in ("accepted", "rejected", "duplicate"):
        row = db.session.get(SecondReview, second.id)
        row.first_verdict = row.observation.state = verdict
        row.observation.rejected_for = "unsafe" if verdict == "rejected" else None
        row.observation.duplicate_of_id = original.id if verdict == "duplicate" else None
        row.observation.reviewed_by = row.first_by = people.person("lead")
        audit.record(row.first_by, clock.now(), "accept", row.observation, reason=f"{SECRET} {verdict}")
        commit()
        pages.add(without_chance(client.get(page_of(second)).text))
        pages.add(without_chance(client.get(page_of(second)).text))
    assert len(pages) == 1


def test_the_page_of_the_observation_hides_the_decision_until_it_is_asked_for(client, cast, drawn):
    second = drawn("rejected")
    address = f"/workspace/observations/{second.observation_id}"
    client.sign_in(cast.second)
    hidden = client.get(address).text
    assert SECRET not in hidden and cast.lead.name not in hidden and page_of(second) in hidden
    assert SECRET in client.get(f"{address}?decided=1").text
    for person in (cast.lead, cast.monitor):  # who could not look again anyway
        assert SECRET in client.sign_in(person).get(address).text


def test_who_may_not_look_again_is_sent_away(client, cast, drawn):
    second = drawn()
    for person in (cast.lead, cast.monitor, people.person("observer")):
        commit()
        client.sign_in(person).get(page_of(second), expect=403)
        client.sign_in(person).post(page_of(second), SAID, expect=403)
    assert fresh(second).state == "drawn"


def test_a_second_verdict_is_given_and_what_is_missing_is_asked(client, cast, drawn):
    second = drawn()
    client.sign_in(cast.second)
    for missing in ("verdict", "cause", "reason"):
        page = client.post(page_of(second), SAID | {missing: ""}, expect=422)
        assert 'id="error-summary"' in page.text
        assert SAID["reason"] in page.text or missing == "reason"
    client.post(page_of(second), SAID)
    assert (fresh(second).state, fresh(second).observation.state) == ("differed", "accepted")
    for person in (cast.second, cast.lead, people.person("observer")):
        commit()
        text = client.sign_in(person).get(f"{page_of(second)}?lang=en").text
        assert SAID["reason"] in text and "Another verdict" in text and str(CAUSES["unclear"]) in text


def test_a_duplicate_names_what_it_repeats(client, cast, drawn, logged):
    other = logged("accepted")
    second = drawn()
    client.sign_in(cast.second)
    client.post(page_of(second), {"verdict": "duplicate", "reason": "Давхар."}, expect=422)
    client.post(page_of(second), {"verdict": "duplicate", "reason": "Давхар.", "duplicate_of": other.id})
    assert fresh(second).duplicate_of_id == other.id


def test_who_comes_late_is_told_and_loses_nothing_typed(client, cast, drawn):
    second = drawn()
    coordinator = people.person("coordinator")
    commit()
    client.sign_in(coordinator).get(page_of(second))
    service.look_again(fresh(second), "accepted", cast.second, clock.now(), "Зөв.")
    commit()
    page = client.post(f"{page_of(second)}?lang=en", SAID, expect=422)
    assert SAID["reason"] in page.text and "This happened meanwhile" in page.text
    assert fresh(second).decided_by_id == cast.second.id


@pytest.fixture
def disputed(client, cast, drawn):
    second = drawn()
    client.sign_in(cast.second).post(page_of(second), SAID)
    return second


def test_both_sides_and_the_lead_find_it_among_what_waits(client, cast, disputed):
    coordinator, stranger = people.person("coordinator"), people.person("lead")
    commit()
    for person, told in ((cast.lead, True), (cast.second, True), (coordinator, True), (stranger, False)):
        client.sign_in(person)
        text = client.get("/workspace/?lang=en").text
        assert ("verdicts on which two reviewers disagree" in text) == told
        assert (page_of(disputed) in client.get(INDEX).text) == told


def test_a_third_lets_it_stand(client, cast, disputed):
    coordinator = people.person("coordinator")
    commit()
    client.sign_in(cast.lead).get(f"{page_of(disputed)}/settle", expect=403)
    client.sign_in(coordinator)
    assert f"{page_of(disputed)}/settle" in client.get(page_of(disputed)).text
    client.get(f"{page_of(disputed)}/settle")
    client.post(f"{page_of(disputed)}/settle", {"reason": " "}, expect=422)
    client.post(f"{page_of(disputed)}/settle", {"reason": "Хангалттай."})
    assert fresh(disputed).state == "settled"
    client.get(f"{page_of(disputed)}/settle", expect=409)


def test_a_third_takes_it_up_again(client, cast, disputed):
    coordinator, address = people.person("coordinator"), f"/workspace/observations/{disputed.observation_id}"
    commit()
    client.sign_in(cast.lead).post(f"{address}/decide/reconsider", {"reason": "Би."}, expect=403)
    client.sign_in(coordinator)
    assert f"{address}/decide/reconsider" in client.get(page_of(disputed)).text
    assert f"{address}/decide/reconsider" in client.get(address).text
    client.post(f"{address}/decide/reconsider", {"reason": "Зөрсөн."})
    assert fresh(disputed).observation.state == "in_review"
    assert f"{address}/decide/accept" in client.get(address).text
    assert f"{address}/decide/accept" not in client.sign_in(cast.second).get(address).text
    text = client.sign_in(cast.monitor).get(f"{address}?lang=en").text
    assert "Taken into review again" in text and cast.lead.name not in text


def test_a_lapsed_one_says_so(client, cast, drawn):
    second = drawn()
    row = fresh(second)
    service.revise(row.observation, change(clock.today(), notes="Өөр."), cast.monitor, clock.now())
    commit()
    text = client.sign_in(cast.second).get(f"{page_of(second)}?lang=en").text
    assert "Changed before anybody looked" in text
    client.post(page_of(second), SAID, expect=422)
