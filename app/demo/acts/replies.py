"""What public bodies answer, behind their link or on paper, and what they promise."""

from datetime import datetime
from typing import Any

from app.core import clock
from app.demo.acts.fieldwork import uploads
from app.demo.cast import Cast
from app.responses import queries, service
from app.responses.models import Response
from app.responses.policy import ReplyActor
from app.responses.rules import Answer, Promise

Said = dict[str, Any]


def _reply(cast: Cast, said: Said, at: datetime) -> None:
    answers = [_answer(cast, answer, said) for answer in said["answers"]]
    response = (
        _behind_link(cast, said, answers, at) if said["channel"] == "link" else _on_paper(cast, said, answers, at)
    )
    _name_points(cast, said, response)


def _answer(cast: Cast, answer: Said, said: Said) -> Answer:
    promises = [
        Promise(promise["text"], cast.day(promise["due"]), promise["office"])
        for promise in said.get("promises", ())
        if promise["finding"] == answer["finding"]
    ]
    given = {name: answer[name] for name in ("position", "text", "ground", "referred_to") if name in answer}
    return Answer(finding_id=cast.findings[answer["finding"]].id, promises=tuple(promises), **given)


def _behind_link(cast: Cast, said: Said, answers: list[Answer], at: datetime) -> Response:
    request = cast.requests[said["request"]]
    officer = ReplyActor(request.body_id)
    for upload in uploads(said):
        service.add_file(request, upload.name, upload.data, officer, at)
    seen = service.draft_mark(queries.draft_fields(request))
    response = service.send_reply(request, answers, officer, at, seen=seen, **_words(said))
    service.note_opening(request, officer, at)
    return response


def _on_paper(cast: Cast, said: Said, answers: list[Answer], at: datetime) -> Response:
    return service.record_paper(
        cast.requests[said["request"]],
        answers,
        cast.people[said["by"]],
        at,
        scans=[(upload.name, upload.data) for upload in uploads(said)],
        answered_on=cast.working_day(said["answered"]),
        arrived_on=clock.local_day(at),
        **_words(said),
    )


def _words(said: Said) -> Said:
    return {"office": said["office"], "text": said.get("text", ""), "letter_number": said.get("letter")}


def _name_points(cast: Cast, said: Said, response: Response) -> None:
    """Let later blocks speak of the action points that the promises became, in the order of the promises."""
    for promise in said.get("promises", ()):
        finding = cast.findings[promise["finding"]]
        made = {row.text: row for item in response.items if item.finding is finding for row in item.commitments}
        cast.points[promise["key"]] = made[promise["text"]].action_point


ACTS = {"reply": _reply}
