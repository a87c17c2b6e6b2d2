"""The contract's page: its course, what changed between versions, its place corrected."""

import pytest

from app.bodies.reference import load_places
from app.contracts.intake import refresh
from app.contracts.models import Contract
from app.core import audit, clock
from app.core.database import db
from tests.given import commit, people
from tests.integration.contracts.test_intake import AT, LATER, Intake, release


@pytest.fixture
def contract(app):
    load_places(clock.now())
    for number, at in ((1, AT), (2, LATER)):
        value = {"amount": 1_000_000 * number, "currency": "MNT"}
        period = {"startDate": "2026-02-01T00:00:00Z", "endDate": f"2026-0{4 + number}-01T00:00:00Z"}
        contracts = [{"id": "c", "awardID": "a", "value": value, "period": period}]
        Intake("A source", at).keep([release(number=number, contracts=contracts)])
    commit()
    return Contract.query.one()


def sign_in(client, role):
    person = people.person(role)
    commit()
    client.sign_in(person)


def test_growth_is_said_on_the_page(client, contract):
    sign_in(client, "coordinator")
    page = client.get(f"/workspace/contracts/{contract.id}?lang=en").text
    assert "+100%" in page or "100%" in page
    assert "course-plot" in page


def test_a_version_is_compared_with_the_one_before(client, contract):
    sign_in(client, "coordinator")
    page = client.get(f"/workspace/contracts/{contract.id}/versions/2?lang=en").text
    assert "₮\u00a01,000,000" in page and "₮\u00a02,000,000" in page
    assert "A source" in page and "ocds-1-2" in page
    first = client.get(f"/workspace/contracts/{contract.id}/versions/1?lang=en").text
    assert "first version" in first
    client.get(f"/workspace/contracts/{contract.id}/versions/3", 404)


def test_a_place_is_inferred_and_can_be_corrected(client, contract):
    assert (contract.place.name_mn, contract.place_is_inferred) == ("Хөвсгөл", True)
    place = people.Place.query.filter_by(name_mn="Завхан", level="aimag").one()
    sign_in(client, "lead")
    path = f"/workspace/contracts/{contract.id}/place"
    client.post(path, {"place": place.id, "reason": ""}, 422)
    client.post(path, {"place": place.id, "reason": "Гэрээнд ийм байна."})
    db.session.expire_all()
    assert (contract.place.name_mn, contract.place_is_inferred, contract.place_is_corrected) == ("Завхан", False, True)
    assert audit.history(contract)[-1].reason == "Гэрээнд ийм байна."
    refresh([contract.id], clock.now())
    assert Contract.query.one().place.name_mn == "Завхан"
    db.session.commit()
    client.post(path, {"place": "", "reason": "Буцаав."})
    db.session.expire_all()
    assert (contract.place.name_mn, contract.place_is_inferred) == ("Хөвсгөл", True)
