"""Observations from phones: their packets, the files that follow in pieces, receipts."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision: str | None = "0004"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

COLUMNS = {
    "packet_sha256": sa.String(),
    "captured_at": sa.DateTime(timezone=True),
    "clock_ahead": sa.Integer(),
    "place_id": sa.Integer(),
    "latitude": sa.Double(),
    "longitude": sa.Double(),
    "accuracy": sa.Double(),
    "acknowledged_at": sa.DateTime(timezone=True),
    "receipt_code": sa.String(),
}


def upgrade() -> None:
    with op.batch_alter_table("observation") as table:
        for name, kind in COLUMNS.items():
            table.add_column(sa.Column(name, kind, nullable=True))
        table.create_foreign_key("fk_observation_place_id", "place", ["place_id"], ["id"])
        table.create_unique_constraint("uq_observation_receipt_code", ["receipt_code"])
    op.create_table(
        "expected_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("observation_id", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("caption", sa.String(), nullable=True),
        sa.Column("have", sa.BigInteger(), nullable=False),
        sa.Column("evidence_id", sa.Integer(), nullable=True),
        sa.Column("given_up_reason", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["observation_id"], ["observation.id"], name="fk_expected_file_observation_id"),
        sa.ForeignKeyConstraint(["evidence_id"], ["evidence.id"], name="fk_expected_file_evidence_id"),
        sa.PrimaryKeyConstraint("id", name="pk_expected_file"),
        sa.UniqueConstraint("observation_id", "sha256", name="uq_expected_file_observation_id_sha256"),
    )
    op.create_table(
        "file_piece",
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("start", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["file_id"], ["expected_file.id"], name="fk_file_piece_file_id"),
        sa.PrimaryKeyConstraint("file_id", "start", name="pk_file_piece"),
    )


def downgrade() -> None:
    op.drop_table("file_piece")
    op.drop_table("expected_file")
    with op.batch_alter_table("observation") as table:
        table.drop_constraint("uq_observation_receipt_code", type_="unique")
        table.drop_constraint("fk_observation_place_id", type_="foreignkey")
        for name in reversed(COLUMNS):
            table.drop_column(name)
