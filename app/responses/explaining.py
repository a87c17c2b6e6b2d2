"""How a due date is explained wherever it is printed: on pages, in letters, in calendar files and by the command."""

from flask_babel import gettext as _

from app.responses import queries
from app.responses.deadlines import DueDate, Rule, step_text
from app.responses.models import Request


def lines_of(due_date: DueDate, rule: Rule) -> list[str]:
    """The arithmetic, one sentence a line; then, which calendar of its term nobody has confirmed yet."""
    years = queries.unconfirmed(range(due_date.received_on.year, due_date.due_on.year + 1))
    return [*map(step_text, due_date.steps), *(_not_confirmed(number, rule) for number in years)]


def _not_confirmed(year: int, rule: Rule) -> str:
    if rule.needs_calendar:
        said = _(
            "The calendar of %(year)s is not yet confirmed: a day moved by decree would move the due date.", year=year
        )
    else:
        said = _(
            "The calendar of %(year)s is not yet confirmed. The rule counts every day, so the due date does not"
            " depend on it.",
            year=year,
        )
    return str(said)


def deadline_lines(request: Request) -> list[str]:
    """The arithmetic of the due date, one sentence a line; empty before delivery."""
    due_date = queries.due_date_of(request)
    if due_date is None:
        return []
    if request.state != "delivered":
        return [step_text(step) for step in due_date.steps]
    return lines_of(due_date, queries.arithmetic(request.rule))
