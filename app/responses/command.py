"""`flask explain-deadline`: when a reply is due and why, of a request or of a rule and a day."""

import json
from datetime import date, datetime
from typing import Any, NamedTuple

import click
from flask import current_app
from flask.cli import with_appcontext
from flask_babel import force_locale, gettext as _

from app.core.database import reading
from app.core.errors import DomainError, NotFound, Refused
from app.responses import deadlines, explaining, letters, queries
from app.responses.models import TimeRule
from app.ui.filters import day

EITHER = "Name a request (--request), or a rule and the day of receipt (--rule and --received)."


class Explained(NamedTuple):
    rule: TimeRule
    due_date: deadlines.DueDate
    lines: list[str]


@click.command("explain-deadline")
@click.option("--request", "number", help="Number of a request that was received, such as 2026/003.")
@click.option("--rule", "code", help="Code of a time rule, such as petition.")
@click.option("--received", type=click.DateTime(["%Y-%m-%d"]), help="Day of receipt, with --rule.")
@click.option("--extended-by", type=click.IntRange(min=1), help="Days of an extension, with --rule.")
@click.option("--json", "as_json", is_flag=True)
@click.option("--lang", default="en", type=click.Choice(["mn", "en"]))
@with_appcontext
def explain_deadline(
    number: str | None, code: str | None, received: datetime | None, extended_by: int | None, as_json: bool, lang: str
) -> None:
    """Print a due date with its arithmetic, line by line; exit 1 and say why when there is none."""
    if bool(number) == bool(code or received or extended_by) or bool(code) != bool(received):
        raise click.UsageError(EITHER)
    with reading(), current_app.test_request_context(), force_locale(lang):
        try:
            told = _of_rule(code, received.date(), extended_by) if code and received else _of_request(number or "")
        except DomainError as refusal:
            raise click.ClickException(str(refusal)) from None
        click.echo(json.dumps(_as_json(told, number)) if as_json else "\n".join(_as_text(told)))


def _of_request(number: str) -> Explained:
    """As it was counted. Raises NotFound, or Refused while no clock runs."""
    request = queries.find_request_by(number)
    if request is None:
        raise NotFound(_("There is no request No. %(number)s.", number=number))
    due_date = queries.due_date_of(request)
    if due_date is None:
        raise Refused(_("The clock starts on the day on which the body receives and registers the letter."))
    return Explained(request.rule, due_date, explaining.deadline_lines(request))


def _of_rule(code: str, on: date, extended_by: int | None) -> Explained:
    """As a letter of that day would be counted. Raises NotFound, or Refused for what cannot be counted."""
    rule = queries.rule_in_force(code, on)
    counted_by, calendar = queries.arithmetic(rule), queries.calendar()
    due_date = deadlines.due(counted_by, on, calendar)
    if extended_by:
        due_date = deadlines.extended(due_date, counted_by, calendar, by=extended_by)
    return Explained(rule, due_date, explaining.lines_of(due_date, counted_by))


def _as_text(told: Explained) -> list[str]:
    rule, basis = told.rule, []
    if rule.source:
        basis.append(_("Source: %(source)s.", source=rule.source))
    if rule.checked_on:
        basis.append(_("Checked on %(day)s.", day=day(rule.checked_on)))
    state = _("Confirmed") if rule.confirmed else _("To be confirmed")
    return [letters.rule_text(rule), " ".join([f"{state}.", *basis]), *told.lines]


def _as_json(told: Explained, number: str | None) -> dict[str, Any]:
    """`deadlines.to_json`, and by what it is counted."""
    rule, years = told.rule, range(told.due_date.received_on.year, told.due_date.due_on.year + 1)
    return deadlines.to_json(told.due_date) | {
        "request": number,
        "rule": {"code": rule.code, "law_mn": rule.law_mn, "law_en": rule.law_en, "article": rule.article},
        "rule_confirmed": rule.confirmed,
        "rule_source": rule.source,
        "years_not_confirmed": queries.unconfirmed(years),
    }
