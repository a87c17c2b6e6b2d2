"""Reads of time rules and of the calendar, and the arithmetic they feed."""

from datetime import date

from flask_babel import lazy_gettext as _l
from sqlalchemy import or_, select

from app.core.database import db
from app.core.errors import NotFound
from app.responses import deadlines
from app.responses.deadlines import DueDate
from app.responses.models import CalendarException, Request, TimeRule
from app.responses.working_days import Calendar


def get_rule(rule_id: int) -> TimeRule:
    """Raises NotFound."""
    if rule := db.session.get(TimeRule, rule_id):
        return rule
    raise NotFound()


def list_rules() -> list[TimeRule]:
    """Every rule, those of one code together, the newest first."""
    return list(db.session.scalars(select(TimeRule).order_by(TimeRule.code, TimeRule.valid_from.desc())))


def list_rules_in_force(on: date) -> list[TimeRule]:
    """The rules that hold on that day, confirmed ones first."""
    query = select(TimeRule).where(TimeRule.valid_from <= on, or_(TimeRule.valid_to.is_(None), TimeRule.valid_to >= on))
    return list(db.session.scalars(query.order_by(TimeRule.confirmed.desc(), TimeRule.id)))


def rule_in_force(code: str, on: date) -> TimeRule:
    """The rule of that code on that day. Raises NotFound, naming the rules that are in force."""
    rules = {rule.code: rule for rule in list_rules_in_force(on)}
    if code in rules:
        return rules[code]
    known = ", ".join(rules) or "—"
    raise NotFound(_l("No rule named %(code)s is in force on that day. In force: %(known)s.", code=code, known=known))


def is_counted_by(rule: TimeRule) -> bool:
    """Whether a request went out that counts by this rule."""
    query = select(Request.id).where(Request.rule_id == rule.id, Request.sent_at.is_not(None)).limit(1)
    return db.session.scalar(query) is not None


def list_exceptions() -> list[CalendarException]:
    """The calendar's exceptions, the newest day first."""
    return list(db.session.scalars(select(CalendarException).order_by(CalendarException.on.desc())))


def get_exception(exception_id: int) -> CalendarException:
    """Raises NotFound."""
    if exception := db.session.get(CalendarException, exception_id):
        return exception
    raise NotFound()


def find_exception(on: date) -> CalendarException | None:
    return db.session.scalar(select(CalendarException).where(CalendarException.on == on))


def calendar() -> Calendar:
    """Public holidays and weekends with every exception entered so far."""
    return Calendar({row.on: (row.kind, row.name_mn, row.name_en) for row in list_exceptions()})


def arithmetic(rule: TimeRule) -> deadlines.Rule:
    """What the arithmetic needs of a time rule."""
    working = rule.days == "working"
    return deadlines.Rule(
        rule.code, rule.term, "working" if working else "calendar", rule.extension, rule.last_day_rolls
    )


def due_date_of(request: Request) -> DueDate | None:
    """The arithmetic frozen at delivery (and when the term was extended)."""
    return deadlines.from_json(request.explanation) if request.explanation else None
