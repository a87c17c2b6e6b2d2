"""Coordinators change the checklists: versions, who may, what an observation keeps."""

import pytest
from hypothesis import settings, strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from sqlalchemy.exc import IntegrityError

from app.core import audit, clock
from app.core.database import db
from app.core.errors import Invalid, Missing, NotFound, NotPermitted, Refused, Stale
from app.findings import queries, service
from app.findings.models import Checklist
from app.findings.service.checklists import make_version
from app.findings.wordings import Wording
from tests.given import number, people, work
from tests.integration.findings.material import change


@pytest.fixture
def coordinator(app):
    return people.person("coordinator")


@pytest.fixture
def edit(coordinator, questions, now):
    """`edit(wordings)`: a new version of the list for works under way."""

    def save(wordings, actor=coordinator, place=("works", "implementation"), **rest):
        newest = queries.find_newest(*place)
        rest = {"based_on": newest.number if newest else 0, "reason": "Тодорхой болгов."} | rest
        return service.edit_checklist(*place, wordings, actor, now, **rest)

    return save


def asked():
    return queries.wordings_of(queries.get_checklist("works", "implementation"))


def test_a_change_is_a_new_version_and_unchanged_words_keep_their_row(edit, questions, coordinator):
    first, *rest = asked()
    made = edit([*reversed(rest), Wording(first.text_mn, "Otherwise?", first.code), Wording("Шинэ үү?", "New?")])
    assert (made.number, made.made_by, made.reason) == (2, coordinator, "Тодорхой болгов.")
    rows = {row.code: row.id for row in made.questions}
    assert {code: rows[code] for code in questions if code != first.code} == {
        code: row for code, row in questions.items() if code != first.code
    }
    assert rows[first.code] != questions[first.code] and "works-implementation-v2-9" in rows
    (entry,) = audit.history(made)
    assert (entry.verb, entry.reason, entry.details) == ("edit", "Тодорхой болгов.", {"number": 2})


def test_words_taken_back_are_the_same_question_again(edit, questions):
    old = asked()
    edit([Wording("Өөр үү?", "Other?", old[0].code), *old[1:]])
    assert {row.code: row.id for row in edit(old).questions} == questions


@pytest.mark.parametrize("role", ["monitor", "lead", "observer", "administrator"])
def test_only_coordinators_edit(edit, role):
    with pytest.raises(NotPermitted):
        edit(asked()[1:], actor=people.person(role))


def test_a_reason_is_asked_for(edit):
    with pytest.raises(Missing):
        edit(asked()[1:], reason=" ")


def test_what_is_refused(edit):
    same = asked()
    for wordings in (same, [*same, same[0]], [Wording("Мөн үү?", "Is it?", "goods-allocated")]):
        with pytest.raises(Refused):
            edit(wordings)
    with pytest.raises(Invalid):
        edit([Wording("", "Is it?")])
    for place in (("houses", "plan"), ("works", "dream")):
        with pytest.raises(Refused):
            edit([Wording("Мөн үү?", "Is it?")], place=place)
    assert queries.get_checklist("works", "implementation").number == 1


def test_who_comes_second_is_told(edit):
    words = asked()
    edit(words[1:])
    with pytest.raises(Stale):
        edit(words[2:], based_on=1)


def test_an_own_list_may_be_begun_and_given_up(edit, questions):
    assert queries.get_checklist("services", "plan").category is None
    edit([Wording("Мөн үү?", "Is it?")], place=("services", "plan"))
    assert queries.get_checklist("services", "plan").category == "services"
    assert queries.get_checklist("works", "plan").category is None
    edit([], place=("services", "plan"))
    assert queries.get_checklist("services", "plan").category is None
    with pytest.raises(Refused):
        edit([], place=(None, "plan"))


@pytest.mark.parametrize("category", ["works", None])
def test_a_number_is_given_once(app, now, category):
    for _ in range(2):
        db.session.add(Checklist(category=category, stage="plan", number=1, made_at=now))
    with pytest.raises(IntegrityError):
        db.session.flush()
    db.session.rollback()


def test_where_nothing_is_asked_there_is_no_list(app):
    assert queries.find_checklist("works", "plan") is None and queries.list_questions("works", "plan") == []
    for get in (lambda: queries.get_checklist("works", "plan"), lambda: queries.get_checklist_by_id(7)):
        with pytest.raises(NotFound):
            get()


def test_the_newest_of_each_list(edit):
    edit(asked()[1:])
    rows = queries.list_checklists()
    assert len({(row.category, row.stage) for row in rows}) == len(rows)
    assert [row.number for row in rows if row.category == "works" and row.stage == "implementation"] == [2]
    assert rows[0].category is None
    assert [row.number for row in queries.list_versions("works", "implementation")] == [2, 1]


def test_an_observation_is_pinned_to_the_version_in_hand(cast, now, today, edit, questions):
    first = queries.get_checklist("works", "implementation")
    edit(asked()[1:])
    form = change(today, answers={first.questions[0].id: "yes"})
    begin = {"client_key": "k", "checklist": first, "channel": "paper"}
    row = service.save_draft(cast.contract, "implementation", form, cast.monitor, now, **begin)
    service.edit(row, change(today, answers={first.questions[0].id: "not_seen"}), cast.monitor, now)
    service.submit(row, cast.monitor, now)
    assert (row.checklist, row.channel) == (first, "paper")
    document = queries.list_revisions(row)[0].document
    assert (document["checklist"], document["channel"]) == (1, "paper")


def test_a_list_of_another_stage_is_refused(cast, now, today, questions):
    other = queries.get_checklist("works", "plan")
    for wrong in ({"checklist": other}, {"channel": "pigeon"}):
        with pytest.raises(Refused):
            service.save_draft(
                cast.contract, "implementation", change(today), cast.monitor, now, client_key="k", **wrong
            )


class Editing(RuleBasedStateMachine):
    """Whatever coordinators do, in any order, an observation reads as it read when it was logged."""

    place = ("works", "implementation")

    def __init__(self):
        super().__init__()
        db.session.rollback()
        self.coordinator, self.monitor = people.person("coordinator"), people.person("monitor")
        self.contract = work.monitored(self.monitor, category="works")
        self.read = []
        make_version(*self.place, [Wording("Анхны үү?", "First?", f"first-{number()}")], clock.now())

    @rule(data=st.data())
    def edit(self, data):
        newest = queries.find_newest(*self.place)
        words = queries.wordings_of(newest)
        new = [Wording(f"Шинэ {number()}?", f"New {number()}?") for _ in range(data.draw(st.integers(0, 2)))]
        kept = data.draw(st.permutations(words)) if data.draw(st.booleans()) else words[1:]
        said = [Wording(f"{w.text_mn}!", w.text_en, w.code) if data.draw(st.booleans()) else w for w in kept]
        try:
            service.edit_checklist(
                *self.place, said + new, self.coordinator, clock.now(), based_on=newest.number, reason="Учир."
            )
        except Refused:
            assert said + new == words

    @rule(answer=st.sampled_from(["yes", "not_seen"]))
    def log(self, answer):
        now, key = clock.now(), f"key-{number()}"
        asked = queries.list_questions(*self.place)
        form = change(clock.today(), answers={row.id: answer for row in asked})
        row = service.save_draft(self.contract, "implementation", form, self.monitor, now, client_key=key)
        self.read.append((row, [(q.text_mn, q.text_en) for q in asked]))

    @rule()
    def edit_the_first_observation(self):
        for row, _words in self.read[:1]:
            content = queries.content_of(row)
            form = change(clock.today(), answers={key: ("no", f"{number()}") for key in content.answers})
            service.edit(row, form, self.monitor, clock.now())

    @invariant()
    def every_observation_keeps_its_words(self):
        db.session.expire_all()
        for row, words in self.read:
            assert [(q.text_mn, q.text_en) for q in queries.questions_of(row)] == words
            assert sorted((a.question.text_mn, a.question.text_en) for a in row.answers) == sorted(words)

    def teardown(self):
        db.session.rollback()


def test_editing_in_any_order_keeps_old_wordings(app):
    run_state_machine_as_test(Editing, settings=settings(max_examples=15, stateful_step_count=8, deadline=None))
