"""All tables and all lifecycles of the house, for migrations, documents and the tests that walk them."""

from app.accounts import models as _accounts
from app.bodies import models as _bodies
from app.contracts import models as _contracts
from app.contracts.states import ASSIGNMENT, MONITORING
from app.core import audit as _audit, files as _files, mail as _mail
from app.core.database import db
from app.findings import models as _findings, queue_models as _queue, second_models as _second
from app.findings.states import EVIDENCE, FINDING, OBSERVATION, OPENING, SECOND_REVIEW
from app.ocds import models as _ocds
from app.ocds.states import RUN
from app.partnership import models as _partnership, plan_models as _plan
from app.partnership.learning import models as _learning
from app.partnership.meetings import models as _meetings
from app.partnership.meetings.states import MEETING
from app.partnership.states import ACTION_POINT, PLAN
from app.responses import follow_models as _follow, models as _responses
from app.responses.states import REFERRAL, REQUEST, REVISIT
from app.summaries import models as _summaries
from app.summaries.states import SUMMARY
from app.tips import models as _tips
from app.tips.states import TIP
from app.workspace import models as _workspace

TABLE_MODULES = (
    _audit,
    _files,
    _mail,
    _accounts,
    _bodies,
    _partnership,
    _plan,
    _meetings,
    _learning,
    _contracts,
    _ocds,
    _findings,
    _second,
    _queue,
    _tips,
    _responses,
    _follow,
    _summaries,
    _workspace,
)
TABLES = db.metadata.tables
LIFECYCLES = (
    RUN,
    MONITORING,
    ASSIGNMENT,
    OBSERVATION,
    SECOND_REVIEW,
    EVIDENCE,
    OPENING,
    TIP,
    FINDING,
    REQUEST,
    REFERRAL,
    REVISIT,
    SUMMARY,
    PLAN,
    ACTION_POINT,
    MEETING,
)
