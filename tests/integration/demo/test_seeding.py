"""The demonstration shows every state, is plainly marked, and is a true history."""

from collections import Counter

import pytest
from sqlalchemy import func, select

from app import demo
from app.accounts import service as accounts
from app.accounts.models import User
from app.bodies.models import Place, PublicBody
from app.contracts.models import Assignment, Contract, ContractVersion, Supplier
from app.contracts.terms import CATEGORIES, METHODS, STAGES
from app.core import audit, clock, storage
from app.core.audit import AuditEntry
from app.core.cleaning import carries_metadata
from app.core.database import db
from app.core.files import StoredFile, clean_copy
from app.core.mail import OutgoingMail
from app.demo import real
from app.findings.models import Evidence, Finding, Observation, SealedOpening
from app.findings.second_models import SecondReview
from app.findings.terms import ANSWER_POSITIONS, OUTCOMES, SEVERITIES
from app.inventory import LIFECYCLES, TABLES
from app.ocds.models import ImportRun
from app.partnership.meetings.models import Meeting
from app.partnership.models import ActionPoint, FocusArea, Organisation, PlanLink, StrategicPlan, Subnetwork
from app.responses.follow_models import Referral, Revisit
from app.responses.models import Request, ResponseItem, Verification
from app.responses.notice_models import RequestNotice
from app.summaries.models import Summary, SummaryVersion
from app.tips.models import Tip
from app.tips.service import find_by_receipt

SUBJECTS = {
    "monitoring": Contract,
    "assignment": Assignment,
    "observation": Observation,
    "evidence": Evidence,
    "sealed_opening": SealedOpening,
    "second_review": SecondReview,
    "finding": Finding,
    "referral": Referral,
    "request": Request,
    "revisit": Revisit,
    "summary": Summary,
    "plan": StrategicPlan,
    "action_point": ActionPoint,
    "tip": Tip,
    "meeting": Meeting,
}
MARKS = ("жишээ", "demo")
NAMES = (
    User.name,
    Organisation.name_mn,
    Organisation.name_en,
    Subnetwork.name_mn,
    Subnetwork.name_en,
    StrategicPlan.title_mn,
    StrategicPlan.title_en,
    FocusArea.title_mn,
    FocusArea.title_en,
    Summary.title_mn,
    Summary.title_en,
)

pytestmark = pytest.mark.usefixtures("sign_ins")


def values(column, *conditions):
    return db.session.scalars(select(column).where(*conditions)).all()


def counts():
    return {name: db.session.scalar(select(func.count()).select_from(table)) for name, table in TABLES.items()}


def is_marked(name):
    return any(mark in name for mark in MARKS)


def demo_contracts():
    return values(Contract, Contract.is_demo)


def test_seeding_twice_changes_nothing(sign_ins):
    before = counts()
    assert demo.seed(clock.now()) == sign_ins
    assert demo.is_seeded()
    assert counts() == before


# An import run is work of the machine, not a case to look at: a worker takes it through its states.
SHOWN = [lifecycle for lifecycle in LIFECYCLES if lifecycle.name != "import_run"]


@pytest.mark.parametrize("lifecycle", SHOWN, ids=lambda lifecycle: lifecycle.name)
def test_every_state_occurs(lifecycle):
    present = set(values(SUBJECTS[lifecycle.name].state))
    assert present == set(lifecycle.states)


def test_the_audit_chain_is_whole():
    assert audit.verify().whole


def test_history_never_goes_back():
    told = db.session.scalars(select(AuditEntry.at).order_by(AuditEntry.id)).all()
    assert told == sorted(told)
    assert told[-1] <= clock.now()


@pytest.mark.parametrize("column", NAMES, ids=str)
def test_every_name_is_marked(column):
    names = values(column, column.is_not(None))
    assert names
    assert all(map(is_marked, names))


def test_every_demo_contract_is_marked():
    for contract in demo_contracts():
        assert contract.ocid.startswith("demo-")
        names = [contract.title, contract.buyer.name_mn, *(supplier.name for supplier in contract.suppliers)]
        assert all(map(is_marked, names)), names


def test_nothing_but_real_data_is_unmarked():
    of_real = select(Contract.buyer_id).where(~Contract.is_demo)
    assert all(map(is_marked, values(PublicBody.name_mn, PublicBody.id.not_in(of_real))))
    demo_suppliers = {supplier.id for contract in demo_contracts() for supplier in contract.suppliers}
    assert all(map(is_marked, values(Supplier.name, Supplier.id.in_(demo_suppliers))))


def test_contracts_are_of_every_kind():
    contracts = demo_contracts()
    assert len(contracts) >= 36
    assert {contract.category for contract in contracts} >= set(CATEGORIES)
    assert {contract.method for contract in contracts} >= set(METHODS)
    assert {contract.stage for contract in contracts} == set(STAGES)
    assert {contract.origin for contract in contracts} == {"import", "hand"}


def test_contracts_lie_in_many_places():
    ids = {contract.place_id for contract in demo_contracts()}
    levels = Counter(values(Place.level, Place.id.in_(ids)))
    assert levels["aimag"] >= 9
    assert levels["district"] >= 3


def test_contracts_have_currencies_changes_and_faults():
    currencies = Counter(contract.currency for contract in demo_contracts())
    assert set(currencies) >= {"MNT", "USD", "EUR", None}
    assert any(number > 1 for number in values(ContractVersion.number))
    assert len({row.contract_id for row in values(ContractVersion) if row.faults}) >= 2


def test_some_promises_changed_after_the_visit():
    seen = {row.contract_id: row.contract_version.number for row in values(Observation)}
    newest = Counter(values(ContractVersion.contract_id))
    assert any(number < newest[contract_id] for contract_id, number in seen.items())


def test_findings_and_replies_are_of_every_kind():
    assert set(values(Finding.severity)) == set(SEVERITIES)
    assert set(values(ResponseItem.position)) == set(ANSWER_POSITIONS)
    assert set(values(Verification.outcome)) >= {"resolved", "partly", "not_resolved"}
    assert set(values(Finding.outcome, Finding.outcome.is_not(None))) == set(OUTCOMES)


def test_a_body_is_overdue_and_another_has_time_left():
    today = clock.today()
    left = [request.last_day >= today for request in values(Request, Request.state == "delivered")]
    assert {True, False} == set(left)
    assert any(request.extended_until for request in values(Request))


def test_every_finding_and_reply_is_linked_to_the_plan():
    linked = set(values(PlanLink.subject_id, PlanLink.subject_kind == "finding", PlanLink.focus_area_id.is_not(None)))
    assert set(values(Finding.id)) == linked
    answered = {item.response_id for item in values(ResponseItem)}
    assert answered == set(values(PlanLink.subject_id, PlanLink.subject_kind == "response"))


def test_summaries_have_further_versions():
    assert set(values(SummaryVersion.kind)) == {"first", "revision", "correction"}


def test_photos_lose_what_they_tell():
    files = values(StoredFile)
    photos = [file for file in files if file.media_type == "image/jpeg"]
    assert len(photos) >= 30
    assert all(carries_metadata(storage.get("sealed", photo.sha256)) for photo in photos)
    assert not any(carries_metadata(clean_copy(photo)) for photo in photos)
    assert {file.media_type for file in files if file.is_clean} == {"image/jpeg", "application/pdf"}
    assert [file.problem for file in files if not file.is_clean] == ["not_cleanable"]


def test_roles_and_passwords(sign_ins):
    roles = Counter(person.role for person in sign_ins)
    assert sorted(roles.values()) == [1, 1, 2, 2, 5]
    for person in sign_ins:
        assert accounts.sign_in(person.email, person.password).name == person.name


def test_a_receipt_opens_a_question():
    assert find_by_receipt(demo.receipt_of_the_asked()).state == "asked"


def test_no_mail_waits():
    assert values(OutgoingMail)
    assert not values(OutgoingMail, OutgoingMail.accepted_at.is_(None))
    assert set(values(OutgoingMail.body)) == {""}


def test_an_import_refused_something():
    assert sum(values(ImportRun.refused)) == 1
    assert any(run.problems for run in values(ImportRun))


def test_real_releases_name_their_source():
    if not real.find_samples():
        pytest.skip("the sample files are not at hand")
    taken = values(Contract, ~Contract.is_demo)
    assert {contract.state for contract in taken} == {"registered", "monitored"}
    sources = " ".join(values(ImportRun.source))
    assert "Paraguay" in sources
    assert "CDMX" in sources


def test_reminders_were_sent_and_a_case_was_escalated(sign_ins):
    sent = {row.step for row in db.session.scalars(select(RequestNotice).filter_by(superseded=False))}
    assert {"before", "due", "overdue", "very_overdue", "head"} <= sent
    assert any(step.startswith("addressee:") for step in sent)
