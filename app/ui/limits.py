"""Limits on attempts, per address and per what is attempted. Shared through Redis when there is one."""

from flask import Flask
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

limiter = Limiter(get_remote_address, default_limits=[])


def init_app(app: Flask) -> None:
    limiter.init_app(app)
