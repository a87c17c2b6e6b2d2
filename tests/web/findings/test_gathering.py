"""Pages on which a finding is added to, merged, split and taken apart again."""

import re

import pytest

from app.core import clock
from app.core.database import db
from app.findings import queries, service
from app.findings.models import Finding
from app.responses.queries import list_askable
from app.summaries.queries import list_candidates
from app.workspace.cases import CASES
from tests.given import commit, people, work
from tests.integration.findings.material import statement

WHY = {"reason": "Нэг самбарын тухай."}


@pytest.fixture
def browser(client, cast):
    return client.sign_in(cast.lead)


@pytest.fixture
def stated(cast):
    """`stated(count)`: a finding by the lead on so many accepted observations."""

    def state(count=1, **fields):
        rows = [
            work.observation(cast.contract, cast.monitor, state="accepted", notes=f"Үзлэг {n}") for n in range(count)
        ]
        words = statement(**fields)
        finding = service.state_finding(rows, words, cast.lead, clock.now(), focus_area_ids=[cast.area.id])
        commit()
        return finding

    return state


def path(finding, page=""):
    return f"/workspace/findings/{finding.id}{page}"


def fresh(finding):
    db.session.expire_all()
    return db.session.get(Finding, finding.id)


def test_an_accepted_observation_is_offered_to_findings_that_stand(browser, client, cast, logged, stated):
    finding, row = stated(), logged("accepted")
    address = f"/workspace/findings/{finding.id}/add?observation={row.id}"
    assert address in browser.get(f"/workspace/observations/{row.id}").text.replace("&amp;", "&")
    page = browser.get(address)
    assert re.search(rf'<input checked [^>]*value="{row.id}"', page.text)
    browser.post(address, {"observations": [row.id], "seen": finding.revision, **WHY})
    assert row in fresh(finding).observations
    assert path(finding, "/add") not in browser.get(f"/workspace/observations/{row.id}").text
    assert path(finding, "/add") not in client.sign_in(cast.monitor).get(f"/workspace/observations/{row.id}").text


def test_what_is_missing_is_said_and_the_reason_kept(browser, logged, stated):
    finding, row = stated(2), logged("accepted")
    page = browser.post(path(finding, "/add"), WHY, expect=422)
    assert WHY["reason"] in page.text
    browser.post(path(finding, "/add"), {"observations": [row.id], "reason": " "}, expect=422)
    every = [one.id for one in finding.observations]
    for page in ("/take-out", "/split"):
        assert WHY["reason"] in browser.post(path(finding, page), {"observations": every, **WHY}, expect=422).text
    assert WHY["reason"] in browser.post(path(finding, "/merge"), WHY, expect=422).text
    assert len(fresh(finding).observations) == 2 and Finding.query.count() == 1


def test_one_is_taken_out(browser, stated):
    finding = stated(2)
    browser.get(path(finding, "/take-out"))
    browser.post(path(finding, "/take-out"), {"observations": [finding.observations[0].id], **WHY})
    assert len(fresh(finding).observations) == 1
    page = browser.get(path(finding))
    assert path(finding, "/take-out") not in page.text and WHY["reason"] in page.text


def test_a_split_goes_on_to_its_own_words(browser, stated):
    finding = stated(2)
    browser.get(path(finding, "/split"))
    answer = browser.post(path(finding, "/split"), {"observations": [finding.observations[0].id], **WHY})
    made = Finding.query.filter_by(split_from_id=finding.id).one()
    assert answer.headers["Location"].endswith(path(made, "/edit"))
    assert path(made) in browser.get(path(finding)).text and path(finding) in browser.get(path(made)).text


def test_two_become_one_and_two_again(browser, stated):
    finding, other = stated(title_mn="Цэс алга"), stated(title_mn="Самбар хоосон")
    page = browser.get(path(finding, "/merge"))
    assert other.title_mn in page.text and other.statement_mn in page.text
    browser.post(path(finding, "/merge"), {"other": f"{other.id}.{other.revision}", "seen": finding.revision, **WHY})
    assert fresh(other).merged_into_id == finding.id
    assert path(other) in browser.get(path(finding)).text
    page = browser.get(path(other))
    assert path(finding) in page.text and path(other, "/take-apart") in page.text and WHY["reason"] in page.text
    browser.get(path(other, "/take-apart"))
    browser.post(path(other, "/take-apart"), {"reason": ""}, expect=422)
    browser.post(path(other, "/take-apart"), {"reason": "Хоёр өөр өрөө."})
    assert fresh(other).state == "drafted" and len(fresh(finding).observations) == 1


def test_a_page_that_was_overtaken_says_so_and_goes_on(browser, client, cast, logged, stated):
    finding, row = stated(2), logged("accepted")
    form = {"observations": [finding.observations[0].id], "seen": finding.revision, "reason": "Өөр өрөө байна."}
    service.add_observations(finding, [row], cast.second, clock.now(), "Гурав дахь үзлэг.")
    commit()
    for page in ("/take-out", "/split"):
        late = browser.post(path(finding, page), form, expect=422)
        assert "Гурав дахь үзлэг." in late.text and "Өөр өрөө байна." in late.text
        assert f'name="seen" type="hidden" value="{finding.revision}"' in late.text
    browser.post(path(finding, "/take-out"), form | {"seen": fresh(finding).revision})
    assert len(fresh(finding).observations) == 2


def test_another_finding_than_was_shown_is_not_merged(browser, cast, logged, stated):
    finding, other = stated(), stated(2)
    form = {"other": f"{other.id}.{other.revision}", "seen": finding.revision, **WHY}
    service.take_out(other, other.observations[:1], cast.second, clock.now(), "Өөр өрөө.")
    commit()
    assert WHY["reason"] in browser.post(path(finding, "/merge"), form, expect=422).text
    for nonsense in ("", "x", f"{finding.id}.1", "999.1"):
        browser.post(path(finding, "/merge"), form | {"other": nonsense}, expect=422)
    assert fresh(other).state == "drafted"


def test_who_checks_sees_what_came_meanwhile(client, cast, logged, stated):
    coordinator = people.person("coordinator")
    finding, row = stated(), logged("accepted")
    client.sign_in(coordinator).get(path(finding, "/check"))
    stamp = finding.revision
    service.add_observations(finding, [row], cast.lead, clock.now(), "Дахин үзэв.")
    commit()
    late = client.post(path(finding, "/check"), {"seen": stamp, "reason": "Зураг харсан."}, expect=422)
    assert "Дахин үзэв." in late.text and "Зураг харсан." in late.text and f"observations/{row.id}" in late.text
    client.post(path(finding, "/check"), {"seen": fresh(finding).revision, "reason": "Хоёуланг нь харсан."})
    assert fresh(finding).state == "checked"


def test_the_checker_reads_why_the_check_fell(client, cast, logged, stated):
    finding, row = stated(), logged("accepted")
    coordinator = people.person("coordinator")
    service.check(finding, coordinator, clock.now(), "Зураг харсан.")
    commit()
    client.sign_in(cast.lead)
    assert "Давхар шалгалт нь хүчингүй болно" in client.get(path(finding, "/add?lang=mn")).text
    service.add_observations(finding, [row], cast.lead, clock.now(), "Дахин үзэв.")
    commit()
    client.sign_in(coordinator)
    for page in (path(finding, "?lang=mn"), path(finding, "/check?lang=mn")):
        text = client.get(page).text
        assert "Давхар шалгалт хүчингүй болсон" in text and "Дахин үзэв." in text


def test_names_are_not_for_observers(client, cast, logged, stated):
    finding, row = stated(), logged("accepted")
    service.add_observations(finding, [row], cast.lead, clock.now(), "Дахин үзэв.")
    observer = people.person("observer")
    commit()
    page = client.sign_in(observer).get(path(finding, "?lang=en"))
    assert "A subnetwork lead" in page.text and cast.lead.name not in page.text
    for verb in ("/add", "/merge", "/split", "/take-out"):
        client.get(path(finding, verb), expect=403)


@pytest.mark.parametrize("page", ["/add", "/take-out", "/split", "/merge"])
def test_after_the_body_was_asked_the_pages_are_closed(browser, stated, page):
    finding = stated(2)
    finding.state = "answered"
    commit()
    browser.get(path(finding, page), expect=409)
    finding.state = "checked"
    work.request(finding, state="sent")
    commit()
    assert path(finding, page) not in browser.get(path(finding)).text
    browser.get(path(finding, page), expect=403)


def test_a_merged_finding_is_nowhere_offered(client, cast, stated):
    finding, other = stated(severity=2), stated(severity=2)
    service.merge(finding, other, cast.lead, clock.now(), "Нэг самбар.")
    commit()
    assert other not in list_candidates() and list_askable() == [] and queries.list_mergeable(finding) == []
    for name in ("fix-rate", "reported-fix-rate"):
        assert db.session.execute(CASES[name](clock.today())).all() == []
    client.sign_in(cast.lead).get(path(other, "/edit"), expect=409)
