"""Use cases of summaries: compose, edit, clear, publish, withdraw."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l

from app.contracts.policy import NO_CONFLICT
from app.core import audit, clock, text
from app.core.actors import Actor
from app.core.database import db
from app.core.errors import Invalid, NotPermitted, Stale, WrongState
from app.findings.models import Finding
from app.summaries import publishing, queries
from app.summaries.lock import facts_of
from app.summaries.models import Summary, SummaryVersion
from app.summaries.states import PUBLIC, SUMMARY

EDITABLE = ("composing", *PUBLIC)


def compose(entry: dict[str, Any], finding_ids: Sequence[int], actor: Actor, at: datetime) -> Summary:
    """Begin a summary. `entry` is what `forms.SummaryForm.entry` gives: texts in both languages, `cutoff_on`."""
    composer = _composer(actor)
    findings = _chosen(finding_ids, actor, [])
    _check_days(entry, at)
    summary = Summary(
        **entry,
        slug=_free_slug(entry),
        state=SUMMARY.initial,
        edited_by_id=composer,
        created_at=at,
        findings=findings,
    )
    db.session.add(summary)
    audit.record(actor, at, "compose", summary, findings=sorted(finding_ids))
    return summary


def edit(
    summary: Summary, entry: dict[str, Any], finding_ids: Sequence[int], seen: int, actor: Actor, at: datetime
) -> None:
    """Change the working copy; what is published stays as it is.

    `seen` is the count of edits when this person began. Raises Stale when somebody saved meanwhile, WrongState
    while the text waits for publication.
    """
    editor = _composer(actor)
    db.session.refresh(summary, ["state", "edits"], with_for_update=True)  # two savers wait for one another
    if summary.state not in EDITABLE:
        raise WrongState(_l("Take it back to composing first."))
    if summary.edits != seen:
        raise Stale(_l("Somebody else saved meanwhile. Their text stands beside yours: compare, then save again."))
    findings = _chosen(finding_ids, actor, summary.findings)
    _check_days(entry, at)
    for name, value in entry.items():
        setattr(summary, name, value)
    summary.findings = findings
    summary.edits, summary.edited_by_id = summary.edits + 1, editor
    audit.record(actor, at, "edit", summary, edits=summary.edits, findings=sorted(finding_ids))


def propose(summary: Summary, actor: Actor, at: datetime) -> None:
    """Hand the text over for the right of reply and for clearing."""
    SUMMARY.take(summary, "propose", actor, at, **facts_of(summary, clock.local_day(at)))


def recompose(summary: Summary, actor: Actor, at: datetime, reason: str) -> None:
    """Take it back to composing: only there can the text be changed."""
    SUMMARY.take(summary, "recompose", actor, at, reason=reason)
    summary.cleared_by_id = None


def clear(summary: Summary, actor: Actor, at: datetime, reason: str) -> None:
    """A second person found it fit to be published."""
    SUMMARY.take(summary, "clear", actor, at, reason=reason, **facts_of(summary, clock.local_day(at)))
    summary.cleared_by_id = actor.actor_id


def publish(summary: Summary, actor: Actor, at: datetime) -> SummaryVersion:
    """Freeze and publish version 1."""
    return _publish(summary, "publish", "first", None, actor, at)


def revise(summary: Summary, actor: Actor, at: datetime, note: str) -> SummaryVersion:
    """Publish a further version because there is better data; `note` says which, in public."""
    return _publish(summary, "revise", "revision", note, actor, at)


def correct(summary: Summary, actor: Actor, at: datetime, note: str) -> SummaryVersion:
    """Publish a further version because a published one was wrong; `note` owns the mistake, in public."""
    return _publish(summary, "correct", "correction", note, actor, at)


def withdraw(summary: Summary, actor: Actor, at: datetime, reason: str, reason_en: str | None = None) -> None:
    """Take every version off the public site; a tombstone with the reason stays at each address."""
    SUMMARY.take(summary, "withdraw", actor, at, reason=reason)
    summary.withdrawn_at, summary.withdrawal_mn, summary.withdrawal_en = at, reason, reason_en or None
    db.session.flush()
    publishing.take_back(summary, actor, at)


def _publish(summary: Summary, verb: str, kind: str, note: str | None, actor: Actor, at: datetime) -> SummaryVersion:
    facts = {"note": note, **facts_of(summary, clock.local_day(at))}
    SUMMARY.check(summary, verb, actor, **facts)
    version = publishing.freeze(summary, kind, note, actor, at)
    details = {"version": version.number, "content_hash": version.content_hash}
    SUMMARY.take(summary, verb, actor, at, details=details, **facts)
    publishing.show(version, actor, at)
    return version


def _composer(actor: Actor) -> int:
    """The number of a person who may compose: a text is always somebody's, so that four eyes can hold."""
    if actor.actor_id is None or not actor.can("summaries.compose"):
        raise NotPermitted(_l("You may not do this."))
    return actor.actor_id


def _chosen(finding_ids: Sequence[int], actor: Actor, held: Sequence[Finding]) -> list[Finding]:
    """The findings with these numbers. Nobody writes about a contract for which they declared a conflict."""
    findings = queries.list_findings(finding_ids)
    if len(findings) < len(set(finding_ids)):
        raise Invalid({"findings": _l("Not a valid choice.")})
    if not all(NO_CONFLICT.holds(actor, finding) for finding in (*findings, *held)):
        raise NotPermitted(NO_CONFLICT.denial)
    return findings


def _check_days(entry: dict[str, Any], at: datetime) -> None:
    if entry["cutoff_on"] > clock.local_day(at):
        raise Invalid({"cutoff_on": _l("The cut-off cannot be in the future.")})


def _free_slug(entry: dict[str, Any]) -> str:
    """A permanent address, readable in Latin letters; numbered when it is taken."""
    stem = text.slug(entry.get("title_en") or entry["title_mn"]) or "summary"
    slug, number = stem, 1
    while queries.slug_is_taken(slug):
        number += 1
        slug = f"{stem}-{number}"
    return slug
