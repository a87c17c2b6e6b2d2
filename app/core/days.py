"""Whole days between two columns, which each database counts in its own words."""

from typing import Any

from sqlalchemy import Integer
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement


class days_between(FunctionElement[int]):
    """Whole days from the first to the second, both days or both instants, rounded down."""

    type = Integer()
    inherit_cache = True


@compiles(days_between, "sqlite")
def _on_sqlite(element: Any, compiler: Any, **rest: Any) -> str:
    first, second = (compiler.process(clause, **rest) for clause in element.clauses)
    return f"CAST((unixepoch({second}) - unixepoch({first})) / 86400 AS INTEGER)"


@compiles(days_between, "postgresql")
def _on_postgresql(element: Any, compiler: Any, **rest: Any) -> str:
    first, second = (compiler.process(clause, **rest) for clause in element.clauses)
    return f"CAST(FLOOR(EXTRACT(EPOCH FROM (({second})::timestamp - ({first})::timestamp)) / 86400) AS INTEGER)"
