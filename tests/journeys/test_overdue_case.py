"""A body stays silent, and the clock is moved day by day: from the letter to the last step of the escalation, and a
reply that ends it."""

import email
import email.policy
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest
import time_machine
from flask import Flask
from icalendar import Calendar
from playwright.sync_api import expect

from app.accounts.service import create_person
from app.core import clock, database
from app.core.actors import System
from app.core.database import db
from app.findings.models import Finding
from app.partnership.models import PlanLink
from app.responses import queries, service
from app.responses.models import Request
from app.responses.queries import notices
from app.summaries import service as summaries
from tests.given import people, stored, work
from tests.integration.responses import asked
from tests.journeys.actors import PASSWORD, Member
from tests.journeys.hands import BROWSER, Hands
from tests.journeys.officer import Officer
from tests.journeys.outbox import link_in, newest_mail_to

pytestmark = BROWSER

# To come, so that a browser keeps the cookies of those days; its weekdays are those of 2026.
YEAR = 2037
SENT_ON, RECEIVED_ON, DUE_ON = date(YEAR, 7, 6), date(YEAR, 7, 8), date(YEAR, 8, 7)
NIGHT, MORNING = time(3), time(9)
COORDINATOR = "coordinator@example.mn"
LETTERS, AIMAG, HURAL = "letters@example.mn", "aimag@example.mn", "hural@example.mn"
SILENT, REPLIED_ON, END = date(YEAR, 9, 29), date(YEAR, 9, 30), date(YEAR, 10, 14)

# By day: who gets a mail, worked out by hand. Thirty days from 8 July end on Friday, 7 August; five days before is a
# Sunday; the day after is a Saturday; the term again is over after 6 September, a Sunday; then week by week.
EXPECTED = {
    date(YEAR, 7, 31): ("before", LETTERS),
    date(YEAR, 8, 7): ("due", LETTERS),
    date(YEAR, 8, 10): ("overdue", LETTERS),
    date(YEAR, 9, 7): ("very_overdue", LETTERS),
    date(YEAR, 9, 14): ("head", LETTERS),
    date(YEAR, 9, 21): ("addressee", HURAL),
    date(YEAR, 9, 28): ("addressee", AIMAG),
}


@dataclass
class Case:
    """The letter, what it asks about, and the address of the lead."""

    request_id: int
    finding_id: int
    lead: str


@contextmanager
def at(day: date, hour: time = MORNING) -> Iterator[datetime]:
    """The clock goes on from that hour in Ulaanbaatar."""
    instant = datetime.combine(day, hour, clock.ULAANBAATAR)
    with time_machine.travel(instant, tick=True):
        yield instant


@pytest.fixture
def case(site: Flask, address: str) -> Case:
    """A letter that left by mail with a link to the running site, and the path of its escalation."""
    with site.app_context(), at(SENT_ON) as now:
        monitor, lead = people.person("monitor"), people.person("lead")
        founder = System(permissions=frozenset({"accounts.manage"}))
        coordinator = create_person(COORDINATOR, "Зохицуулагч", ["coordinator"], PASSWORD, founder, now)
        seen = work.observation(work.monitored(monitor, subnetwork=people.subnetwork(lead)), monitor, state="accepted")
        finding = work.finding(seen, state="checked", body=people.body(letters_email=LETTERS))
        stored(PlanLink(subject_kind="finding", subject_id=finding.id, focus_area=people.focus_area(), made_at=now))
        rule = queries.rule_in_force("petition", SENT_ON)
        request = asked.drafted(finding, rule=rule, author=coordinator)
        for name, address, body in (("Засаг дарга", AIMAG, None), ("Хурал", HURAL, finding.body)):
            service.add_addressee(name, None, address, body, coordinator, now)
        service.send(request, coordinator, now, channel="mail")
        case = Case(request.id, finding.id, lead.email)
        database.commit()
    return case


def night(site: Flask, times: int = 1) -> None:
    """What a worker does in the night; more than one worker, or one that was started again, does it more than once."""
    for _time in range(times):
        site.extensions["queue"].do_daily()


def mails(site: Flask) -> list[EmailMessage]:
    """All that left the house, in order."""
    files = sorted((Path(site.config["DATA_DIR"]) / "outbox").glob("*.eml"))
    return [email.message_from_bytes(file.read_bytes(), policy=email.policy.default) for file in files]


def test_an_overdue_case_goes_up_step_by_step_until_the_body_replies(
    site: Flask, case: Case, sit_down: Callable[..., Hands]
) -> None:
    link = link_in(newest_mail_to(site, LETTERS), "/reply/")
    officer = Officer(sit_down("officer"))
    with at(RECEIVED_ON):
        officer.opens(link)
        officer.acknowledges(RECEIVED_ON, "А/12")
    told = pass_nights(site, RECEIVED_ON, SILENT)
    ours = {case.lead: 1, COORDINATOR: 1}
    assert told == {day: Counter({address: 1} | ours) for day, (_step, address) in EXPECTED.items()}
    the_calendar_goes_along_while_the_day_is_to_come(site)
    only_the_body_gets_its_link(site, link)
    with at(SILENT):
        the_workspace_tells_what_was_sent(site, case, Member(sit_down("coordinator"), "Зохицуулагч", COORDINATOR))
        the_public_reads_that_the_body_is_overdue(site, case, sit_down("visitor"))
    with at(REPLIED_ON):
        the_body_replies(officer, link)
    assert pass_nights(site, REPLIED_ON, END) == {}


def pass_nights(site: Flask, after: date, until: date) -> dict[date, Counter[str]]:
    """Let the worker run every night, twice. Returns who got how many mails, by day."""
    told: dict[date, Counter[str]] = {}
    day, seen = after, len(mails(site))
    while day < until:
        day += timedelta(days=1)
        with at(day, NIGHT):
            night(site, times=2)
        if new := mails(site)[seen:]:
            told[day] = Counter(message["To"] for message in new)
            seen += len(new)
    return told


def the_calendar_goes_along_while_the_day_is_to_come(site: Flask) -> None:
    """A file for the calendar, to everybody, before the due date and on it, and then no more."""
    files = [(message, part) for message in mails(site) for part in message.iter_attachments() if _is_calendar(part)]
    assert len(files) == 2 * 3
    for message, part in files:
        (event,) = Calendar.from_ical(part.get_content()).walk("VEVENT")
        assert event.decoded("dtstart") == DUE_ON
        assert ("url" in event) == (message["To"] != LETTERS), "the body has no account"


def _is_calendar(part: EmailMessage) -> bool:
    return part.get_content_type() == "text/calendar"


def only_the_body_gets_its_link(site: Flask, link: str) -> None:
    signed = link.rpartition("/")[2].partition(".")[0]
    holders = {message["To"] for message in mails(site) if signed in message.get_body().get_content()}
    assert holders == {LETTERS}


def the_workspace_tells_what_was_sent(site: Flask, case: Case, coordinator: Member) -> None:
    with site.app_context():
        request = db.session.get_one(Request, case.request_id)
        steps = [row.step.partition(":")[0] for row in notices.list_notices(request)]
    assert steps == [step for step, _address in EXPECTED.values()]
    coordinator.signs_in()
    coordinator.hands.open(f"/workspace/requests/{case.request_id}")
    sent = coordinator.hands.page.locator("section[aria-labelledby=reminders] .notices > li")
    expect(sent).to_have_count(len(EXPECTED))
    expect(sent.last).to_contain_text(AIMAG)
    coordinator.hands.photograph("escalated")


def the_public_reads_that_the_body_is_overdue(site: Flask, case: Case, visitor: Hands) -> None:
    with site.app_context():
        finding = db.session.get_one(Finding, case.finding_id)
        summary = work.summary(finding, state="cleared", cutoff_on=SILENT - timedelta(days=1))
        summaries.publish(summary, people.person("coordinator"), clock.now())
        slug = summary.slug
        database.commit()
    for path in (f"/summaries/{slug}", f"/findings/{case.finding_id}"):
        visitor.open(path)
        visitor.reads("No reply")
        visitor.reads("Overdue")
    visitor.photograph("overdue")


def the_body_replies(officer: Officer, link: str) -> None:
    officer.opens(link)
    officer.begins_answer("Дээврийг энэ сард засна.")
    officer.accepts_partly("Дээврийг засна", "Тохижилтын алба", END)
    officer.says_who_answers("Тамгын газар", "2037/5")
    officer.hands.follow("Go on to the check")
    officer.sends()
