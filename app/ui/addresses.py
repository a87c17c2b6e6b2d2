"""What the query of an address asks for."""

from flask import request

from app.core.errors import NotFound


def small_number(name: str) -> int | None:
    """A whole number; None where there is none. NotFound where no database could hold it."""
    number = request.args.get(name, type=int)
    if number is not None and abs(number) >= 2**31:
        raise NotFound()
    return number
