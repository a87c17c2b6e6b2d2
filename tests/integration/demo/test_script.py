"""The data files are a script that can be played on any day."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings, strategies as st

from app.contracts.release import merge_reporting
from app.contracts.story import tell
from app.core import clock
from app.demo import pictures, script
from app.demo.acts import ACTS
from app.demo.acts.network import term_of
from app.demo.cast import Cast

TODAY = date(2026, 11, 23)
DAYS = st.dates(date(2025, 1, 1), date(2040, 12, 31))
few = settings(max_examples=15)


def played(today):
    return list(script.timed(script.cues(today), Cast(today)))


def test_every_act_is_played_and_every_cue_has_one():
    assert {cue.act for cue in script.cues(TODAY)} == set(ACTS)


def test_the_same_day_gives_the_same_script():
    assert played(TODAY) == played(TODAY)


@few
@given(DAYS)
def test_time_goes_forward_and_ends_before_today(today):
    instants = [instant for instant, _cue in played(today)]
    assert instants == sorted(instants)
    assert clock.local_day(instants[-1]) < today


@few
@given(DAYS)
def test_offices_are_closed_at_weekends(today):
    assert all(clock.local_day(instant).weekday() < 5 for instant, _cue in played(today))


@given(DAYS, st.integers(-400, 400), st.integers(0, 10))
def test_working_days_keep_their_order(today, ago, more):
    cast = Cast(today)
    assert cast.working_day(ago + more) <= cast.working_day(ago) <= cast.day(ago)


@given(DAYS)
def test_the_term_of_the_plan_holds_today(today):
    first, last = term_of({}, today)
    assert first <= today.year <= last == first + 2


@few
@given(DAYS)
def test_no_release_comes_from_the_future(today):
    for told in script.releases(today):
        assert told.ago > 0
        assert told.release["date"][:10] == (today - timedelta(days=told.ago)).isoformat()


def test_merged_contracts_tell_a_whole_story():
    by_ocid = {}
    for told in script.releases(TODAY):
        by_ocid.setdefault(told.release["ocid"], []).append(told.release)
    for releases in by_ocid.values():
        compiled, _faults = merge_reporting(releases)
        story = tell(compiled)
        assert story.title and story.buyer
        assert story.stage == "planning" or (story.items and story.category and story.method)


@pytest.mark.parametrize("scene", pictures.SCENES)
def test_a_scene_draws_the_same_photo_again(scene):
    assert pictures.photo(scene, 3) == pictures.photo(scene, 3) != pictures.photo(scene, 4)


def test_a_scene_must_be_known():
    with pytest.raises(KeyError):
        pictures.photo("castle")
