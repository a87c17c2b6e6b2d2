"""Mail leaves after the commit, once, and its secrets are erased."""

import email
import email.policy
from pathlib import Path

from app.core import mail
from app.core.database import commit, db, roll_back


def outbox(app):
    folder = Path(app.config["DATA_DIR"]) / "outbox"
    files = sorted(folder.glob("*.eml")) if folder.exists() else []
    return [email.message_from_bytes(path.read_bytes(), policy=email.policy.default) for path in files]


def test_mail_leaves_after_the_commit(app):
    before = len(outbox(app))
    row = mail.write("dorj@example.mn", "Урилга", "Холбоос: https://…")
    assert len(outbox(app)) == before
    commit()
    message = outbox(app)[-1]
    assert (message["To"], message["Subject"]) == ("dorj@example.mn", "Урилга")
    assert "Холбоос" in message.get_content()
    assert row.accepted_at and row.body == ""


def test_no_mail_leaves_for_what_was_rolled_back(app):
    before = len(outbox(app))
    mail.write("dorj@example.mn", "Урилга", "…")
    roll_back()
    commit()
    assert len(outbox(app)) == before


def test_a_server_that_is_down_loses_nothing(app, monkeypatch):
    monkeypatch.setitem(app.config, "SMTP_HOST", "127.0.0.1")
    monkeypatch.setitem(app.config, "SMTP_PORT", 9)
    row = mail.write("dorj@example.mn", "Урилга", "Холбоос")
    commit()
    assert row.accepted_at is None and row.attempts == 1 and row.fault
    monkeypatch.setitem(app.config, "SMTP_HOST", "")
    assert mail.deliver_pending() == 1
    assert db.session.get(mail.OutgoingMail, row.id).accepted_at


def test_a_subject_cannot_smuggle_a_header(app):
    mail.write("dorj@example.mn", "Урилга\nBcc: all@example.mn", "…")
    commit()
    assert outbox(app)[-1]["Bcc"] is None
