"""The strategic plan: its term, its lifecycle, its focus areas."""

from datetime import date

import pytest

from app.core import audit, clock
from app.core.errors import Invalid, Missing, NotFound, NotPermitted, Refused, Stale, WrongState
from app.partnership import queries, service
from app.partnership.models import FocusArea
from tests.given import meetings, people


def coordinator():
    return people.person("coordinator")


def draft(**fields):
    values = {"title_mn": "Төлөвлөгөө", "starts_on": date(2026, 1, 1)} | fields
    return service.draft_plan(**values, actor=coordinator(), at=clock.now())


def move(plan, verb, reason=None):
    service.move_plan(plan, verb, coordinator(), clock.now(), reason=reason)


def agree(plan, actor=None, **said):
    said = {"agreed_on": date(2026, 1, 10), "agreed_by_mn": "Гишүүд", "note": "Хурлаар"} | said
    service.agree_plan(plan, actor or coordinator(), clock.now(), **said)


def add_area(plan, title="Чиглэл"):
    return service.add_focus_area(plan, title_mn=title, actor=coordinator(), at=clock.now())


def titles(plan):
    return [area.title_mn for area in plan.focus_areas]


def test_a_plan_runs_for_three_years_unless_said_otherwise(app):
    assert draft().ends_on == date(2028, 12, 31)
    assert draft(ends_on=date(2027, 6, 30)).ends_on == date(2027, 6, 30)


@pytest.mark.parametrize(
    ("fields", "field"),
    [({"ends_on": date(2025, 12, 31)}, "ends_on"), ({"starts_on": date(5377, 1, 1)}, "starts_on")],
)
def test_a_term_is_checked(app, fields, field):
    with pytest.raises(Invalid) as refusal:
        draft(**fields)
    assert list(refusal.value.errors) == [field]


def test_a_plan_goes_its_way(app):
    plan = draft()
    add_area(plan)
    agree(plan)
    service.put_in_force(plan, coordinator(), clock.now())
    assert queries.get_plan_in_force() is plan
    move(plan, "close", "Хугацаа дууссан")
    assert queries.find_plan_in_force() is None
    verbs = [entry.verb for entry in audit.history(plan)]
    assert verbs == ["register", "agree", "put_in_force", "close"]


def test_nothing_is_agreed_without_a_focus_area(app):
    with pytest.raises(Missing):
        agree(draft())


@pytest.mark.parametrize("said", [{"agreed_by_mn": ""}, {"note": None}, {"agreed_on": None}])
def test_who_agreed_when_and_where_is_said(app, said):
    area = add_area(draft())
    with pytest.raises(Missing):
        agree(area.plan, **said)


def test_nobody_agrees_on_a_day_to_come(app):
    area = add_area(draft())
    with pytest.raises(Invalid):
        agree(area.plan, agreed_on=date(2090, 1, 1))


def test_a_meeting_says_where_it_was_agreed(app):
    plan, meeting = add_area(draft()).plan, meetings.meeting()
    agree(plan, note=None, meeting=meeting.id)
    assert plan.agreed_meeting_id == meeting.id and plan.state == "agreed"


def test_who_changed_the_plan_last_does_not_record_its_agreement(app):
    plan, writer = add_area(draft()).plan, coordinator()
    service.edit_focus_area(plan.focus_areas[0], title_mn="Шинэ", actor=writer, at=clock.now())
    with pytest.raises(NotPermitted):
        agree(plan, writer)
    agree(plan)


def test_who_saw_another_draft_does_not_agree_to_this_one(app):
    plan = add_area(draft()).plan
    seen = plan.edits
    service.edit_focus_area(plan.focus_areas[0], title_mn="Шинэ", actor=coordinator(), at=clock.now())
    with pytest.raises(Stale):
        agree(plan, seen=seen)


def test_what_was_agreed_goes_back_to_draft_before_it_changes(app):
    area = people.focus_area(plan=people.plan(state="agreed"))
    with pytest.raises(WrongState):
        service.edit_focus_area(area, title_mn="А", actor=coordinator(), at=clock.now())


def test_what_is_in_force_changes_for_a_reason(app):
    area = people.focus_area()
    with pytest.raises(Missing):
        service.edit_focus_area(area, title_mn="А", actor=coordinator(), at=clock.now())
    service.edit_focus_area(area, title_mn="А", actor=coordinator(), at=clock.now(), reason="Үг засав")
    assert audit.history(area)[-1].reason == "Үг засав"


def test_two_who_change_the_same_do_not_overwrite_each_other(app):
    area = add_area(draft())
    service.edit_focus_area(area, title_mn="А", actor=coordinator(), at=clock.now(), seen=0)
    with pytest.raises(Stale):
        service.edit_focus_area(area, title_mn="Б", actor=coordinator(), at=clock.now(), seen=0)


def test_shares_are_of_one_whole(app):
    area = add_area(draft())
    service.edit_focus_area(area, share=60, pillars=["context"], actor=coordinator(), at=clock.now())
    with pytest.raises(Invalid) as refusal:
        service.add_focus_area(area.plan, title_mn="Б", share=41, actor=coordinator(), at=clock.now())
    assert list(refusal.value.errors) == ["share"]


def test_one_plan_is_in_force_at_a_time(app):
    people.plan(state="in_force")
    with pytest.raises(Refused):
        service.put_in_force(people.plan(state="agreed"), coordinator(), clock.now())


def test_who_may_not_is_told_so_first(app):
    people.plan(state="in_force")
    with pytest.raises(NotPermitted):
        service.put_in_force(people.plan(state="agreed"), people.person("lead"), clock.now())


def test_without_a_plan_in_force_there_is_none_to_get(app):
    people.plan(state="agreed")
    with pytest.raises(NotFound):
        queries.get_plan_in_force()


def test_the_way_of_a_plan_is_told(app):
    plan, actor = people.plan(state="in_force"), people.person("coordinator", name="Болд")
    service.move_plan(plan, "close", actor, clock.now(), reason="Хугацаа дууссан")
    (step,) = queries.steps_of(plan, people.EVERYTHING)
    assert (step.who, step.reason) == ("Болд", "Хугацаа дууссан")


def test_who_may_not_see_names_reads_what_happened_without_them(app):
    plan = people.plan(state="in_force")
    move(plan, "close", "Хугацаа дууссан")
    (step,) = queries.steps_of(plan, people.person("observer"))
    assert step.who is None


def test_a_plan_is_edited_in_one_entry(app):
    plan = draft()
    service.edit_plan(
        plan, title_mn="Шинэ", starts_on=date(2026, 1, 1), vision_mn="", actor=coordinator(), at=clock.now()
    )
    assert audit.history(plan)[-1].details == {"changed": ["title_mn"]}


def test_a_closed_plan_stays_as_it_was(app):
    plan = people.plan(state="closed")
    area = people.focus_area(plan=plan)
    actor, at = coordinator(), clock.now()
    for attempt in (
        lambda: service.edit_plan(plan, starts_on=plan.starts_on, title_mn="А", actor=actor, at=at),
        lambda: service.add_focus_area(plan, title_mn="А", actor=actor, at=at),
        lambda: service.edit_focus_area(area, title_mn="А", actor=actor, at=at),
    ):
        with pytest.raises(WrongState):
            attempt()


def test_focus_areas_keep_their_order(app):
    plan = draft()
    first, _second, third = (add_area(plan, title) for title in ("а", "б", "в"))
    service.edit_focus_area(third, title_mn="в", position=1, actor=coordinator(), at=clock.now())
    assert titles(plan) == ["в", "а", "б"]
    assert [area.position for area in plan.focus_areas] == [1, 2, 3]
    assert audit.history(third)[-1].details == {"changed": ["position"]}
    assert len(audit.history(first)) == 1


def test_a_focus_area_is_edited_in_both_languages(app):
    area = add_area(draft())
    service.edit_focus_area(area, title_mn="А", title_en="A", actor=coordinator(), at=clock.now())
    assert (area.title_mn, area.title_en) == ("А", "A")
    assert [entry.verb for entry in audit.history(area)] == ["register", "edit"]


def test_a_focus_area_of_a_draft_can_be_removed(app):
    plan = draft()
    area = add_area(plan)
    service.remove_focus_area(area, coordinator(), clock.now())
    assert titles(plan) == [] and FocusArea.query.count() == 0
    assert audit.history(plan)[-1].verb == "remove_focus_area"


@pytest.mark.parametrize(("state", "is_used"), [("agreed", False), ("draft", True)])
def test_what_is_agreed_or_used_stays(app, state, is_used):
    area = people.focus_area(plan=people.plan(state=state))
    if is_used:
        people.action_point(focus_area=area)
    with pytest.raises(Refused):
        service.remove_focus_area(area, coordinator(), clock.now())


def test_open_focus_areas_are_those_of_the_plan_in_force(app):
    plan = people.plan(state="in_force")
    second, first = people.focus_area(plan=plan, position=2), people.focus_area(plan=plan, position=1)
    for state in ("draft", "agreed", "closed"):
        people.focus_area(plan=people.plan(state=state))
    assert queries.list_open_focus_areas() == [first, second]


def test_focus_areas_of_closed_plans_stay_visible(app):
    old = people.focus_area(plan=people.plan(state="closed", starts_on=date(2023, 1, 1)))
    new = people.focus_area(plan=people.plan(state="in_force"))
    people.focus_area(plan=people.plan(state="draft"))
    assert queries.list_focus_areas() == [new, old]
    assert queries.get_focus_area(old.id) is old


@pytest.mark.parametrize("role", ["monitor", "lead", "observer", "administrator"])
def test_only_coordinators_write_the_plan(app, role):
    actor, at = people.person(role), clock.now()
    area = people.focus_area(plan=people.plan(state="draft"))
    for attempt in (
        lambda: service.draft_plan(title_mn="А", starts_on=date(2026, 1, 1), actor=actor, at=at),
        lambda: service.edit_plan(area.plan, starts_on=date(2026, 1, 1), actor=actor, at=at),
        lambda: service.add_focus_area(area.plan, title_mn="А", actor=actor, at=at),
        lambda: service.edit_focus_area(area, title_mn="А", actor=actor, at=at),
        lambda: service.remove_focus_area(area, actor, at),
        lambda: agree(area.plan, actor),
    ):
        with pytest.raises(NotPermitted):
            attempt()
