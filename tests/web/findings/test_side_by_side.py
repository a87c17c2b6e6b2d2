"""What a reviewer has beside an observation, and how a question finds its way to the part it is about."""

import re

from app.core import audit, clock
from app.core.database import db
from app.findings import queries, service
from app.findings.models import Observation
from tests.given import commit, work
from tests.integration.findings.material import change, upload

QUESTION = "Аль өрөөнд вэ?"


def address(row, verb=""):
    return f"/workspace/observations/{row.id}" + (f"/{verb}" if verb else "")


def test_a_question_is_read_beside_the_parts_it_is_about(client, cast, logged):
    row = logged("in_review")
    code = next(iter(cast.asked))
    client.sign_in(cast.lead)
    assert f'value="answer:{code}"' in client.get(address(row, "decide/ask")).text
    asked = {"reason": QUESTION, "about": ["notes", f"answer:{code}", "nonsense"]}
    client.post(address(row, "decide/ask"), asked)
    row = db.session.get(Observation, row.id)
    assert audit.history(row)[-1].details == {"about": [f"answer:{code}", "notes"]}
    page = client.sign_in(cast.monitor).get(address(row, "edit"))
    assert QUESTION in page.text and page.text.count('class="asked"') == 2


def test_what_was_ticked_is_kept_when_the_reason_is_missing(client, cast, logged):
    row = logged("in_review")
    page = client.sign_in(cast.lead).post(address(row, "decide/ask"), {"about": "place_note"}, expect=422)
    assert re.search(r'<input[^>]*checked[^>]*value="place_note"', page.text)


def test_an_answered_question_is_asked_no_longer(client, cast, logged):
    row = logged("in_review")
    service.ask(row, cast.lead, clock.now(), QUESTION, ["notes"])
    assert queries.asked_about(row) == {"notes"}
    service.supply(row, cast.monitor, clock.now())
    assert queries.asked_about(row) == frozenset()


def test_each_sending_is_told_with_what_differs(client, cast, logged):
    row = logged("needs_information", notes="Дээвэр дутуу байна.")
    service.edit(row, change(clock.today(), notes="Дээвэр бүрэн байна."), cast.monitor, clock.now())
    service.supply(row, cast.monitor, clock.now())
    commit()
    page = client.sign_in(cast.lead).get(address(row))
    assert "<del> дутуу</del>" in page.text and "<ins> бүрэн</ins>" in page.text


def test_the_contract_is_told_as_the_monitor_saw_it(client, cast, logged):
    row = logged()
    work.stored(work.ContractVersion(contract=cast.contract, number=2, made_at=clock.now(), faults=[]))
    commit()
    assert 'class="beside"' in client.sign_in(cast.lead).get(address(row)).text
    assert 'class="beside"' not in client.sign_in(cast.monitor).get(address(row)).text


def test_two_photos_of_the_same_spot(client, cast, logged):
    earlier, rejected, row = logged("accepted", upload()), logged("rejected", upload()), logged("received", upload())
    assert queries.list_photos(row) == [earlier.evidence[0], row.evidence[0]]
    old, new, other = (one.evidence[0].id for one in (earlier, row, rejected))
    client.sign_in(cast.lead)
    assert address(row, "photos") in client.get(address(row)).text
    page = client.get(address(row, "photos"))
    assert page.text.index(f"/files/{old}") < page.text.index(f"/files/{new}")
    page = client.get(address(row, f"photos?left={new}&right={other}"))
    assert f"/files/{other}" not in page.text
    client.sign_in(cast.monitor).get(address(row, "photos"), expect=403)


def test_without_photos_there_is_nothing_to_compare(client, cast, logged):
    row = logged()
    assert address(row, "photos") not in client.sign_in(cast.lead).get(address(row)).text
    client.get(address(row, "photos"), expect=404)


def test_a_decision_leads_to_the_next_that_waits(client, cast, logged):
    row, following = logged("in_review"), logged()
    client.sign_in(cast.lead)
    assert 'rel="next"' in client.get(address(row)).text
    answer = client.post(address(row, "decide/accept"), {"reason": "Зураг тод."})
    assert answer.headers["Location"].endswith(address(following))
    service.open_review(db.session.get(Observation, following.id), cast.second, clock.now())
    commit()
    assert 'rel="next"' not in client.get(address(row)).text
