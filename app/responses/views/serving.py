"""Clean copies of files, sent under a name that tells nothing."""

from mimetypes import guess_extension

from flask import Response

from app.core.files import StoredFile, clean_copy


def clean_file(file: StoredFile) -> Response:
    """The clean copy; its sender's name for it stays inside the house."""
    kind = file.clean_type or "application/octet-stream"
    response = Response(clean_copy(file), mimetype=kind)
    response.headers["Content-Disposition"] = f"inline; filename=file-{file.id}{guess_extension(kind) or ''}"
    return response
