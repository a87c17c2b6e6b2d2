"""Published summaries: the latest version, every version at its permanent address, tombstones."""

from typing import Any

from flask import Response, render_template

from app.public.views.blueprint import WHY, blueprint
from app.public.views.register import file_urls, page_number
from app.summaries import visibility
from app.summaries.document import canonical, thaw
from app.summaries.models import Summary, SummaryVersion
from app.ui.forms import page
from app.ui.guards import open_to_all

GONE = 410


@blueprint.route("/summaries")
@open_to_all(WHY)
def summaries() -> Any:
    return page("public/summaries.html", versions=visibility.list_summaries(page_number()))


@blueprint.route("/summaries/<slug>")
@open_to_all(WHY)
def summary(slug: str) -> Any:
    summary = visibility.get_summary(slug)
    return _shown(summary, summary.versions[-1])


@blueprint.route("/summaries/<slug>/v<int:number>")
@open_to_all(WHY)
def summary_version(slug: str, number: int) -> Any:
    version = visibility.get_version(slug, number)
    return _shown(version.summary, version)


@blueprint.route("/summaries/<slug>/v<int:number>.json")
@open_to_all(WHY)
def summary_document(slug: str, number: int) -> Any:
    """The frozen bytes themselves: their SHA-256 is the content hash that the page prints."""
    version = visibility.get_version(slug, number)
    if version.summary.withdrawn_at:
        return _tombstone(version.summary)
    return Response(canonical(version.document), mimetype="application/json")


def _shown(summary: Summary, version: SummaryVersion) -> Any:
    if summary.withdrawn_at:
        return _tombstone(summary)
    return page(
        "public/summary.html",
        summary=summary,
        version=version,
        newest=summary.versions[-1],
        document=thaw(version.document),
        shown=visibility.list_shown(part["id"] for part in version.document["findings"]),
        file_url=file_urls(version.document),
    )


def _tombstone(summary: Summary) -> Any:
    title = thaw(summary.versions[-1].document)
    return render_template("public/tombstone.html", summary=summary, title=title), GONE
