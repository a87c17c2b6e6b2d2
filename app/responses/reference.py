"""Time rules that every installation starts from. Law is data: coordinators correct it on the rules pages."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from app.core import audit
from app.core.actors import System
from app.core.database import db
from app.responses.models import TimeRule

PETITIONS_MN = "Иргэдээс төрийн байгууллага, албан тушаалтанд гаргасан өргөдөл, гомдлыг шийдвэрлэх тухай хууль"
PETITIONS_EN = "Law on petitions and complaints (1995)"

TIME_RULES: tuple[dict[str, Any], ...] = (
    {
        "code": "petition",
        "law_mn": PETITIONS_MN,
        "law_en": PETITIONS_EN,
        "article": "16",
        "term": 30,
        "days": "calendar",
        "extension": 30,
        "valid_from": date(1995, 4, 17),
        "source": "legalinfo.mn; erdenet.mn/lavlah/helps/108",
        "checked_on": date(2026, 11, 23),
        "confirmed": True,
    },
    {
        "code": "suggestion",
        "law_mn": PETITIONS_MN,
        "law_en": PETITIONS_EN,
        "article": "16",
        "term": 90,
        "days": "calendar",
        "extension": 0,
        "valid_from": date(1995, 4, 17),
        "source": "60 / 90: erdenet.mn/lavlah/helps/108 (90), mongolianmidwives.mn/app (60)",
        "checked_on": None,
        "confirmed": False,
    },
    {
        "code": "information",
        "law_mn": "Нийтийн мэдээллийн ил тод байдлын тухай хууль",
        "law_en": "Law on transparency of public information (2021)",
        "article": "—",
        "term": 7,
        "days": "working",
        "extension": 7,
        "valid_from": date(2022, 5, 1),
        "source": "legalinfo.mn",
        "checked_on": None,
        "confirmed": False,
    },
)


def load_time_rules(at: datetime) -> int:
    """Add the rules that are missing; returns how many. What a coordinator changed or closed stays so."""
    known = set(db.session.scalars(select(TimeRule.code)))
    missing = [TimeRule(**values) for values in TIME_RULES if values["code"] not in known]
    for rule in missing:
        db.session.add(rule)
        audit.record(System(), at, "load", rule, code=rule.code, confirmed=rule.confirmed)
    return len(missing)
