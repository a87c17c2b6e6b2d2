"""Who may read meetings, hold them, and agree to their minutes."""

from flask_babel import lazy_gettext as _l

from app.core.actors import Actor
from app.core.errors import NotFound
from app.core.lifecycle import Guard
from app.partnership.meetings.models import Meeting
from app.partnership.queries import is_member_of


def _is_own(actor: Actor, meeting: Meeting) -> bool:
    if actor.can("subnetworks.all") or actor.actor_id is None or meeting.subnetwork_id is None:
        return True
    return is_member_of(actor.actor_id, meeting.subnetwork_id)


OWN_SUBNETWORK = Guard("own_subnetwork", _l("This is a meeting of another subnetwork than yours."), _is_own)
NOT_WRITER = Guard(
    "four_eyes",
    _l("You wrote these minutes last. Somebody else must check the proof and record that they are agreed."),
    lambda actor, meeting: meeting.edited_by_id != actor.actor_id,
)
NEVER_AGREED = Guard(
    "never_agreed",
    _l("Both sides agreed to minutes of this meeting: it was held."),
    lambda _actor, meeting: not meeting.versions,
)


def reads_all(actor: Actor) -> bool:
    """Whoever reads findings before they are published reads every meeting, its documents too."""
    return actor.can("findings.read")


def require_readable(actor: Actor, meeting: Meeting) -> Meeting:
    """Monitors read the meetings of their own subnetworks; NotFound for all others."""
    own = meeting.subnetwork_id and actor.actor_id and is_member_of(actor.actor_id, meeting.subnetwork_id)
    if reads_all(actor) or (own and actor.can("meetings.read")):
        return meeting
    raise NotFound()
