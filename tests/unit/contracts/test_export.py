"""Releases going out: of 1.0 in the form of 1.1 with nothing lost; for the public without persons."""

import copy
import json
import os
from pathlib import Path

import jsonschema
import msgspec
import pytest
from hypothesis import given, strategies as st

from app.contracts.export.files import compile_releases
from app.contracts.export.persons import persons_in, without_persons
from app.contracts.export.upgrading import upgrade
from app.contracts.intake import facts_of
from app.contracts.release import FaultCode, merge
from app.findings.terms import CONFIDENCES, OUTCOMES, POSITIONS
from app.ocds.problems import Unusable
from app.ocds.reader import Found, read_path
from app.responses.terms import VOICES
from tests.unit.contracts.making import RELEASES
from tests.unit.contracts.standard import RELEASE, extended

ROOT = Path(__file__).parents[3]
SAMPLES = Path(os.environ.get("OCDS_SAMPLES") or ROOT.parent / "shared/data/ocds")
FILES = sorted(path for path in SAMPLES.glob("*/*") if path.suffix in {".json", ".jsonl", ".gz"})
EXTENSION = json.loads((ROOT / "docs/ocds-extension/release-schema.json").read_text())
STANDARD = jsonschema.Draft4Validator(extended(RELEASE, EXTENSION))

OFFICE = {"name": "Захиргаа", "identifier": {"scheme": "MN", "id": "9"}, "address": {"region": "Булган"}}
OF_1_0 = {
    "ocid": "ocds-1",
    "id": "1",
    "date": "2026-01-01T00:00:00Z",
    "tag": ["contract"],
    "initiationType": "tender",
    "buyer": OFFICE,
    "tender": {"id": "t", "procuringEntity": {"name": "Захиргаа", "identifier": {"scheme": "MN", "id": "9"}}},
    "awards": [{"id": "a", "suppliers": [{"name": "Мөнх Зам ХХК"}], "amendment": {"rationale": "үнэ"}}],
    "contracts": [
        {
            "id": "c",
            "awardID": "a",
            "implementation": {
                "transactions": [
                    {"id": "p", "amount": {"amount": 5}, "providerOrganization": {"scheme": "MN", "id": "9"}}
                ]
            },
        }
    ],
}


def test_organisations_of_1_0_become_parties():
    release = upgrade(OF_1_0)
    office, company = release["parties"]
    assert office == {"id": "MN-9", "roles": ["buyer", "procuringEntity", "payer"], **OFFICE}
    assert (company["name"], company["roles"]) == ("Мөнх Зам ХХК", ["supplier"])
    assert release["buyer"] == release["tender"]["procuringEntity"] == {"id": "MN-9", "name": "Захиргаа"}
    assert release["awards"][0]["suppliers"] == [{"id": company["id"], "name": "Мөнх Зам ХХК"}]


def test_amendments_become_a_list_and_transactions_get_their_names_of_1_1():
    release = upgrade(OF_1_0)
    assert release["awards"][0]["amendments"] == [{"rationale": "үнэ"}]
    assert "amendment" not in release["awards"][0]
    (payment,) = release["contracts"][0]["implementation"]["transactions"]
    assert payment == {"id": "p", "value": {"amount": 5}, "payer": {"id": "MN-9"}}


def test_organisations_that_contradict_each_other_stay_two():
    suppliers = [{"id": "1", "name": "Зам"}, {"id": "1", "name": "Гүүр"}, {"id": "1", "name": "Зам"}]
    release = upgrade({"awards": [{"id": "a", "suppliers": suppliers}]})
    assert [party["name"] for party in release["parties"]] == ["Зам", "Гүүр"]
    assert [supplier["name"] for supplier in release["awards"][0]["suppliers"]] == ["Зам", "Гүүр"]
    assert release["parties"][0]["id"] == "1" != release["parties"][1]["id"]


@pytest.mark.parametrize(
    "odd",
    [
        {"buyer": "Захиргаа"},
        {"buyer": {"address": {"region": "Булган"}}},
        {"buyer": {"id": True, "name": "Захиргаа"}},
        {"buyer": {"id": "1", "name": "Захиргаа", "roles": False}},
        {"tender": {"amendment": {"id": "1"}, "amendments": [{"id": "1", "date": "2026"}]}},
        {"contracts": [{"implementation": {"transactions": [{"value": {"amount": 1}, "amount": {"amount": 2}}]}}]},
    ],
)
def test_what_does_not_fit_stays_in_its_place(odd):
    assert upgrade(odd) == odd


@given(RELEASES)
def test_1_1_is_left_as_it_is(release):
    release = {"parties": [], **release}
    assert upgrade(release) == release


@given(RELEASES)
def test_upgrading_is_done_once_and_changes_nothing_it_was_given(release):
    before = copy.deepcopy(release)
    upgraded = upgrade(release)
    assert release == before
    assert upgrade(upgraded) == upgraded


@given(RELEASES)
def test_nothing_is_lost(release):
    assert values(merge([release])) - values(upgrade(merge([release]))) == set()


def values(part):
    """Every text and number in it."""
    if isinstance(part, dict | list):
        return set().union(*map(values, part.values() if isinstance(part, dict) else part))
    return {str(part)}


@given(RELEASES)
def test_a_release_that_stands_alone_is_its_own_merge(release):
    assert compile_releases([release]) == upgrade(merge([release]))


def processes(path):
    found = {}
    try:
        for event in read_path(path):
            if isinstance(event, Found):
                found.setdefault(event.ocid, []).append(event.raw)
    except Unusable:
        pass
    return found.values()


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_valid_samples_stay_valid_and_say_the_same(path):
    for releases in processes(path):
        compiled, merged = compile_releases(releases), merge(releases)
        if all(map(STANDARD.is_valid, releases)):
            STANDARD.validate(compiled)
        told, told_before = (msgspec.structs.asdict(facts_of(one, (), ())) for one in (compiled, merged))
        assert told | {"faults": ()} == told_before | {"faults": ()}
        assert full(compile_releases([compiled])) == full(compiled)


def full(part):
    """Without the empty things that a merge drops."""
    if isinstance(part, list):
        return list(map(full, part))
    if not isinstance(part, dict):
        return part
    kept = {name: full(member) for name, member in part.items()}
    return {name: member for name, member in kept.items() if member not in (None, {}, [])}


def test_the_schema_notices_what_is_not_valid():
    assert STANDARD.is_valid(upgrade(OF_1_0))
    for broken in ({"tag": []}, {"parties": [{"id": 1}]}, {"awards": [{}]}, {"khyanalt": {"state": "gone"}}):
        assert not STANDARD.is_valid(OF_1_0 | broken), broken


@pytest.mark.parametrize(
    ("part", "member", "codes"),
    [
        ("Fault", "code", FaultCode),
        ("Finding", "confidence", CONFIDENCES),
        ("Finding", "position", POSITIONS),
        ("Finding", "outcome", OUTCOMES),
        ("Verification", "voice", VOICES),
        ("Verification", "outcome", OUTCOMES),
    ],
)
def test_the_extension_knows_every_code(part, member, codes):
    described = EXTENSION["definitions"][f"Khyanalt{part}"]["properties"][member]
    assert described["enum"] == [*map(str, codes), None]


NUMBER = "УБ89101213"
COMPANY = {"id": "8", "name": "Мөнх Зам ХХК", "identifier": {"id": "2001234"}}


def public(*releases):
    persons = persons_in(releases)
    return [without_persons(release, persons) for release in releases]


@pytest.mark.parametrize(
    "party",
    [
        {"id": "7", "name": "Дорж", "identifier": {"scheme": "MN-RD", "id": NUMBER}},
        {"id": f"MN-RD-{NUMBER}", "name": "Дорж"},
        {"id": "7", "name": "Дорж", "additionalIdentifiers": [{"id": "1"}, {"id": "уб 89101213"}]},
    ],
)
def test_a_person_is_left_out_wherever_a_release_of_the_process_mentions_them(party):
    reference = {"id": party["id"], "name": "Дорж"}
    transactions = [{"id": "7", "payee": reference, "payer": COMPANY}]
    first = {"ocid": "o", "parties": [party, COMPANY], "buyer": reference}
    later = {
        "ocid": "o",
        "awards": [{"id": "7", "suppliers": [reference, {"name": "ДОРЖ"}, COMPANY]}],
        "contracts": [{"implementation": {"transactions": transactions}}],
    }
    left, left_later = public(first, later)
    assert left == {"ocid": "o", "parties": [COMPANY]}
    assert left_later["awards"] == [{"id": "7", "suppliers": [COMPANY]}]
    assert left_later["contracts"][0]["implementation"]["transactions"] == [{"id": "7", "payer": COMPANY}]


def test_contact_points_and_owners_are_left_out():
    party = COMPANY | {"contactPoint": {"name": "Дорж", "email": "d@example.mn"}, "beneficialOwners": [{"name": "Бат"}]}
    assert public({"parties": [party]}) == [{"parties": [COMPANY]}]


def test_numbers_of_contracts_are_not_taken_for_persons():
    release = {
        "ocid": "o",
        "contracts": [{"id": "ГХ20260315"}],
        "awards": [{"id": "ГХ20260315", "suppliers": [COMPANY]}],
    }
    assert public(release) == [release]


@given(RELEASES, st.lists(st.sampled_from(["parties", "buyer", "identifier"]), max_size=3))
def test_any_shape_is_taken(release, names):
    for name in names:
        release = {name: release}
    copied = copy.deepcopy(release)
    public(release)
    assert release == copied
