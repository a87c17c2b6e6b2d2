"""Every (state, verb, role) of every lifecycle, from the tables: what is not in the table is refused."""

from itertools import product

import pytest

from app.accounts.permissions import ACCOUNT_ROLES, GRANTS, Role
from app.core import audit, clock
from app.core.errors import Missing, NotPermitted, Refused
from app.findings.models import FindingHand
from app.findings.second_models import SecondReview
from app.findings.states import VERDICTS
from app.inventory import LIFECYCLES
from app.responses.models import Verification
from tests.given import meetings, people, work

FACTS = {
    "reason": "шалтгаан",
    "focus_areas": [1],
    "subnetwork": 1,
    "duplicate_of": 1,
    "cause": "no_evidence",
    "verdict": "accepted",
    "position": "accepts",
    "outcome": "resolved",
    "action_points": [1],
    "received_on": "2026-07-08",
    "proof": "registry",
    "unheard": [],
    "unlinked": [],
    "unseen": [],
    "covers": "10 10 20 20",
    "note": "шинэ тоо",
    "question": "Хэзээ?",
    "answer": "Очиж үзнэ.",
    "error": "хаяг олдсонгүй",
    "agreed_on": "2026-07-08",
    "agreed_by_mn": "Гишүүн байгууллагууд",
    "body": 1,
    "monitor": 1,
    "observations": [1],
    "into": 1,
}
BY_NAME = {lifecycle.name: lifecycle for lifecycle in LIFECYCLES}
ROWS = [(lifecycle.name, row) for lifecycle in LIFECYCLES for row in lifecycle.passages]
GUARDED = [(name, row) for name, row in ROWS if row.guards]
VERBS = {name: sorted({row.verb for row in BY_NAME[name].passages}) for name in BY_NAME}


def _plan(state, **_):
    plan = people.plan(state=state)
    people.focus_area(plan=plan)
    return plan


def _finding(state, actor, colleague):
    return work.finding(work.observation(work.monitored(), colleague, state="accepted"), author=colleague, state=state)


def _request(state, actor, colleague):
    finding_state = "checked" if state == "drafted" else "notified"
    return work.request(_finding(finding_state, actor, colleague), author=colleague, state=state)


def _observation(state, actor, colleague):
    contract = work.monitored(actor) if actor.id else work.monitored(colleague)
    own = actor.id and actor.can("observations.log")
    row = work.observation(contract, actor if own else colleague, state=state)
    if state in VERDICTS:
        work.dispute(row)
    return row


def _second_review(state, actor, colleague):
    seen = work.observation(work.monitored(colleague), colleague, state="accepted")
    return work.dispute(seen) if state == "differed" else work.second_review(seen, state=state)


def _evidence(state, actor, colleague):
    """Of somebody else, in a subnetwork that the law arranges by way of its contract."""
    seen = work.observation(work.monitored(colleague), colleague, state="accepted")
    return work.evidence(seen, state=state)


def _opening(state, actor, colleague):
    """Asked for by the actor where the asker is who goes on, else by a colleague."""
    seen = work.observation(work.monitored(), colleague, state="accepted")
    asker = actor if state == "approved" and actor.id else colleague
    return work.opening(work.evidence(seen), asked_by=asker, state=state)


def _revisit(state, actor, colleague):
    return work.revisit(_finding("answered", actor, colleague), monitor=actor if actor.id else colleague, state=state)


MAKE = {
    "evidence": _evidence,
    "monitoring": lambda state, **_: work.contract(state=state),
    "assignment": lambda state, actor, colleague: work.assignment(
        work.monitored(), actor if actor.id else colleague, state=state
    ),
    "observation": _observation,
    "sealed_opening": _opening,
    "second_review": _second_review,
    "tip": lambda state, **_: work.tip(work.monitored(), state=state),
    "finding": _finding,
    "request": _request,
    "referral": lambda state, **_: work.referral(state=state),
    "revisit": _revisit,
    "summary": lambda state, actor, colleague: work.summary(
        _finding("assessed", actor, colleague), edited_by=colleague, state=state
    ),
    "plan": _plan,
    "meeting": lambda state, actor, colleague: meetings.meeting(
        state=state, edited_by=colleague, subnetwork=people.subnetwork()
    ),
    "action_point": lambda state, **_: people.action_point(state=state),
    "import_run": lambda state, **_: work.import_run(state=state),
}


class Nobody(type(people.BODY)):
    id = None


def actor_of(role):
    if role in ACCOUNT_ROLES:
        return people.person(role)
    return Nobody(actor_kind="body:1" if role else "visitor", permissions=GRANTS[role] if role else frozenset())


def subject_for(name, state, actor):
    """A subject in this state, arranged so that no guard stands in the actor's way."""
    subject = MAKE[name](state=state, actor=actor, colleague=people.person("monitor"))
    network = getattr(getattr(subject, "contract", subject), "subnetwork", None)
    if network and actor.id:
        people.Membership.query.session.add(people.Membership(user=actor, subnetwork=network, since_on=clock.today()))
    return subject


def may(name, state, verb, role):
    row = BY_NAME[name].find(state, verb)
    return bool(row and role and set(row.permissions) & GRANTS[role])


@pytest.mark.parametrize("name", BY_NAME)
def test_every_triple_is_as_the_table_says(app, name):
    lifecycle = BY_NAME[name]
    for role in (*ACCOUNT_ROLES, Role.BODY, Role.CITIZEN, None):
        actor = actor_of(role)
        subjects = {state: subject_for(name, state, actor) for state in lifecycle.states}
        for state, verb in product(lifecycle.states, VERBS[name]):
            allowed = not _refusal(lifecycle, subjects[state], verb, actor)
            assert allowed == may(name, state, verb, role), (name, state, verb, role)


def _refusal(lifecycle, subject, verb, actor):
    try:
        lifecycle.check(subject, verb, actor, **FACTS)
    except Refused as refusal:
        return refusal
    return None


def someone_for(row):
    """Somebody whose role lets them take this passage."""
    return actor_of(next(role for role in Role if set(row.permissions) & GRANTS[role]))


def ids(value):
    return getattr(value, "verb", value)


@pytest.mark.parametrize(("name", "row"), ROWS, ids=ids)
def test_a_passage_changes_the_state_and_leaves_one_entry(app, name, row):
    actor = someone_for(row)
    for state in row.sources:
        subject = subject_for(name, state, actor)
        BY_NAME[name].take(subject, row.verb, actor, clock.now(), **FACTS)
        assert subject.state == row.target
        (entry,) = audit.history(subject)
        assert (entry.verb, entry.from_state, entry.to_state) == (row.verb, state, row.target)


@pytest.mark.parametrize(("name", "row"), ROWS, ids=ids)
def test_what_must_be_present_must_be_present(app, name, row):
    actor = someone_for(row)
    subject = subject_for(name, min(row.sources), actor)
    asked = [need for need in row.needs if not need.present(subject, {})]  # the rest is on the subject already
    for need in asked:
        with pytest.raises(Missing):
            BY_NAME[name].check(subject, row.verb, actor, **(FACTS | {need.name: None}))


def _not_mine(subject, actor):
    subject.monitor = people.person("monitor")


def _mine(subject, actor):
    if hasattr(subject, "observation_id") and hasattr(subject, "caption"):
        subject.observation.monitor = actor
    elif hasattr(subject, "monitor"):
        subject.monitor = actor
    elif hasattr(subject, "author_id"):
        subject.author = actor
    else:
        subject.edited_by = actor


def _i_saw_it(subject, actor):
    subject.observations[0].monitor = actor


def _of_the_monitors_organisation(subject, actor):
    people.stand_for(people.organisation(), subject.observations[0].monitor, actor)


def _settled(subject, actor):
    work.finding(subject, state="checked")


def _looked_at_again(subject, actor):
    values = {"voice": "monitor", "outcome": "resolved", "note": "Бүтэн.", "looked_on": subject.visited_on}
    finding = work.finding(work.observation(subject.contract, state="accepted"), state="answered")
    work.stored(
        Verification(finding=finding, observation=subject, by=subject.monitor, recorded_at=clock.now(), **values)
    )


def _had_a_hand(subject, actor):
    work.stored(FindingHand(finding_id=subject.id, user_id=actor.id))


def _leave_subnetwork(subject, actor):
    contract = getattr(subject, "contract", subject)
    contract.subnetwork = people.subnetwork()


def _one_of_the_two(subject, actor):
    """Of an observation on whose version two disagree, or of the disagreement itself."""
    if isinstance(subject, SecondReview):
        subject.first_by = actor
        return
    SecondReview.query.delete()
    work.dispute(subject, first_by=actor)


def _had_a_part(subject, actor):
    audit.record(actor, clock.now(), "open", subject.observation)


def _asked_by_me(subject, actor):
    subject.asked_by, subject.decided_by = actor, None


BREAK = {
    "own_work": _not_mine,
    "own_assignment": _not_mine,
    "own_revisit": _not_mine,
    "not_the_first": lambda subject, actor: _i_saw_it(subject.finding, actor),
    "four_eyes": _mine,
    "not_the_monitor": _i_saw_it,
    "no_hand_in_it": _had_a_hand,
    "not_asked": lambda subject, actor: work.request(subject, state="sent"),
    "outside": _of_the_monitors_organisation,
    "no_finding": _settled,
    "no_look": _looked_at_again,
    "third_eyes": _one_of_the_two,
    "neither_side": _one_of_the_two,
    "had_no_part": _had_a_part,
    "disputed": lambda subject, actor: SecondReview.query.delete(),
    "own_subnetwork": _leave_subnetwork,
    "no_conflict": lambda subject, actor: work.conflict(getattr(subject, "contract", subject), actor),
    "no_conflict_inside": lambda subject, actor: work.conflict(subject.findings[0].contract, actor),
    "not_a_tip": lambda subject, actor: setattr(subject, "channel", "tip"),
    "has_contract": lambda subject, actor: setattr(subject, "contract", None),
    "never_agreed": lambda subject, actor: meetings.version(subject),
    "two_persons": _asked_by_me,
    "own_question": lambda subject, actor: setattr(subject, "asked_by", people.person("lead")),
    "not_own_evidence": lambda subject, actor: setattr(subject.observation, "monitor", actor),
    "still_there": lambda subject, actor: setattr(subject.evidence, "withdrawn_at", clock.now()),
    "assigned": lambda subject, actor: work.Assignment.query.delete(),
    "not_taken_back": lambda subject, actor: setattr(subject, "withdrawn_at", clock.now()),
    "one_extension": lambda subject, actor: setattr(subject, "extended_until", clock.today()),
}


@pytest.mark.parametrize(("name", "row"), GUARDED, ids=ids)
def test_each_guard_holds(app, name, row):
    for guard in row.guards:
        actor = actor_of(next(role for role in ACCOUNT_ROLES if set(row.permissions) & GRANTS[role]))
        subject = subject_for(name, min(row.sources), actor)
        BREAK[guard.name](subject, actor)
        work.stored(subject)
        with pytest.raises(NotPermitted):
            BY_NAME[name].check(subject, row.verb, actor, **FACTS)
