"""Pages that show several features: everyone sees what they may, and no more."""

import pytest

from app.core import audit, clock
from app.partnership.service import link_action_points, link_focus_areas
from tests.given import commit, people, work


@pytest.fixture
def linked(app):
    """A focus area and an action point with a contract and an unpublished finding linked to both."""
    finding, area, point = work.finding(title_mn="Нууц хэвээр дүгнэлт"), people.focus_area(), people.action_point()
    for subject in (finding, finding.contract):
        link_focus_areas(subject, [area.id], people.EVERYTHING, clock.now())
        link_action_points(subject, [point.id], people.EVERYTHING, clock.now())
    commit(finding, area, point)
    return finding, area, point


@pytest.mark.parametrize("role", ["lead", "coordinator", "observer", "monitor"])
def test_the_plan_shows_what_is_linked_to_it(client, linked, role):
    finding, area, point = linked
    person = people.person(role)
    commit(person)
    client.sign_in(person)
    for path in (f"/workspace/focus-areas/{area.id}", f"/workspace/action-points/{point.id}"):
        page = client.get(path).text
        assert finding.contract.title in page
        assert (finding.title_mn in page) == (role != "monitor")


@pytest.mark.parametrize(
    ("role", "kinds"),
    [("monitor", 1), ("lead", 7), ("coordinator", 12), ("observer", 0), ("administrator", 0)],
)
def test_everyone_has_a_first_page(app, client, role, kinds):
    person = people.person(role)
    commit(person)
    assert client.sign_in(person).get("/workspace/").text.count('class="stat"') == kinds


def test_a_lead_changes_the_links_of_a_finding(client, linked):
    finding, area, _point = linked
    other, lead = people.focus_area(plan=area.plan), people.person("lead")
    commit(other, lead)
    client.sign_in(lead)
    path = f"/workspace/link/finding/{finding.id}"
    client.post(path, {"focus_areas": [], "note": "-"}, expect=422)
    client.post(path, {"focus_areas": [other.id], "note": "илүү тохирно"})
    page = client.get(f"/workspace/findings/{finding.id}").text
    assert other.title_mn in page and area.title_mn not in page


def test_the_contract_page_tells_nobody_of_a_subnetwork_what_is_not_theirs(client, linked):
    finding, *_ = linked
    monitor = people.person("monitor")
    commit(monitor)
    page = client.sign_in(monitor).get(f"/workspace/contracts/{finding.contract_id}").text
    assert finding.title_mn not in page
    assert finding.observations[0].monitor.name not in page


def test_the_audit_page_turns_back_in_time(app, client):
    person = people.person("coordinator")
    for step in range(120):
        audit.record(people.EVERYTHING, clock.now(), "edit", person, number=step)
    commit(person)
    client.sign_in(person)
    assert "before=21" in client.get("/workspace/audit").text
    assert 'before=1"' not in client.get("/workspace/audit?before=21").text
    client.get("/workspace/audit?before=0", expect=404)
    client.get("/workspace/audit?before=99999999999999999999999", expect=404)


@pytest.mark.parametrize(("role", "sees"), [("lead", True), ("coordinator", True), ("observer", False)])
def test_an_observer_reads_everything_but_names(client, linked, role, sees):
    finding, *_ = linked
    observation = finding.observations[0]
    reader = people.person(role)
    commit(reader)
    client.sign_in(reader)
    for path in (f"contracts/{finding.contract_id}", f"findings/{finding.id}", f"observations/{observation.id}"):
        page = client.get(f"/workspace/{path}").text
        shown = [name for name in (observation.monitor.name, finding.author.name) if name in page]
        assert bool(shown) == sees, path


def test_a_monitor_says_where_they_live_and_sees_what_is_near(client, app):
    monitor, home = people.person("monitor"), people.place(name_en="Khuvsgul", latitude=49.6, longitude=100.2)
    far = people.place(latitude=48.0, longitude=91.6)
    here, away = work.monitored(monitor, place=home), work.monitored(monitor, place=far)
    free = work.monitored(place=home)
    commit(monitor, home)
    client.sign_in(monitor)
    assert "Say where you live" in client.get("/workspace/?lang=en").text
    client.post("/workspace/home-place", {"place": "99"}, expect=422)
    client.post("/workspace/home-place", {"place": home.id})
    page = client.get("/workspace/?lang=en").text
    assert page.index(here.title) < page.index(away.title) < page.index(free.title)
    assert "In your place" in page and "km away" in page and "nearest to Khuvsgul aimag" in page
    assert "In your place" in client.get("/workspace/observations?lang=en").text
    client.post("/workspace/home-place", {"place": ""})
    assert "Say where you live" in client.get("/workspace/?lang=en").text
