"""All tables and all lifecycles of the house, for migrations, documents and the tests that walk them."""

from app.accounts import models as _accounts
from app.bodies import models as _bodies
from app.contracts import models as _contracts
from app.contracts.states import ASSIGNMENT, MONITORING
from app.core import audit as _audit, files as _files, mail as _mail
from app.core.database import db
from app.findings import models as _findings, queue_models as _queue
from app.findings.states import EVIDENCE, FINDING, OBSERVATION, OPENING
from app.ocds import models as _ocds
from app.ocds.states import RUN
from app.partnership import models as _partnership
from app.partnership.states import ACTION_POINT, PLAN
from app.responses import models as _responses
from app.responses.states import REQUEST
from app.summaries import models as _summaries
from app.summaries.states import SUMMARY
from app.tips import models as _tips
from app.tips.states import TIP

TABLE_MODULES = (
    _audit,
    _files,
    _mail,
    _accounts,
    _bodies,
    _partnership,
    _contracts,
    _ocds,
    _findings,
    _queue,
    _tips,
    _responses,
    _summaries,
)
TABLES = db.metadata.tables
LIFECYCLES = (
    RUN,
    MONITORING,
    ASSIGNMENT,
    OBSERVATION,
    EVIDENCE,
    OPENING,
    TIP,
    FINDING,
    REQUEST,
    SUMMARY,
    PLAN,
    ACTION_POINT,
)
