"""What becomes of an uploaded file: a clean copy, or the reason why there is none."""

from dataclasses import dataclass
from enum import StrEnum


class Reason(StrEnum):
    """Why a file stays sealed. The values are stored: add, never rename."""

    NOT_TAKEN = "not_taken"  # a kind of file we do not take, or not the kind it is said to be
    DAMAGED = "damaged"
    ENCRYPTED = "encrypted"
    TOO_LARGE_PICTURE = "too_large_picture"
    TOO_LARGE_VIDEO = "too_large_video"  # too long, too many pixels, or tables that stand for too much
    OTHER_VIDEO = "other_video"  # in another coding, in fragments, or not exactly one track of pictures
    ACTIVE_CONTENT = "active_content"  # macros
    NOT_CLEANABLE = "not_cleanable"  # sound, but we cannot promise that nothing would be left in it
    METADATA_LEFT = "metadata_left"  # the check of the clean copy found something: a fault of ours


class Uncleanable(Exception):
    """There is no clean copy of this file; `reason` says why."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.value)
        self.reason = reason


@dataclass(frozen=True)
class Cleaned:
    """A copy fit to be shown. `width` and `height` in pixels, for pictures only."""

    data: bytes
    media_type: str
    width: int | None = None
    height: int | None = None
