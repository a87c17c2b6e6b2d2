"""Tying contracts, findings and replies to the plan.

A subject is a flushed row of a table named in `terms.LINKABLE`. The audit entry is about the subject, whose
history so tells when it was tied to what.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from types import SimpleNamespace
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from app.core import audit
from app.core.actors import Actor
from app.core.database import db
from app.core.errors import Invalid, Missing, Refused
from app.partnership import policy
from app.partnership.models import ActionPoint, FocusArea, PlanLink
from app.partnership.queries import links_of
from app.partnership.terms import LINKABLE


def link_focus_areas(
    subject: Any, ids: Iterable[int], actor: Actor, at: datetime, note: str | None = None
) -> list[PlanLink]:
    """Link a subject to focus areas of an agreed plan; returns the new links, without those that were there.

    Raises Invalid for "focus_areas". One audit entry when something is new.
    """
    _may_link(subject, actor)
    return _tie(subject, "focus_area", _new_areas(subject, ids), actor=actor, at=at, note=note)


def link_action_points(
    subject: Any, ids: Iterable[int], actor: Actor, at: datetime, note: str | None = None
) -> list[PlanLink]:
    """Link a subject to action points; as `link_focus_areas`, with errors for "action_points"."""
    _may_link(subject, actor)
    return _tie(subject, "action_point", _new_points(subject, ids), actor=actor, at=at, note=note)


def set_focus_areas(subject: Any, ids: Iterable[int], actor: Actor, at: datetime, note: str | None = None) -> None:
    """Make these the focus areas of a subject: links what is new, unlinks the rest, in one audit entry.

    Raises Invalid for "focus_areas", also when a subject that has some would be left with none.
    """
    _may_link(subject, actor)
    wanted = set(ids)
    present = [link for link in links_of(subject) if link.focus_area_id]
    if present and not wanted:
        raise Invalid({"focus_areas": _l("Choose at least one focus area.")})
    new = _new_areas(subject, wanted)
    removed = [link for link in present if link.focus_area_id not in wanted]
    for link in removed:
        db.session.delete(link)
    _tie(subject, "focus_area", new, actor=actor, at=at, note=note, removed=removed)


def hand_over_links(owner: Any, heir: Any, actor: Actor, at: datetime) -> list[int]:
    """What one subject is linked to becomes another's of the same kind, with who linked it, when and why.

    An end that both have stays with the owner too. Returns the ids of the links that went.
    """
    _may_link(heir, actor)
    known = {_end(link) for link in links_of(heir)}
    return _move([link for link in links_of(owner) if _end(link) not in known], owner, heir, actor, at)


def return_links(heir: Any, owner: Any, ids: Iterable[int], actor: Actor, at: datetime) -> None:
    """Undo `hand_over_links`, for those of the links that are still there. The last focus area stays with both."""
    _may_link(owner, actor)
    known, held, wanted = {_end(link) for link in links_of(owner)}, links_of(heir), set(ids)
    going = [link for link in held if link.id in wanted and _end(link) not in known]
    if not any(link.focus_area_id for link in held if link not in going):
        areas = [link for link in going if link.focus_area_id]
        going = [link for link in going if link not in areas]
        share_links(heir, owner, actor, at, [link.id for link in areas])
    _move(going, heir, owner, actor, at)


def share_links(owner: Any, other: Any, actor: Actor, at: datetime, ids: Iterable[int] | None = None) -> None:
    """Link another subject to what this one is linked to: to everything, or by the links with these ids."""
    _may_link(other, actor)
    links = [link for link in links_of(owner) if ids is None or link.id in ids]
    for end in ("focus_area", "action_point"):
        rows = [row for row in (getattr(link, end) for link in links) if row]
        _tie(other, end, rows, actor=actor, at=at, note=None)


def _end(link: PlanLink) -> tuple[int | None, int | None]:
    return link.focus_area_id, link.action_point_id


def _move(links: Sequence[PlanLink], owner: Any, heir: Any, actor: Actor, at: datetime) -> list[int]:
    """One audit entry of each of the two, when something moves."""
    for link in links:
        link.subject_id = heir.id
    ends: dict[str, Any] = {
        "focus_areas": [link.focus_area_id for link in links if link.focus_area_id],
        "action_points": [link.action_point_id for link in links if link.action_point_id],
    }
    if links:
        audit.record(actor, at, "unlink", owner, moved_to=heir.id, **ends)
        audit.record(actor, at, "link", heir, moved_from=owner.id, **ends)
    return [link.id for link in links]


def unlink(link: PlanLink, actor: Actor, at: datetime, reason: str) -> None:
    """Take back one link. The last focus area stays: link another one first."""
    subject = SimpleNamespace(__tablename__=link.subject_kind, id=link.subject_id)
    _may_link(subject, actor)
    if not reason.strip():
        raise Missing("reason", _l("Write the reason."))
    if link.focus_area_id and sum(bool(other.focus_area_id) for other in links_of(subject)) == 1:
        raise Refused(_l("This is its only focus area. Link another one first."))
    ends: dict[str, Any] = {"focus_area": link.focus_area_id, "action_point": link.action_point_id}
    db.session.delete(link)
    audit.record(actor, at, "unlink", subject, reason=reason, **{k: v for k, v in ends.items() if v})


def _may_link(subject: Any, actor: Actor) -> None:
    if subject.__tablename__ not in LINKABLE:
        raise ValueError(f"{subject.__tablename__} cannot be linked to the plan")
    policy.ensure(policy.may_link(actor, subject.__tablename__))


def _new_areas(subject: Any, ids: Iterable[int]) -> list[FocusArea]:
    linked = {link.focus_area_id for link in links_of(subject)}
    areas = _rows(FocusArea, "focus_areas", set(ids) - linked)
    if not all(map(policy.is_open, areas)):
        raise Invalid({"focus_areas": _l("Only focus areas of the plan in force can be linked.")})
    return areas


def _new_points(subject: Any, ids: Iterable[int]) -> list[ActionPoint]:
    linked = {link.action_point_id for link in links_of(subject)}
    return _rows(ActionPoint, "action_points", set(ids) - linked)


def _rows(kind: Any, field: str, ids: set[int]) -> list[Any]:
    rows = list(db.session.scalars(select(kind).where(kind.id.in_(ids)).order_by(kind.id))) if ids else []
    if len(rows) < len(ids):
        raise Invalid({field: _l("Not a valid choice.")})
    return rows


def _tie(
    subject: Any,
    end: str,
    rows: Sequence[FocusArea | ActionPoint],
    *,
    actor: Actor,
    at: datetime,
    note: str | None,
    removed: Sequence[PlanLink] = (),
) -> list[PlanLink]:
    links = [
        PlanLink(
            subject_kind=subject.__tablename__,
            subject_id=subject.id,
            made_by_id=actor.actor_id,
            made_at=at,
            note=note or None,
            **{end: row},
        )
        for row in rows
    ]
    db.session.add_all(links)
    gone = [getattr(link, f"{end}_id") for link in removed]
    details: dict[str, Any] = {f"{end}s": [row.id for row in rows], "removed": gone}
    if rows or removed:
        audit.record(actor, at, "link", subject, **details)
    return links
