"""The one map from role to permission. `docs/permissions.md` is generated from it.

Source of the rules: the network's roles; four eyes and conflicts of interest are guards in the lifecycles,
because they depend on the person and the subject, not on the role.
"""

from enum import StrEnum

from flask_babel import lazy_gettext as _l


class Role(StrEnum):
    """The first five are given to accounts; BODY is whoever holds a signed reply link, CITIZEN
    whoever holds the receipt of a tip."""

    MONITOR = "monitor"
    LEAD = "lead"
    COORDINATOR = "coordinator"
    OBSERVER = "observer"
    ADMINISTRATOR = "administrator"
    BODY = "body"
    CITIZEN = "citizen"


ROLE_LABELS = {
    Role.MONITOR: _l("Monitor"),
    Role.LEAD: _l("Subnetwork lead"),
    Role.COORDINATOR: _l("Coordinator"),
    Role.OBSERVER: _l("Observer"),
    Role.ADMINISTRATOR: _l("Administrator"),
    Role.BODY: _l("Public body, through its reply link"),
    Role.CITIZEN: _l("Citizen, through the receipt of a tip"),
}
ACCOUNT_ROLES = (Role.MONITOR, Role.LEAD, Role.COORDINATOR, Role.OBSERVER, Role.ADMINISTRATOR)

PERMISSIONS = {
    "workspace.open": _l("Open the workspace"),
    "register.read": _l("Read the register of contracts"),
    "register.edit": _l("Enter and correct contracts, bodies and suppliers"),
    "register.import": _l("Import procurement data"),
    "register.merge": _l("Decide which names of bodies and suppliers mean the same"),
    "monitoring.manage": _l("Take contracts under monitoring and assign monitors"),
    "subnetworks.all": _l("Act in every subnetwork, not only one's own"),
    "conflicts.declare": _l("Declare a conflict of interest"),
    "observations.log": _l("Log observations on assigned contracts"),
    "observations.read": _l("Read the observations of others"),
    "observations.review": _l("Review observations"),
    "originals.ask": _l("Ask to open a sealed original, and open it once it was approved"),
    "originals.approve": _l("Approve or refuse that another person opens a sealed original"),
    "tips.handle": _l("Read the tips of citizens, ask, take up and close them"),
    "tips.add": _l("Add to a tip"),
    "checklists.edit": _l("Edit the checklists"),
    "findings.read": _l("Read findings before they are published"),
    "findings.state": _l("State findings and correct their wording"),
    "findings.check": _l("Cross-check findings"),
    "requests.read": _l("Read requests and replies"),
    "requests.manage": _l("Send requests, record delivery and paper replies"),
    "requests.answer": _l("Answer a request"),
    "outcomes.verify": _l("Verify on the spot whether a problem was solved"),
    "outcomes.assess": _l("Assess and close findings"),
    "summaries.read": _l("Read summaries before they are published"),
    "summaries.compose": _l("Compose summaries"),
    "summaries.clear": _l("Clear summaries for publication"),
    "summaries.publish": _l("Publish, revise, correct and withdraw summaries"),
    "plan.read": _l("Read the partnership register and the plan"),
    "plan.edit": _l("Edit the partnership register and the plan"),
    "plan.link": _l("Link contracts, findings and replies to the plan"),
    "actions.work": _l("Move action points on"),
    "meetings.read": _l("Read meetings and their minutes; monitors those of their subnetworks"),
    "meetings.hold": _l("Plan meetings, write their minutes, record that both sides agree to them"),
    "learning.read": _l("Read the competency framework and its versions"),
    "learning.edit": _l("Edit the competency framework"),
    "rules.edit": _l("Edit time limits and the calendar of days off"),
    "people.names": _l("See who the people of the network are"),
    "accounts.manage": _l("Invite people, give roles, close accounts"),
    "audit.read": _l("Read the audit chain"),
}

_READING = {"workspace.open", "register.read", "plan.read", "meetings.read", "learning.read"}
_ALL_READING = _READING | {"observations.read", "findings.read", "requests.read", "summaries.read"}
_LEADING = {
    "register.edit",
    "monitoring.manage",
    "conflicts.declare",
    "observations.review",
    "originals.ask",
    "originals.approve",
    "tips.handle",
    "findings.state",
    "findings.check",
    "outcomes.verify",
    "outcomes.assess",
    "plan.link",
    "actions.work",
    "meetings.hold",
    "people.names",
}

GRANTS: dict[Role, frozenset[str]] = {
    Role.MONITOR: frozenset(_READING | {"conflicts.declare", "observations.log", "outcomes.verify"}),
    Role.LEAD: frozenset(_ALL_READING | _LEADING),
    Role.COORDINATOR: frozenset(
        _ALL_READING
        | _LEADING
        | {
            "subnetworks.all",
            "register.import",
            "register.merge",
            "requests.manage",
            "summaries.compose",
            "summaries.clear",
            "summaries.publish",
            "plan.edit",
            "learning.edit",
            "rules.edit",
            "checklists.edit",
            "audit.read",
        }
    ),
    Role.OBSERVER: frozenset(_ALL_READING | {"audit.read"}),
    Role.ADMINISTRATOR: frozenset({"workspace.open", "accounts.manage", "people.names", "audit.read"}),
    Role.BODY: frozenset({"requests.answer"}),
    Role.CITIZEN: frozenset({"tips.add"}),
}


def permissions_of(roles: list[str]) -> frozenset[str]:
    """Everything the roles grant together."""
    return frozenset().union(*(GRANTS[Role(role)] for role in roles))
