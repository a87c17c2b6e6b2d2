"""The menu of signed-in people, in one place."""

from flask import Flask
from flask_babel import lazy_gettext as _l

from app.tips.queries import count_waiting
from app.ui.navigation import register

MENU = (
    (_l("My work"), "workspace.home", "workspace.open"),
    (_l("Contracts"), "contracts.index", "register.read"),
    (_l("Assignments"), "contracts.assignments", "monitoring.manage"),
    (_l("My observations"), "observations.index", "observations.log"),
    (_l("Review"), "observations.queue", "observations.read"),
    (_l("Second looks"), "second_looks.index", "observations.review"),
    (_l("Originals"), "openings.index", "originals.approve"),
    (_l("Tips"), "tips.queue", "tips.handle"),
    (_l("Coverage"), "workspace.watched", "observations.read"),
    (_l("Measures"), "workspace.measures", "observations.read"),
    (_l("Findings"), "findings.index", "findings.read"),
    (_l("Requests"), "requests.index", "requests.read"),
    (_l("Summaries"), "summaries.index", "summaries.read"),
    (_l("Plan"), "partnership.plans", "plan.read"),
    (_l("Meetings"), "meetings.index", "meetings.read"),
    (_l("Learning"), "learning.index", "learning.read"),
    (_l("Action points"), "partnership.action_points", "plan.read"),
    (_l("Partnership"), "partnership.organisations", "plan.read"),
    (_l("Public bodies"), "bodies.index", "register.read"),
    (_l("Imports"), "imports.index", "register.import"),
    (_l("Checklists"), "checklists.index", "checklists.edit"),
    (_l("Time limits"), "rules.index", "requests.read"),
    (_l("People"), "accounts.people", "accounts.manage"),
    (_l("Audit chain"), "workspace.audit", "audit.read"),
)


COUNTS = {"tips.queue": count_waiting}


def init_app(app: Flask) -> None:
    for order, (label, endpoint, permission) in enumerate(MENU):
        register(app, order, label, endpoint, permission, COUNTS.get(endpoint))
