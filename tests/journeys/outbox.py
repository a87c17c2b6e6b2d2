"""The mails that left the house, as the application writes them where no mail server is set."""

import email
import email.policy
import re
from pathlib import Path

from flask import Flask


def newest_mail_to(app: Flask, recipient: str) -> str:
    """The text of the newest mail to somebody."""
    letters = sorted((Path(app.config["DATA_DIR"]) / "outbox").glob("*.eml"), reverse=True)
    for letter in letters:
        message = email.message_from_bytes(letter.read_bytes(), policy=email.policy.default)
        if message["To"] == recipient:
            return str(message.get_body().get_content())  # a PDF may go along
    raise AssertionError(f"no mail to {recipient}")


def link_in(text: str, part: str) -> str:
    """The first address in a mail that has this in it."""
    return next(link for link in re.findall(r"https?://\S+", text) if part in link)


def invitation_link(app: Flask, recipient: str, lang: str) -> str:
    links = re.findall(r"https?://\S+/invitation/\S+", newest_mail_to(app, recipient))
    return next(link for link in links if f"lang={lang}" in link)
