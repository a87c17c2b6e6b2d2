"""The letter of a request: the page for printing, and the PDF."""

from typing import Any

from flask import flash, render_template, request as http, url_for
from flask_babel import force_locale, gettext as _

from app.core import clock
from app.core.errors import NotFound
from app.core.typeset import NotTypeset
from app.partnership.queries import find_coordinating_organisation
from app.responses import letters, links, queries
from app.responses.letter_pdf import file_name, letter_pdf, log
from app.responses.models import Request
from app.responses.views.requests.blueprint import blueprint
from app.ui.forms import page, see_other
from app.ui.guards import actor, requires
from app.ui.i18n import LANGUAGES, current_language
from app.ui.serving import sandboxed, serve


def may_see_link(row: Request) -> bool:
    """Who holds the link speaks for the body: only who sends it may see it."""
    return actor().can("requests.manage") and links.is_open(row, clock.now())


@blueprint.get("/<int:request_id>/letter")
@requires("requests.manage")
def letter(request_id: int) -> Any:
    """In the language asked for (`language`), else the reader's; what stands around it is always in the reader's."""
    row = queries.get_request(request_id)
    language = http.args.get("language", current_language())
    if language not in LANGUAGES:
        raise NotFound()
    with force_locale(language):
        written = _letter(row)
    others = {code: name for code, name in LANGUAGES.items() if code != language}
    return page("responses/letter.html", row=row, written=written, language=language, others=others)


def _letter(row: Request) -> str:
    day = clock.local_day(row.sent_at) if row.sent_at else clock.today()
    return render_template(
        "responses/_letter.html",
        row=row,
        day=day,
        lines=letters.example_lines(row.rule, day),
        sender=find_coordinating_organisation(),
        link=links.address_of(row) if may_see_link(row) else None,
    )


@blueprint.get("/<int:request_id>/letter-<language>.pdf")
@requires("requests.manage")
@sandboxed
def letter_file(request_id: int, language: str) -> Any:
    row = queries.get_request(request_id)
    if language not in LANGUAGES:
        raise NotFound()
    try:
        made = letter_pdf(row, language, with_link=may_see_link(row))
    except NotTypeset as fault:
        log.warning("no PDF of request %s: %s", row.id, fault)
        flash(_("The PDF could not be made. Print the letter from its page."), "danger")
        return see_other(url_for("requests.letter", request_id=row.id))
    response = serve(made, "application/pdf", file_name(row, language).removesuffix(".pdf"))
    response.headers["Cache-Control"] = "no-store"  # it holds the reply link
    return response
