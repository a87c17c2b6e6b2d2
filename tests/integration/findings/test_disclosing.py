"""What others may see of evidence: nothing before a reviewer looked, and only what they let out."""

import io

import pytest
from hypothesis import settings, strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from PIL import Image

from app.core import audit, clock, files, storage
from app.core.cleaning import carries_metadata
from app.core.database import commit, db
from app.core.errors import Invalid, Missing, NotFound, NotPermitted, Stale
from app.findings.service import cover_parts, show, withhold
from app.findings.service.observations import add_evidence
from tests.given import people, work
from tests.integration.findings.material import office_file, photo, upload
from tests.integration.findings.test_at_once import at_once

PART = "0 0 50 100"


@pytest.fixture
def evidence(accepted):
    return accepted(upload(data=photo(64))).evidence[0]


def public_bytes(evidence):
    return storage.get("clean", evidence.public_sha256)


def test_nothing_is_public_before_somebody_looked(evidence):
    assert (evidence.state, evidence.is_public) == ("unseen", False)
    assert evidence.observation.unseen_evidence == [evidence]


def test_shown_as_it_is_the_clean_copy_is_seen(evidence, cast, now):
    show(evidence, cast.lead, now, seen=0)
    assert evidence.is_public and public_bytes(evidence) == files.clean_copy(evidence.file)
    assert evidence.observation.unseen_evidence == []
    (entry,) = audit.history(evidence)
    assert (entry.verb, entry.actor_id, entry.details) == ("show", cast.lead.id, {"sha256": evidence.public_sha256})


def test_a_covered_part_is_gone_from_what_is_seen(evidence, cast, now):
    before = Image.open(io.BytesIO(files.clean_copy(evidence.file)))
    cover_parts(evidence, PART, cast.lead, now, seen=0)
    after = Image.open(io.BytesIO(public_bytes(evidence)))
    assert after.size == before.size and not carries_metadata(public_bytes(evidence))
    assert evidence.public_sha256 not in (evidence.file.sha256, evidence.file.clean_sha256)
    assert (evidence.covers, evidence.state) == (PART, "covered")
    assert audit.history(evidence)[0].details["parts"] == 1


def test_the_original_and_the_clean_copy_stay_as_they_are(evidence, cast, now):
    sealed, clean = storage.get("sealed", evidence.file.sha256), files.clean_copy(evidence.file)
    cover_parts(evidence, PART, cast.lead, now, seen=0)
    assert (storage.get("sealed", evidence.file.sha256), files.clean_copy(evidence.file)) == (sealed, clean)


def test_kept_back_it_is_seen_by_nobody_and_says_why(evidence, cast, now):
    show(evidence, cast.lead, now, seen=0)
    with pytest.raises(Missing):
        withhold(evidence, " ", cast.lead, now, seen=1)
    withhold(evidence, "Хүүхдийн царай", cast.lead, now, seen=1)
    assert not evidence.is_public and evidence.observation.unseen_evidence == []
    assert audit.history(evidence)[-1].reason == "Хүүхдийн царай"


def test_whoever_comes_second_learns_what_was_decided(evidence, cast, now):
    withhold(evidence, "царай", cast.lead, now, seen=0)
    with pytest.raises(Stale):
        show(evidence, cast.second, now, seen=0)
    assert evidence.state == "withheld"


def test_two_leads_decide_at_once(app, evidence, cast, now):
    number, second = evidence.id, cast.second.id
    db.session.commit()

    def later():
        row, person = db.session.get(type(evidence), number), db.session.get(type(cast.second), second)
        show(row, person, now, seen=0)

    (refusal,) = at_once(app, lambda: withhold(evidence, "царай", cast.lead, now, seen=0), later)
    assert isinstance(refusal, Stale) and evidence.state == "withheld"


@pytest.mark.parametrize("who", ["monitor", "stranger"])
def test_only_another_reviewer_of_the_subnetwork_decides(evidence, cast, now, who):
    with pytest.raises(NotPermitted):
        show(evidence, getattr(cast, who), now, seen=0)


def test_nor_somebody_with_a_conflict_of_interest(evidence, cast, now):
    work.conflict(cast.contract, cast.second)
    with pytest.raises(NotPermitted):
        show(evidence, cast.second, now, seen=0)


def test_a_lead_who_went_there_does_not_decide_about_their_own(evidence, cast, now):
    evidence.observation.monitor = cast.lead
    with pytest.raises(NotPermitted):
        show(evidence, cast.lead, now, seen=0)


def test_what_was_not_cleaned_cannot_be_shown(accepted, cast, now):
    (evidence,) = accepted(office_file()).evidence
    with pytest.raises(NotFound):
        show(evidence, cast.lead, now, seen=0)
    assert evidence.observation.unseen_evidence == []


def test_only_a_picture_is_covered_in_part(accepted, cast, now):
    (evidence,) = accepted(upload("тэмдэглэл.txt", "Гэрээний хуулбар".encode())).evidence
    with pytest.raises(Invalid):
        cover_parts(evidence, PART, cast.lead, now, seen=0)


def test_what_the_monitor_took_back_is_seen_by_nobody(evidence, cast, now):
    show(evidence, cast.lead, now, seen=0)
    evidence.withdrawn_at = now
    db.session.flush()
    assert not evidence.is_public
    with pytest.raises(NotPermitted):
        show(evidence, cast.lead, now, seen=1)


def test_the_check_of_files_knows_covered_copies(app, evidence, cast, now):
    cover_parts(evidence, PART, cast.lead, now, seen=0)
    db.session.flush()
    assert list(files.check(clock.now())) == []


def test_a_copy_that_nobody_shows_any_more_is_deleted(app, evidence, cast, now):
    cover_parts(evidence, PART, cast.lead, now, seen=0)
    first = evidence.public_sha256
    commit()
    show(evidence, cast.lead, now, seen=1)
    commit()
    assert [name for name, _at in storage.names() if name.endswith(first)] == []
    withhold(evidence, "царай", cast.lead, now, seen=2)
    commit()
    assert files.clean_copy(evidence.file)  # it is still the clean copy


class Deciding(RuleBasedStateMachine):
    """Whatever reviewers do in whatever order, others see what the last decision says, and one entry tells of each."""

    @initialize()
    def begin(self):
        self.reviewer = people.person("coordinator")
        row = work.observation(state="accepted")
        add_evidence(row, upload(data=photo(64)), clock.now())
        self.evidence, self.expected = row.evidence[0], ("unseen", None)
        self.clean, self.taken = files.clean_copy(self.evidence.file), 0

    @rule(stale=st.booleans())
    def show(self, stale):
        self._try(lambda seen: show(self.evidence, self.reviewer, clock.now(), seen=seen), "shown", stale)

    @rule(stale=st.booleans(), parts=st.sampled_from([PART, "10 10 5 5\n50 50 5 5", "", "90 0 20 5", "x"]))
    def cover(self, stale, parts):
        sound = parts in (PART, "10 10 5 5\n50 50 5 5")
        self._try(
            lambda seen: cover_parts(self.evidence, parts, self.reviewer, clock.now(), seen=seen),
            "covered",
            stale,
            sound=sound,
        )

    @rule(stale=st.booleans(), reason=st.sampled_from(["царай", " "]))
    def withhold(self, stale, reason):
        self._try(
            lambda seen: withhold(self.evidence, reason, self.reviewer, clock.now(), seen=seen),
            "withheld",
            stale,
            sound=bool(reason.strip()),
        )

    def _try(self, decide, state, stale, sound=True):
        try:
            decide(self.taken - 1 if stale else self.taken)
        except (Stale, Missing, Invalid):
            assert stale or not sound
            return
        assert sound and not stale
        self.taken, self.expected = self.taken + 1, (state, state in ("shown", "covered"))

    @invariant()
    def others_see_what_was_decided_last(self):
        state, is_public = self.expected
        assert (self.evidence.state, self.evidence.is_public) == (state, bool(is_public))
        assert len(audit.history(self.evidence)) == self.evidence.decisions == self.taken
        if is_public:
            assert (public_bytes(self.evidence) == self.clean) == (state == "shown")

    def teardown(self):
        db.session.rollback()


def test_any_order_of_decisions(app):
    run_state_machine_as_test(Deciding, settings=settings(max_examples=15, stateful_step_count=12))
