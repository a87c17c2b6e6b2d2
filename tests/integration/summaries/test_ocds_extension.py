"""What the network published goes out with a contract; nothing else does."""

from pathlib import Path

import jsonschema
import msgspec
import pytest

from app.contracts.export import EXTENSION, record
from app.contracts.models import Release
from app.core import clock
from app.ocds.service import import_file
from app.summaries import service
from app.summaries.ocds_extension import published
from tests.given import people, work
from tests.integration.summaries import heard

DOCS = Path(__file__).parents[3] / "docs/ocds-extension"


def contract_of(version):
    return version.summary.findings[0].contract


def told(contract):
    return published([contract.id]).get(contract.id, {})


def test_a_published_finding_goes_out_with_requests_replies_and_voices(app):
    version = heard.published()
    (finding,) = told(contract_of(version))["findings"]
    assert (finding["severity"], finding["confidence"], finding["position"]) == (3, "seen", "accepts")
    (request,) = finding["requests"]
    assert [reply["text"] for reply in request["replies"]] == ["Зургаан сард багтаан засна."]
    assert [row["voice"] for row in finding["verifications"]] == ["monitor"]
    address = f"{app.config['PUBLIC_URL']}/summaries/{version.summary.slug}/v1"
    assert (finding["summary"]["version"], finding["summary"]["address"]) == (1, address)


def test_nothing_internal_goes_out(app):
    written = msgspec.json.encode(told(contract_of(heard.published()))).decode()
    assert heard.CANARY not in written
    assert "explanation" not in written and "sha256" not in written


def test_what_is_not_published_does_not_go_out(app):
    finding = heard.whole_finding()
    assert told(finding.contract) == {}
    finding.contract.published_at = heard.AT
    assert told(finding.contract) == {"address": f"{app.config['PUBLIC_URL']}/contracts/{finding.contract.id}"}


def test_a_later_edit_of_the_finding_does_not_go_out(app):
    version = heard.published()
    before = told(contract_of(version))
    version.summary.findings[0].statement_mn = "Өөр."
    assert told(contract_of(version)) == before


def test_a_withdrawn_summary_takes_its_findings_along(app):
    version = heard.published()
    service.withdraw(version.summary, people.person("coordinator"), heard.AT, "алдаа")
    assert "findings" not in told(contract_of(version))


@pytest.mark.parametrize("state", ["agreed", "in_force"])
def test_only_public_parts_of_the_plan_are_linked(app, state):
    contract = work.contract(published_at=heard.AT)
    area, point = people.focus_area(plan=people.plan(state=state)), people.action_point()
    heard._link("contract", contract, focus_area=area)
    heard._link("contract", contract, action_point=point)
    point.published_at = heard.AT if state == "in_force" else None
    found = told(contract)
    assert [one["id"] for one in found.get("focusAreas", [])] == ([area.id] if state == "in_force" else [])
    assert [one["id"] for one in found.get("actionPoints", [])] == ([point.id] if state == "in_force" else [])


def test_all_that_is_added_is_described(app, tmp_path):
    """With no member that the schema does not know."""
    path, contract = tmp_path / "in.json", contract_of(heard.published())
    contract.ocid, contract.place, contract.place_is_corrected = "ocds-1", people.place(), True
    value = {"amount": "1 000", "currency": "MNT"}
    fields = {"buyer": {"name": "Захиргаа"}, "awards": [{"id": "a", "value": value, "suppliers": [{"name": "Зам"}]}]}
    path.write_bytes(
        msgspec.json.encode({"ocid": "ocds-1", "id": "1", "date": "2026-01-01", "tag": ["award"], **fields})
    )
    with path.open("rb") as file:
        import_file(file, "test", people.EVERYTHING, clock.now())
    assert Release.query.one().contract_id == contract.id
    added = record(contract.id, published)["compiledRelease"][EXTENSION]
    assert {"state", "place", "buyer", "suppliers", "faults", "findings", "updatedAt"} <= added.keys()
    jsonschema.Draft4Validator(_closed()).validate(added)


def _closed():
    schema = msgspec.json.decode((DOCS / "release-schema.json").read_bytes())
    for definition in schema["definitions"].values():
        definition["additionalProperties"] = False
    return {"$ref": "#/definitions/Khyanalt", "definitions": schema["definitions"]}
