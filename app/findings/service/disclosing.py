"""What others may see of the evidence. A reviewer looks at every file before anybody outside the network does."""

from datetime import datetime

from flask_babel import lazy_gettext as _l

from app.core import storage
from app.core.actors import Actor
from app.core.cleaning import cover
from app.core.database import db
from app.core.errors import Invalid, NotFound, Stale
from app.core.files import clean_copy, discard_copy
from app.findings import covers
from app.findings.models import Evidence
from app.findings.states import EVIDENCE


def show(evidence: Evidence, actor: Actor, at: datetime, *, seen: int) -> None:
    """Others may see the clean copy as it is. `seen`, here and below: `decisions` as the person saw it."""
    EVIDENCE.check(_hold(evidence, seen), "show", actor)
    _release(evidence, evidence.file.clean_sha256, evidence.file.clean_type, None)
    EVIDENCE.take(evidence, "show", actor, at, details={"sha256": evidence.public_sha256})


def cover_parts(evidence: Evidence, areas: str, actor: Actor, at: datetime, *, seen: int) -> None:
    """Others may see a copy in which these parts are covered. Raises Invalid for "covers"."""
    EVIDENCE.check(_hold(evidence, seen), "cover", actor, covers=areas)
    parts = covers.parse(areas)
    if not evidence.file.is_picture:
        raise Invalid({"covers": _l("Parts can only be covered in a picture.")})
    copy = cover(clean_copy(evidence.file), evidence.file.clean_type or "", parts)
    _release(evidence, storage.put("clean", copy.data), copy.media_type, covers.write(parts))
    details = {"sha256": evidence.public_sha256, "parts": len(parts)}
    EVIDENCE.take(evidence, "cover", actor, at, covers=areas, details=details)


def withhold(evidence: Evidence, reason: str, actor: Actor, at: datetime, *, seen: int) -> None:
    """Nobody outside the network sees it, from now on also where it was published."""
    EVIDENCE.take(_hold(evidence, seen), "withhold", actor, at, reason=reason)
    _release(evidence, None, None, evidence.covers)


def _release(evidence: Evidence, sha256: str | None, media_type: str | None, parts: str | None) -> None:
    if evidence.public_sha256 and evidence.public_sha256 != sha256:
        discard_copy(evidence.public_sha256)
    evidence.public_sha256, evidence.public_type, evidence.covers = sha256, media_type, parts
    evidence.decisions += 1
    db.session.flush()


def _hold(evidence: Evidence, seen: int) -> Evidence:
    """In its present state, held until the transaction ends. Raises Stale when somebody else decided meanwhile."""
    db.session.refresh(evidence, ["state", "decisions", "withdrawn_at"], with_for_update=True)
    if not evidence.file.is_clean:
        raise NotFound()
    if evidence.decisions != seen:
        raise Stale(_l("Somebody else decided about this file meanwhile. Look at what they decided."))
    return evidence
