"""People, organisations, subnetworks, the plan."""

from datetime import date
from typing import Any

from app.accounts.models import User
from app.accounts.permissions import GRANTS, PERMISSIONS, Role
from app.bodies.identity import Mention
from app.bodies.models import Place, PublicBody, PublicBodyName
from app.core import clock
from app.core.actors import System
from app.core.text import fold, sort_key
from app.partnership.models import ActionPoint, FocusArea, Membership, Organisation, StrategicPlan, Subnetwork
from tests.given import number, stored

EVERYTHING = System(permissions=frozenset(PERMISSIONS))
BODY = System(actor_kind="body:1", permissions=GRANTS[Role.BODY])


def person(*roles: str, **fields: Any) -> User:
    """Someone with these roles (none: a monitor). The password is "correct horse"."""
    n = number()
    values = {
        "email": f"person{n}@example.mn",
        "name": f"Хүн {n:06}",  # no name holds another
        "password_hash": "",
        "roles": list(roles) or ["monitor"],
        "created_at": clock.now(),
    }
    return stored(User(**(values | fields)))


def organisation(**fields: Any) -> Organisation:
    name = f"Байгууллага {number()}"
    return stored(Organisation(**({"name_mn": name, "sort_key": sort_key(name), "kind": "ngo"} | fields)))


def subnetwork(*members: User, **fields: Any) -> Subnetwork:
    network = stored(Subnetwork(**({"name_mn": f"Дэд сүлжээ {number()}"} | fields)))
    for user in members:
        stored(Membership(user=user, subnetwork=network, since_on=date(2026, 1, 1)))
    return network


def stand_for(body: Organisation, *users: User) -> Membership:
    """These people belong to the organisation; returns the membership of the last."""
    rows = [stored(Membership(user=user, organisation=body, since_on=date(2026, 1, 1))) for user in users]
    return rows[-1]


def plan(**fields: Any) -> StrategicPlan:
    values = {
        "title_mn": f"Стратеги төлөвлөгөө {number()}",
        "starts_on": date(2026, 1, 1),
        "ends_on": date(2028, 12, 31),
        "state": "in_force",
    }
    return stored(StrategicPlan(**(values | fields)))


def focus_area(**fields: Any) -> FocusArea:
    fields.setdefault("plan", None)
    fields["plan"] = fields["plan"] or plan()
    return stored(FocusArea(**({"title_mn": f"Чиглэл {number()}"} | fields)))


def action_point(**fields: Any) -> ActionPoint:
    values: dict[str, Any] = {
        "title_mn": f"Арга хэмжээ {number()}",
        "due_on": date(2027, 1, 31),
        "origin": "plan",
        "created_at": clock.now(),
    }
    if "owner_body" not in fields:
        fields.setdefault("owner_organisation", None)
        fields["owner_organisation"] = fields["owner_organisation"] or organisation()
    return stored(ActionPoint(**(values | fields)))


def place(**fields: Any) -> Place:
    values = {"code": f"T-{number()}", "level": "aimag", "name_mn": "Хөвсгөл", "name_en": "Khuvsgul"}
    values |= {"sort_key": sort_key("Хөвсгөл")}
    return stored(Place(**(values | fields)))


def body(**fields: Any) -> PublicBody:
    name = fields.setdefault("name_mn", f"Захиргаа {number()}")
    values = {"fold": fold(name), "sort_key": sort_key(name), "created_at": clock.now()}
    row = stored(PublicBody(**(values | fields)))
    spelling, number_ = Mention(name, row.identifier or "").key
    stored(PublicBodyName(body=row, spelling=spelling, fold=row.fold, identifier=number_, name=name))
    return row
