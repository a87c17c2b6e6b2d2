"""Limits on attempts, per address and per what is attempted. Shared through Redis when there is one."""

import hashlib
import hmac
import time
from ipaddress import ip_address, ip_network

from flask import Flask, current_app, g
from flask_babel import ngettext
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from werkzeug.wrappers import Response

LINE_OF_IPV6 = 64  # bits: who has one address of a line has them all


def keyed_address() -> str:
    """Whoever asks, as a hash that only this installation can make: neither counters nor logs hold an address."""
    key = str(current_app.secret_key).encode()
    return hmac.digest(key, _line_of(get_remote_address()).encode(), hashlib.sha256).hex()[:32]


def _line_of(address: str) -> str:
    try:
        ip = ip_address(address)
    except ValueError:
        return address
    return str(ip_network((ip, LINE_OF_IPV6), strict=False)) if ip.version == 6 else address


limiter = Limiter(keyed_address, default_limits=[])


def init_app(app: Flask) -> None:
    limiter.init_app(app)


def count_failure() -> None:
    """The attempt this request made was wrong."""
    g.attempt_failed = True


def failed(_response: Response) -> bool:
    """For limits that only wrong attempts use up."""
    return bool(g.get("attempt_failed"))


def seconds_to_wait() -> int:
    """Until the limit that was hit lets the next attempt through."""
    return max(1, limiter.current_limit.reset_at - int(time.time())) if limiter.current_limit else 60


def wait_message() -> str:
    minutes = -(-seconds_to_wait() // 60)
    message: str = ngettext(
        "Too many attempts. Wait %(num)s minute, then try again.",
        "Too many attempts. Wait %(num)s minutes, then try again.",
        minutes,
    )
    return message
