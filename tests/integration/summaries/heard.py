"""Findings ready to be published. Whatever is internal and must never show holds CANARY."""

from datetime import UTC, date, datetime, timedelta

from app.core import storage
from app.core.files import StoredFile
from app.findings.models import Answer, ChecklistQuestion, Evidence
from app.partnership.models import PlanLink
from app.responses import deadlines
from app.responses.models import (
    Commitment,
    DeliveryAttempt,
    Response,
    ResponseFile,
    ResponseItem,
    Verification,
)
from app.responses.working_days import Calendar
from app.summaries import service
from tests.given import number, people, stored, work

CANARY = "КАНАРЕЙКА"
CUTOFF = date(2026, 6, 30)
RECEIVED_ON, DUE_ON = date(2026, 5, 4), date(2026, 6, 3)
AT = datetime(2026, 7, 6, 4, tzinfo=UTC)
PNG = b"\x89PNG\r\n\x1a\n"
RULE = deadlines.Rule("petition", 30, "calendar", 30)


def file(data=b"", media_type="image/png"):
    """A clean copy whose original had a telling name."""
    digest = storage.put("clean", data or PNG + str(number()).encode())
    values = {"name": f"{CANARY}.png", "sha256": f"{CANARY}-{number()}", "size": 9, "media_type": media_type}
    values |= {"condition": "clean", "clean_sha256": digest, "clean_type": media_type}
    return stored(StoredFile(**values, received_at=AT))


def seen(**fields):
    """An accepted observation with an answer and a photo."""
    monitor = people.person("monitor", name=f"{CANARY} хянагч", email=f"canary{number()}@example.mn")
    row = work.observation(
        work.monitored(monitor),
        monitor,
        state="accepted",
        notes=f"{CANARY} тэмдэглэл",
        received_at=AT - timedelta(days=40),
        **fields,
    )
    n = number()
    question = ChecklistQuestion(code=f"q{n}", text_mn="Дээвэр бүтэн үү?", text_en="Is the roof whole?")
    stored(Answer(observation=row, question=stored(question), answer="no", note=f"{CANARY} хариулт"))
    stored(work.released(Evidence(observation=row, file=file(), caption="Дээврийн зураг")))
    return row


def linked(finding, *areas):
    for area in areas or [people.focus_area()]:
        _link("finding", finding, focus_area=area)
    return finding


def _link(kind, subject, **end):
    values = {"subject_kind": kind, "subject_id": subject.id, "note": f"{CANARY} холбоос", "made_at": AT}
    return stored(PlanLink(**values, **end))


def finding(state="answered", linked_to=(), **fields):
    author = people.person("lead", name=f"{CANARY} ахлагч")
    row = work.finding(seen(), state=state, author=author, stated_at=AT - timedelta(days=30), **fields)
    return linked(row, *linked_to)


def asked(*findings, received_on=RECEIVED_ON, tried=True, **fields):
    """A request that reached the body."""
    author = people.person("coordinator", name=f"{CANARY} зохицуулагч")
    due = deadlines.due(RULE, received_on, Calendar())
    values = {
        "state": "delivered",
        "received_on": received_on,
        "proof": "registry",
        "registry_number": "А/12",
    }
    values |= {
        "due_on": due.due_on,
        "explanation": deadlines.to_json(due),
        "sent_at": AT - timedelta(days=70),
    }
    row = work.request(*findings, author=author, **(values | fields))
    if tried:
        attempt = DeliveryAttempt(request=row, at=row.sent_at, channel="mail", address=f"{CANARY}@example.mn")
        attempt.note = f"{CANARY} оролдлого"
        stored(attempt)
    return row


def replied(request, on=date(2026, 5, 20), text="Зургаан сард багтаан засна.", position="accepts", **said):
    """A reply to every finding of the request, with a commitment that became an action point."""
    recorder = people.person("coordinator", name=f"{CANARY} бүртгэгч")
    row = Response(request=request, channel="paper", answered_on=on, office="Тохижилтын алба", text=text)
    row.recorded_by_id, row.recorded_at = recorder.id, AT
    stored(row)
    for about in request.findings:
        item = stored(ResponseItem(response=row, finding=about, position=position, text="Санал нэг байна.", **said))
        point = people.action_point(owner_body=request.body, origin="commitment", origin_note=f"{CANARY} гарал")
        stored(Commitment(item=item, action_point=point, text="Дээврийг засна.", promised_on=date(2026, 9, 1)))
        _link("response", row, action_point=point)
    stored(ResponseFile(response_id=row.id, file_id=file(media_type="application/pdf").id))
    request.state = "answered"
    return row


def verified(finding, outcome="resolved", voice="monitor", on=date(2026, 6, 10)):
    """Somebody other than the first went to look, and a reviewer accepted their visit."""
    by = people.person("monitor", name=f"{CANARY} нягтлагч")
    visit = work.observation(finding.contract, by, state="accepted", visited_on=on, notes=f"{CANARY} тэмдэглэл")
    row = Verification(finding=finding, voice=voice, outcome=outcome, looked_on=on, note="Очиж үзэв.", by=by)
    row.observation, row.recorded_at = visit, AT
    return stored(row)


def whole_finding(**fields):
    """Stated, linked, asked, replied, verified."""
    row = finding(**fields)
    replied(asked(row))
    verified(row)
    return row


def composer():
    return people.person("coordinator", name=f"{CANARY} бичигч")


def cleared(*findings, **fields):
    """A cleared summary: composed by one coordinator, ready for another."""
    return work.summary(
        *(findings or [whole_finding()]), state="cleared", edited_by=composer(), cutoff_on=CUTOFF, **fields
    )


def published(*findings, at=AT, **fields):
    """Version 1 of a summary."""
    return service.publish(cleared(*findings, **fields), people.person("coordinator"), at)
