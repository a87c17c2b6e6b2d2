"""Rules of accounts on plain values: e-mails, names, passwords, invitations, addresses to go on to."""

import re
import unicodedata
from datetime import datetime, timedelta
from typing import Any

from flask_babel import lazy_gettext as _l

INVITATION_VALID_FOR = timedelta(days=7)
RESET_VALID_FOR = timedelta(hours=2)

LONGEST_EMAIL = 254  # characters: RFC 5321, 4.5.3.1.3
LONGEST_NAME = 100
SHORTEST_PASSWORD, LONGEST_PASSWORD = 10, 200
_FEWEST_CHARACTERS = 4  # different ones

_EMAIL = re.compile(r"[a-z0-9.!#$%&'*+/=?^_`{|}~-]+@[a-z0-9-]+(\.[a-z0-9-]+)+")
_NOT_LETTERS = re.compile(r"[\W\d_]+")

# What people choose first, in Mongolia too, without the figures and signs they add to it.
_COMMON_WORDS = frozenset(
    re.findall(
        r"\w+",
        """
    password passwordpassword passwort passw pssword qwerty qwertyqwerty qwertyuiop asdfghjkl zxcvbnm
    iloveyou administrator admin welcome letmein football baseball princess sunshine superman dragon monkey
    master computer mongol mongolia mongoluls mongolchuud ulaanbaatar chinggis chinggiskhaan khyanalt
    nuutsug nuutsugnuutsug нууцүг нууцүгнууцүг монгол монголулс монголчууд улаанбаатар чингис чингисхаан
    хяналт
    """,
    )
)
# Alphabets, and keyboards row by row: English, Mongolian, Russian.
_RUNS = (
    "0123456789012345678901234567890",
    "qwertyuiopasdfghjklzxcvbnm",
    "1q2w3e4r5t6y7u8i9o0p",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm",
    "abcdefghijklmnopqrstuvwxyz",
    "абвгдеёжзийклмноөпрстуүфхцчшщъыьэюя",
    "фцужэнгшүзкъйыбөахролдпячёсмитьвю",
    "йцукенгшщзхъфывапролджэячсмитьбю",
)


def plain_email(email: str) -> str:
    """The one spelling under which an e-mail is stored and looked up."""
    return email.strip().casefold()


def is_email(email: str) -> bool:
    """Whether it has the shape of `<input type=email>` (HTML Living Standard) with a dot in its domain."""
    return len(email) <= LONGEST_EMAIL and bool(_EMAIL.fullmatch(plain_email(email)))


def plain_name(name: str) -> str:
    """A name on one line with single spaces."""
    return " ".join(name.split())


def invitation_state(
    accepted_at: datetime | None, revoked_at: datetime | None, expires_at: datetime, at: datetime
) -> str:
    """`accepted`, `revoked`, `expired` or `open`, in that order."""
    if accepted_at:
        return "accepted"
    if revoked_at:
        return "revoked"
    return "open" if at < expires_at else "expired"


def plain_password(password: str) -> str:
    """One spelling for what different keyboards send for the same letters, such as й in one or two parts."""
    return unicodedata.normalize("NFKC", password)


def password_fault(password: str, email: str, name: str) -> Any | None:
    """What is wrong with a new password, or None. Its length counts, its composition does not."""
    written = plain_password(password)
    if len(written) < SHORTEST_PASSWORD:
        return _l("Use at least %(number)s characters. A few words are easy to remember.", number=SHORTEST_PASSWORD)
    if len(written) > LONGEST_PASSWORD:
        return _l("Use at most %(number)s characters.", number=LONGEST_PASSWORD)
    if _is_own(written, email, name):
        return _l("Do not use your email or your name as the password.")
    if _is_common(written):
        return _l("This password is easy to guess. Choose another one.")
    return None


def _is_own(password: str, email: str, name: str) -> bool:
    """The e-mail, what stands before its @, or a name; figures and signs added to it do not help."""
    words = name.split()
    own = {email, email.partition("@")[0], name, *words, "".join(reversed(words))}
    return _letters(password) in {_letters(text) for text in own} - {""}


def _is_common(password: str) -> bool:
    plain = password.casefold()
    is_run = any(plain in run or plain in run[::-1] for run in _RUNS)
    return is_run or len(set(plain)) < _FEWEST_CHARACTERS or _letters(plain) in _COMMON_WORDS


def _letters(text: str) -> str:
    return _NOT_LETTERS.sub("", text.casefold())


def local_path(target: str | None) -> str | None:
    """`target` if it is a path on this site, else None: never another host, however it is spelled.

    Browsers drop tabs and line ends and read a backslash as a slash (WHATWG URL), so none may stand in it.
    """
    if not target or not target.isprintable() or "\\" in target:
        return None
    return target if target.startswith("/") and not target.startswith("//") else None
