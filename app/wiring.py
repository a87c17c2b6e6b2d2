"""The whole application put together; it knows everybody."""

from typing import Any

from flask import Flask

import config
from app import cli, inventory, ui
from app.accounts import sessions, views as accounts
from app.bodies import views as bodies
from app.contracts import views as contracts
from app.core import database, mail, queue
from app.field import api as field_api, pages as field_pages, shell as field_shell
from app.findings import policy as findings_policy
from app.findings.views import checklists, findings, observations, openings, second
from app.ocds import views as imports
from app.partnership import views as partnership
from app.partnership.learning import views as learning
from app.partnership.meetings import invitation_letter, views as meetings
from app.public import tips as public_tips, views as public
from app.responses import calendar_file, letter_pdf
from app.responses.queries import carries_a_look, is_asked
from app.responses.views import escalation, reply, requests, rules
from app.summaries import views as summaries
from app.tips import views as tips
from app.workspace import meetings as meeting_pages, navigation, parties, plans as plan_pages, views as workspace

TABLES = inventory.TABLES  # every table is known before the first query
PAGES = (
    accounts,
    bodies,
    partnership,
    meetings,
    learning,
    contracts,
    imports,
    observations,
    openings,
    second,
    checklists,
    findings,
    tips,
    requests,
    reply,
    rules,
    escalation,
    summaries,
    workspace,
    parties,
    meeting_pages,
    plan_pages,
    public,
    public_tips,
    field_shell,
    field_api,
    field_pages,
)


def create_app(settings: dict[str, Any] | None = None) -> Flask:
    """The application; `settings` override what the environment says."""
    app = Flask("app", static_folder=None, static_url_path="/assets")  # the path is for the libraries
    app.config.update(config.load())
    app.config.update(settings or {})
    for part in (database, queue, sessions, ui, navigation, cli):
        part.init_app(app)
    for attach in (letter_pdf.attachment, calendar_file.attachment, invitation_letter.attachment):
        mail.attach_with(attach)
    findings_policy.asked_by(is_asked)
    findings_policy.leaned_on_by(carries_a_look)
    for module in PAGES:
        app.register_blueprint(module.blueprint)
    return app
