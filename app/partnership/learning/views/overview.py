"""The first page of learning: what leads where."""

from typing import Any

from app.partnership.learning.views.blueprint import blueprint
from app.ui.forms import page
from app.ui.guards import requires


@blueprint.get("")
@requires("learning.read")
def index() -> Any:
    return page("learning/index.html")
