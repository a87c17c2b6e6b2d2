"""What machines ask for: files, the feed, health, rules for robots."""

from pathlib import Path
from typing import Any

from flask import Response, jsonify, render_template, request

from app.contracts.export import package
from app.core import clock, storage
from app.public import health
from app.public.addresses import absolute
from app.public.views.blueprint import WHY, blueprint
from app.summaries import visibility
from app.summaries.ocds_extension import published
from app.ui.guards import open_to_all
from app.ui.serving import sandboxed, serve

FEED_ENTRIES = 50
EXTENSION = Path(__file__).parents[3] / "docs" / "ocds-extension"
CLOSED = ("/workspace", "/account", "/sign-in", "/reply", "/invitation")


@blueprint.route("/files/<sha256>")
@open_to_all(WHY)
@sandboxed
def file(sha256: str) -> Response:
    published = visibility.get_file(sha256)
    response = serve(storage.get("clean", sha256), published.media_type, f"evidence-{sha256[:8]}")
    response.set_etag(sha256)
    response.make_conditional(request)  # asked for every time: evidence may be kept back later, and is gone at once
    return response


@blueprint.route("/feed.atom")
@open_to_all(WHY)
def feed() -> Response:
    versions = visibility.list_newest_versions(FEED_ENTRIES)
    updated = versions[0].published_at if versions else clock.now()
    feed = render_template("public/feed.xml", versions=versions, updated=updated)
    return Response(feed, mimetype="application/atom+xml")


@blueprint.route("/contracts/<int:contract_id>.json")
@open_to_all(WHY)
def contract_record(contract_id: int) -> Response:
    contract = visibility.get_contract(contract_id)
    address = absolute("public.contract_record", contract_id=contract.id)
    return Response(b"".join(package([contract.id], published, uri=address, public=True)), mimetype="application/json")


@blueprint.route("/ocds-extension/<any('extension.json', 'release-schema.json'):name>")
@open_to_all("readers of exported data look up what our extension means")
def extension(name: str) -> Response:
    return Response((EXTENSION / name).read_bytes(), mimetype="application/json")


@blueprint.route("/healthz")
@open_to_all("a supervisor asks whether the application lives and its parts are ready")
def healthz() -> Any:
    """200 while everything works, even if somebody has something to do (yellow); 503 when a part is red."""
    parts = health.colours()
    state = health.worst(parts)
    ready = state != health.Colour.RED
    return jsonify(live=True, ready=ready, state=state, parts=parts), 200 if ready else 503


@blueprint.route("/robots.txt")
@open_to_all("robots ask what they may read")
def robots() -> Response:
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in CLOSED)]
    return Response("\n".join(lines) + "\n", mimetype="text/plain")
