"""What monitors send from a phone when a reviewer asked: packets of their own, with their files and receipts."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision: str | None = "0017"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

FIRST = sa.text("supplement_id IS NULL")


def upgrade() -> None:
    op.create_table(
        "supplement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("observation_id", sa.Integer(), nullable=False),
        sa.Column("client_key", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("packet_sha256", sa.String(), nullable=False),
        sa.Column("captured_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("clock_ahead", sa.Integer(), nullable=True),
        sa.Column("acknowledged_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("receipt_code", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["observation_id"], ["observation.id"], name="fk_supplement_observation_id"),
        sa.PrimaryKeyConstraint("id", name="pk_supplement"),
        sa.UniqueConstraint("observation_id", "revision", name="uq_supplement_observation_id_revision"),
        sa.UniqueConstraint("receipt_code", name="uq_supplement_receipt_code"),
    )
    op.create_index("ix_supplement_client_key", "supplement", ["client_key"])
    with op.batch_alter_table("expected_file") as table:
        table.drop_constraint("uq_expected_file_observation_id_sha256", type_="unique")
        table.add_column(sa.Column("supplement_id", sa.Integer(), nullable=True))
        table.create_foreign_key("fk_expected_file_supplement_id", "supplement", ["supplement_id"], ["id"])
        table.create_unique_constraint("uq_expected_file_supplement_id_sha256", ["supplement_id", "sha256"])
    op.create_index("ix_expected_file_observation_id", "expected_file", ["observation_id"])
    op.create_index(
        "uq_expected_file_first",
        "expected_file",
        ["observation_id", "sha256"],
        unique=True,
        sqlite_where=FIRST,
        postgresql_where=FIRST,
    )


def downgrade() -> None:
    op.execute(
        "DELETE FROM file_piece WHERE file_id IN (SELECT id FROM expected_file WHERE supplement_id IS NOT NULL)"
    )
    op.execute("DELETE FROM expected_file WHERE supplement_id IS NOT NULL")
    op.drop_index("uq_expected_file_first", "expected_file")
    op.drop_index("ix_expected_file_observation_id", "expected_file")
    with op.batch_alter_table("expected_file") as table:
        table.drop_constraint("uq_expected_file_supplement_id_sha256", type_="unique")
        table.drop_constraint("fk_expected_file_supplement_id", type_="foreignkey")
        table.drop_column("supplement_id")
        table.create_unique_constraint("uq_expected_file_observation_id_sha256", ["observation_id", "sha256"])
    op.drop_table("supplement")
