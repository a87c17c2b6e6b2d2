"""Pages of what a plan holds, of its succession, and what of it is public."""

from datetime import date
from decimal import Decimal

import pytest

from app.core import clock
from app.partnership import service
from app.partnership.models import StrategicPlan
from app.partnership.plan_models import PlanText, Reading, SustainabilityEntry
from tests.given import commit, people

INDICATOR = {"title_mn": "Засварын хувь", "title_en": "Repairs", "unit_mn": "%", "baseline_value": "20"}
INDICATOR |= {"baseline_on": "2026-01-01", "target_value": "80", "target_on": "2028-01-01", "reason": "Дутуу байв"}


@pytest.fixture
def client(app, client):
    person = people.person("coordinator", language="en")
    commit(person)
    return client.sign_in(person)


@pytest.fixture
def area(app):
    area = people.focus_area(title_mn="Сургууль")
    commit(area)
    return area


def page(client, area):
    return client.get(f"/workspace/focus-areas/{area.id}").text


def test_an_indicator_is_entered_read_corrected_and_drawn(client, area):
    client.post(f"/workspace/focus-areas/{area.id}/indicators/new", INDICATOR)
    client.post("/workspace/indicators/1/readings/new", {"read_on": "2026-03-01", "value": "1 000,5"})
    client.post("/workspace/readings/1/correct", {"read_on": "2026-03-01", "value": "50", "note": "Таслал"})
    text = page(client, area)
    assert "50% of the way from baseline to target" in text and "indicator-chart" in text
    assert "<del>1,000.5</del>" in text and "Таслал" in text
    assert Reading.query.count() == 2


def test_what_cannot_be_a_number_is_said_at_its_field(client, area):
    entry = INDICATOR | {"baseline_value": "хорь"}
    text = client.post(f"/workspace/focus-areas/{area.id}/indicators/new", entry, expect=422).text
    assert 'href="#baseline_value"' in text and 'value="хорь"' in text and "Засварын хувь" in text


def test_what_is_in_force_asks_why_it_changes(client, area):
    entry = {"text_mn": "Үр дүн", "reason": ""}
    address = f"/workspace/plans/{area.plan_id}/texts/outcome/new"
    assert 'href="#reason"' in client.post(address, entry, expect=422).text
    client.post(address, entry | {"reason": "Нэмэв"})
    assert PlanText.query.one().text_mn == "Үр дүн"


def test_a_stale_form_shows_what_is_kept_and_loses_nothing(client, area):
    service.edit_focus_area(area, title_mn="Өөр хүнийх", reason="а", actor=people.EVERYTHING, at=clock.now())
    commit()
    entry = {"title_mn": "Минийх", "position": "1", "seen": "0", "reason": "б"}
    address = f"/workspace/focus-areas/{area.id}/edit"
    text = client.post(address, entry, expect=422).text
    assert "Өөр хүнийх" in text and 'value="Минийх"' in text and 'name="seen" type="hidden" value="1"' in text
    client.post(address, entry | {"seen": "1"})
    assert "Минийх" in page(client, area)


def test_resources_are_entered_and_summed(client, area):
    address = f"/workspace/plans/{area.plan_id}/sustainability"
    entry = {"happened_on": "2026-02-01", "text_mn": "Дэмжлэг", "currency": "MNT"}
    assert 'href="#amount"' in client.post(f"{address}/resources/new", entry, expect=422).text
    client.post(f"{address}/resources/new", entry | {"amount": "1 250 000"})
    text = client.get(address).text
    assert "1,250,000" in text and "Дэмжлэг" in text
    assert SustainabilityEntry.query.one().amount == Decimal(1250000)
    client.get(f"{address}?kind=x", expect=404)


def test_a_draft_is_emptied_again(client, app):
    area = people.focus_area(plan=people.plan(state="draft"))
    row = service.add_text(area.plan, "tool", text_mn="А", actor=people.EVERYTHING, at=clock.now())
    commit(area)
    client.post(f"/workspace/focus-areas/{area.id}/indicators/new", INDICATOR)
    assert "/indicators/1/remove" in page(client, area)
    client.post("/workspace/indicators/1/remove")
    client.post(f"/workspace/plan-texts/{row.id}/remove")
    assert PlanText.query.count() == 0


def test_one_plan_comes_in_the_place_of_another(client, area):
    plan = people.plan(state="agreed", title_mn="Дараагийн")
    heir, point = people.focus_area(plan=plan, title_mn="Боловсрол"), people.action_point(focus_area=area)
    commit(plan, heir, point)
    address = f"/workspace/plans/{plan.id}/succession"
    assert address in client.get(f"/workspace/plans/{area.plan_id}").text
    assert "1 open action point" in client.get(address).text
    assert 'href="#reason"' in client.post(address, {f"area-{area.id}": heir.id, "reason": ""}, expect=422).text
    told = client.follow(client.post(address, {f"area-{area.id}": heir.id, "reason": "Дууссан"})).text
    assert "1 action point came over." in told and point.title_mn in told
    assert "Goes on as" in page(client, area)


def test_what_nothing_goes_on_with_is_named_first(client, area):
    plan = people.plan(state="agreed")
    point = people.action_point(focus_area=area)
    commit(plan, point)
    address, entry = f"/workspace/plans/{plan.id}/succession", {f"area-{area.id}": "", "reason": "Дууссан"}
    text = client.post(address, entry, expect=422).text
    assert "Nothing goes on with this" in text and "Сургууль" in text
    client.post(address, entry | {"known": "y"})
    assert StrategicPlan.query.filter_by(state="in_force").one().id == plan.id
    assert point.title_mn in client.get(f"/workspace/plans/{area.plan_id}").text


def test_without_a_plan_before_there_is_nothing_to_take_over(client, app):
    plan = people.plan(state="agreed")
    commit(plan)
    client.get(f"/workspace/plans/{plan.id}/succession", expect=409)


def test_the_public_reads_what_the_plan_wants_and_not_what_it_lives_on(client, area):
    plan, actor = area.plan, people.person("coordinator", name="Нууц Хүн")
    now = {"actor": actor, "at": clock.now()}
    area.pillars = ["context"]
    for kind in ("outcome", "approach", "internal"):
        service.add_text(plan, kind, text_mn=f"бичвэр-{kind}", reason="а", **now)
    row = service.add_indicator(area, title_mn="Засвар", unit_mn="%", reason="а", **now)
    service.add_reading(row, read_on=date(2026, 3, 1), value=Decimal(44), note="дотоод тэмдэглэл", **now)
    service.add_sustainability(plan, "value", happened_on=date(2026, 3, 1), text_mn="нөөц", **now)
    commit(plan)
    for address in ("/plan?lang=en", f"/focus-areas/{area.id}?lang=en"):
        text = client.get(address).text
        assert "Засвар" in text and "44" in text and "Sensitivity to culture and context" in text
        hidden = ("бичвэр-approach", "бичвэр-internal", "дотоод тэмдэглэл", "нөөц", "Нууц Хүн")
        assert not any(word in text for word in hidden)
    assert "бичвэр-outcome" in client.get("/plan").text


def test_without_a_plan_in_force_the_page_says_so(client, app):
    people.plan(state="agreed", title_mn="Нууц")
    commit()
    text = client.get("/plan?lang=en").text
    assert "No plan is in force." in text and "Нууц" not in text
