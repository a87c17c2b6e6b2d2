"""`reindex-contracts`: read every contract again from its releases."""

import click
from flask.cli import with_appcontext
from sqlalchemy import Table, select

from app.bodies.identity import Mention
from app.bodies.models import PublicBodyName
from app.contracts.intake import refresh
from app.contracts.models import Contract, SupplierName
from app.contracts.search import facets, index
from app.core import clock
from app.core.bulk import chunks, update_rows
from app.core.database import commit, db

AT_ONCE = 500


@click.command("reindex-contracts")
@with_appcontext
def reindex_contracts() -> None:
    """Make the register's columns and its index again from the releases; after a migration or a change of rules."""
    click.echo(f"{reindex()} contracts read again")


def reindex() -> int:
    """How many contracts were read again. Commits as it goes; running it again changes nothing."""
    for names in (PublicBodyName.__table__, SupplierName.__table__):
        _spell(names)
    ids = list(db.session.scalars(select(Contract.id).order_by(Contract.id)))
    for some in chunks(ids, AT_ONCE):
        refresh(some, clock.now())
        commit()
    facets.recount()
    index.tidy()
    commit()
    return len(ids)


def is_behind() -> bool:
    """Whether there are contracts that were never indexed, as after a migration."""
    return db.session.scalar(select(Contract.id).where(Contract.position.is_(None)).limit(1)) is not None


def _spell(names: Table) -> None:
    rows = db.session.execute(select(names.c.id, names.c.name, names.c.spelling)).all()
    spelled = [(row.id, Mention(row.name).key.spelling, row.spelling) for row in rows]
    update_rows(names, [{"id": number, "spelling": new} for number, new, old in spelled if new != old])
    commit()
