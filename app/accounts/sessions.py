"""Who is signed in, told to Flask-Login; how a session begins and ends."""

from flask import Flask, session
from flask_babel import lazy_gettext as _l
from flask_login import LoginManager, login_user, logout_user

from app.accounts.models import User, Visitor
from app.core.database import db

login_manager = LoginManager()


def init_app(app: Flask) -> None:
    login_manager.init_app(app)
    login_manager.anonymous_user = Visitor
    login_manager.login_view = "accounts.sign_in"
    login_manager.login_message = _l("Sign in to go on. What you typed is kept on this device.")
    login_manager.login_message_category = "info"
    login_manager.session_protection = None  # a phone changes its address all day; the epoch ends sessions
    login_manager.user_loader(load)


def load(session_id: str) -> User | None:
    """The person of a session, unless they signed out everywhere or were closed since."""
    number, _, epoch = session_id.partition(".")
    user = db.session.get(User, int(number)) if number.isdigit() else None
    return user if user and user.is_active and str(user.epoch) == epoch else None


def begin(person: User) -> None:
    """A new session for this person; nothing of the one before goes over into it."""
    session.clear()
    session.permanent = True
    login_user(person)


def end() -> None:
    logout_user()
    session.clear()
