import pytest

from app.core import audit
from app.core.errors import Invalid, NotPermitted, Stale, WrongState
from app.summaries import service
from tests.given import people, work
from tests.integration.summaries import heard

AT = heard.AT
ENTRY = {
    "title_mn": "Сургуулийн засвар",
    "title_en": None,
    "text_mn": "Товчоо",
    "text_en": None,
    "method_mn": None,
    "method_en": None,
    "limits_mn": None,
    "limits_en": None,
    "cutoff_on": heard.CUTOFF,
}


def coordinator():
    return people.person("coordinator")


def composed(*findings, **entry):
    return service.compose(ENTRY | entry, [row.id for row in findings], coordinator(), AT)


def edited(summary, seen, actor=None, finding_ids=(), **entry):
    service.edit(summary, ENTRY | entry, finding_ids, seen, actor or coordinator(), AT)


def test_a_summary_begins_as_a_working_copy(app):
    finding = work.finding(state="checked")
    summary = composed(finding)
    assert (summary.state, summary.edits, summary.findings) == ("composing", 0, [finding])
    assert [entry.verb for entry in audit.history(summary)] == ["compose"]


def test_the_address_is_readable_and_free(app):
    assert [composed().slug for _ in range(3)] == [
        "surguuliin-zasvar",
        "surguuliin-zasvar-2",
        "surguuliin-zasvar-3",
    ]
    assert composed(title_en="School repairs, 2026").slug == "school-repairs-2026"
    assert composed(title_mn="¿?").slug == "summary"


@pytest.mark.parametrize("role", ["monitor", "lead", "observer", "administrator"])
def test_only_coordinators_compose(app, role):
    with pytest.raises(NotPermitted):
        service.compose(ENTRY, [], people.person(role), AT)


def test_a_draft_or_dropped_finding_cannot_be_chosen(app):
    for state in ("drafted", "dropped"):
        with pytest.raises(Invalid):
            composed(work.finding(state=state))


def test_nobody_writes_about_what_concerns_them(app):
    finding, barred = work.finding(state="checked"), coordinator()
    work.conflict(finding.contract, barred)
    with pytest.raises(NotPermitted):
        service.compose(ENTRY, [finding.id], barred, AT)
    with pytest.raises(NotPermitted):
        edited(composed(finding), 0, barred)


def test_the_cut_off_is_not_in_the_future(app):
    with pytest.raises(Invalid):
        composed(cutoff_on=AT.date().replace(year=2030))


def test_an_edit_is_counted_and_told(app):
    summary, editor = composed(), coordinator()
    edited(summary, 0, editor, text_mn="Шинэ")
    assert (summary.edits, summary.edited_by_id, summary.text_mn) == (1, editor.id, "Шинэ")
    assert [entry.verb for entry in audit.history(summary)] == ["compose", "edit"]


def test_an_edit_over_somebody_elses_is_refused(app):
    summary = composed()
    edited(summary, 0, text_mn="Тэдний")
    with pytest.raises(Stale):
        edited(summary, 0, text_mn="Миний")
    assert summary.text_mn == "Тэдний"


@pytest.mark.parametrize("state", ["right_of_reply", "cleared", "withdrawn"])
def test_what_waits_for_publication_is_not_edited(app, state):
    with pytest.raises(WrongState):
        edited(work.summary(state=state), 0)


@pytest.mark.parametrize("state", ["published", "revised", "corrected"])
def test_the_working_copy_of_a_published_summary_is(app, state):
    summary = work.summary(state=state)
    edited(summary, 0, text_mn="Шинэ")
    assert (summary.text_mn, summary.state) == ("Шинэ", state)


def test_taking_back_undoes_the_clearing(app):
    summary = heard.cleared(cleared_by_id=coordinator().id)
    service.recompose(summary, coordinator(), AT, "тоо буруу")
    assert (summary.state, summary.cleared_by_id) == ("composing", None)
