"""What reviewers asked, on the phone: taken along, answered in pieces, refused in words."""

from app.core import clock
from app.findings import service
from app.findings.models import Observation
from tests.given import commit, people, phones
from tests.integration.findings.material import photo


def asked(phone, cast):
    """The lead asked about a visit; gives the question as the phone has it."""
    phone.sign_in(cast.monitor).send(phones.packet(cast.contract))
    observation = Observation.query.one()
    service.open_review(observation, cast.lead, clock.now())
    service.ask(observation, cast.lead, clock.now(), "Аль өрөө вэ?", ("notes",))
    commit()
    (question,) = phone.ask("work")["asked"]
    return question


def test_a_question_is_taken_along_by_its_monitor_alone(phone, cast):
    question = asked(phone, cast)
    assert (question["question"], question["about"]) == ("Аль өрөө вэ?", ["notes"])
    assert cast.lead.name not in str(question)
    other = people.person("monitor")
    commit()
    phone.sign_out()
    assert phone.sign_in(other).ask("work")["asked"] == []


def test_an_answer_goes_as_a_visit_does(phone, cast):
    packet = phones.supplement(asked(phone, cast), data := photo(), notes="14-р өрөө.")
    assert phone.send(packet)["state"] == "receiving"
    phone.piece(packet, data, 0, data[:50])
    said = phone.piece(packet, data, 50)
    assert said["state"] == "received" and said["receipt"] == phone.send(packet)["receipt"]
    assert said["key"] == phones.key_of(packet)
    assert phone.ask(f"observations/{phones.key_of(packet)}") == said
    assert phone.ask("work")["asked"] == []
    assert said["receipt"]["code"] in phone.get(f"/receipts/{said['receipt']['code']}").text


def test_overtaken_is_told_in_words(phone, cast):
    question = asked(phone, cast)
    service.supply(Observation.query.one(), cast.monitor, clock.now())
    commit()
    answer = phone.send(phones.supplement(question, notes="14-р өрөө."), 409)
    assert answer["error"] == "overtaken" and answer["message"]
    assert Observation.query.one().notes == "Дээвэр дутуу."


def test_withdrawn_is_told_too(phone, cast):
    question = asked(phone, cast)
    service.withdraw(Observation.query.one(), cast.monitor, clock.now(), "Андуурсан.")
    commit()
    assert phone.send(phones.supplement(question), 410)["error"] == "withdrawn"
