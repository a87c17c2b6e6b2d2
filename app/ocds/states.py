"""The lifecycle of an import run: looked at first, applied when somebody (or the schedule) says so."""

from flask_babel import lazy_gettext as _l

from app.core.lifecycle import Lifecycle, needs, passage

ACTIVE = ("waiting", "fetching", "checking", "applying")  # something is being done, or soon will
MAY = "register.import"

RUN = Lifecycle(
    name="import_run",
    title=_l("Import run"),
    states={
        "waiting": _l("Waiting"),
        "fetching": _l("Fetching"),
        "checking": _l("Being checked"),
        "checked": _l("Checked, not yet applied"),
        "applying": _l("Being applied"),
        "done": _l("Applied"),
        "stopped": _l("Stopped"),
        "failed": _l("Failed"),
        "discarded": _l("Discarded"),
    },
    initial="waiting",
    passages=(
        passage("fetch", _l("Begin to fetch"), "waiting", "fetching", MAY),
        passage("check", _l("Begin to check"), ("waiting", "fetching"), "checking", MAY),
        passage("report", _l("Report what was found"), "checking", "checked", MAY),
        passage("apply", _l("Apply"), "checked", "applying", MAY),
        passage("finish", _l("Finish"), "applying", "done", MAY),
        passage("discard", _l("Discard"), ("checked", "stopped", "failed"), "discarded", MAY, tone="warn"),
        passage("stop", _l("Stop"), ACTIVE, "stopped", MAY, tone="warn"),
        passage("fail", _l("Give up"), ACTIVE, "failed", MAY, needs=(needs("error", _l("Say what went wrong.")),)),
        passage("resume", _l("Try again"), ("stopped", "failed"), "waiting", MAY),
    ),
)
