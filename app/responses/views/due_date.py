"""The due date of a request as a file, for whoever asks for it."""

from flask import Response

from app.core import clock
from app.core.errors import NotFound
from app.responses import calendar_file
from app.responses.models import Request


def calendar_answer(row: Request, *, for_body: bool = False) -> Response:
    """A download. Raises NotFound while no clock runs."""
    if row.last_day is None:
        raise NotFound()
    written = calendar_file.of_request(row, clock.now(), for_body=for_body)
    response = Response(written, content_type=calendar_file.TYPE)
    response.headers["Content-Disposition"] = f'attachment; filename="{calendar_file.file_name(row)}"'
    return response
