"""A monitor logs an observation: drafts, files, sending, sending again."""

from datetime import date
from decimal import Decimal

import pytest

from app.core import audit, storage
from app.core.cleaning import carries_metadata
from app.core.database import db
from app.core.errors import Invalid, NotFound, NotPermitted, Refused, WrongState
from app.core.files import clean_copy
from app.findings import queries, service
from app.findings.models import Observation
from app.findings.rules import DocumentAsked, GoodsLine
from tests.given import people, work
from tests.integration.findings.material import change, office_file, photo, upload


def verbs(row):
    return [entry.verb for entry in audit.history(row)]


def test_a_draft_may_leave_everything_open(cast, now, draft):
    observation = draft(visit=None, visited_on=None, place_note=None, notes="")
    assert observation.state == "draft" and observation.visited_on is None
    assert set(service.what_stops(observation, cast.monitor, now)) == {"visit", "visited_on", ""}


def test_only_an_assigned_monitor_without_conflict_logs(cast, now, today):
    form = change(today)
    for person in (people.person("monitor"), cast.lead):
        with pytest.raises(NotPermitted):
            service.save_draft(cast.contract, "plan", form, person, now, client_key="k")
    work.conflict(cast.contract, cast.monitor)
    with pytest.raises(NotPermitted):
        service.save_draft(cast.contract, "plan", form, cast.monitor, now, client_key="k")


def test_it_is_pinned_to_the_version_in_hand(cast, now, draft):
    observation = draft()
    work.stored(work.ContractVersion(contract=cast.contract, number=2, made_at=now, faults=[]))
    assert observation.contract_version.number == 1
    assert queries.has_newer_version(observation)


def test_the_same_form_twice_makes_one_observation(draft):
    picture = upload()
    first = draft(picture, key="k")
    assert draft(picture, key="k") is first
    assert len(first.evidence) == 1 and verbs(first) == ["create", "change_files"]


def test_the_same_form_sent_late_still_counts_as_the_same(cast, now, today, draft):
    first = draft(key="k")
    service.edit(first, change(today, notes="Засварласан."), cast.monitor, now)
    service.submit(first, cast.monitor, now)
    assert draft(key="k") is first


def test_another_form_under_the_same_key_is_refused(draft):
    draft(key="k")
    with pytest.raises(Refused):
        draft(key="k", notes="Өөр зүйл.")
    with pytest.raises(Refused):
        draft(upload(), key="k")
    assert Observation.query.count() == 1


def test_a_key_belongs_to_its_monitor(cast, now, today, draft):
    other = people.person("monitor")
    work.assignment(cast.contract, other)
    mine = draft(key="k")
    theirs = service.save_draft(cast.contract, "implementation", change(today), other, now, client_key="k")
    assert mine is not theirs


def test_sending_takes_two_passages_and_keeps_what_was_said(cast, sent, questions):
    observation = sent(upload(), answers={questions["works-quality"]: ("no", "нимгэн")})
    assert verbs(observation)[-2:] == ["submit", "complete"]
    (revision,) = queries.list_revisions(observation)
    assert revision.document["answers"] == [{"code": "works-quality", "answer": "no", "note": "нимгэн"}]
    assert revision.document["files"] == [observation.evidence[0].file.sha256]
    assert observation.received_at == revision.sent_at


def test_a_bare_adverse_answer_is_not_sent(cast, now, draft, questions):
    observation = draft(answers={questions["works-safety"]: "no"})
    with pytest.raises(Invalid) as refusal:
        service.submit(observation, cast.monitor, now)
    assert set(refusal.value.errors) == {f"note_{questions['works-safety']}"}
    assert observation.state == "draft"


def test_a_quarantined_file_shows_nothing_so_it_carries_nothing(cast, now, draft, questions):
    observation = draft(office_file(), answers={questions["works-safety"]: "partly"})
    assert queries.files_of(observation).quarantined == 1
    with pytest.raises(Invalid):
        service.submit(observation, cast.monitor, now)


def test_a_quarantined_file_is_sealed_and_never_served(draft):
    observation = draft(office_file())
    file = observation.evidence[0].file
    assert not file.is_clean and storage.get("sealed", file.sha256)
    with pytest.raises(NotFound):
        clean_copy(file)


def test_the_clean_copy_says_nothing_of_where_it_was_made(draft):
    data = photo()
    assert carries_metadata(data)
    file = draft(upload(data=data)).evidence[0].file
    assert storage.get("sealed", file.sha256) == data
    assert not carries_metadata(clean_copy(file))


@pytest.mark.parametrize("count", [12, 13])
def test_at_most_twelve_files(draft, count):
    files = [upload(data=f"текст {n}".encode()) for n in range(count)]
    if count > 12:
        with pytest.raises(Invalid):
            draft(*files)
    else:
        assert len(draft(*files).evidence) == count


def test_a_file_over_the_limit_is_refused(app, draft):
    too_large = upload(data=b"x" * (app.config["MAX_FILE_BYTES"] + 1))
    with pytest.raises(Invalid):
        draft(too_large)


def test_the_same_file_is_kept_once(cast, now, today, draft):
    picture = upload()
    observation = draft(picture, picture)
    service.edit(observation, change(today, picture), cast.monitor, now)
    assert len(observation.evidence) == 1


def test_files_are_taken_back_and_brought_back(cast, now, today, draft):
    observation = draft(upload())
    (row,) = observation.evidence
    service.edit(observation, change(today, take_back=[row.id]), cast.monitor, now)
    assert observation.current_evidence == []
    service.edit(observation, change(today, bring_back=[row.id]), cast.monitor, now)
    assert observation.current_evidence == [row]
    assert verbs(observation).count("change_files") == 3


def test_saving_what_is_there_leaves_no_entry(cast, now, today, draft):
    observation = draft()
    service.edit(observation, change(today), cast.monitor, now)
    assert verbs(observation) == ["create"]


def test_answers_change_and_go(cast, now, today, draft, questions):
    quality, safety = questions["works-quality"], questions["works-safety"]
    observation = draft(answers={quality: "yes"})
    service.edit(observation, change(today, answers={safety: ("no", "дуулгагүй")}), cast.monitor, now)
    db.session.expire_all()
    assert [(row.question_id, row.answer) for row in observation.answers] == [(safety, "no")]


TABLES = {
    "documents": (DocumentAsked("Хүлээн авсан акт", "refused"), DocumentAsked("Журнал", "late")),
    "goods": (GoodsLine("Ширээ", Decimal(20), Decimal("18.5"), "ш", "2 нь хугарсан", date(2026, 5, 1)),),
}


def test_documents_and_goods_are_kept_in_their_order(cast, now, today, sent):
    observation = sent(**TABLES)
    db.session.expire_all()
    content = queries.content_of(observation)
    assert {name: getattr(content, name) for name in TABLES} == TABLES
    document = queries.list_revisions(observation)[0].document
    assert document["documents"][1] == {"name": "Журнал", "outcome": "late"}
    assert document["goods"][0]["received"] == "18.5"


def test_documents_and_goods_change_and_go(cast, now, today, draft):
    observation = draft(**TABLES)
    service.edit(observation, change(today, documents=TABLES["documents"][1:]), cast.monitor, now)
    db.session.expire_all()
    content = queries.content_of(observation)
    assert (content.documents, content.goods) == (TABLES["documents"][1:], ())
    service.edit(observation, change(today, documents=TABLES["documents"][1:]), cast.monitor, now)
    assert verbs(observation) == ["create", "edit"]


def test_a_draft_may_hold_what_cannot_be_sent_but_nothing_without_bounds(cast, now, draft):
    observation = draft(goods=(GoodsLine("Ширээ", Decimal(-1)),), documents=(DocumentAsked("Акт"),))
    assert set(service.what_stops(observation, cast.monitor, now)) == {"goods_0_allocated", "documents_0_outcome"}
    for wrong in ({"goods": (GoodsLine("Ширээ"),) * 41}, {"documents": (DocumentAsked("а" * 201),)}):
        with pytest.raises(Invalid):
            draft(**wrong)


@pytest.mark.parametrize(
    "fields",
    [{"visit": "flown"}, {"answers": {999_999: "yes"}}, {"documents": (DocumentAsked("Акт", "eaten"),)}],
)
def test_codes_nobody_offered_are_refused(draft, fields):
    with pytest.raises(Refused):
        draft(**fields)


def test_nobody_else_edits_a_draft(cast, now, today, draft):
    observation = draft()
    for person in (cast.lead, people.person("monitor"), people.person("administrator")):
        with pytest.raises(NotPermitted):
            service.edit(observation, change(today, notes="x"), person, now)


def test_what_was_sent_is_not_edited_like_a_draft(cast, now, today, sent):
    with pytest.raises(WrongState):
        service.edit(sent(), change(today, notes="x"), cast.monitor, now)


def test_an_answer_to_a_question_is_a_new_revision(cast, now, today, sent):
    observation = sent()
    service.open_review(observation, cast.lead, now)
    service.ask(observation, cast.lead, now, "Аль өрөө вэ?")
    service.edit(observation, change(today, notes="Гурав дахь өрөө."), cast.monitor, now)
    service.send(observation, cast.monitor, now)
    assert (observation.state, observation.revision) == ("received", 2)
    assert [row.document["notes"] for row in queries.list_revisions(observation)] == [
        "Гурав дахь өрөө.",
        "Дээвэр дутуу.",
    ]


def test_an_edit_after_the_verdict_makes_the_verdict_fall(cast, now, today, accepted):
    observation = accepted()
    service.revise(observation, change(today, notes="Илүү нарийн."), cast.monitor, now)
    assert (observation.state, observation.revision, observation.reviewed_by) == ("received", 2, None)
    assert observation.notes == "Илүү нарийн."


def test_files_of_a_failed_revision_wait_beside_it(cast, now, today, accepted):
    observation = accepted()
    aside = service.set_aside(observation, [upload()], cast.monitor, now)
    assert observation.current_evidence == [] and observation.state == "accepted"
    service.revise(observation, change(today, bring_back=aside), cast.monitor, now)
    assert [row.id for row in observation.current_evidence] == aside


def test_withdrawing_wants_a_reason_and_ends_it(cast, now, sent):
    observation = sent()
    with pytest.raises(Refused):
        service.withdraw(observation, cast.monitor, now, " ")
    service.withdraw(observation, cast.monitor, now, "Буруу гэрээ.")
    assert observation.state == "withdrawn"
