"""Pages of the plan, its focus areas and action points."""

from datetime import timedelta

import pytest

from app.core import clock
from app.partnership import service
from app.partnership.models import ActionPoint, FocusArea, PlanLink, StrategicPlan
from tests.given import commit, people, work


@pytest.fixture
def coordinator(app, client):
    person = people.person("coordinator", language="en")
    commit(person)
    client.sign_in(person)
    return person


def test_a_plan_is_drafted_filled_and_agreed(coordinator, client):
    entry = {"title_mn": "Төлөвлөгөө", "title_en": "Plan", "starts_on": "2026-01-01"}
    address = client.post("/workspace/plans/new", entry).headers["Location"]
    client.post(f"{address}/focus-areas/new", {"title_mn": "Боловсрол", "title_en": "Education"})
    other = people.person("coordinator", language="en")
    commit(other)
    client.sign_in(other)
    client.get(f"{address}/agree")
    said = {"agreed_on": "2026-01-10", "agreed_by_mn": "Гишүүд", "note": "Хурлаар баталсан", "seen": "1"}
    client.post(f"{address}/agree", said)
    client.post(f"{address}/passages/put_in_force")
    text = client.get(address).text
    assert "In force" in text and "Education" in text and "Хурлаар баталсан" in text
    assert "December 31, 2028" in text


def test_a_passage_asks_for_its_reason(coordinator, client):
    plan = people.plan(state="in_force")
    commit(plan)
    address = f"/workspace/plans/{plan.id}/passages/close"
    client.get(address)
    assert "Write the reason." in client.post(address, {"reason": ""}, expect=422).text


def test_a_second_plan_is_not_put_in_force(coordinator, client):
    people.plan(state="in_force", title_mn="Хуучин төлөвлөгөө")
    plan = people.plan(state="agreed")
    commit(plan)
    text = client.post(f"/workspace/plans/{plan.id}/passages/put_in_force", expect=422).text
    assert "Хуучин төлөвлөгөө" in text


@pytest.mark.parametrize(("verb", "status"), [("close", 409), ("fly", 404)])
def test_a_passage_that_does_not_lead_from_here_is_refused(coordinator, client, verb, status):
    plan = people.plan(state="draft")
    commit(plan)
    client.get(f"/workspace/plans/{plan.id}/passages/{verb}", expect=status)


def test_buttons_are_those_of_the_table(coordinator, client):
    plan = people.plan(state="agreed")
    commit(plan)
    text = client.get(f"/workspace/plans/{plan.id}").text
    assert "passages/put_in_force" in text and "passages/redraft" in text
    assert "passages/close" not in text


def test_readers_see_the_plan_without_buttons(app, client):
    reader, area = people.person("monitor"), people.focus_area()
    commit(reader, area)
    text = client.sign_in(reader).get(f"/workspace/plans/{area.plan_id}").text
    assert area.title_mn in text and "passages/" not in text and "/edit" not in text


def test_a_focus_area_is_edited_and_moved(coordinator, client):
    plan = people.plan()
    first, second = people.focus_area(plan=plan, position=1), people.focus_area(plan=plan, position=2)
    commit(first, second)
    entry = {"title_mn": "Эхэнд", "title_en": "First", "position": "1", "seen": "0", "reason": "Дараалал"}
    client.post(f"/workspace/focus-areas/{second.id}/edit", entry)
    order = [area.title_mn for area in FocusArea.query.order_by(FocusArea.position)]
    assert order == ["Эхэнд", first.title_mn]


def test_a_focus_area_of_a_draft_is_removed(coordinator, client):
    area = people.focus_area(plan=people.plan(state="draft"))
    commit(area)
    client.post(f"/workspace/focus-areas/{area.id}/remove")
    assert FocusArea.query.count() == 0


def test_a_focus_area_in_use_is_not_removed(coordinator, client):
    area = people.focus_area()
    commit(area)
    client.post(f"/workspace/focus-areas/{area.id}/remove", expect=409)


def test_the_plan_counts_what_is_linked(coordinator, client):
    area = people.focus_area()
    for subject in (work.contract(), work.contract(), work.finding()):
        service.link_focus_areas(subject, [area.id], people.EVERYTHING, clock.now())
    commit(area)
    text = client.get(f"/workspace/plans/{area.plan_id}").text
    assert "<li>2 contracts</li><li>1 finding</li></ul>" in text


def _entry(**fields):
    return {"title_mn": "Уулзалт", "due_on": "2027-01-31", "origin": "meeting", "focus_area_id": ""} | fields


def test_an_action_point_of_an_organisation_is_recorded(coordinator, client):
    owner, area = people.organisation(), people.focus_area()
    commit(owner, area)
    entry = _entry(owner_key=f"organisation:{owner.id}", focus_area_id=area.id)
    client.post("/workspace/action-points/new", entry)
    point = ActionPoint.query.one()
    assert (point.owner, point.focus_area, point.state) == (owner, area, "agreed")


def test_an_action_point_of_a_body_begins_on_its_page(coordinator, client):
    body = people.body()
    commit(body)
    address = f"/workspace/action-points/new?body={body.id}"
    assert f'<option selected value="public_body:{body.id}">' in client.get(address).text
    client.post(address, _entry(owner_key=f"public_body:{body.id}"))
    assert ActionPoint.query.one().owner is body


def test_an_action_point_needs_an_owner(coordinator, client):
    text = client.post("/workspace/action-points/new", _entry(owner_key=""), expect=422).text
    assert 'href="#owner_key"' in text and "Уулзалт" in text


def test_an_action_point_is_edited(coordinator, client):
    area = people.focus_area(plan=people.plan(state="closed"))
    point = people.action_point(owner_body=people.body(), focus_area=area)
    commit(point)
    address = f"/workspace/action-points/{point.id}/edit"
    assert f'<option selected value="{area.id}">' in client.get(address).text
    entry = _entry(title_mn="Засвар", owner_key=f"public_body:{point.owner_body_id}", focus_area_id=area.id)
    client.post(address, entry)
    assert ActionPoint.query.one().title_mn == "Засвар"


def test_an_action_point_moves_on(coordinator, client):
    point = people.action_point()
    commit(point)
    address = f"/workspace/action-points/{point.id}/passages"
    client.post(f"{address}/start")
    client.post(f"{address}/drop", {"reason": ""}, expect=422)
    client.post(f"{address}/drop", {"reason": "Шаардлагагүй болсон"})
    assert ActionPoint.query.one().state == "dropped"


def test_monitors_do_not_move_action_points(app, client):
    monitor, point = people.person("monitor"), people.action_point()
    commit(monitor, point)
    client.sign_in(monitor).post(f"/workspace/action-points/{point.id}/passages/start", expect=403)


def test_the_list_is_filtered_and_marks_what_is_overdue(coordinator, client):
    late = people.action_point(due_on=clock.today() - timedelta(days=1))
    calm = people.action_point(owner_body=people.body())
    commit(late, calm)
    text = client.get("/workspace/action-points?overdue=y").text
    assert late.title_mn in text and calm.title_mn not in text
    assert "state-bad" in text
    text = client.get(f"/workspace/action-points?owner=public_body:{calm.owner_body_id}&state=agreed").text
    assert calm.title_mn in text and late.title_mn not in text


@pytest.mark.parametrize("query", ["state=x", "owner=user:1", "focus_area=x", "page=0", "overdue=maybe"])
def test_odd_addresses_give_a_page(coordinator, client, query):
    client.get(f"/workspace/action-points?{query}")


def test_a_link_is_taken_back_with_a_reason(coordinator, client):
    contract, point = work.contract(), people.action_point()
    (link,) = service.link_action_points(contract, [point.id], people.EVERYTHING, clock.now())
    commit(link)
    address = f"/workspace/links/{link.id}/unlink"
    client.get(address)
    client.post(address, {"reason": ""}, expect=422)
    answer = client.post(address, {"reason": "Андуурсан"})
    assert answer.headers["Location"].endswith(f"/workspace/action-points/{point.id}")
    assert PlanLink.query.count() == 0


def test_drafts_of_forms_are_forgotten_once_saved(coordinator, client):
    page = client.follow(
        client.post(
            "/workspace/plans/new", {"title_mn": "А", "starts_on": "2026-01-01", "kept_as": "/workspace/plans/new"}
        )
    )
    assert 'data-drafts-saved="/workspace/plans/new"' in page.text
    assert StrategicPlan.query.count() == 1
