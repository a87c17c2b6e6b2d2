"""Findings: stated on accepted observations, checked by somebody else, carried to their end."""

import pytest

from app.core import audit
from app.core.errors import Invalid, Missing, NotPermitted, Stale, WrongState
from app.findings import queries, service
from app.findings.models import Finding
from app.findings.queries import FindingFilters
from app.findings.states import FINDING
from app.partnership.queries import action_points_of, focus_areas_of
from tests.given import people, work
from tests.integration.findings.material import change, statement


@pytest.fixture
def area(app):
    return people.focus_area()


@pytest.fixture
def stated(cast, now, area, accepted):
    """`stated(...)`: a finding by the lead; takes the fields of a statement and of the use case."""

    def state(*observations, actor=None, **fields):
        rest = {name: fields.pop(name) for name in ("body", "wording_confirmed", "action_point_ids") if name in fields}
        rest |= {"focus_area_ids": fields.pop("focus_area_ids", [area.id])}
        seen = observations or (accepted(),)
        return service.state_finding(seen, statement(**fields), actor or cast.lead, now, **rest)

    return state


def test_it_is_about_the_buyer_and_linked_to_the_plan(cast, area, stated):
    point = people.action_point()
    finding = stated(action_point_ids=[point.id])
    assert finding.state == "drafted" and finding.body is cast.contract.buyer
    assert focus_areas_of(finding) == [area] and action_points_of(finding) == [point]
    assert [entry.verb for entry in audit.history(finding)] == ["state", "link", "link"]


def test_another_body_may_be_named(stated):
    body = people.body()
    assert stated(body=body).body is body


def test_without_a_buyer_the_body_must_be_named(cast, stated):
    cast.contract.buyer = None
    with pytest.raises(Missing) as refusal:
        stated()
    assert refusal.value.field == "body"


def test_it_needs_a_focus_area(stated):
    with pytest.raises(Missing) as refusal:
        stated(focus_area_ids=[])
    assert refusal.value.field == "focus_areas"


def test_it_rests_on_accepted_observations_of_one_contract(cast, now, sent, accepted, stated):
    for rows in ([sent()], [accepted(), sent()], [accepted(), work.observation(state="accepted")]):
        with pytest.raises(Missing) as refusal:
            stated(*rows)
        assert refusal.value.field == "observations"
    with pytest.raises(Missing):
        service.state_finding([], statement(), cast.lead, now, focus_area_ids=[1])


def test_only_the_leads_of_its_subnetwork_state_it(cast, stated, accepted):
    observation = accepted()
    work.conflict(cast.contract, cast.second)
    for person in (cast.monitor, cast.stranger, cast.second, people.person("observer")):
        with pytest.raises(NotPermitted):
            stated(observation, actor=person)


def test_accusing_words_must_be_confirmed_and_are_noted(stated, accepted):
    observation = accepted()
    with pytest.raises(Invalid) as refusal:
        stated(observation, title_mn="Дээврийг хулгайлсан")
    assert "хулгайлсан" in str(refusal.value.errors["wording_confirmed"])
    assert Finding.query.count() == 0
    finding = stated(observation, title_mn="Дээврийг хулгайлсан", wording_confirmed=True)
    assert audit.history(finding)[0].details["accusing_words"] == ["хулгайлсан"]


def test_editing_notes_what_changed_and_not_the_words(cast, now, area, stated):
    finding = stated()
    other = people.focus_area(plan=area.plan)
    service.edit_finding(finding, statement(severity=2, title_mn="Хоосон"), cast.second, now, focus_area_ids=[other.id])
    assert focus_areas_of(finding) == [other] and finding.severity == 2
    edit = next(entry for entry in audit.history(finding) if entry.verb == "edit")
    assert edit.details == {"changed": ["severity", "title_mn"]}


def test_only_a_draft_is_edited(cast, now, area, stated):
    finding = stated()
    service.check(finding, cast.second, now, "Зураг харсан.")
    with pytest.raises(WrongState):
        service.edit_finding(finding, statement(), cast.lead, now, focus_area_ids=[area.id])


def test_four_eyes(cast, now, accepted, stated):
    finding = stated()
    cast.monitor.roles = ["monitor", "coordinator"]
    for person in (cast.lead, cast.monitor, cast.stranger):
        with pytest.raises(NotPermitted):
            service.check(finding, person, now, "Өөрөө шалгасан.")
    service.check(finding, cast.second, now, "Зураг харсан.")
    assert finding.checked_by is cast.second


def test_who_wrote_a_part_of_it_does_not_check_it(cast, now, area, stated):
    finding = stated()
    said = statement(title_mn="Хоёр дахь хүний үг")
    service.edit_finding(finding, said, cast.second, now, focus_area_ids=[area.id], seen=finding.revision)
    with pytest.raises(NotPermitted):
        service.check(finding, cast.second, now, "Өөрөө бичсэн.")


def test_an_edit_of_what_changed_meanwhile_is_refused(cast, now, area, stated):
    finding = stated()
    shown = finding.revision
    service.edit_finding(finding, statement(title_mn="Нэг"), cast.second, now, focus_area_ids=[area.id], seen=shown)
    with pytest.raises(Stale):
        service.edit_finding(finding, statement(title_mn="Хоёр"), cast.lead, now, focus_area_ids=[area.id], seen=shown)
    assert finding.title_mn == "Нэг"


def test_nothing_is_checked_on_what_two_reviewers_disagree_about(cast, now, accepted, stated):
    finding = stated()
    work.dispute(finding.observations[0])
    with pytest.raises(Missing):
        service.check(finding, cast.second, now, "Зөв.")


def test_a_check_falls_with_a_redraft(cast, now, stated):
    finding = stated()
    service.check(finding, cast.second, now, "Зураг харсан.")
    service.redraft(finding, cast.second, now, "Тоо буруу.")
    assert finding.checked_by is None and finding.state == "drafted"


def test_nothing_is_checked_on_a_verdict_that_fell(cast, now, today, accepted, stated):
    observation = accepted()
    finding = stated(observation)
    service.revise(observation, change(today, notes="Өөр."), cast.monitor, now)
    with pytest.raises(Missing):
        service.check(finding, cast.second, now, "Зураг харсан.")


def test_the_whole_way(cast, now, stated):
    finding, coordinator = stated(), people.person("coordinator")
    service.check(finding, cast.second, now, "Зураг харсан.")
    service.notify(finding, coordinator, now, request="2026/001")
    service.acknowledge(finding, people.BODY, now)
    service.answer(finding, people.BODY, now, "partly")
    service.assess(finding, cast.lead, now, "not_resolved", "Газар дээр нь үзсэн.")
    service.escalate(finding, cast.lead, now, "Дээд байгууллагад хандав.")
    service.assess(finding, cast.lead, now, "resolved", "Дахин үзсэн.")
    service.close(finding, cast.lead, now, "Дууссан.")
    service.reopen(finding, cast.lead, now, "Дахин эвдэрсэн.")
    assert (finding.state, finding.position, finding.outcome) == ("reopened", "partly", "resolved")
    notice = next(entry for entry in audit.history(finding) if entry.verb == "notify")
    assert notice.details == {"request": "2026/001"}


def test_dropping_wants_a_reason(cast, now, stated):
    finding = stated()
    with pytest.raises(Missing):
        service.drop(finding, cast.lead, now, "")
    service.drop(finding, cast.lead, now, "Буруу ойлгосон.")
    assert finding.state == "dropped"


@pytest.mark.parametrize("position", ["maybe", "no_reply"])
def test_silence_and_unknown_words_are_no_answer(now, position):
    with pytest.raises(Invalid):
        service.answer(work.finding(state="notified"), people.BODY, now, position)


def test_an_outcome_is_one_of_the_four(cast, now):
    with pytest.raises(Invalid):
        service.assess(work.finding(state="answered"), cast.lead, now, "perfect", "Учир нь…")


def test_what_a_person_may_check(cast, now, accepted, stated):
    finding = stated()
    cast.monitor.roles = ["monitor", "lead"]
    may = {
        person.id: queries.list_findings(FindingFilters(to_check_by=person)).total
        for person in (cast.lead, cast.second, cast.monitor, cast.stranger, people.person("coordinator"))
    }
    assert list(may.values()) == [0, 1, 0, 0, 1]
    service.check(finding, cast.second, now, "Зураг харсан.")
    assert queries.list_findings(FindingFilters(to_check_by=cast.second)).total == 0


def test_filters_narrow_the_list(cast, stated, accepted):
    one, two = stated(severity=4), stated(severity=0)
    assert queries.list_findings().items == [two, one]
    assert queries.list_findings(FindingFilters(severity=0)).items == [two]
    assert queries.list_findings(FindingFilters(state="checked")).items == []
    assert queries.list_findings(FindingFilters(subject_ids=(one.id,))).items == [one]
    assert queries.findings_of(cast.contract) == [two, one]


def test_what_no_finding_rests_on_waits(cast, now, accepted, stated):
    free, used = accepted(), accepted()
    finding = stated(used)
    assert queries.list_without_finding(cast.lead, None) == {cast.contract: [free]}
    service.drop(finding, cast.lead, now, "Буруу ойлгосон.")
    assert queries.list_without_finding(cast.lead, None) == {cast.contract: [free, used]}


@pytest.mark.parametrize(("severity", "may"), [(1, True), (2, True), (3, False), (4, False)])
def test_a_serious_finding_is_checked_by_another_organisation(cast, now, stated, severity, may):
    people.stand_for(people.organisation(), cast.monitor, cast.second)
    finding = stated(severity=severity, wording_confirmed=True)
    assert (queries.count_to_check(cast.second) == 1) == may
    assert bool(FINDING.denial(finding, "check", cast.second)) != may
    if may:
        service.check(finding, cast.second, now, "Зураг баталж байна.")
    else:
        with pytest.raises(NotPermitted):
            service.check(finding, cast.second, now, "Зураг баталж байна.")


def test_who_left_the_organisation_or_stands_for_another_may_check(cast, stated):
    one, other = people.organisation(), people.organisation()
    people.stand_for(one, cast.monitor)
    people.stand_for(other, cast.second)
    former = people.stand_for(one, cast.second)
    former.until_on = former.since_on
    finding = stated(severity=4, wording_confirmed=True)
    assert queries.count_to_check(cast.second) == 1
    assert FINDING.denial(finding, "check", cast.second) is None
