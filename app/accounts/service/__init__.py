"""Use cases of accounts: becoming a member, signing in, one's own account, and what administrators decide."""

from app.accounts.service.invitations import accept_invitation, invite, revoke_invitation, send_again
from app.accounts.service.own import (
    change_password,
    change_profile,
    request_reset,
    reset_password,
    sign_in,
    sign_out_everywhere,
)
from app.accounts.service.people import close_account, create_person, reopen_account, set_roles

__all__ = [
    "accept_invitation",
    "change_password",
    "change_profile",
    "close_account",
    "create_person",
    "invite",
    "reopen_account",
    "request_reset",
    "reset_password",
    "revoke_invitation",
    "send_again",
    "set_roles",
    "sign_in",
    "sign_out_everywhere",
]
