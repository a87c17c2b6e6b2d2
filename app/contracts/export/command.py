"""`export-contracts`: contracts of the register as a file of OCDS 1.1."""

from collections.abc import Iterator, Sequence
from typing import Any, BinaryIO

import click
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy import select

from app.contracts.export import Extend, lines, package, records
from app.contracts.models import Contract
from app.core.database import db, reading

AT_ONCE = 10_000  # numbers of contracts looked up


def export_command(extend: Extend) -> click.Command:
    """The command; `extend` says what the features above know of contracts."""

    @click.command("export-contracts")
    @click.argument("out", type=click.File("wb"))
    @click.option("--ocid", "ocids", multiple=True, help="Only this process; may be given several times.")
    @click.option("--package", "form", flag_value="package", default="package", help="One record package (default).")
    @click.option("--records", "form", flag_value="records", help="Records, one a line.")
    @click.option("--lines", "form", flag_value="lines", help="Compiled releases, one a line.")
    @click.option("--public-only", is_flag=True, help="What the public may see: published contracts, no persons.")
    @with_appcontext
    def export_contracts(out: BinaryIO, ocids: tuple[str, ...], form: str, public_only: bool) -> None:
        """Write contracts to OUT (- for standard output) as OCDS 1.1. Records hold every release as it came."""
        with reading():
            chosen = _chosen(ocids, public_only)
            for piece in _pieces(form, chosen, extend, public_only):
                out.write(piece)

    return export_contracts


def _pieces(form: str, chosen: Iterator[int], extend: Extend, public: bool) -> Iterator[bytes]:
    if form == "package":
        uri = f"{current_app.config['PUBLIC_URL']}/contracts"
        return package(chosen, extend, uri=uri, public=public)
    return (records if form == "records" else lines)(chosen, extend, public=public)


def _chosen(ocids: Sequence[str], public_only: bool) -> Iterator[int]:
    query: Any = select(Contract.id).order_by(Contract.id)
    query = query.where(Contract.published_at.is_not(None)) if public_only else query
    if not ocids:
        return _every(query)
    known: dict[int, str] = dict(
        db.session.execute(query.add_columns(Contract.ocid).where(Contract.ocid.in_(ocids))).all()
    )
    if missing := [ocid for ocid in ocids if ocid not in known.values()]:
        raise click.ClickException(f"no such contract: {', '.join(missing)}")
    return iter(known)


def _every(query: Any) -> Iterator[int]:
    last = 0
    while some := list(db.session.scalars(query.where(Contract.id > last).limit(AT_ONCE))):
        yield from some
        last = some[-1]
