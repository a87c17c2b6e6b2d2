"""What a plan holds: texts, indicators with their readings, what sustains it."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from app.core import audit, clock
from app.core.errors import Invalid, Missing, NotPermitted, Refused, Stale, WrongState
from app.partnership import service
from app.partnership.models import StrategicPlan
from app.partnership.plan_models import Indicator, PlanText, Reading
from app.partnership.queries import content
from tests.given import people

DAY = date(2026, 3, 1)
ENDS = {"baseline_value": Decimal(20), "baseline_on": DAY, "target_value": Decimal(80), "target_on": date(2028, 3, 1)}


def now():
    return {"actor": people.person("coordinator"), "at": clock.now()}


def indicator(state="draft", **fields):
    area = people.focus_area(plan=people.plan(state=state))
    reason = "Орхигдсон байв" if state == "in_force" else None
    return service.add_indicator(area, title_mn="Засвар", unit_mn="%", **(ENDS | fields), reason=reason, **now())


def read(row, value="30", on=DAY, **rest):
    return service.add_reading(row, read_on=on, value=Decimal(value), **rest, **now())


def values(row):
    return [one.value for one in content.courses_of([row.focus_area])[row.focus_area_id][0].points]


def test_texts_stand_in_order_by_kind(app):
    plan = people.plan(state="draft")
    for kind, text in (("outcome", "а"), ("tool", "б"), ("outcome", "в")):
        service.add_text(plan, kind, text_mn=text, **now())
    texts = content.texts_of(plan)
    assert [row.text_mn for row in texts["outcome"]] == ["а", "в"] and len(texts["tool"]) == 1


def test_a_text_leaves_a_draft_and_the_chain_keeps_it(app):
    plan = people.plan(state="draft")
    row = service.add_text(plan, "outcome", text_mn="Гарсан", **now())
    service.edit_text(row, text_mn="Зассан", **now())
    service.remove_text(row, **now())
    assert PlanText.query.count() == 0
    assert audit.history(plan)[-1].details["text"] == ["Зассан", None]


def test_a_text_of_a_plan_in_force_stays(app):
    plan = people.plan(state="in_force")
    row = service.add_text(plan, "outcome", text_mn="А", reason="Нэмэв", **now())
    with pytest.raises(Refused):
        service.remove_text(row, **now())
    with pytest.raises(Missing):
        service.edit_text(row, text_mn="Б", **now())


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"baseline_on": None}, "baseline_on"),
        ({"target_value": None}, "target_value"),
        ({"target_on": DAY}, "target_on"),
        ({"target_value": Decimal("0.0001")}, "target_value"),
        ({"baseline_value": Decimal(10**12)}, "baseline_value"),
        ({"target_on": date(5377, 1, 1)}, "target_on"),
    ],
)
def test_what_an_indicator_says_is_checked(app, wrong, field):
    with pytest.raises(Invalid) as refusal:
        indicator(**wrong)
    assert list(refusal.value.errors) == [field]


def test_a_target_is_not_moved_unseen(app):
    row = indicator(state="in_force")
    said = {"title_mn": "Засвар", "unit_mn": "%", **ENDS, "target_value": Decimal(40)}
    with pytest.raises(Missing):
        service.edit_indicator(row, **said, **now())
    service.edit_indicator(row, **said, reason="Мөнгө хүрэхгүй", **now())
    entry = audit.history(row)[-1]
    assert (entry.reason, entry.details["before"]) == ("Мөнгө хүрэхгүй", {"target_value": "80.000"})


def test_an_indicator_with_readings_stays(app):
    row = indicator()
    area = row.focus_area
    read(row)
    with pytest.raises(Refused):
        service.remove_indicator(row, **now())
    with pytest.raises(Refused):
        service.remove_focus_area(area, **now())
    empty = service.add_indicator(area, title_mn="Хоосон", unit_mn="%", **now())
    service.remove_indicator(empty, **now())
    assert Indicator.query.count() == 1


def test_a_reading_is_corrected_by_another(app):
    row = indicator(state="in_force")
    wrong = read(row, "300")
    right = service.correct_reading(wrong, read_on=DAY, value=Decimal(30), note="Тэг илүү", **now())
    assert (values(row), right.corrects_id, wrong.value) == ([30], wrong.id, 300)
    service.correct_reading(right, read_on=DAY, value=None, note="Өөр үзүүлэлтийнх", **now())
    assert values(row) == [] and Reading.query.count() == 3


def test_the_second_who_corrects_is_told(app):
    wrong = read(indicator(state="in_force"), "300")
    service.correct_reading(wrong, read_on=DAY, value=Decimal(30), note="Тэг илүү", **now())
    with pytest.raises(Refused):
        service.correct_reading(wrong, read_on=DAY, value=Decimal(31), note="Тэг илүү", **now())


def test_a_correction_says_what_was_wrong(app):
    with pytest.raises(Missing):
        service.correct_reading(read(indicator()), read_on=DAY, value=Decimal(3), note=" ", **now())


def test_a_reading_is_never_overwritten(app):
    reading = read(indicator())
    reading.value = Decimal(31)
    with pytest.raises(TypeError):
        Reading.query.session.flush()
    Reading.query.session.rollback()


def test_nothing_is_read_on_a_day_to_come(app):
    with pytest.raises(Invalid) as refusal:
        read(indicator(), on=clock.today() + timedelta(days=1))
    assert list(refusal.value.errors) == ["read_on"]


def sustain(plan, kind="resources", **fields):
    return service.add_sustainability(plan, kind, happened_on=DAY, text_mn="Дэмжлэг", **fields, **now())


def test_resources_are_money_or_in_kind(app):
    plan = people.plan()
    for amount in (Decimal(1000), Decimal("0.50")):
        sustain(plan, amount=amount, currency="MNT")
    sustain(plan, amount=Decimal(7), currency="USD")
    sustain(plan, amount=None, currency="MNT", in_kind=True)
    sustain(plan, "value")
    totals = {money.currency: money.amount for money in content.total_resources(plan)}
    assert totals == {"MNT": Decimal("1000.50"), "USD": 7}
    assert content.count_sustainability(plan) == {"resources": 4, "value": 1}


@pytest.mark.parametrize("wrong", [{}, {"amount": Decimal(0)}, {"amount": Decimal(5), "in_kind": True}])
def test_resources_are_not_both_and_not_nothing(app, wrong):
    with pytest.raises(Invalid) as refusal:
        sustain(people.plan(), currency="MNT", **wrong)
    assert list(refusal.value.errors) == ["amount"]


def test_an_entry_is_corrected_and_the_chain_keeps_what_it_said(app):
    entry = sustain(people.plan(), amount=Decimal(1000), currency="MNT")
    said = {"happened_on": DAY, "text_mn": "Дэмжлэг", "amount": Decimal(900), "currency": "MNT"}
    service.edit_sustainability(entry, **said, seen=0, **now())
    assert audit.history(entry)[-1].details["before"]["amount"] == "1000.00"
    with pytest.raises(Stale):
        service.edit_sustainability(entry, **said, seen=0, **now())


def test_a_closed_plan_takes_nothing_in(app):
    row = indicator()
    plan: StrategicPlan = row.focus_area.plan
    plan.state = "closed"
    for attempt in (
        lambda: read(row),
        lambda: sustain(plan, "demand"),
        lambda: service.add_text(plan, "tool", **now()),
    ):
        with pytest.raises(WrongState):
            attempt()


@pytest.mark.parametrize("role", ["monitor", "lead", "observer", "administrator"])
def test_only_coordinators_write_it(app, role):
    row, actor = indicator(), {"actor": people.person(role), "at": clock.now()}
    plan = row.focus_area.plan
    for attempt in (
        lambda: service.add_text(plan, "tool", text_mn="А", **actor),
        lambda: service.add_indicator(row.focus_area, title_mn="А", unit_mn="%", **actor),
        lambda: service.add_reading(row, read_on=DAY, value=Decimal(1), **actor),
        lambda: service.add_sustainability(plan, "value", happened_on=DAY, text_mn="А", **actor),
        lambda: service.remove_indicator(row, **actor),
    ):
        with pytest.raises(NotPermitted):
            attempt()
