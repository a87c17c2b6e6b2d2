"""Requests at every point of their way, made by the use cases themselves."""

from datetime import UTC, date, datetime

from app.partnership.models import PlanLink
from app.responses import service
from app.responses.policy import ReplyActor
from app.responses.rules import Answer, Promise
from tests.given import papers, people, stored, work

SENT_AT = datetime(2026, 7, 6, 2, 0, tzinfo=UTC)
RECEIVED_ON = date(2026, 7, 8)
RECEIVED_AT = datetime(2026, 7, 8, 4, 0, tzinfo=UTC)
DUE_ON = date(2026, 8, 7)
REPLIED_AT = datetime(2026, 7, 20, 4, 0, tzinfo=UTC)
LATE_AT = datetime(2026, 8, 20, 4, 0, tzinfo=UTC)
SCAN = ("scan.png", papers.scan())


def coordinator():
    return people.person("coordinator")


def drafted(*findings, **fields):
    """A drafted request whose findings are tied to an action point."""
    request = work.request(*findings, **fields)
    point = people.action_point()
    for finding in request.findings:
        stored(PlanLink(subject_kind="finding", subject_id=finding.id, action_point=point, made_at=SENT_AT))
    return request


def sent(*findings, at=SENT_AT, **fields):
    request = drafted(*findings, **fields)
    service.send(request, coordinator(), at, channel="hand")
    return request


def delivered(*findings, received_on=RECEIVED_ON, at=RECEIVED_AT, **fields):
    request = sent(*findings, **fields)
    service.record_delivery(
        request, coordinator(), at, received_on=received_on, proof="registry", registry_number="А/12"
    )
    return request


def two_findings(**fields):
    first = work.finding(state="checked", **fields)
    return first, work.finding(state="checked", body=first.body, **fields)


def accepts(finding, *promises):
    return Answer(finding.id, "accepts", "Зөвшөөрч байна.", promises=tuple(promises))


def promise(on=date(2026, 9, 30), text="Дээврийг дуусгана.", office="Тохижилтын алба"):
    return Promise(text, on, office)


def officer(request):
    return ReplyActor(request.body_id)


def answered(request, *answers, at=REPLIED_AT, **fields):
    """A reply through the link to every finding."""
    said = answers or [accepts(finding) for finding in request.findings]
    values = {"channel": "link", "office": "Тохижилтын алба"} | fields
    return service.record_response(request, said, officer(request), at, **values)


def by_letter(request, *answers, at=REPLIED_AT, **fields):
    """A reply on paper to every finding, which arrived on the day on which it is recorded."""
    said = answers or [accepts(finding) for finding in request.findings]
    letter = {"office": "Тохижилтын алба", "answered_on": at.date(), "arrived_on": at.date()}
    return service.record_paper(request, said, coordinator(), at, **{"scans": [SCAN], **letter, **fields})
