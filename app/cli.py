"""Commands: `flask --app wsgi …`."""

import click
from flask import Flask

from app.core import audit
from app.core.database import reading


def init_app(app: Flask) -> None:
    for command in (verify_audit,):
        app.cli.add_command(command)


@click.command("verify-audit")
def verify_audit() -> None:
    """Prove the audit chain whole; exit 1 and name the first broken entry otherwise."""
    with reading():
        verdict = audit.verify()
    if verdict.whole:
        click.echo(f"audit chain whole: {verdict.length} entries")
        return
    click.echo(f"audit chain broken at entry {verdict.broken_at}: {verdict.fault}", err=True)
    raise SystemExit(1)
