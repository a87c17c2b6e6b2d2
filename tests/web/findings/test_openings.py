"""Asking for a sealed original, deciding about it, and what is handed out."""

import logging
from base64 import b64encode
from datetime import timedelta
from hashlib import sha256

import pytest

from app import create_app
from app.core.database import db
from app.findings import service
from app.findings.models import SealedOpening
from tests.client import Client
from tests.given import commit, people, work
from tests.integration.findings.material import office_file, photo, upload

WHY = "Зургийн байршлыг тулгаж шалгана."
LIST = "/workspace/originals"


@pytest.fixture
def form():
    return upload("Дорж-гуайн-зураг.jpg", photo())


@pytest.fixture
def observation(logged, form):
    return logged("received", form)


@pytest.fixture
def opening(observation, cast):
    """`opening(state)`: asked for by the lead."""

    def make(state="requested", **fields):
        row = work.opening(observation.evidence[0], asked_by=cast.lead, state=state, reason=WHY, **fields)
        commit(row)
        return row

    return make


def address(row, verb=""):
    return f"{LIST}/{row.id}" + (f"/{verb}" if verb else "")


def only():
    db.session.expire_all()
    (row,) = SealedOpening.query
    return row


def test_from_asking_to_the_file(client, cast, observation, form):
    seen = f"/workspace/observations/{observation.id}"
    ask = f"{LIST}/of/{observation.evidence[0].id}"
    client.sign_in(cast.lead)
    assert ask in client.get(seen).text
    client.get(ask)
    assert "шалгах" in client.post(ask, {"reason": "шалгах"}, expect=422).text
    page = client.follow(client.post(ask, {"reason": WHY}))
    assert WHY in page.text and "/approve" not in page.text and "/hand-out" not in page.text
    assert ask not in client.get(seen).text and address(only()) in client.get(seen).text
    client.post(ask, {"reason": WHY}, expect=422)

    client.sign_in(cast.second)
    assert LIST in client.get("/workspace/").text
    assert address(only()) in client.get(LIST).text
    assert "/approve" in client.get(address(only())).text
    client.post(address(only(), "approve"))

    client.sign_in(cast.lead)
    assert "эх файлыг та нэг цагийн дотор нээж болно" in client.get("/workspace/").text
    assert address(only(), "hand-out") in client.get(address(only())).text
    assert client.post(address(only(), "hand-out"), expect=200).data == form.data
    assert only().state == "opened"
    client.post(address(only(), "hand-out"), expect=409)
    assert "/hand-out" not in client.get(address(only())).text


def test_what_is_handed_out_can_do_nothing(client, cast, opening, form, caplog):
    row = opening("approved")
    client.sign_in(cast.lead)
    with caplog.at_level(logging.DEBUG):
        answer = client.post(address(row, "hand-out"), expect=200)
    digest = sha256(form.data)
    assert answer.data == form.data
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["Content-Disposition"] == f"attachment; filename=original-{digest.hexdigest()[:12]}.jpg"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "no-store"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Repr-Digest"] == f"sha-256=:{b64encode(digest.digest()).decode()}:"
    assert digest.hexdigest() in client.get(address(row)).text
    assert "Дорж" not in caplog.text + str(answer.headers)


def test_no_link_opens_or_decides_anything(client, cast, opening):
    row = opening("approved")
    client.sign_in(cast.lead)
    client.get(address(row, "hand-out"), expect=405)
    client.get(address(row, "approve"), expect=405)
    assert only().state == "approved"


def test_without_its_token_nothing_is_handed_out(application, client, cast, opening):
    row = opening("approved")
    guarded = create_app({**application.config, "WTF_CSRF_ENABLED": True})
    Client(guarded).sign_in(cast.lead).post(address(row, "hand-out"), expect=400)
    with guarded.app_context():
        db.engine.dispose()
    assert only().state == "approved"


def test_a_refusal_says_why(client, cast, opening):
    row = opening()
    client.sign_in(cast.second)
    client.get(address(row, "refuse"))
    client.post(address(row, "refuse"), {"reason": " "}, expect=422)
    client.post(address(row, "refuse"), {"reason": "Цэвэр хуулбар хангалттай."})
    assert "Цэвэр хуулбар хангалттай." in client.sign_in(cast.lead).get(address(row)).text
    client.sign_in(cast.second).get(address(row, "refuse"), expect=409)


def test_who_asked_cannot_decide(client, cast, opening):
    row = opening()
    client.sign_in(cast.lead)
    client.get(address(row, "refuse"), expect=403)
    client.post(address(row, "approve"), expect=403)


def test_who_did_not_ask_cannot_open(client, cast, opening):
    client.sign_in(cast.second).post(address(opening("approved"), "hand-out"), expect=403)
    assert only().state == "approved"


def test_a_lapsed_approval_offers_to_ask_again(client, cast, opening):
    row = opening("approved")
    row.expires_at -= timedelta(hours=1)
    commit(row)
    page = client.sign_in(cast.lead).get(address(row))
    assert "/hand-out" not in page.text and f"{LIST}/of/{row.evidence_id}" in page.text
    client.post(address(row, "hand-out"), expect=409)


def test_of_a_file_in_quarantine_it_warns(client, cast, logged):
    evidence = logged("received", office_file()).evidence[0]
    page = client.sign_in(cast.lead).get(f"{LIST}/of/{evidence.id}")
    assert "callout-bad" in page.text
    client.post(f"{LIST}/of/{evidence.id}", {"reason": WHY})
    service.approve_opening(only(), cast.second, only().asked_at)
    commit()
    assert "callout-bad" in client.get(address(only())).text
    answer = client.post(address(only(), "hand-out"), expect=200)
    assert answer.headers["Content-Disposition"].endswith(".docx")


def test_the_monitor_reads_who_opened_it_and_why_once_it_was_opened(client, cast, opening, observation):
    row = opening("approved")
    seen = f"/workspace/observations/{observation.id}"
    client.sign_in(cast.monitor)
    assert WHY not in client.get(f"{seen}?lang=en").text
    client.get(address(row), expect=403)
    client.sign_in(cast.lead).post(address(row, "hand-out"), expect=200)
    page = client.sign_in(cast.monitor).get(f"{seen}?lang=en").text
    assert WHY in page and "A subnetwork lead" in page
    assert cast.lead.name not in page and LIST not in page


@pytest.mark.parametrize("role", ["monitor", "observer", "administrator"])
def test_others_have_no_way_there(client, opening, role):
    row = opening("approved")
    client.sign_in(someone := people.person(role))
    commit(someone)
    for path in (LIST, address(row), f"{LIST}/of/{row.evidence_id}"):
        client.get(path, expect=403)
    client.post(address(row, "hand-out"), expect=403)


def test_visitors_are_sent_to_sign_in(client, opening):
    row = opening("approved")
    for path in (address(row, "hand-out"), address(row, "approve")):
        assert "/sign-in" in client.post(path, expect=302).headers["Location"]
    assert only().state == "approved"


def test_leads_of_other_subnetworks_do_not_learn_of_it(client, opening):
    row = opening("approved")
    people.subnetwork(stranger := people.person("lead"))
    commit(stranger)
    client.sign_in(stranger)
    assert address(row) not in client.get(LIST).text
    client.get(address(row), expect=404)
    client.post(address(row, "hand-out"), expect=404)


def test_nothing_but_an_approved_opening_reads_what_is_sealed():
    """The way to the originals is one function, called at one place."""
    from pathlib import Path

    app = Path(__file__).parents[3] / "app"
    sources = {str(path.relative_to(app)): path.read_text() for path in app.rglob("*.py")}
    assert {name for name, text in sources.items() if "files.original(" in text} == {"findings/service/opening.py"}
    assert {name for name, text in sources.items() if 'storage.get("sealed"' in text} == {"core/files.py"}
