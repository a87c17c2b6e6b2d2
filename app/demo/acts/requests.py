"""Letters to public bodies, until they are answered."""

from datetime import datetime, time
from typing import Any

from sqlalchemy import select

from app.core import clock
from app.core.database import db
from app.demo.cast import Cast
from app.responses import queries, service
from app.responses.models import TimeRule
from app.responses.policy import ReplyActor
from app.responses.queries import notices
from app.responses.queries.revisits import list_promises_over
from app.responses.working_days import ONE_DAY

RULE = "petition"
TEXTS = ("subject_mn", "subject_en", "text_mn", "text_en")

Said = dict[str, Any]


def _draft(cast: Cast, said: Said, at: datetime) -> None:
    cast.requests[said["key"]] = service.draft_request(
        [cast.findings[key] for key in said["findings"]],
        db.session.scalars(select(TimeRule).where(TimeRule.code == RULE)).one(),
        {name: said[name] for name in TEXTS},
        cast.point_ids(said.get("points", [])),
        actor=cast.people[said["by"]],
        at=at,
        new_action_point=_new_point(cast, said["new_point"]) if "new_point" in said else None,
    )


def _new_point(cast: Cast, said: Said) -> dict[str, Any]:
    texts = {"title_mn": said["title_mn"], "title_en": said["title_en"]}
    return {
        **texts,
        "owner": cast.bodies[said["body"]],
        "due_on": cast.day(said["due"]),
        "focus_area": cast.areas[said["area"]],
    }


def _send(cast: Cast, said: Said, at: datetime) -> None:
    request, actor = cast.requests[said["key"]], cast.people[said["by"]]
    service.send(request, actor, at, channel=said["channel"], note=said.get("text"))


def _try_again(cast: Cast, said: Said, at: datetime) -> None:
    request, actor = cast.requests[said["key"]], cast.people[said["by"]]
    service.try_again(request, actor, at, channel=said["channel"], note=said.get("text"))


def _deliver(cast: Cast, said: Said, at: datetime) -> None:
    service.record_delivery(
        cast.requests[said["key"]],
        cast.people[said["by"]],
        at,
        received_on=cast.working_day(said["day"]),
        proof=said["proof"],
        registry_number=said.get("number"),
    )


def _acknowledge(cast: Cast, said: Said, at: datetime) -> None:
    """The body presses the button behind its link."""
    request = cast.requests[said["key"]]
    received_on, number = cast.working_day(said["day"]), said.get("number")
    officer = ReplyActor(request.body_id)
    service.acknowledge(request, officer, at, received_on=received_on, registry_number=number)
    service.note_opening(request, officer, at)


def _extend(cast: Cast, said: Said, at: datetime) -> None:
    """The body asks behind its link."""
    request = cast.requests[said["key"]]
    service.extend(request, ReplyActor(request.body_id), at, days=said["days"], reason=said["text"])


def _withdraw(cast: Cast, said: Said, at: datetime) -> None:
    service.withdraw(cast.requests[said["key"]], said["text"], cast.people[said["by"]], at)


def _addressee(cast: Cast, said: Said, at: datetime) -> None:
    service.add_addressee(said["name_mn"], said["name_en"], said["email"], None, cast.people[said["by"]], at)


def _name_onward(cast: Cast, said: Said, _at: datetime) -> None:
    """Let later blocks speak of the last referral in the replies to a request, and of the request it opened."""
    referral = queries.referrals_in(cast.requests[said["from"]].responses[-1])[-1]
    cast.referrals[said["key"]] = referral
    if referral.request:
        cast.requests[said["key"]] = referral.request


def _set_aside(cast: Cast, said: Said, at: datetime) -> None:
    service.set_aside(cast.referrals[said["key"]], said["text"], cast.people[said["by"]], at)


def _calendar(cast: Cast, said: Said, at: datetime) -> None:
    """The calendar of this year is confirmed; that of the next one is left for whoever tries the demonstration."""
    seen, checked_on = queries.get_year(cast.today.year).version, clock.local_day(at)
    checked = {"source": said["source"], "checked_on": checked_on, "seen": seen}
    service.confirm_year(cast.today.year, **checked, actor=cast.people[said["by"]], at=at)


def remind_until(at: datetime, last: datetime | None) -> None:
    """What the daily run did on the days after `last` up to that of `at`."""
    calendar = queries.calendar()
    day = clock.local_day(last or at)
    while day < clock.local_day(at):
        day += ONE_DAY
        morning = datetime.combine(day, time(3), clock.ULAANBAATAR)
        if calendar.why_off(day) is None:
            for number in notices.list_due_for_notice(day):
                service.remind(queries.get_request(number), morning, calendar)
        for finding in list_promises_over(day):
            service.ask_revisit(finding, "promise_over", morning)


ACTS = {
    "addressee": _addressee,
    "referral": _name_onward,
    "referral.send": _send,
    "referral.deliver": _deliver,
    "referral.set_aside": _set_aside,
    "calendar": _calendar,
    "request": _draft,
    "request.send": _send,
    "request.try_again": _try_again,
    "request.deliver": _deliver,
    "request.acknowledge": _acknowledge,
    "request.extend": _extend,
    "request.withdraw": _withdraw,
}
