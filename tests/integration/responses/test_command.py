"""`flask explain-deadline`: of a request, or of a rule and a day, in both languages."""

import json

import pytest

from app.core.database import db
from app.responses import service
from tests.given import work
from tests.integration.responses import asked
from tests.integration.responses.calendars import WORKING, confirm


@pytest.fixture
def explain(app):
    """Run the command; returns exit code and output."""

    def invoke(*words):
        db.session.commit()
        with app.app_context():
            result = app.test_cli_runner().invoke(args=["explain-deadline", *words])
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        return result.exit_code, result.output

    return invoke


def test_a_rule_and_a_day(explain):
    work.time_rule(source="legalinfo.mn", confirmed=False)
    code, printed = explain("--rule", "petition", "--received", "2026-07-08")
    lines = printed.splitlines()
    assert (code, lines[1]) == (0, "To be confirmed. Source: legalinfo.mn.")
    assert lines[0].startswith("Law, Article 16: a reply within 30 calendar days")
    assert lines[2] == "Received and registered on Jul 8, 2026: this is day 0."
    assert "The reply is due by Aug 7, 2026." in lines
    assert lines[-1].startswith("The calendar of 2026 is not yet confirmed.")
    assert "Хариу өгөх эцсийн хугацаа" in explain("--rule", "petition", "--received", "2026-07-08", "--lang", "mn")[1]


def test_as_data(explain):
    work.time_rule()
    confirm(2026)
    words = ("--rule", "petition", "--received", "2026-12-08", "--extended-by", "5", "--json")
    code, printed = explain(*words)
    told = json.loads(printed)
    assert (code, told["due_on"], told["rule"]["code"], told["rule_confirmed"]) == (0, "2027-01-12", "petition", True)
    assert told["years_not_confirmed"] == [2027]
    assert told["steps"][0]["code"] == "start"


def test_a_request_by_its_number_as_it_was_counted(explain):
    request = asked.delivered(rule=work.time_rule(**WORKING))
    service.extend(request, asked.officer(request), asked.RECEIVED_AT, days=3, reason="Баримт цуглуулна.")
    code, printed = explain("--request", request.number)
    assert code == 0 and "Extended once by 3 working days" in printed
    assert json.loads(explain("--request", request.number, "--json")[1])["request"] == request.number


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        ((), 2, "--request"),
        (("--rule", "petition"), 2, "--received"),
        (("--request", "2026/001", "--rule", "petition", "--received", "2026-07-08"), 2, "--request"),
        (("--rule", "petition", "--received", "8 July"), 2, "8 July"),
        (("--request", "1999/001"), 1, "There is no request No. 1999/001."),
        (("--request", "1999/001", "--lang", "mn"), 1, "№1999/001 хүсэлт алга."),
        (("--rule", "nothing", "--received", "2026-07-08"), 1, "In force: petition."),
        (("--rule", "petition", "--received", "2100-12-20"), 1, "2100"),
        (("--rule", "petition", "--received", "2026-07-08", "--extended-by", "31"), 1, "30"),
    ],
)
def test_what_cannot_be_explained_says_why(explain, words, code, said):
    work.time_rule()
    assert explain(*words)[0] == code
    assert said in explain(*words)[1]


def test_a_letter_on_its_way_has_no_due_date_yet(explain):
    code, printed = explain("--request", asked.sent().number)
    assert code == 1 and "The clock starts on the day" in printed
