"""The register's pages: search, entry by hand, monitoring, assignment, conflict."""

from datetime import date

import pytest

from app.contracts import queries
from app.contracts.models import Assignment, Contract
from app.core import audit
from tests.given import commit, people, work

ENTRY = {
    "title": "Дотуур байрны дээврийн засвар",
    "buyer": "Мөрөн сумын Засаг даргын Тамгын газар",
    "suppliers": "Мөнх Зам ХХК\nӨгөөж ХХК",
    "category": "works",
    "method": "open",
    "amount": "1 250 000,50",
    "currency": "MNT",
    "signed_on": "2026-03-05",
    "region": "Хөвсгөл",
}


@pytest.fixture
def lead(app, client):
    lead = people.person("lead")
    people.subnetwork(lead)
    commit(lead)
    client.sign_in(lead)
    return lead


def test_a_contract_entered_by_hand_tells_its_story(client, lead):
    page = client.follow(client.post("/workspace/contracts/new", ENTRY))
    for part in ("Дотуур байрны дээврийн засвар", "Мөнх Зам ХХК", "1,250,000.50"):
        assert part in page.text
    contract = Contract.query.one()
    assert [entry.verb for entry in audit.history(contract)] == ["register"]


def test_a_correction_keeps_the_earlier_version(client, lead):
    client.post("/workspace/contracts/new", ENTRY)
    contract = Contract.query.one()
    client.post(f"/workspace/contracts/{contract.id}/edit", ENTRY | {"amount": "2 000 000"})
    assert queries.get_contract(contract.id).amount == 2_000_000
    assert "1,250,000.50" in client.get(f"/workspace/contracts/{contract.id}?version=1").text


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("amount", "мянга"),
        ("amount", "-5"),
        ("title", ""),
        ("signed_on", "өчигдөр"),
        ("ends_on", "2020-01-01"),
    ],
)
def test_bad_input_is_said_and_nothing_typed_is_lost(client, lead, field, value):
    typed = ENTRY | {"starts_on": "2026-03-10", "description": "Удаан бичсэн тайлбар"} | {field: value}
    page = client.post("/workspace/contracts/new", typed, expect=422)
    assert "Удаан бичсэн тайлбар" in page.text and f'id="{field}-error"' in page.text
    assert Contract.query.count() == 0


def test_taking_up_needs_a_focus_area(client, lead):
    contract, area = work.contract(), people.focus_area()
    network = people.subnetwork(lead)
    commit(contract, area, network)
    path = f"/workspace/contracts/{contract.id}/take-up"
    client.post(path, {"subnetwork": network.id}, expect=422)
    client.post(path, {"subnetwork": network.id, "focus_areas": [area.id]})
    assert queries.get_contract(contract.id).state == "monitored"


def test_a_lead_does_not_take_up_for_another_subnetwork(client, lead):
    contract, area, other = work.contract(), people.focus_area(), people.subnetwork()
    commit(contract, area, other)
    data = {"subnetwork": other.id, "focus_areas": [area.id]}
    client.post(f"/workspace/contracts/{contract.id}/take-up", data, expect=403)


def test_assigning_tells_the_monitor(client, lead):
    monitor, contract = people.person("monitor"), work.monitored(subnetwork=people.subnetwork(lead))
    commit(monitor, contract)
    data = {"monitor": monitor.id, "due_on": "2030-01-01", "instructions": "Дээврийг үзнэ үү."}
    client.post(f"/workspace/contracts/{contract.id}/assign", data)
    assert "Дээврийг үзнэ үү." in client.sign_in(monitor).get("/workspace/").text


@pytest.mark.parametrize("trouble", ["conflict", "twice", "past", "not a monitor"])
def test_assignments_that_must_not_be(client, lead, trouble):
    monitor, contract = people.person("monitor"), work.monitored(subnetwork=people.subnetwork(lead))
    data = {"monitor": monitor.id, "due_on": "2030-01-01"}
    if trouble == "conflict":
        work.conflict(contract, monitor)
    elif trouble == "twice":
        work.assignment(contract, monitor)
    elif trouble == "past":
        data["due_on"] = "2020-01-01"
    else:
        data["monitor"] = people.person("observer").id
    commit(monitor, contract)
    client.post(f"/workspace/contracts/{contract.id}/assign", data, expect=422)


def test_a_conflict_bars_and_ends_the_assignment(client, app):
    monitor = people.person("monitor")
    contract = work.monitored(monitor)
    commit(monitor, contract)
    client.sign_in(monitor).post(f"/workspace/contracts/{contract.id}/conflict", {"reason": "Ах нь захирал"})
    assert Assignment.query.one().state == "declined"
    assert "observations/new" not in client.get(f"/workspace/contracts/{contract.id}").text


def test_the_list_finds_by_any_spelling_and_filter(client, lead):
    client.post("/workspace/contracts/new", ENTRY)
    for query in ("text=zasvar", "text=ДОТУУР+байр", "category=works", "text=munkh+zam&category=works"):
        assert "Дотуур байрны" in client.get(f"/workspace/contracts?{query}").text, query
    for query in ("text=гүүр", "category=goods", "place=999", "stage=nonsense"):
        assert "Дотуур байрны" not in client.get(f"/workspace/contracts?{query}").text, query


def test_days_are_kept_as_entered(client, lead):
    client.post("/workspace/contracts/new", ENTRY)
    assert Contract.query.one().signed_on == date(2026, 3, 5)


def test_a_correction_can_empty_a_field_and_drop_a_supplier(client, lead):
    client.post("/workspace/contracts/new", ENTRY | {"ends_on": "2026-12-01", "starts_on": "2026-03-06"})
    contract = Contract.query.one()
    emptied = {"amount": "", "suppliers": "Өгөөж ХХК", "ends_on": "", "category": "", "region": ""}
    client.post(f"/workspace/contracts/{contract.id}/edit", ENTRY | emptied)
    contract = queries.get_contract(contract.id)
    assert [supplier.name for supplier in contract.suppliers] == ["Өгөөж ХХК"]
    assert (contract.amount, contract.ends_on, contract.category) == (None, None, None)
