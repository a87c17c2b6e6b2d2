"""Manners for servers on this machine: nobody has to wait."""

from app.core.web import Manners

QUICK = Manners(pause=0, attempts=3, backoff=0.001, longest_wait=0.01, timeouts=(5, 5), patience=20, most_redirects=3)
