"""Who may tie things to the plan and agree on action points, by role."""

import pytest

from app.accounts.permissions import GRANTS, Role
from app.core.actors import System
from app.partnership.policy import may_agree, may_link

LINKERS = {Role.LEAD, Role.COORDINATOR}


def actor(role):
    return System(permissions=GRANTS[role])


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("kind", ["contract", "finding"])
def test_leads_and_coordinators_link(role, kind):
    assert may_link(actor(role), kind) == (role in LINKERS)


@pytest.mark.parametrize("role", Role)
def test_a_reply_is_linked_by_the_body_too(role):
    assert may_link(actor(role), "response") == (role in LINKERS | {Role.BODY})


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("origin", ["plan", "request", "commitment"])
def test_a_body_agrees_only_to_its_commitments(role, origin):
    allowed = role == Role.COORDINATOR or (role == Role.BODY and origin == "commitment")
    assert may_agree(actor(role), origin) == allowed


@pytest.mark.parametrize("role", Role)
def test_who_holds_meetings_agrees_to_what_was_agreed_there(role):
    assert may_agree(actor(role), "meeting") == (role in LINKERS)
