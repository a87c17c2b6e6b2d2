"""People, the partnership and its plan."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from app.accounts import service as accounts
from app.bodies.models import Place
from app.bodies.service import set_home
from app.core.database import db
from app.demo.cast import FOUNDER, Cast
from app.partnership import queries, service

PASSWORD = "tal-nutag-2026"  # public on purpose: it opens invented accounts only
TERM = 3  # years of a plan
FIRST_TERM = 2026
TEXTS = ("title_mn", "title_en", "name_mn", "name_en", "kind", "issues_mn", "issues_en", "profile_mn", "profile_en")
LONG_TEXTS = ("purpose_mn", "purpose_en", "vision_mn", "vision_en", "rationale_mn", "rationale_en")
POINT_TEXTS = ("title_mn", "title_en", "description_mn", "description_en")

Said = dict[str, Any]


def _texts(said: Said) -> Said:
    return {name: said[name] for name in (*TEXTS, *LONG_TEXTS) if name in said}


def _create_person(cast: Cast, said: Said, at: datetime) -> None:
    """The first one is made by nobody: the command line would do it. `home`: the code of a place."""
    language = said.get("language", "mn")
    person = cast.people[said["key"]] = accounts.create_person(
        said["email"], said["name"], said["roles"], PASSWORD, cast.people.get("admin", FOUNDER), at, language
    )
    if "home" in said:
        set_home(person, db.session.scalar(select(Place).where(Place.code == said["home"])), person, at)


def _invite(cast: Cast, said: Said, at: datetime) -> None:
    accounts.invite(said["email"], said["name"], said["roles"], cast.people[said["by"]], at)


def _register_organisation(cast: Cast, said: Said, at: datetime) -> None:
    days = {"joined_on": cast.day(said["joined"]), "left_on": cast.day(said["left"]) if "left" in said else None}
    cast.organisations[said["key"]] = service.register_organisation(
        actor=cast.people[said["by"]], at=at, **_texts(said), **days
    )


def _create_subnetwork(cast: Cast, said: Said, at: datetime) -> None:
    actor = cast.people[said["by"]]
    cast.subnetworks[said["key"]] = service.create_subnetwork(actor=actor, at=at, **_texts(said))


def _add_members(cast: Cast, said: Said, at: datetime) -> None:
    actor, subnetwork = cast.people[said["by"]], cast.subnetworks[said["subnetwork"]]
    organisation = cast.organisations[said["organisation"]]
    for key in said["people"]:
        since = cast.working_day(said["day"])
        service.add_member(subnetwork, cast.people[key], since, actor, at, organisation=organisation)


def _end_membership(cast: Cast, said: Said, at: datetime) -> None:
    person, members = cast.people[said["person"]], queries.members_of(cast.subnetworks[said["subnetwork"]])
    membership = next(row for row in members if row.user is person and row.until_on is None)
    service.end_membership(membership, cast.working_day(said["day"]), cast.people[said["by"]], at, said["text"])


def term_of(said: Said, today: date) -> tuple[int, int]:
    """First and last year: of the term that holds today, moved by `terms` terms or begun `from` years later."""
    first = today.year - (today.year - FIRST_TERM) % TERM + said.get("terms", 0) * TERM + said.get("from", 0)
    return first, first + TERM - 1


def _draft_plan(cast: Cast, said: Said, at: datetime) -> None:
    first, last = term_of(said, cast.today)
    texts = {name: text.format(first=first, last=last) for name, text in _texts(said).items()}
    cast.plans[said["key"]] = service.draft_plan(
        starts_on=date(first, 1, 1), ends_on=date(last, 12, 31), actor=cast.people[said["by"]], at=at, **texts
    )


def _agree_plan(cast: Cast, said: Said, at: datetime) -> None:
    service.agree_plan(
        cast.plans[said["key"]],
        cast.people[said["by"]],
        at,
        agreed_on=cast.working_day(said["day"]),
        agreed_by_mn="Гишүүн байгууллагууд (жишээ)",
        agreed_by_en="The member organisations (demo)",
        note=said["text"],
    )


def _put_plan_in_force(cast: Cast, said: Said, at: datetime) -> None:
    service.put_in_force(cast.plans[said["key"]], cast.people[said["by"]], at)


def _succeed(cast: Cast, said: Said, at: datetime) -> None:
    mapping = {cast.areas[old].id: cast.areas[new].id for old, new in said["areas"].items()}
    service.succeed(cast.plans[said["key"]], mapping, cast.people[said["by"]], at, said["text"])


def _add_focus_area(cast: Cast, said: Said, at: datetime) -> None:
    values = {name: said[name] for name in ("pillars", "share") if name in said}
    cast.areas[said["key"]] = service.add_focus_area(
        cast.plans[said["plan"]], actor=cast.people[said["by"]], at=at, **_texts(said), **values
    )


def _create_action_point(cast: Cast, said: Said, at: datetime) -> None:
    owner = cast.organisations[said["organisation"]] if "organisation" in said else cast.bodies[said["body"]]
    cast.points[said["key"]] = service.create_action_point(
        **{name: said[name] for name in POINT_TEXTS if name in said},
        owner=owner,
        due_on=cast.day(said["due"]),
        origin=said["origin"],
        origin_note=said.get("note"),
        focus_area=cast.areas[said["area"]] if "area" in said else None,
        actor=cast.people[said["by"]],
        at=at,
    )


def _move_action_point(cast: Cast, said: Said, at: datetime) -> None:
    point = cast.points[said.get("point") or said["key"]]
    service.move_action_point(point, said["do"], cast.people[said["by"]], at, said.get("text"))


ACTS = {
    "person": _create_person,
    "invitation": _invite,
    "organisation": _register_organisation,
    "subnetwork": _create_subnetwork,
    "member": _add_members,
    "leaving": _end_membership,
    "plan": _draft_plan,
    "plan.agree": _agree_plan,
    "plan.put_in_force": _put_plan_in_force,
    "plan.succeed": _succeed,
    "area": _add_focus_area,
    "point": _create_action_point,
    **{f"point.{verb}": _move_action_point for verb in ("start", "finish", "drop", "resume")},
    **{f"move.{verb}": _move_action_point for verb in ("start", "finish")},
}
