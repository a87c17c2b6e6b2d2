"""What a draft would say if it were sent now: the reply as it will be published, and what it still lacks."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from app.findings.models import Finding
from app.responses import queries
from app.responses.forms.reply import AnswerForm, WholeForm, read_back
from app.responses.models import Request
from app.responses.rules import Answer


@dataclass
class Checked:
    """`faulty` and `silent`: findings whose answer is not whole, and findings without one."""

    office: str = ""
    text: str = ""
    letter_number: str | None = None
    answers: list[Answer] = field(default_factory=list)
    faulty: list[Finding] = field(default_factory=list)
    silent: list[Finding] = field(default_factory=list)

    @property
    def is_ready(self) -> bool:
        return bool(self.office) and not self.faulty

    @property
    def referred_to(self) -> list[str]:
        """The bodies to which it refers, each once, as it names them."""
        names = [row.referred_to for row in self.answers if row.position == "refers" and row.referred_to]
        return list(dict.fromkeys(names))


def page_name(finding: Finding) -> str:
    """The page of the draft that answers a finding."""
    return f"finding-{finding.id}"


def look_over(row: Request, today: date) -> Checked:
    """Read the draft back and check it as sending would."""
    fields = queries.draft_fields(row)
    whole = read_back(WholeForm, fields.get("reply", {}))
    checked = Checked(whole.office.data or "", whole.text.data or "", whole.letter_number.data or None)
    for finding in queries.standing_findings(row):
        form = read_back(AnswerForm, fields.get(page_name(finding), {}))
        if form.is_blank:
            checked.silent.append(finding)
        elif form.validate() and form.check(finding.id, today):
            checked.answers.append(form.answer(finding.id))
        else:
            checked.faulty.append(finding)
    return checked


def as_published(row: Request, checked: Checked, today: date) -> dict[str, Any]:
    """The reply in the form in which `_reply.html` shows one."""
    return {
        "office": checked.office or "…",
        "answered_on": today,
        "text": checked.text,
        "letter_number": checked.letter_number,
        "items": [_item(answer) for answer in checked.answers],
        "files": queries.draft_files(row),
    }


def _item(answer: Answer) -> dict[str, Any]:
    said = {
        name: getattr(answer, name) for name in ("finding_id", "position", "text", "ground", "referred_to", "fixed_on")
    }
    return said | {"commitments": answer.promises}
