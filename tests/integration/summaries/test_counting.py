"""The stored tallies say what a count of all published documents says, whatever was published and taken back."""

from collections import Counter
from datetime import date

import pytest
from sqlalchemy import select

from app.core.database import db
from app.summaries import counting, service
from app.summaries.cases import Face, cases_of
from app.summaries.models import PublishedCase, PublishedFinding, PublishedTally
from app.summaries.rules import figures
from app.workspace import counting as present, measures
from tests.given import people
from tests.integration.summaries import heard


def stored_tallies():
    rows = db.session.scalars(select(PublishedTally).execution_options(populate_existing=True))
    return {(row.measure, row.scope, row.subject, row.value): row.cases for row in rows}


def counted_anew():
    """By brute force, over everything that is published."""
    rows = db.session.scalars(select(PublishedFinding).order_by(PublishedFinding.finding_id))
    faces = []
    for row in rows:
        place = row.contract.place
        cutoff = date.fromisoformat(row.version.document["cutoff_on"])
        unit = (place.parent_id or place.id) if place else None
        faces.append(Face(row.document, cutoff, unit, row.contract.subnetwork_id))
    return Counter((c.measure, *scope, c.value) for c in cases_of(faces) for scope in c.scopes)


def whole(measure):
    return {key[3]: cases for key, cases in stored_tallies().items() if key[:2] == (measure, "whole")}


def test_tallies_follow_what_is_published_and_taken_back(app):
    one, other = heard.finding(), heard.finding()
    other.body = one.body
    request = heard.asked(one, other)
    heard.replied(request)
    heard.verified(one)
    first, second = heard.published(one), heard.published(other)
    assert stored_tallies() == counted_anew()
    assert {key[1] for key in stored_tallies()} >= {"whole", "body", "subnetwork", "year", "half"}
    assert whole("reply-rate") == {1: 1}, "one request on two findings counts once"
    assert whole("first-reply") == {16: 1}
    assert whole("fix-rate") == {0: 1, 1: 1}
    service.withdraw(first.summary, people.person("coordinator"), heard.AT, "алдаа", "mistake")
    assert stored_tallies() == counted_anew()
    assert (whole("fix-rate"), whole("reply-rate")) == ({0: 1}, {1: 1})
    service.withdraw(second.summary, people.person("coordinator"), heard.AT, "алдаа", "mistake")
    assert stored_tallies() == {}
    assert db.session.scalar(select(PublishedCase.unit)) is None


@pytest.mark.parametrize("position, days", [("contests", {16: 1}), ("refers", {}), ("refuses", {})])
def test_only_words_on_the_matter_are_a_substantive_reply(app, position, days):
    row = heard.finding()
    heard.replied(heard.asked(row), position=position)
    heard.published(row)
    assert whole("first-reply") == {16: 1}
    assert whole("substantive-reply") == days


@pytest.mark.parametrize("fixed_on, reported", [(None, 0), (date(2026, 5, 18), 1)])
def test_a_reply_that_says_it_is_solved_reports_a_fix_and_verifies_none(app, fixed_on, reported):
    row = heard.finding()
    heard.replied(heard.asked(row), fixed_on=fixed_on)
    heard.published(row)
    assert (whole("reported-fix-rate"), whole("fix-rate")) == ({reported: 1}, {0: 1})
    present.keep_up()
    reader = people.person("coordinator")
    assert measures.list_cases("reported-fix-rate", "whole", 0, reported, reader).total == 1


def test_silence_counts_as_no_reply(app):
    row = heard.finding()
    heard.asked(row)
    heard.published(row)
    assert (whole("reply-rate"), whole("in-time"), whole("first-reply")) == ({0: 1}, {0: 1}, {})


def test_the_tallies_agree_with_the_figures_of_summaries(app):
    rows = [heard.whole_finding(), heard.whole_finding(severity=0), heard.finding()]
    heard.asked(rows[2])
    heard.published(*rows)
    told = figures([row.document["tally"] for row in db.session.scalars(select(PublishedFinding))])
    assert sum(whole("fix-rate").values()) == len(told["problems"]["ids"])
    assert whole("fix-rate")[1] == len(told["fixed"]["ids"])
    assert sum(whole("in-time").values()) == len(told["replies"]["due"]["numbers"])
    assert whole("in-time")[1] == len(told["replies"]["in_time"]["numbers"])


def test_everything_can_be_counted_again(app):
    heard.published()
    before = stored_tallies()
    counting.recount_all()
    assert before
    assert stored_tallies() == before
    assert counting.is_counted()
