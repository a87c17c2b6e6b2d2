"""Reads of import runs."""

from collections import defaultdict

from sqlalchemy import select

from app.core.database import db
from app.core.errors import NotFound
from app.core.paging import Page, paginate
from app.ocds.models import ImportProblem, ImportRun
from app.ocds.problems import Problem, code_of, message


def list_runs(page: int = 1) -> Page:
    return paginate(select(ImportRun).order_by(ImportRun.id.desc()), page)


def get_run(run_id: int) -> ImportRun:
    run = db.session.get(ImportRun, run_id)
    if run is None:
        raise NotFound()
    return run


def problems_by_code(run: ImportRun) -> list[list[ImportProblem]]:
    """The problems of a run in groups of one kind, the most frequent first."""
    groups: dict[str, list[ImportProblem]] = defaultdict(list)
    for problem in run.problems:
        groups[problem.code].append(problem)
    return sorted(groups.values(), key=len, reverse=True)


def message_of(row: ImportProblem) -> str:
    """A kept problem in the reader's language."""
    return message(Problem(code_of(row.code), row.where, row.detail))
