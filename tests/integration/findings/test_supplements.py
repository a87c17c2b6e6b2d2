"""A reviewer asks, the monitor answers from the phone: one revision for one answer, whatever the line does."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from app.core import audit, clock
from app.core.database import db
from app.core.errors import Conflict, Invalid, NotPermitted, Refused, Stale, WrongState
from app.field.asked import open_questions, question_of
from app.findings import queries, service
from app.findings.models import FilePiece, Observation, Supplement
from app.findings.receipts import find_receipt
from app.findings.rules import MAX_FILES, Change
from tests.given import commit, people, phones, work
from tests.integration.findings.material import photo

FIRST = photo()


@pytest.fixture
def take(cast, now):
    return lambda data, person=None: service.take_packet(data, person or cast.monitor, now)


@pytest.fixture
def ask(cast, now):
    """`ask(observation, "notes")`: the lead asks about these fields; gives the question as the phone has it."""

    def asks(observation, *about):
        service.open_review(observation, cast.lead, now)
        service.ask(observation, cast.lead, now, "Аль өрөө вэ?", about)
        return asked(cast)

    return asks


@pytest.fixture
def question(take, ask, cast):
    """A question about a visit that came with one photo."""
    observation = take(phones.packet(cast.contract, FIRST))
    service.take_piece(observation, phones.sha256(FIRST), 0, FIRST, cast.monitor, clock.now())
    return ask(observation, "notes", "files")


def asked(cast):
    ((observation, said),) = open_questions(cast.monitor)
    return question_of(observation, said)


def verbs(row):
    return [entry.verb for entry in audit.history(row)]


def test_the_phone_has_what_it_needs_to_answer(question, cast):
    observation = Observation.query.one()
    assert question["question"] == "Аль өрөө вэ?" and question["about"] == ["notes", "files"]
    assert question["supplements"][:2] == [observation.id, 1]
    assert question["draft"]["notes"] == "Дээвэр дутуу." and len(question["files"]) == 1


def test_an_answer_to_a_question_of_the_list_is_named_by_its_question(take, ask, cast, questions):
    number = questions["works-quality"]
    observation = take(phones.packet(cast.contract, answers={str(number): ["no", "Хагарсан."]}))
    assert ask(observation, "answer:works-quality")["about"] == [f"answer-{number}"]


def test_text_alone_is_a_new_revision_at_once(question, take):
    answer = take(phones.supplement(question, notes="2-р давхрын 14-р өрөө."))
    observation = answer.observation
    assert (observation.state, observation.revision, observation.notes) == ("received", 2, "2-р давхрын 14-р өрөө.")
    assert verbs(observation)[-3:] == ["edit", "supplement", "complete"]
    (sending,) = queries.list_sendings(observation)
    assert [change.field for change in sending.changes] == ["notes"]
    assert find_receipt(answer).code == answer.receipt_code != observation.receipt_code


def test_its_files_are_waited_for(question, take, cast, now):
    data = photo(2)
    answer = take(phones.supplement(question, data))
    observation = answer.observation
    assert (observation.state, observation.revision) == ("receiving", 2) and find_receipt(answer) is None
    first = find_receipt(observation)
    service.take_piece(answer, phones.sha256(data), 0, data[:50], cast.monitor, now)
    service.take_piece(answer, phones.sha256(data), 50, data[50:], cast.monitor, now)
    assert observation.state == "received" and len(observation.current_evidence) == 2
    assert [change.field for change in queries.list_sendings(observation)[0].changes] == ["files"]
    assert find_receipt(observation) == first and queries.get_receipted(first.code) is observation
    assert queries.get_receipted(answer.receipt_code) is answer


def test_sent_again_it_is_the_same(question, take):
    data = phones.supplement(question, photo(2))
    answer = take(data)
    assert take(data) is answer
    assert Supplement.query.count() == 1 and answer.observation.revision == 2
    with pytest.raises(Conflict):
        take(phones.supplement(question, key=phones.key_of(data), notes="Өөр."))


def test_the_first_packet_is_still_known_and_its_receipt_stands(take, ask, cast):
    first = phones.packet(cast.contract)
    receipt = find_receipt(take(first))
    take(phones.supplement(ask(take(first)), notes="Шинэ."))
    assert find_receipt(take(first)) == receipt


def test_twice_at_once(app, question):
    data, person = phones.supplement(question, notes="Шинэ."), Observation.query.one().monitor_id
    commit()

    def send(_):
        with app.app_context():
            answer = service.take_packet(data, db.session.get(people.User, person), clock.now())
            commit()
            return answer.id

    with ThreadPoolExecutor(2) as both:
        assert len(set(both.map(send, range(2)))) == 1
    db.session.expire_all()
    assert Observation.query.one().revision == 2


@pytest.mark.parametrize("how", ["answered", "edited", "accepted", "withdrawn"])
def test_what_happened_meanwhile_is_told_and_nothing_changes(question, take, cast, now, how):
    observation, fault = Observation.query.one(), Stale
    if how == "withdrawn":
        service.withdraw(observation, cast.monitor, now, "Андуурсан.")
        fault = WrongState
    else:
        said = replace(queries.content_of(observation), notes="Вэб дээр бичсэн.")
        service.edit(observation, Change(said), cast.monitor, now)
    if how in {"answered", "accepted"}:
        service.supply(observation, cast.monitor, now)
    if how == "accepted":
        service.open_review(observation, cast.lead, now)
        service.accept(observation, cast.lead, now, "Болно.")
    before = (observation.state, observation.revision, observation.notes)
    with pytest.raises(fault):
        take(phones.supplement(question, notes="Утсан дээр бичсэн."))
    assert (observation.state, observation.revision, observation.notes) == before
    assert Supplement.query.count() == 0


def test_two_phones_make_one_revision(question, take):
    take(phones.supplement(question, notes="Нэг."))
    with pytest.raises(Stale):
        take(phones.supplement(question, notes="Хоёр."))
    assert Observation.query.one().notes == "Нэг."


def test_asked_again_it_is_answered_again(question, take, ask):
    observation = take(phones.supplement(question, notes="Нэг.")).observation
    take(phones.supplement(ask(observation, "notes"), notes="Хоёр."))
    assert (observation.revision, observation.notes, Supplement.query.count()) == (3, "Хоёр.", 2)


def test_a_late_file_of_an_earlier_answer_does_not_complete_a_later_one(question, take, ask, cast, now):
    one, two = photo(2), photo(3)
    late = take(phones.supplement(question, one))
    observation = late.observation
    service.go_on(observation, cast.lead, now, "Утас гэмтсэн.")
    answer = take(phones.supplement(ask(observation), two))
    service.take_piece(late, phones.sha256(one), 0, one, cast.monitor, now)
    assert observation.state == "receiving" and find_receipt(late) and find_receipt(answer) is None
    service.give_up(answer, phones.sha256(two), cast.monitor, now, "Нээгдэхгүй.")
    assert observation.state == "received" and observation.revision == 3


def test_a_photo_that_is_there_already_is_not_waited_for(question, take):
    answer = take(phones.supplement(question, FIRST))
    assert answer.observation.state == "received" and len(answer.observation.current_evidence) == 1
    assert find_receipt(answer)


def test_withdrawn_while_its_files_come(question, take, cast, now):
    data = photo(2)
    answer = take(phones.supplement(question, data))
    service.take_piece(answer, phones.sha256(data), 0, data[:50], cast.monitor, now)
    service.withdraw(answer.observation, cast.monitor, now, "Андуурсан.")
    assert FilePiece.query.count() == 0


def test_too_many_files_and_what_cannot_be_judged(question, take):
    with pytest.raises(Invalid):
        take(phones.supplement(question, *(photo(n) for n in range(2, MAX_FILES + 2))))
    with pytest.raises(Invalid):
        take(phones.supplement(question, visit=None))
    assert Observation.query.one().state == "needs_information"


def test_only_their_own_and_not_in_a_conflict(question, take, cast):
    other = people.person("monitor")
    work.assignment(cast.contract, other)
    for said in ({}, {"supplements": [999, 1, "0" * 64]}):
        with pytest.raises(Refused):
            take(phones.supplement(question, **said), other)
    work.conflict(cast.contract, cast.monitor)
    assert open_questions(cast.monitor) == []
    with pytest.raises(NotPermitted):
        take(phones.supplement(question))
