"""One place that turns a kept problem of any kind into a sentence of the reader's language."""

from app.ocds.models import ImportProblem
from app.ocds.problems import Problem, code_of, message
from app.ocds.sheets import SheetCode, SheetProblem, message as message_of_sheet


def sentence(problem: Problem) -> str:
    """The problem with its place."""
    if isinstance(problem.code, SheetCode):
        return message_of_sheet(SheetProblem(problem.code, problem.where, problem.detail))
    return message(problem)


def message_of(row: ImportProblem) -> str:
    """The example of a group of problems."""
    code = SheetCode(row.code) if row.code in set(SheetCode) else code_of(row.code)
    return sentence(Problem(code, row.where, row.detail))
