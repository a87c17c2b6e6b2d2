"""Use cases of places and public bodies."""

from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from app.accounts.models import User
from app.accounts.policy import ensure_self
from app.bodies.identity import Directory, Mention
from app.bodies.models import HomePlace, Place, PublicBody, PublicBodyName
from app.bodies.queries import find_body_by
from app.bodies.rules import is_personal_number
from app.core import audit
from app.core.actors import Actor
from app.core.database import db
from app.core.errors import Invalid, NotPermitted
from app.core.text import fold, sort_key


def register_body(
    name_mn: str,
    name_en: str | None = None,
    identifier: str | None = None,
    place: Place | None = None,
    *,
    actor: Actor,
    at: datetime,
    **letters: str | None,
) -> PublicBody:
    """Enter a public body by hand. `letters`: letters_email, letters_address, head_email.

    Raises Invalid when it stands in the register already.
    """
    _may_edit(actor)
    body = PublicBody(created_at=at)
    _describe(body, name_mn=name_mn, name_en=name_en, identifier=identifier, place=place, **letters)
    db.session.add(body)
    _note_name(body)
    audit.record(actor, at, "register", body)
    return body


def edit_body(body: PublicBody, *, actor: Actor, at: datetime, **facts: Any) -> None:
    """Correct what the register says. `facts` are those of `register_body`; what is left out is emptied."""
    _may_edit(actor)
    if changed := _describe(body, **facts):
        _note_name(body)
        audit.record(actor, at, "edit", body, changed=changed)


def ensure_body(name: str, identifier: str | None, at: datetime) -> PublicBody:
    """The body that imported data names, entered when it is new (rule: `identity`).

    ValueError when there is neither name nor identifier.
    """
    number = (identifier or "").strip()
    mention = Mention(name.strip() or number, number)
    if not mention.name:
        raise ValueError("a public body needs a name or an identifier")
    bearers, _moves = body_directory(at).resolve([mention])
    return db.session.get_one(PublicBody, bearers[mention].entity_id, populate_existing=True)


def set_home(person: User, place: Place | None, actor: Actor, at: datetime) -> None:
    """Say where one lives, so that what is near comes first; None takes it back. The audit chain, which is for good and
    read by many, does not learn where."""
    ensure_self(actor, person)
    home = db.session.get(HomePlace, person.id)
    if (home.place_id if home else None) == (place.id if place else None):
        return
    if place is None:
        db.session.delete(home)
    else:
        db.session.merge(HomePlace(user_id=person.id, place_id=place.id))
    db.session.flush()
    audit.record(actor, at, "edit", person, changed=["home_place"])


def body_directory(at: datetime) -> Directory:
    """Who is meant by the names in imported data; bodies not known yet are entered as of `at`."""

    def described(mention: Mention, identifier: str | None) -> dict[str, Any]:
        name = mention.name
        return {
            "name_mn": name,
            "fold": fold(name),
            "sort_key": sort_key(name),
            "identifier": identifier,
            "created_at": at,
        }

    return Directory(PublicBodyName.__table__, PublicBody.__table__, "body_id", described)


def _note_name(body: PublicBody) -> None:
    """Sources that use this name and number mean this body from now on."""
    db.session.flush()
    spelling, number = Mention(body.name_mn, body.identifier or "").key
    mine = (PublicBodyName.spelling == spelling, PublicBodyName.identifier == number)
    known = db.session.scalar(select(PublicBodyName).where(*mine))
    if known is None:
        known = PublicBodyName(spelling=spelling, fold=body.fold, identifier=number, name=body.name_mn)
        db.session.add(known)
    known.body = body


def _may_edit(actor: Actor) -> None:
    if not actor.can("register.edit"):
        raise NotPermitted(_l("You may not do this."))


def _describe(
    body: PublicBody,
    *,
    name_mn: str,
    name_en: str | None = None,
    identifier: str | None = None,
    place: Place | None = None,
    letters_email: str | None = None,
    letters_address: str | None = None,
    head_email: str | None = None,
) -> list[str]:
    """Check and set everything; returns the names of what changed."""
    _check_identity(body, name_mn, identifier)
    values = {
        "name_mn": name_mn,
        "name_en": name_en or None,
        "identifier": identifier or None,
        "place_id": place.id if place else None,
        "letters_email": letters_email or None,
        "letters_address": letters_address or None,
        "head_email": head_email or None,
    }
    changed = [name for name, value in values.items() if getattr(body, name) != value]
    for name in changed:
        setattr(body, name, values[name])
    body.fold, body.sort_key = fold(name_mn), sort_key(name_mn)
    return changed


def _check_identity(body: PublicBody, name: str, identifier: str | None) -> None:
    if identifier and is_personal_number(identifier):
        raise Invalid({"identifier": _l("This looks like a person's registration number. It is never stored.")})
    twin = find_body_by(identifier=identifier, name=name)
    if twin is None or twin is body:
        return
    if identifier:
        message = _l("Another body has this registration number: %(name)s", name=twin.name_mn)
        raise Invalid({"identifier": message})
    message = _l("A body of this name is registered. If this is another one, give its registration number.")
    raise Invalid({"name_mn": message})
