"""What a request says on paper and by mail: the covering text that is proposed, and the whole letter."""

from collections.abc import Sequence
from datetime import date

from flask_babel import force_locale, gettext as _

from app.core.text import excerpt
from app.findings.models import Finding
from app.partnership.queries import find_coordinating_organisation
from app.responses import deadlines, explaining, queries
from app.responses.models import Request, TimeRule
from app.ui.filters import day, short_day
from app.ui.i18n import current_language

LANGUAGES = ("mn", "en")
SUBJECT_LENGTH = 150


def suggested(findings: Sequence[Finding]) -> dict[str, str]:
    """Subject and covering text in both languages, made from the findings; the coordinator rewrites them."""
    proposed = {}
    for language in LANGUAGES:
        with force_locale(language):
            proposed[f"subject_{language}"] = _subject(findings)
            proposed[f"text_{language}"] = _text(findings)
    return proposed


def onward(findings: Sequence[Finding], origin: Request) -> dict[str, str]:
    """The same for the body to which another one referred: who sent the question on, and since when it is open."""
    proposed = suggested(findings)
    for language in LANGUAGES:
        with force_locale(language):
            name = (origin.body.name_en if language == "en" else None) or origin.body.name_mn
            sent_on = _(
                "%(body)s received these findings on %(day)s (request No. %(number)s) and referred us to you.",
                body=name,
                day=day(origin.received_on),
                number=origin.number,
            )
        proposed[f"text_{language}"] = f"{sent_on}\n\n{proposed[f'text_{language}']}"
    return proposed


def _subject(findings: Sequence[Finding]) -> str:
    titles = sorted({finding.contract.title for finding in findings})
    title = excerpt("; ".join(titles), SUBJECT_LENGTH)
    return str(_("Findings on the contract: %(title)s", title=title))


def _text(findings: Sequence[Finding]) -> str:
    purpose = _(
        "Citizens of our network monitor the performance of this contract. We send you what they found and"
        " ask for your explanation, so that it is published beside our findings, word for word."
    )
    if all(finding.is_good_practice for finding in findings):
        purpose = _("Citizens of our network monitor the performance of this contract and found good practice.")
    return str(purpose)


NOT_KNOWN = "—"  # the article of a rule that is still to be confirmed


def rule_text(rule: TimeRule) -> str:
    """The rule of time in one sentence, in the present language."""
    law = rule.law_en if current_language() == "en" else rule.law_mn
    term = deadlines.number_of_days(rule.term, rule.days)
    if rule.article == NOT_KNOWN:
        said = _("%(law)s: a reply within %(term)s of receipt", law=law, term=term)
    else:
        said = _(
            "%(law)s, Article %(article)s: a reply within %(term)s of receipt",
            law=law,
            article=rule.article,
            term=term,
        )
    if not rule.extension:
        return f"{said}."
    extension = deadlines.number_of_days(rule.extension, rule.days)
    return str(said + _(", which the body may extend once by up to %(extension)s.", extension=extension))


def example_lines(rule: TimeRule, received_on: date) -> list[str]:
    """How the due date is counted if the letter arrives on that day: the clock starts only at receipt."""
    counted_by = queries.arithmetic(rule)
    return explaining.lines_of(deadlines.due(counted_by, received_on, queries.calendar()), counted_by)


def plain(request: Request, link: str, today: date) -> str:
    """The whole letter in Mongolian, for a mail: text, findings, what is asked, the term, the link."""
    with force_locale("mn"):
        blocks = [
            _("Request No. %(number)s of %(day)s", number=request.number, day=short_day(today)),
            request.body.name_mn,
            request.text_mn,
            *(_finding(number, row) for number, row in enumerate(request.findings, 1)),
            *_term(request, today),
            *_how_to_reply(request, link),
            *_signature(),
        ]
    return "\n\n".join(blocks) + "\n"


def _finding(number: int, finding: Finding) -> str:
    lines = [f"{number}. {finding.title_mn}", finding.statement_mn]
    if finding.asks_mn:
        lines.append(_("What we ask: %(text)s", text=finding.asks_mn))
    return "\n".join(lines)


def _term(request: Request, today: date) -> list[str]:
    head = _("If it is received on %(day)s, that means:", day=day(today))
    lines = [head, *(f"- {line}" for line in example_lines(request.rule, today))]
    return [rule_text(request.rule), "\n".join(lines)]


def _how_to_reply(request: Request, link: str) -> list[str]:
    until = request.link_expires_at
    return [
        _("Acknowledge receipt and reply at this address, without an account:") + f"\n{link}",
        _(
            "The address works until %(day)s. Whoever has it can reply in the name of your body.",
            day=day(until),
        ),
        _("You may also reply on paper. Name the number of this request."),
    ]


def _signature() -> list[str]:
    organisation = find_coordinating_organisation()
    return [organisation.name_mn] if organisation else []
