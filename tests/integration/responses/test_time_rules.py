"""Time rules are dated data."""

from datetime import UTC, date, datetime

import pytest

from app.core.errors import Invalid, NotFound, NotPermitted
from app.responses import queries, service
from app.responses.models import TimeRule
from app.responses.reference import load_time_rules
from tests.given import people
from tests.integration.responses import asked

AT = datetime(2026, 7, 1, tzinfo=UTC)
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


@pytest.mark.parametrize(("code", "on"), [("petition", date(1990, 1, 1)), ("nothing", date(2026, 1, 1))])
def test_no_rule_holds_outside_its_time(app, code, on):
    load_time_rules(AT)
    with pytest.raises(NotFound):
        queries.rule_in_force(code, on)


def test_only_who_may_edit_rules_does(app):
    lead, rule = people.person("lead"), add()
    for attempt in (
        lambda: service.add_rule(VALUES, lead, AT),
        lambda: service.edit_rule(rule, {"term": 1}, lead, AT),
        lambda: service.close_rule(rule, AT.date(), "х", lead, AT),
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


def test_rules_are_listed_with_all_versions(app):
    rule = add()
    service.close_rule(rule, date(2025, 12, 31), "шинэ хууль", asked.coordinator(), AT)
    add(valid_from=date(2026, 1, 1))
    assert [row.valid_from.year for row in queries.list_rules()] == [2026, 2023]
    assert TimeRule.query.count() == 2
