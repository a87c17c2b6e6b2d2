import pytest

from app.core import audit
from app.core.database import db
from app.core.errors import Missing, NotPermitted, WrongState
from app.partnership.models import ActionPoint
from app.summaries import service
from app.summaries.models import PublishedFile, PublishedFinding
from tests.given import people, work
from tests.integration.summaries import heard

AT = heard.AT


def coordinator():
    return people.person("coordinator")


def face(finding):
    return db.session.get(PublishedFinding, finding.id)


def test_the_whole_way(app):
    summary = work.summary(heard.whole_finding(), edited_by=heard.composer())
    other = coordinator()
    service.propose(summary, summary.edited_by, AT)
    service.clear(summary, other, AT, "уншсан")
    version = service.publish(summary, other, AT)
    assert (summary.state, version.number, version.kind) == ("published", 1, "first")
    assert [entry.verb for entry in audit.history(summary)] == ["propose", "clear", "publish"]
    assert audit.history(summary)[-1].details["content_hash"] == version.content_hash


@pytest.mark.parametrize("verb", ["clear", "publish", "revise", "correct"])
def test_nobody_passes_their_own_text(app, verb):
    states = {"clear": "right_of_reply", "publish": "cleared"}
    summary = work.summary(heard.whole_finding(), state=states.get(verb, "published"))
    note = () if verb == "publish" else ("учир",)
    with pytest.raises(NotPermitted):
        getattr(service, verb)(summary, summary.edited_by, AT, *note)


def test_a_declared_conflict_bars_from_publishing(app):
    summary, barred = heard.cleared(), coordinator()
    work.conflict(summary.findings[0].contract, barred)
    with pytest.raises(NotPermitted):
        service.publish(summary, barred, AT)


def test_publishing_needs_a_public_focus_area(app):
    area = people.focus_area(plan=people.plan(state="agreed"))
    finding = heard.finding(linked_to=[area])
    heard.replied(heard.asked(finding))
    with pytest.raises(Missing) as refusal:
        service.publish(heard.cleared(finding), coordinator(), AT)
    assert refusal.value.field == "unlinked"


def test_publishing_opens_contracts_files_and_action_points(app):
    version = heard.published()
    finding = version.summary.findings[0]
    assert finding.contract.published_at == AT
    assert {row.sha256 for row in PublishedFile.query} == set(service.publishing.files_of(version.document))
    assert [point.published_at for point in ActionPoint.query] == [AT]
    assert [entry.verb for entry in audit.history(finding.contract)] == ["publish"]


def test_publishing_again_leaves_what_is_public_alone(app):
    first = heard.published()
    service.revise(first.summary, coordinator(), AT.replace(day=7), "шинэ тоо")
    assert first.summary.findings[0].contract.published_at == AT
    assert len(audit.history(first.summary.findings[0].contract)) == 1


def test_a_further_version_stands_beside_the_first(app):
    first = heard.published()
    summary = first.summary
    summary.text_mn = "Шинэ"
    second = service.correct(summary, coordinator(), AT, "тоо буруу байв")
    assert [version.number for version in summary.versions] == [1, 2]
    assert (second.kind, second.note, summary.state) == ("correction", "тоо буруу байв", "corrected")
    assert (first.document["text_mn"], second.document["text_mn"]) == ("Товчоо.", "Шинэ")


def test_a_further_version_says_why(app):
    version = heard.published()
    with pytest.raises(Missing):
        service.revise(version.summary, coordinator(), AT, " ")


def test_a_finding_shows_as_the_newest_version_has_it(app):
    first = heard.published()
    (finding,) = first.summary.findings
    second = heard.published(finding)
    assert face(finding).version_id == second.id


def test_a_finding_left_out_by_a_correction_is_no_longer_listed(app):
    wrong, right = heard.whole_finding(), heard.whole_finding()
    summary = heard.published(wrong, right).summary
    summary.findings = [right]
    second = service.correct(summary, coordinator(), AT, "нэг нь буруу байв")
    assert face(wrong) is None
    assert face(right).version_id == second.id


def test_withdrawing_needs_a_reason_and_leaves_a_tombstone(app):
    summary = heard.published().summary
    with pytest.raises(Missing):
        service.withdraw(summary, coordinator(), AT, "")
    service.withdraw(summary, coordinator(), AT, "Нэр гарсан", "A name slipped in")
    assert (summary.state, summary.withdrawn_at, summary.withdrawal_mn) == ("withdrawn", AT, "Нэр гарсан")


def test_what_a_withdrawn_summary_showed_is_gone(app):
    summary = heard.published().summary
    service.withdraw(summary, coordinator(), AT, "Нэр гарсан")
    assert PublishedFinding.query.count() == PublishedFile.query.count() == 0
    assert [point.published_at for point in ActionPoint.query] == [None]


def test_a_finding_falls_back_to_an_older_summary_that_stands(app):
    first = heard.published()
    (finding,) = first.summary.findings
    later = heard.published(finding, heard.whole_finding())
    service.withdraw(later.summary, coordinator(), AT, "Нэр гарсан")
    assert face(finding).version_id == first.id
    assert PublishedFinding.query.count() == 1
    assert {row.version_id for row in PublishedFile.query} == {first.id}
    assert ActionPoint.query.filter(ActionPoint.published_at.is_not(None)).count() == 1


def test_after_withdrawal_nothing_more_can_be_published(app):
    summary = heard.published().summary
    service.withdraw(summary, coordinator(), AT, "Нэр гарсан")
    with pytest.raises(WrongState):
        service.revise(summary, coordinator(), AT, "дахин")
