import hashlib
import json

from app.core.database import db
from app.findings.models import Evidence
from app.summaries import service
from app.summaries.document import build, canonical, content_hash
from tests.given import people, stored
from tests.integration.summaries import heard


def test_a_version_carries_the_hash_of_its_bytes(app):
    version = heard.published()
    db.session.expire_all()
    assert version.content_hash == hashlib.sha256(canonical(version.document)).hexdigest()


def test_nothing_internal_gets_in(app):
    version = heard.published(heard.whole_finding(), heard.whole_finding(severity=4))
    assert heard.CANARY not in json.dumps(version.document, ensure_ascii=False)


def test_no_key_names_a_person_or_a_file(app):
    def keys(value):
        inside = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
        return set(value) if isinstance(value, dict) else set(), inside

    def walk(value):
        own, inside = keys(value)
        return own.union(*(walk(item) for item in inside))

    names = walk(heard.published().document)
    assert not {
        n for n in names if n.endswith("_by_id") or n in {"name", "monitor", "author", "user", "email", "reason"}
    }


def edit_everything(version):
    """Change every text below, as if all of them were corrected the day after."""
    for finding in version.summary.findings:
        finding.statement_mn = finding.title_mn = "Өөр"
        finding.severity, finding.position = 1, "contests"
        finding.contract.title = finding.body.name_mn = "Өөр"
        for observation in finding.observations:
            observation.evidence[0].caption = "Өөр"
    version.summary.title_mn = version.summary.text_mn = "Өөр"
    db.session.flush()


def test_what_is_edited_later_changes_no_published_byte(app):
    version = heard.published()
    before, digest = canonical(version.document), version.content_hash
    edit_everything(version)
    db.session.expire_all()
    assert (canonical(version.document), content_hash(version.document)) == (before, digest)


def test_what_is_edited_later_does_not_change_the_public_finding(app):
    version = heard.published()
    (part,) = version.document["findings"]
    edit_everything(version)
    shown = db.session.get(service.publishing.PublishedFinding, part["id"])
    assert part.items() <= shown.document.items()


def test_a_reply_stands_verbatim(app):
    finding = heard.finding()
    heard.replied(heard.asked(finding), text="  Нэгд,\n\nХоёрт: <b>үгүй</b>.  ")
    (part,) = heard.published(finding).document["findings"]
    assert part["requests"][0]["replies"][0]["text"] == "  Нэгд,\n\nХоёрт: <b>үгүй</b>.  "


def test_quarantined_and_withdrawn_evidence_stays_out(app):
    finding, taken_back, unclean = heard.whole_finding(), heard.file(), heard.file()
    seen = finding.observations[0]
    (shown,) = seen.evidence
    unclean.condition = "quarantined"
    stored(Evidence(observation_id=seen.id, file_id=taken_back.id, withdrawn_at=heard.AT))
    stored(Evidence(observation_id=seen.id, file_id=unclean.id))
    db.session.expire_all()
    (part,) = heard.published(finding).document["findings"]
    assert [file["sha256"] for file in part["evidence"]] == [shown.file.clean_sha256]


def test_the_deadline_arithmetic_is_frozen_with_the_request(app):
    (part,) = heard.published().document["findings"]
    assert part["requests"][0]["explanation"]["due_on"] == heard.DUE_ON.isoformat()


def test_the_preview_is_what_gets_published(app):
    summary = heard.cleared()
    preview = build(summary, 1, "first", None, heard.AT)
    assert service.publish(summary, people.person("coordinator"), heard.AT).document == preview
