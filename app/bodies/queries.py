"""Reads of places and public bodies."""

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, and_, case, false, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from app.bodies.models import HomePlace, Place, PublicBody
from app.bodies.rules import PlaceName, find_place
from app.core.database import db
from app.core.errors import NotFound
from app.core.paging import Page, paginate
from app.core.text import fold, sort_key
from app.ui.i18n import current_language


def get_place(place_id: int) -> Place:
    place = db.session.get(Place, place_id)
    if place is None:
        raise NotFound
    return place


def list_places() -> list[Place]:
    """The capital, its districts, the aimags; each level in alphabetical order. Soums apart."""
    level = case({"capital": 0, "district": 1}, value=Place.level, else_=2)
    query = select(Place).where(Place.level != "soum").options(joinedload(Place.parent))
    return list(db.session.scalars(query.order_by(level, Place.sort_key, Place.id)))


def list_soums() -> list[Place]:
    """In alphabetical order."""
    query = select(Place).where(Place.level == "soum").options(joinedload(Place.parent))
    return list(db.session.scalars(query.order_by(Place.sort_key, Place.id)))


def find_home(person_id: int) -> Place | None:
    """Where somebody lives, if they said so."""
    query = select(Place).join(HomePlace, HomePlace.place_id == Place.id).where(HomePlace.user_id == person_id)
    return db.session.scalar(query)


def place_label(place: Place) -> str:
    """The place in the reader's language, with its level and its parent because names repeat."""
    if place.parent is None:
        return name_with_level(place)
    return str(_("%(place)s, %(parent)s", place=name_with_level(place), parent=name_with_level(place.parent)))


def name_with_level(place: Place) -> str:
    """Without its parent."""
    name = place.name_en if current_language() == "en" else place.name_mn
    if place.level == "aimag":
        return str(_("%(name)s aimag", name=name))
    if place.level == "district":
        return str(_("%(name)s district", name=name))
    if place.level == "soum":
        return str(_("%(name)s soum", name=name))
    return name


def place_names() -> tuple[PlaceName, ...]:
    """What `infer_place` looks for, soums not among them; whoever asks for many texts reads it once."""
    columns = select(Place.id, Place.level, Place.parent_id, Place.name_mn)
    columns = columns.where(Place.level != "soum").order_by(Place.id)
    return tuple(PlaceName(*row) for row in db.session.execute(columns))


def infer_place(text: str, names: tuple[PlaceName, ...] | None = None) -> Place | None:
    """The one place that a title or a buyer's name speaks of (rule: `rules.find_place`), or None."""
    place_id = find_place(text, place_names() if names is None else names)
    return db.session.get(Place, place_id) if place_id else None


def get_body(body_id: int) -> PublicBody:
    body = db.session.get(PublicBody, body_id)
    if body is None:
        raise NotFound
    return body


def find_body_by(*, identifier: str | None = None, name: str | None = None) -> PublicBody | None:
    """The body of this registration number; without a number, of this name: the exact spelling, else any."""
    if identifier:
        return db.session.scalar(select(PublicBody).where(PublicBody.identifier == identifier))
    if not name:
        return None
    exact = PublicBody.name_mn == name
    alike = or_(exact, PublicBody.fold == fold(name)) if fold(name) else exact
    first = case((exact, 0), else_=1)
    return db.session.scalar(select(PublicBody).where(alike).order_by(first, PublicBody.id).limit(1))


def list_bodies(search: str = "", place_id: int | None = None, page: int = 1) -> Page:
    """Public bodies whose name holds every word searched for, or with that number.

    Names that begin with what is searched for come first. A place brings its districts along.
    """
    query = select(PublicBody).outerjoin(PublicBody.place).options(contains_eager(PublicBody.place))
    if place_id is not None:
        query = query.where(or_(Place.id == place_id, Place.parent_id == place_id))
    if search := search.strip():
        begins = PublicBody.sort_key.startswith(sort_key(search), autoescape=True)
        query = query.where(_is_about(search)).order_by(case((begins, 0), else_=1))
    return paginate(query.order_by(PublicBody.sort_key, PublicBody.id), page)


def _is_about(search: str) -> ColumnElement[bool]:
    words = [PublicBody.fold.contains(word, autoescape=True) for word in fold(search).split()]
    in_name = and_(*words) if words else false()
    in_english = func.lower(PublicBody.name_en).contains(search.lower(), autoescape=True)
    return or_(PublicBody.identifier == search, in_english, in_name)
