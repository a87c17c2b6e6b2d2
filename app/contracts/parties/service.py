"""Decisions on who is meant: two parties are one, or names of one are somebody else. Imports respect them.

Contracts move with the names. Letters that were sent and documents that were published keep naming the body they were
addressed to; a merged party stays as a row that says into whom.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l

from app.bodies.identity import Move
from app.contracts.parties.kinds import BODY, Kind
from app.contracts.parties.queries import names_of
from app.core import audit
from app.core.actors import Actor
from app.core.database import db
from app.core.errors import Missing, NotPermitted, Refused
from app.core.text import fold, sort_key


def merge(kind: Kind, party: Any, other: Any, actor: Actor, at: datetime, reason: str) -> None:
    """`other` is really `party`: all its names and contracts become the party's."""
    _may_decide(actor, reason)
    for row in sorted((party, other), key=lambda row: row.id):
        db.session.refresh(row, with_for_update=True)
    if party is other:
        raise Refused(_l("This is the same one."))
    if party.merged_into_id or other.merged_into_id:
        raise Refused(_l("One of them was merged already."))
    moved = _moved(kind, [row for row, _ in names_of(kind, other)], other, party)
    other.merged_into_id = party.id
    details: dict[str, Any] = {"merged": other.id, "names": moved, "carried": _carry(kind, party, other)}
    audit.record(actor, at, "merge", party, reason=reason, **details)


def _carry(kind: Kind, party: Any, other: Any) -> list[str]:
    """What only the merged one knew is kept; returns the names of the columns."""
    names = [name for name in kind.carried if not getattr(party, name) and getattr(other, name)]
    for name in names:
        setattr(party, name, getattr(other, name))
    return names


def _give_back(party: Any, other: Any) -> list[str]:
    """What the party knew only from the one it was merged with: letters to it must not go to somebody else."""
    merges = (row.details for row in audit.history(party) if row.verb == "merge")
    came = {name for told in merges if told["merged"] == other.id for name in told.get("carried", ())}
    names = sorted(name for name in came if getattr(party, name) == getattr(other, name))
    for name in names:
        setattr(party, name, None)
    return names


def split(kind: Kind, party: Any, name_ids: Sequence[int], actor: Actor, at: datetime, reason: str) -> Any:
    """These names are somebody else: a party of their own, the one that was merged if they are its names."""
    _may_decide(actor, reason)
    db.session.refresh(party, with_for_update=True)
    known = [row for row, _ in names_of(kind, party)]
    chosen = [row for row in known if row.id in set(name_ids)]
    if not chosen:
        raise Missing("names", _l("Choose the names that are somebody else."))
    if len(chosen) == len(known):
        raise Missing("names", _l("At least one name must stay."))
    other = _former(kind, party, chosen) or _made(kind, party, chosen, at)
    returned = _give_back(party, other)
    moved = _moved(kind, chosen, party, other)
    details: dict[str, Any] = {"split_off": other.id, "names": moved, "returned": returned}
    audit.record(actor, at, "split", party, reason=reason, **details)
    return other


def _may_decide(actor: Actor, reason: str) -> None:
    if not actor.can("register.merge"):
        raise NotPermitted(_l("You may not do this."))
    if not reason.strip():
        raise Missing("reason", _l("Write the reason."))


def _moved(kind: Kind, rows: Sequence[Any], before: Any, after: Any) -> list[int]:
    for row in rows:
        setattr(row, kind.owner, after.id)
        row.decided = True
    db.session.flush()
    kind.move(Move(row.id, before.id, after.id) for row in rows)
    db.session.expire_all()
    return [row.id for row in rows]


def _former(kind: Kind, party: Any, chosen: Sequence[Any]) -> Any:
    """Whoever had these names before it was merged into the party."""
    rows = db.session.query(kind.entities).filter_by(merged_into_id=party.id).all()
    numbers, folds = {row.identifier for row in chosen} - {""}, {row.fold for row in chosen}
    for row in rows:
        if row.identifier in numbers or row.fold in folds:
            row.merged_into_id = None
            return row
    return None


def _made(kind: Kind, party: Any, chosen: Sequence[Any], at: datetime) -> Any:
    first = chosen[0]
    number = next((row.identifier for row in chosen if row.identifier), None)
    if number and party.identifier == number:
        party.identifier = None
        db.session.flush()
    facts = {kind.label: first.name, "fold": fold(first.name), "sort_key": sort_key(first.name), "identifier": number}
    if kind is BODY:
        facts["created_at"] = at
    made = kind.entities(**facts)
    db.session.add(made)
    db.session.flush()
    return made
