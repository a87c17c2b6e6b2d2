"""Mails about accounts."""

from flask_babel import force_locale, gettext as _

from app.accounts.links import address_of, reset_token
from app.accounts.models import Invitation, User
from app.core import mail
from app.ui.filters import day
from app.ui.i18n import LANGUAGES

RULE = "\n\n* * *\n\n"


def send_invitation(invitation: Invitation, secret: str) -> None:
    """In both languages: which one the invited person reads is not known yet."""
    subjects, bodies = [], []
    for language in LANGUAGES:
        with force_locale(language):
            subjects.append(_("Invitation to Khyanalt"))
            bodies.append(_invitation(invitation, address_of("accounts.invitation", secret, language)))
    mail.write(invitation.email, " / ".join(dict.fromkeys(subjects)), RULE.join(bodies))


def _invitation(invitation: Invitation, link: str) -> str:
    return "\n\n".join(
        (
            _("Hello %(name)s,", name=invitation.name),
            _(
                "%(name)s invites you to Khyanalt, where citizens follow public contracts.",
                name=invitation.invited_by.name,
            ),
            _("Choose a password on this page, and you are in:") + f"\n{link}",
            _("The link works once, until %(day)s. It is for you alone.", day=day(invitation.expires_at)),
            _("If you do not know what this is about, do nothing."),
        )
    )


def send_reset(person: User) -> None:
    with force_locale(person.language):
        link = address_of("accounts.reset", reset_token(person), person.language)
        paragraphs = (
            _("Hello %(name)s,", name=person.name),
            _("Choose a new password on this page:") + f"\n{link}",
            _("The link works once, for two hours."),
            _("If you did not ask for it, do nothing: your password stays as it is."),
        )
        mail.write(person.email, _("A new password for Khyanalt"), "\n\n".join(paragraphs))
