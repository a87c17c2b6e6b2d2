"""Public pages of bodies and suppliers: what is published of them, and never a citizen."""

import pytest

from app.contracts.models import Contract, Supplier
from app.contracts.parties import service
from app.contracts.parties.kinds import SUPPLIER
from app.core import clock
from tests.given import commit, people
from tests.integration.contracts.test_parties import body, take
from tests.integration.summaries import heard
from tests.web.contracts.register import supplied, supplier

SECRET = "Нууцхан"
PERSON = "УБ89101213"


@pytest.fixture
def parties(app):
    """Six published contracts of one body and company; one more of each that is not."""
    take(*[("Зам", "Мөнх")] * 6, ("Зам", f"{SECRET} ХХК"), (f"{SECRET} газар", "Мөнх"))
    for contract in Contract.query.order_by(Contract.id).limit(6):
        contract.published_at = heard.AT
    commit()
    return body("Зам"), Contract.query.order_by(Contract.id).first().suppliers[0]


def test_a_supplier_is_shown_by_what_is_published_of_it(client, parties):
    page = client.get(f"/suppliers/{parties[1].id}?lang=en").text
    assert "Concentration 1.0" in page
    assert "₮ 2,100" in page  # the six of them, by year and by buyer
    assert "Зам" in page
    assert SECRET not in page


def test_a_body_says_who_supplies_it(client, parties):
    page = client.get(f"/bodies/{parties[0].id}?lang=en").text
    assert f'href="/suppliers/{parties[1].id}' in page
    assert "₮ 2,100" in page
    assert SECRET not in page


def test_a_citizen_has_no_page_and_no_name(client, parties):
    person = supplier(f"{SECRET} иргэн", PERSON)
    contract = Contract.query.filter(Contract.published_at.is_not(None)).first()
    supplied(contract, person)
    commit()
    client.get(f"/suppliers/{person.id}", expect=404)
    page = client.get(f"/bodies/{parties[0].id}?lang=en").text
    assert "A citizen, not named here" in page
    assert SECRET not in page
    assert f"/suppliers/{person.id}" not in client.get(f"/contracts/{contract.id}").text


def test_who_supplies_nothing_published_has_no_page(client, parties):
    hidden = Contract.query.filter(Contract.published_at.is_(None)).first()
    client.get(f"/suppliers/{hidden.suppliers[0].id}", expect=404)
    client.get("/suppliers/999999", expect=404)


def test_an_old_address_leads_to_whom_it_became_one_with(client, parties):
    other = next(one for one in Supplier.query if one.id != parties[1].id)
    service.merge(SUPPLIER, parties[1], other, people.EVERYTHING, clock.now(), "нэг")
    commit()
    answer = client.get(f"/suppliers/{other.id}", expect=302)  # not for good: it can be split again
    assert answer.headers["Location"].endswith(f"/suppliers/{parties[1].id}")


def test_who_was_merged_twice_is_found_too(client, parties):
    third = supplier("Гурав ХХК")
    other = next(one for one in Supplier.query if one.id not in (parties[1].id, third.id))
    service.merge(SUPPLIER, other, third, people.EVERYTHING, clock.now(), "нэг")
    service.merge(SUPPLIER, parties[1], other, people.EVERYTHING, clock.now(), "нэг")
    commit()
    answer = client.get(f"/suppliers/{third.id}", expect=302)
    assert answer.headers["Location"].endswith(f"/suppliers/{parties[1].id}")


def test_findings_on_its_contracts_stand_on_its_page(client):
    finding = heard.finding()
    company = supplier("Мөнх ХХК", "1234567")
    supplied(finding.contract, company)
    heard.replied(heard.asked(finding))
    heard.published(finding)
    commit()
    page = client.get(f"/suppliers/{company.id}?lang=en").text
    assert f'href="/findings/{finding.id}' in page
    assert "It does not say that the supplier did wrong" in page


def test_a_lead_sees_the_findings_on_a_suppliers_contracts(client):
    finding = heard.finding()
    company = supplier("Мөнх ХХК", "1234567")
    supplied(finding.contract, company)
    lead = people.person("lead")
    commit()
    client.sign_in(lead)
    assert finding.title_mn in client.get(f"/workspace/parties/supplier/{company.id}").text
