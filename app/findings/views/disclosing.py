"""What others may see of a file: a reviewer looks at it, covers what nobody may see, or keeps it back."""

from typing import Any

from flask import flash, url_for
from flask_babel import gettext as _

from app.core import clock, storage
from app.core.errors import NotFound
from app.findings import queries, service
from app.findings.forms import DisclosureForm
from app.findings.history import disclosures_of
from app.findings.models import Evidence
from app.findings.states import EVIDENCE
from app.findings.views.observations import blueprint, readable
from app.ui.forms import page, refusals, see_other
from app.ui.guards import actor, requires
from app.ui.serving import sandboxed, serve


@blueprint.route("/evidence/<int:evidence_id>", methods=["GET", "POST"])
@requires("observations.review")
def disclose(evidence_id: int) -> Any:
    evidence = _readable(evidence_id)
    EVIDENCE.check(evidence, "show", actor())
    form = DisclosureForm(obj=evidence, seen=evidence.decisions)
    form.offer(evidence)
    if form.validate_on_submit():
        with refusals(form):
            _decide(evidence, form)
            flash(_("Kept: %(what)s.", what=EVIDENCE.label(evidence.state)), "success")
            return see_other(_next(evidence))
    return page(
        "observations/disclose.html",
        form,
        evidence=evidence,
        decisions=disclosures_of(evidence, actor()),
        overtaken=_overtaken(evidence, form),
    )


@blueprint.get("/evidence/<int:evidence_id>/public/<sha256>")
@requires("observations.review")
@sandboxed
def public_copy(evidence_id: int, sha256: str) -> Any:
    """What others see of the file, at an address of its own for every decision."""
    evidence = _readable(evidence_id)
    if evidence.public_sha256 != sha256:
        raise NotFound()
    return serve(storage.get("clean", sha256), evidence.public_type, f"evidence-{evidence.id}")


def _decide(evidence: Evidence, form: DisclosureForm) -> None:
    seen = form.seen.data or 0
    if form.decision.data == "show":
        service.show(evidence, actor(), clock.now(), seen=seen)
    elif form.decision.data == "cover":
        service.cover_parts(evidence, form.covers.data or "", actor(), clock.now(), seen=seen)
    else:
        service.withhold(evidence, form.reason.data or "", actor(), clock.now(), seen=seen)


def _overtaken(evidence: Evidence, form: DisclosureForm) -> bool:
    """Whether somebody decided meanwhile. The form then counts from there: deciding again is done knowingly."""
    if form.seen.data == evidence.decisions:
        return False
    form.seen.raw_data, form.seen.data = None, evidence.decisions
    return True


def _next(evidence: Evidence) -> str:
    """The next file of the observation that nobody looked at, else the observation."""
    unseen = evidence.observation.unseen_evidence
    if unseen:
        return url_for(".disclose", evidence_id=unseen[0].id)
    return url_for(".show", observation_id=evidence.observation_id)


def _readable(evidence_id: int) -> Evidence:
    """A clean file of an observation that this person may read; NotFound otherwise."""
    evidence = queries.get_evidence(evidence_id)
    readable(evidence.observation_id)
    if not evidence.file.is_clean:
        raise NotFound()
    return evidence
