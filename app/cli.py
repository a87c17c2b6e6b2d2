"""Commands: `flask --app wsgi …`. Each is one use case, committed once."""

import json

import click
from flask import Flask, current_app
from flask.cli import with_appcontext
from flask_babel import force_locale
from flask_migrate import upgrade

from app import demo, documents
from app.accounts import service as accounts
from app.accounts.permissions import ROLE_LABELS, Role
from app.bodies.reference import load_places
from app.contracts.command import is_behind, reindex, reindex_contracts
from app.contracts.export.command import export_command
from app.core import audit, clock, files, mail, queue
from app.core.actors import System
from app.core.database import commit, reading
from app.core.errors import DomainError
from app.findings.reference import load_checklists
from app.ocds.command import import_contracts
from app.partnership.learning.reference import load_example
from app.responses.command import explain_deadline
from app.responses.reference import load_time_rules
from app.summaries.counting import is_counted, recount_all
from app.summaries.ocds_extension import published
from app.tips.rules import in_groups
from app.workspace.counting import count_present


def init_app(app: Flask) -> None:
    for command in (
        prepare,
        seed_demo,
        load_reference,
        create_admin,
        import_contracts,
        reindex_contracts,
        work,
        export_command(published),
        explain_deadline,
        verify_audit,
        check_files,
        deliver_mail,
        write_docs,
    ):
        app.cli.add_command(command)


@click.command("prepare")
@click.option("--demo", is_flag=True, help="Fill an empty database with demonstration data.")
@with_appcontext
def prepare(demo: bool) -> None:
    """Bring the database up to date; safe to run again."""
    upgrade()
    _load_reference()
    if not is_counted():
        recount_all()
    commit()
    if is_behind():
        reindex()
    if demo:
        _seed_demo()
    count_present()


@click.command("seed-demo")
@with_appcontext
def seed_demo() -> None:
    """Fill an empty database with invented, plainly marked records, and print one sign-in for each role."""
    _seed_demo()


def _seed_demo() -> None:
    with current_app.test_request_context(), force_locale("mn"):
        people = demo.seed(clock.now())
        commit()
    click.echo(f"\n{current_app.config['PUBLIC_URL']}\n")
    for person in {str(person.role): person for person in reversed(people)}.values():
        click.echo(f"  {person.role!s:<26} {person.email:<26} {person.password}")
    citizen, receipt = ROLE_LABELS[Role.CITIZEN], in_groups(demo.receipt_of_the_asked())
    click.echo(f"  {citizen!s}: {receipt}  {current_app.config['PUBLIC_URL']}/tips\n")


@click.command("load-reference")
@with_appcontext
def load_reference() -> None:
    """Load places, checklists and time rules; what coordinators changed stays."""
    _load_reference()
    commit()


def _load_reference() -> None:
    at = clock.now()
    for load in (load_places, load_checklists, load_time_rules, load_example):
        load(at)


@click.command("create-admin")
@click.argument("email")
@click.option("--name", prompt=True)
@click.password_option()
@with_appcontext
def create_admin(email: str, name: str, password: str) -> None:
    """Make the first administrator, who invites everybody else."""
    founder = System(permissions=frozenset({"accounts.manage"}))
    try:
        accounts.create_person(email, name, [Role.ADMINISTRATOR], password, founder, clock.now())
    except DomainError as refusal:
        raise click.ClickException(str(refusal)) from None
    commit()
    click.echo(f"administrator {email} created")


@click.command("verify-audit")
@with_appcontext
def verify_audit() -> None:
    """Prove the audit chain whole; exit 1 and name the first broken entry otherwise."""
    with reading():
        verdict = audit.verify()
    if verdict.whole:
        click.echo(f"audit chain whole: {verdict.length} entries")
        return
    click.echo(f"audit chain broken at entry {verdict.broken_at}: {verdict.fault}", err=True)
    raise SystemExit(1)


@click.command("check-files")
@click.option("--json", "as_json", is_flag=True)
@with_appcontext
def check_files(as_json: bool) -> None:
    """Compare handed-in files with what the database knows of them; exit 1 when something does not fit."""
    with reading():
        faults = list(files.check(clock.now()))
    if as_json:
        click.echo(json.dumps([{"kind": fault.kind, "file": fault.name} for fault in faults]))
    else:
        click.echo("\n".join(f"{fault.kind}: {fault.name}" for fault in faults) or "files whole")
    if faults:
        raise SystemExit(1)


@click.command("work")
@with_appcontext
def work() -> None:
    """Do what waits in the background (imports, daily synchronisation) until stopped."""
    queue.run_worker()


@click.command("deliver-mail")
@with_appcontext
def deliver_mail() -> None:
    """Try again to deliver mail that was not accepted; for a timer."""
    click.echo(f"{mail.deliver_pending()} mail accepted")


@click.command("write-docs")
@with_appcontext
def write_docs() -> None:
    """Write the documents that are generated from the tables."""
    for path in documents.write(current_app):
        click.echo(path)
