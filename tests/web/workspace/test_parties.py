"""Pages of bodies and suppliers as parties."""

from app.bodies.models import PublicBody
from app.contracts.models import Supplier
from tests.given import commit, people
from tests.integration.contracts.test_parties import body, take


def test_the_pages_of_parties_and_a_merge(client):
    take(*[("Зам", "А")] * 6, ("Гүүр", "Б"))
    coordinator = people.person("coordinator")
    commit()
    client.sign_in(coordinator)
    one, other, supplier = body("Зам").id, body("Гүүр").id, Supplier.query.filter_by(name="А").one().id
    page = client.get(f"/workspace/parties/body/{one}?lang=en").text
    assert "Concentration 1.0" in page and "2026" in page
    assert "Зам" in client.get(f"/workspace/parties/supplier/{supplier}").text
    assert "Гүүр" in client.get(f"/workspace/parties/body/{one}/same?text=guur").text
    client.post(f"/workspace/parties/body/{one}/merge/{other}", {"reason": ""}, 422)
    client.post(f"/workspace/parties/body/{one}/merge/{other}", {"reason": "Нэг"})
    assert client.get(f"/workspace/parties/body/{other}", 303).headers["Location"].endswith(f"/body/{one}")
    client.get(f"/workspace/parties/body/{one}/split")
    client.post(f"/workspace/parties/body/{one}/split", {"reason": "x"}, 422)
    assert PublicBody.query.count() == 2


def test_only_coordinators_decide(client):
    take(("Зам", "А"))
    lead = people.person("lead")
    commit()
    client.sign_in(lead)
    client.get(f"/workspace/parties/body/{body('Зам').id}")
    client.get(f"/workspace/parties/body/{body('Зам').id}/split", 403)
