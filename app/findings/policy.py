"""Four eyes: who may review an observation, check a finding, assess an outcome."""

from flask_babel import lazy_gettext as _l

from app.core.lifecycle import Guard
from app.findings.queries import has_settled_finding

OWN = Guard("own_work", _l("This is somebody else's observation."), lambda actor, row: row.monitor_id == actor.actor_id)
NOT_OWN = Guard(
    "four_eyes", _l("Nobody reviews their own observation."), lambda actor, row: row.monitor_id != actor.actor_id
)
NO_FINDING = Guard(
    "no_finding",
    _l("A finding that was already checked rests on this observation."),
    lambda _actor, row: not has_settled_finding(row.id),
)
NOT_AUTHOR = Guard(
    "four_eyes", _l("Nobody checks their own finding."), lambda actor, finding: finding.author_id != actor.actor_id
)
NOT_OBSERVER = Guard(
    "not_the_monitor",
    _l("Nobody checks a finding that rests on their own observation."),
    lambda actor, finding: all(row.monitor_id != actor.actor_id for row in finding.observations),
)
