"""Time rules are dated data, and the calendar moves the due dates of requests that run."""

from datetime import UTC, date, datetime

import pytest

from app.core import audit
from app.core.errors import Invalid, Missing, NotFound, NotPermitted
from app.responses import queries, service
from app.responses.models import TimeRule
from app.responses.reference import load_time_rules
from tests.given import people, work
from tests.integration.responses import asked

AT = datetime(2026, 7, 1, tzinfo=UTC)
WORKING = {"code": "information", "term": 7, "days": "working", "extension": 7}
VALUES = {
    "code": "complaint",
    "law_mn": "Хууль",
    "law_en": "Law",
    "article": "55",
    "term": 14,
    "days": "working",
    "extension": 0,
    "extension_needs_notice": True,
    "last_day_rolls": False,
    "valid_from": date(2023, 6, 16),
    "source": None,
    "checked_on": None,
    "confirmed": False,
}


def add(**fields):
    return service.add_rule(VALUES | fields, asked.coordinator(), AT)


def decree(on, kind="off", actor=None):
    return service.add_exception(
        on,
        kind,
        name_mn="Шилжүүлсэн",
        name_en="Moved",
        reason="Тогтоол 1",
        actor=actor or asked.coordinator(),
        at=AT,
    )


def test_the_confirmed_rule_is_thirty_calendar_days_and_thirty_more(app):
    assert load_time_rules(AT) == 3
    rule = queries.rule_in_force("petition", date(2026, 7, 8))
    assert (rule.term, rule.days, rule.extension, rule.extension_needs_notice) == (30, "calendar", 30, True)
    assert (rule.article, rule.confirmed) == ("16", True)
    assert [row.code for row in queries.list_rules() if row.confirmed] == ["petition"]


def test_loading_twice_changes_nothing_even_after_an_edit(app):
    load_time_rules(AT)
    service.edit_rule(queries.rule_in_force("suggestion", AT.date()), {"term": 60}, asked.coordinator(), AT)
    assert load_time_rules(AT) == 0
    assert queries.rule_in_force("suggestion", AT.date()).term == 60


def test_explain_prints_the_arithmetic_of_the_rule_in_force(app):
    load_time_rules(AT)
    explained = queries.explain("petition", asked.RECEIVED_ON)
    assert explained.due_on == asked.DUE_ON
    assert explained.steps[0].code == "start"


@pytest.mark.parametrize(("code", "on"), [("petition", date(1990, 1, 1)), ("nothing", date(2026, 1, 1))])
def test_explain_knows_no_rule_outside_its_time(app, code, on):
    load_time_rules(AT)
    with pytest.raises(NotFound):
        queries.explain(code, on)


def test_only_who_may_edit_rules_does(app):
    lead, rule = people.person("lead"), add()
    for attempt in (
        lambda: service.add_rule(VALUES, lead, AT),
        lambda: service.edit_rule(rule, {"term": 1}, lead, AT),
        lambda: service.close_rule(rule, AT.date(), "х", lead, AT),
        lambda: decree(date(2026, 7, 20), actor=lead),
    ):
        with pytest.raises(NotPermitted):
            attempt()


def test_rules_of_one_name_follow_each_other(app):
    rule = add()
    with pytest.raises(Invalid):
        add(valid_from=date(2026, 1, 1))
    service.close_rule(rule, date(2025, 12, 31), "шинэ хууль", asked.coordinator(), AT)
    newer = add(valid_from=date(2026, 1, 1))
    assert queries.rule_in_force("complaint", date(2025, 12, 31)) is rule
    assert queries.rule_in_force("complaint", date(2026, 1, 1)) is newer


def test_a_confirmed_rule_names_its_source(app):
    with pytest.raises(Invalid) as refused:
        add(confirmed=True)
    assert "confirmed" in refused.value.errors


def test_what_requests_count_by_is_not_changed_under_them(app):
    request = asked.delivered()
    with pytest.raises(Invalid) as refused:
        service.edit_rule(request.rule, {"term": 20, "source": "legalinfo.mn"}, asked.coordinator(), AT)
    assert list(refused.value.errors) == ["term"]
    checked = {"source": "legalinfo.mn", "checked_on": AT.date()}
    service.edit_rule(request.rule, checked, asked.coordinator(), AT)
    assert request.rule.source == "legalinfo.mn"


def test_a_day_off_moves_running_requests_and_says_so(app):
    moving = asked.delivered(rule=work.time_rule(**WORKING))
    straight = asked.delivered(rule=work.time_rule())
    before = moving.due_on
    assert decree(date(2026, 7, 20)) == [moving]
    assert moving.due_on > before
    assert straight.due_on == asked.DUE_ON
    entry = audit.history(moving)[-1]
    assert (entry.verb, entry.reason) == ("recompute", "Тогтоол 1")
    assert entry.details["before"] == before.isoformat()
    assert entry.details["after"] == moving.due_on.isoformat() == moving.explanation["due_on"]
    assert [row.verb for row in audit.history(straight)] == ["send", "deliver"]


def test_a_worked_saturday_moves_it_back_and_removing_restores(app):
    request = asked.delivered(rule=work.time_rule(**WORKING))
    before = request.due_on
    assert decree(date(2026, 7, 18), "worked") == [request]
    assert request.due_on < before
    exception = queries.find_exception(date(2026, 7, 18))
    assert service.remove_exception(exception, "алдаа", asked.coordinator(), AT) == [request]
    assert request.due_on == before
    assert queries.list_exceptions() == []


def test_an_extended_term_is_counted_anew_with_its_extension(app):
    request = asked.delivered(rule=work.time_rule(**WORKING))
    service.extend(request, asked.officer(request), asked.RECEIVED_AT, days=5, reason="Баримт цуглуулна.")
    until = request.extended_until
    assert decree(date(2026, 7, 28)) == [request]
    assert request.extended_until > until
    assert [step.number for step in queries.due_date_of(request).steps if step.code == "extended"] == [5]


def test_answered_and_withdrawn_requests_keep_their_dates(app):
    request = asked.delivered(rule=work.time_rule(**WORKING))
    asked.answered(request, at=asked.RECEIVED_AT)
    assert decree(date(2026, 7, 20)) == []


def test_taking_an_exception_back_wants_a_reason(app):
    decree(date(2026, 7, 20))
    with pytest.raises(Missing):
        service.remove_exception(queries.find_exception(date(2026, 7, 20)), " ", asked.coordinator(), AT)


def test_one_day_stands_once_in_the_calendar(app):
    decree(date(2026, 7, 20))
    with pytest.raises(Invalid):
        decree(date(2026, 7, 20), "worked")


def test_rules_are_listed_with_all_versions(app):
    rule = add()
    service.close_rule(rule, date(2025, 12, 31), "шинэ хууль", asked.coordinator(), AT)
    add(valid_from=date(2026, 1, 1))
    assert [row.valid_from.year for row in queries.list_rules()] == [2026, 2023]
    assert TimeRule.query.count() == 2
