"""Words about accounts: states of an invitation, what was done to an account."""

from flask_babel import lazy_gettext as _l

INVITATION_STATES = {
    "open": _l("Waiting for an answer"),
    "accepted": _l("Accepted"),
    "expired": _l("Expired"),
    "revoked": _l("Taken back"),
}
INVITATION_TONES = {"open": "waiting", "accepted": "done", "expired": "warn", "revoked": "neutral"}

VERBS = {
    "create": _l("Account made"),
    "accept": _l("Accepted the invitation"),
    "edit": _l("Changed name or language"),
    "set_roles": _l("Roles changed"),
    "close": _l("Account closed"),
    "reopen": _l("Account opened again"),
    "change_password": _l("Changed the password"),
    "reset_password": _l("Set a new password by mail"),
    "sign_out_everywhere": _l("Signed out everywhere"),
}
