"""The register at scale: names of parties, versions without bodies, the full-text index, sources and runs.

What the index and the new columns of contracts hold comes from the releases: `flask reindex-contracts` fills them,
and `make run` calls it.
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision: str | None = "0001"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

PARTIAL = {
    "ix_contract_state": ("state", "state <> 'registered'"),
    "ix_contract_published_at": ("published_at", "published_at IS NOT NULL"),
    "ix_contract_subnetwork_id": ("subnetwork_id", "subnetwork_id IS NOT NULL"),
}
# FTS5 without positions: our own words, parted by blanks, are its tokens.
FTS = """CREATE VIRTUAL TABLE contract_search USING fts5(
    words, content='contract_words', content_rowid='position', columnsize=0, detail=none,
    tokenize="ascii tokenchars '_'")"""


def upgrade() -> None:
    _create_tables()
    _name_parties()
    _let_parties_merge()
    _alter_contract()
    _alter_releases()
    _alter_runs()
    if _is_sqlite():
        op.execute(FTS)
    else:
        op.create_index("ix_contract_words_words", "contract_words", ["words"], postgresql_using="gin")
        op.execute("ALTER TABLE contract_words ALTER words SET STATISTICS 1000")  # how frequent ten thousand words are


def _is_sqlite() -> bool:
    return bool(op.get_bind().dialect.name == "sqlite")


def _create_tables() -> None:
    op.create_table(
        "contract_words",
        sa.Column("position", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("words", sa.Text().with_variant(postgresql.TSVECTOR(), "postgresql"), nullable=False),
        sa.PrimaryKeyConstraint("position", name="pk_contract_words"),
    )
    op.create_table(
        "release_dictionary",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_release_dictionary"),
    )
    op.create_table(
        "search_word",
        sa.Column("word", sa.String().with_variant(sa.String(collation="C"), "postgresql"), nullable=False),
        sa.PrimaryKeyConstraint("word", name="pk_search_word"),
    )
    op.create_table(
        "register_count",
        sa.Column("filter", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("filter", "value", name="pk_register_count"),
    )
    op.create_table(
        "source",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("is_daily", sa.Boolean(), nullable=False),
        sa.Column("follows_links", sa.Boolean(), nullable=False),
        sa.Column("cursor", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_source"),
    )
    _create_names("public_body_name", "public_body", "body_id")
    _create_names("supplier_name", "supplier", "supplier_id")


def _create_names(name: str, owner: str, column: str) -> None:
    op.create_table(
        name,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(column, sa.Integer(), nullable=False),
        sa.Column("spelling", sa.String(), nullable=False),
        sa.Column("fold", sa.String(), nullable=False),
        sa.Column("identifier", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("decided", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint([column], [f"{owner}.id"], name=f"fk_{name}_{column}"),
        sa.PrimaryKeyConstraint("id", name=f"pk_{name}"),
        sa.UniqueConstraint("spelling", "identifier", name=f"uq_{name}_spelling_identifier"),
    )
    op.create_index(f"ix_{name}_fold", name, ["fold"])
    op.create_index(f"ix_{name}_{column}", name, [column])
    op.create_index(f"ix_{name}_identifier", name, ["identifier"])


def _name_parties() -> None:
    """Each party is known by the name and number that it has; its spelling is made again by `reindex-contracts`."""
    for owner, column, label in (("public_body", "body_id", "name_mn"), ("supplier", "supplier_id", "name")):
        op.execute(
            f"INSERT INTO {owner}_name ({column}, spelling, fold, identifier, name, decided)"
            f" SELECT id, lower({label}), fold, coalesce(identifier, ''), {label}, false FROM {owner} WHERE id IN"
            f" (SELECT min(id) FROM {owner} GROUP BY lower({label}), coalesce(identifier, ''))"
        )


def _let_parties_merge() -> None:
    for owner in ("public_body", "supplier"):
        with op.batch_alter_table(owner) as table:
            table.add_column(sa.Column("merged_into_id", sa.Integer(), nullable=True))
            table.create_foreign_key(f"fk_{owner}_merged_into_id", owner, ["merged_into_id"], ["id"])


def _restore_parties() -> None:
    for owner in ("public_body", "supplier"):
        with op.batch_alter_table(owner) as table:
            table.drop_constraint(f"fk_{owner}_merged_into_id", type_="foreignkey")
            table.drop_column("merged_into_id")


def _alter_contract() -> None:
    with op.batch_alter_table("contract") as table:
        table.add_column(sa.Column("buyer_name_id", sa.Integer(), nullable=True))
        table.add_column(sa.Column("place_is_corrected", sa.Boolean(), nullable=False, server_default=sa.false()))
        table.add_column(sa.Column("version", sa.Integer(), nullable=False, server_default="1"))
        table.add_column(sa.Column("faults", sa.Integer(), nullable=False, server_default="0"))
        table.add_column(sa.Column("position", sa.BigInteger(), nullable=True))
        table.add_column(sa.Column("size", sa.BigInteger(), nullable=False, server_default="-1"))
        for name in ("category", "newest_on", "stage", *(column for column, _ in PARTIAL.values())):
            table.drop_index(f"ix_contract_{name}")
        table.drop_column("fold")
        table.create_unique_constraint("uq_contract_position", ["position"])
        table.create_foreign_key("fk_contract_buyer_name_id", "public_body_name", ["buyer_name_id"], ["id"])
    op.create_index("ix_contract_size", "contract", ["size", "id"])
    for name, (column, condition) in PARTIAL.items():
        where = {f"{dialect}_where": sa.text(condition) for dialect in ("sqlite", "postgresql")}
        op.create_index(name, "contract", [column], **where)
    own_name = "SELECT min(id) FROM public_body_name WHERE body_id = contract.buyer_id"
    newest = "SELECT coalesce(max(number), 1) FROM contract_version WHERE contract_id = contract.id"
    op.execute(f"UPDATE contract SET buyer_name_id = ({own_name}), version = ({newest})")
    _alter_suppliers_of_contracts()


def _alter_suppliers_of_contracts() -> None:
    op.rename_table("contract_supplier", "contract_supplier_before")
    op.drop_index("ix_contract_supplier_supplier_id", "contract_supplier_before")
    if not _is_sqlite():
        for name in ("pk_contract_supplier", "fk_contract_supplier_contract_id", "fk_contract_supplier_supplier_id"):
            op.drop_constraint(name, "contract_supplier_before")
    _create_contract_supplier(("contract_id", "name_id"))
    named = "SELECT min(id) FROM supplier_name WHERE supplier_name.supplier_id = contract_supplier_before.supplier_id"
    op.execute(
        "INSERT INTO contract_supplier (contract_id, name_id, supplier_id)"
        f" SELECT contract_id, ({named}), supplier_id FROM contract_supplier_before"
    )
    op.drop_table("contract_supplier_before")


def _create_contract_supplier(key: tuple[str, ...]) -> None:
    columns = {"contract_id": "contract", "name_id": "supplier_name", "supplier_id": "supplier"}
    kept = columns if "name_id" in key else {name: columns[name] for name in key}
    op.create_table(
        "contract_supplier",
        *(sa.Column(name, sa.Integer(), nullable=False) for name in kept),
        *(
            sa.ForeignKeyConstraint([name], [f"{table}.id"], name=f"fk_contract_supplier_{name}")
            for name, table in kept.items()
        ),
        sa.PrimaryKeyConstraint(*key, name="pk_contract_supplier"),
    )
    op.create_index("ix_contract_supplier_supplier_id", "contract_supplier", ["supplier_id"])


def _alter_releases() -> None:
    with op.batch_alter_table("release") as table:
        table.add_column(sa.Column("version", sa.Integer(), nullable=False, server_default="1"))
        table.drop_constraint("uq_release_contract_id_fingerprint", type_="unique")
    made = "v.contract_id = release.contract_id AND v.made_at >= release.received_at"
    op.execute(
        f"UPDATE release SET version = coalesce((SELECT min(number) FROM contract_version v WHERE {made}), 1)"
    )
    _shorten_fingerprints()
    op.create_index("ix_release_contract_id", "release", ["contract_id", "version"])
    with op.batch_alter_table("release") as table:
        table.create_unique_constraint("uq_release_fingerprint", ["fingerprint"])
    with op.batch_alter_table("contract_version") as table:
        table.drop_column("body")


def _shorten_fingerprints() -> None:
    """From 64 hexadecimal digits to the 16 bytes that suffice."""
    bind = op.get_bind()
    rows = bind.execute(sa.text("SELECT id, fingerprint FROM release")).all()
    with op.batch_alter_table("release") as table:
        table.alter_column(
            "fingerprint",
            existing_type=sa.String(),
            type_=sa.LargeBinary(16),
            existing_nullable=False,
            postgresql_using="decode(substr(fingerprint, 1, 32), 'hex')",
        )
    if _is_sqlite() and rows:
        short = [{"id": row.id, "short": bytes.fromhex(row.fingerprint[:32])} for row in rows]
        bind.execute(sa.text("UPDATE release SET fingerprint = :short WHERE id = :id"), short)


def _alter_runs() -> None:
    with op.batch_alter_table("import_problem") as table:
        table.add_column(sa.Column("path", sa.String(), nullable=False, server_default=""))
        table.add_column(sa.Column("count", sa.Integer(), nullable=False, server_default="1"))
        table.add_column(sa.Column("ocid", sa.String(), nullable=False, server_default=""))
    with op.batch_alter_table("import_run") as table:
        table.add_column(sa.Column("source_id", sa.Integer(), nullable=True))
        table.add_column(sa.Column("state", sa.String(), nullable=False, server_default="done"))
        table.add_column(sa.Column("file_name", sa.String(), nullable=True))
        table.add_column(sa.Column("mapping", sa.JSON(), nullable=True))
        table.add_column(sa.Column("beat_at", sa.DateTime(timezone=True), nullable=True))
        table.add_column(sa.Column("done", sa.Integer(), nullable=False, server_default="0"))
        table.add_column(sa.Column("total", sa.Integer(), nullable=True))
        table.add_column(sa.Column("stop_asked", sa.Boolean(), nullable=False, server_default=sa.false()))
        table.add_column(sa.Column("error", sa.String(), nullable=True))
        table.alter_column("sha256", existing_type=sa.String(), nullable=True)
        table.alter_column("finished_at", existing_type=sa.DateTime(timezone=True), nullable=True)
        table.create_foreign_key("fk_import_run_source_id", "source", ["source_id"], ["id"])
    op.create_index("ix_import_run_source_id", "import_run", ["source_id"])
    op.create_index("ix_import_run_state", "import_run", ["state"])


def downgrade() -> None:
    """Versions lose their merged bodies (an empty one tells nothing), folds are empty; an import fills them again."""
    if _is_sqlite():
        op.execute("DROP TABLE contract_search")
    _restore_runs()
    _restore_releases()
    _restore_contract()
    _restore_parties()
    for name in ("public_body_name", "supplier_name", "source", "search_word", "register_count", "release_dictionary"):
        op.drop_table(name)
    op.drop_table("contract_words")


def _restore_runs() -> None:
    op.drop_index("ix_import_run_state", "import_run")
    op.drop_index("ix_import_run_source_id", "import_run")
    op.execute("UPDATE import_run SET sha256 = coalesce(sha256, ''), finished_at = coalesce(finished_at, started_at)")
    with op.batch_alter_table("import_run") as table:
        table.drop_constraint("fk_import_run_source_id", type_="foreignkey")
        for name in ("error", "stop_asked", "total", "done", "beat_at", "mapping", "file_name", "state", "source_id"):
            table.drop_column(name)
        table.alter_column("sha256", existing_type=sa.String(), nullable=False)
        table.alter_column("finished_at", existing_type=sa.DateTime(timezone=True), nullable=False)
    with op.batch_alter_table("import_problem") as table:
        for name in ("path", "count", "ocid"):
            table.drop_column(name)


def _restore_releases() -> None:
    with op.batch_alter_table("contract_version") as table:
        table.add_column(sa.Column("body", sa.LargeBinary(), nullable=False, server_default=sa.text("''")))
    bind = op.get_bind()
    rows = bind.execute(sa.text("SELECT id, fingerprint FROM release")).all()
    op.drop_index("ix_release_contract_id", "release")
    with op.batch_alter_table("release") as table:
        table.drop_constraint("uq_release_fingerprint", type_="unique")
        table.drop_column("version")
        table.alter_column(
            "fingerprint",
            existing_type=sa.LargeBinary(16),
            type_=sa.String(),
            existing_nullable=False,
            postgresql_using="encode(fingerprint, 'hex')",
        )
    if _is_sqlite() and rows:
        long = [{"id": row.id, "long": bytes(row.fingerprint).hex()} for row in rows]
        bind.execute(sa.text("UPDATE release SET fingerprint = :long WHERE id = :id"), long)
    with op.batch_alter_table("release") as table:
        table.create_unique_constraint("uq_release_contract_id_fingerprint", ["contract_id", "fingerprint"])


def _restore_contract() -> None:
    op.rename_table("contract_supplier", "contract_supplier_after")
    op.drop_index("ix_contract_supplier_supplier_id", "contract_supplier_after")
    if not _is_sqlite():
        for name in ("pk_contract_supplier", *(f"fk_contract_supplier_{n}_id" for n in ("contract", "name", "supplier"))):
            op.drop_constraint(name, "contract_supplier_after")
    _create_contract_supplier(("contract_id", "supplier_id"))
    op.execute(
        "INSERT INTO contract_supplier (contract_id, supplier_id)"
        " SELECT DISTINCT contract_id, supplier_id FROM contract_supplier_after"
    )
    op.drop_table("contract_supplier_after")
    for name in ("ix_contract_size", *PARTIAL):
        op.drop_index(name, "contract")
    with op.batch_alter_table("contract") as table:
        table.add_column(sa.Column("fold", sa.String(), nullable=False, server_default=""))
        table.drop_constraint("uq_contract_position", type_="unique")
        table.drop_constraint("fk_contract_buyer_name_id", type_="foreignkey")
        for name in ("size", "position", "faults", "version", "place_is_corrected", "buyer_name_id"):
            table.drop_column(name)
    for name in ("category", "newest_on", "stage", *(column for column, _ in PARTIAL.values())):
        op.create_index(f"ix_contract_{name}", "contract", [name])
