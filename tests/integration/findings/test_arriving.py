"""Packets and pieces from phones: repeated, doubled, broken off, out of order; nothing is lost, nothing is doubled."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from app.core import audit, clock, storage
from app.core.database import db
from app.core.errors import Conflict, Invalid, NotFound, NotPermitted, WrongState
from app.findings import policy, queries, service
from app.findings.models import ExpectedFile, FilePiece, Observation
from app.findings.receipts import find_receipt
from tests.given import commit, people, phones, work
from tests.integration.findings.material import photo


@pytest.fixture
def take(cast, now):
    return lambda data, person=None: service.take_packet(data, person or cast.monitor, now)


@pytest.fixture
def feed(cast, now):
    """`feed(observation, data, 3)`: the file in so many pieces."""

    def send(observation, data, pieces=1):
        size = -(-len(data) // pieces)
        for start in range(0, len(data), size):
            part = data[start : start + size]
            file = service.take_piece(observation, phones.sha256(data), start, part, cast.monitor, now)
        return file

    return send


def verbs(row):
    return [entry.verb for entry in audit.history(row)]


def test_text_alone_is_received_at_once(cast, take):
    observation = take(phones.packet(cast.contract))
    assert observation.state == "received"
    assert verbs(observation) == ["create", "submit", "complete"]
    assert find_receipt(observation).code == observation.receipt_code


def test_the_text_is_there_before_its_photos(cast, take, feed):
    one, two = photo(), photo(9)
    observation = take(phones.packet(cast.contract, one, two))
    assert observation.state == "receiving" and find_receipt(observation) is None
    assert policy.may_read(cast.lead, observation)
    feed(observation, one, 3)
    assert observation.state == "receiving"
    feed(observation, two)
    assert observation.state == "received"
    assert [row.file.sha256 for row in observation.current_evidence] == [phones.sha256(one), phones.sha256(two)]
    assert storage.get("sealed", phones.sha256(one)) == one
    assert FilePiece.query.count() == 0


def test_where_and_when(cast, take):
    place = people.place()
    said = {"place": place.id, "position": [47.9185, 106.9177, 12], "clock_ahead": 3600}
    observation = take(phones.packet(cast.contract, **said))
    assert (observation.latitude, observation.accuracy, observation.place_id) == (47.9185, 12, place.id)
    assert observation.captured_at.isoformat() == "2026-06-01T05:12:09+00:00"


def test_the_same_packet_again_is_the_same(cast, take, feed):
    data, picture = phones.packet(cast.contract, file := photo()), file
    first = take(data)
    assert take(data) is first
    feed(first, picture)
    receipt = find_receipt(first)
    assert find_receipt(take(data)) == receipt
    assert Observation.query.count() == 1 and verbs(first) == ["create", "submit", "complete"]


def test_another_packet_under_the_same_key_is_a_conflict(cast, take):
    data = phones.packet(cast.contract)
    first = take(data)
    with pytest.raises(Conflict) as conflict:
        take(phones.packet(cast.contract, key=phones.key_of(data), notes="Өөр."))
    assert conflict.value.kept == first.packet_sha256
    assert first.notes == "Дээвэр дутуу."


def test_a_key_belongs_to_its_monitor(cast, take):
    other = people.person("monitor")
    work.assignment(cast.contract, other)
    data = phones.packet(cast.contract)
    assert take(data) is not take(data, other)


def test_what_cannot_be_judged_is_sent_back_to_the_phone(cast, take, questions):
    bare = {"answers": {str(questions["works-quality"]): ["no", ""]}}
    with pytest.raises(Invalid):
        take(phones.packet(cast.contract, **bare))
    assert Observation.query.count() == 0
    assert take(phones.packet(cast.contract, photo(), **bare)).state == "receiving"


@pytest.mark.parametrize("said", [{"visited_on": "2999-01-01"}, {"visit": None}, {"notes": ""}, {"place": 99}])
def test_faults_by_field(cast, take, said):
    with pytest.raises(Invalid):
        take(phones.packet(cast.contract, **said))


def test_too_large_a_file_is_told_before_it_comes(app, cast, take):
    file = phones.described(photo(), size=app.config["MAX_FILE_BYTES"] + 1)
    with pytest.raises(Invalid) as refused:
        take(phones.packet(cast.contract, files=[file]))
    assert list(refused.value.errors) == ["files"]


def test_only_an_assigned_monitor_without_conflict(cast, take):
    with pytest.raises(NotPermitted):
        take(phones.packet(cast.contract), people.person("monitor"))
    work.conflict(cast.contract, cast.monitor)
    with pytest.raises(NotPermitted):
        take(phones.packet(cast.contract))


def test_a_piece_out_of_step_is_told_where_to_go_on(cast, take, feed, now):
    data = photo()
    observation = take(phones.packet(cast.contract, data))
    service.take_piece(observation, phones.sha256(data), 0, data[:100], cast.monitor, now)
    for start in (101, 200):
        with pytest.raises(service.OutOfStep) as out:
            service.take_piece(observation, phones.sha256(data), start, data[start:], cast.monitor, now)
        assert out.value.have == 100


def test_what_is_here_already_is_passed_over(cast, take, now):
    data = photo()
    observation = take(phones.packet(cast.contract, data))
    for start, end in ((0, 100), (0, 100), (50, 120), (0, len(data))):
        service.take_piece(observation, phones.sha256(data), start, data[start:end], cast.monitor, now)
    assert storage.get("sealed", phones.sha256(data)) == data and observation.state == "received"


def test_bytes_that_are_not_the_file_begin_anew(cast, take, feed, now):
    data = photo()
    observation = take(phones.packet(cast.contract, data))
    file = service.take_piece(observation, phones.sha256(data), 0, bytes(len(data)), cast.monitor, now)
    assert (file.have, file.state, FilePiece.query.count()) == (0, "waiting", 0)
    feed(observation, data)
    assert observation.state == "received"


def test_more_than_was_announced_is_refused(cast, take, now):
    data = photo()
    observation = take(phones.packet(cast.contract, data))
    with pytest.raises(Invalid):
        service.take_piece(observation, phones.sha256(data), 0, data + b"x", cast.monitor, now)


def test_an_unknown_file_and_somebody_elses(cast, take, now):
    observation = take(phones.packet(cast.contract, data := photo()))
    with pytest.raises(NotFound):
        service.take_piece(observation, "0" * 64, 0, b"x", cast.monitor, now)
    with pytest.raises(NotPermitted):
        service.take_piece(observation, phones.sha256(data), 0, b"x", cast.lead, now)


def test_a_file_given_up_stands_in_the_receipt(cast, take, feed, now):
    one, two = photo(), photo(9)
    observation = take(phones.packet(cast.contract, one, two))
    feed(observation, one)
    service.give_up(observation, phones.sha256(two), cast.monitor, now, "Зураг нээгдэхгүй байна.")
    assert observation.state == "received"
    assert phones.sha256(two) in find_receipt(observation).text
    assert verbs(observation)[-2:] == ["give_up_file", "complete"]


def test_a_reviewer_stops_waiting_and_late_files_still_come(cast, take, feed, now):
    data = photo()
    observation = take(phones.packet(cast.contract, data))
    service.go_on(observation, cast.lead, now, "Утас гэмтсэн.")
    assert observation.state == "received" and find_receipt(observation) is None
    feed(observation, data)
    assert len(observation.current_evidence) == 1 and find_receipt(observation)


def test_nobody_stops_waiting_for_their_own(cast, take, now):
    cast.monitor.roles = ["monitor", "lead"]
    observation = take(phones.packet(cast.contract, photo()))
    with pytest.raises(NotPermitted):
        service.go_on(observation, cast.monitor, now, "…")


def test_withdrawn_takes_no_more(cast, take, now):
    observation = take(phones.packet(cast.contract, data := photo()))
    service.take_piece(observation, phones.sha256(data), 0, data[:9], cast.monitor, now)
    service.withdraw(observation, cast.monitor, now, "Андуурсан.")
    assert FilePiece.query.count() == 0
    with pytest.raises(WrongState):
        service.take_piece(observation, phones.sha256(data), 9, data[9:], cast.monitor, now)


def test_arriving_ones_stand_in_the_queue(cast, take):
    take(phones.packet(cast.contract, photo()))
    assert queries.count_queue(cast.lead, None)["waiting"] == 1


def test_a_quarantined_file_has_arrived(cast, take, feed):
    data = b"MZ\x90\x00 not a picture"
    observation = take(phones.packet(cast.contract, data))
    feed(observation, data)
    assert observation.state == "received" and not observation.evidence[0].file.is_clean
    assert ExpectedFile.query.one().state == "arrived"


def test_fifty_at_once_make_one_and_get_equal_receipts(app, cast, now):
    data, monitor = phones.packet(cast.contract), cast.monitor.id
    commit()

    def send(_number):
        with app.app_context():
            row = service.take_packet(data, db.session.get(type(cast.monitor), monitor), clock.now())
            receipt = find_receipt(row)
            db.session.commit()
            db.session.remove()
            return receipt

    with ThreadPoolExecutor(10) as threads:
        receipts = list(threads.map(send, range(50)))
    assert len(set(receipts)) == 1 and Observation.query.count() == 1
