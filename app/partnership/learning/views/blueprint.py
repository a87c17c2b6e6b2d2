"""The blueprint that the pages of learning share, and what they do alike."""

from typing import Any

from flask import Blueprint, request

from app.partnership.learning.forms import StampedForm

blueprint = Blueprint("learning", __name__, url_prefix="/workspace/learning", template_folder="../../templates")


def overtaken(form: StampedForm, now: int) -> bool:
    """Whether somebody changed it meanwhile. The form counts from there: saving again is done knowingly."""
    if request.method != "POST" or form.stamp() == now:
        return False
    form.seen.data = str(now)
    return True


def typed(number: Any) -> int | None:
    """A number in the address, if it is one."""
    return int(number) if str(number or "").isdecimal() else None
