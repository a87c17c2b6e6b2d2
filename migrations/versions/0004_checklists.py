"""Checklists with versions; documents asked for and goods; how an observation came.

The questions that stand become versions: one for each instant at which wordings were retired. Every observation is
pinned to the version that was asked when it was begun.
"""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision: str | None = "0002"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

GENERAL = sa.text("category IS NULL")
INSTANT = sa.DateTime(timezone=True)
QUESTION = sa.table(
    "checklist_question",
    sa.column("id", sa.Integer),
    sa.column("code", sa.String),
    sa.column("category", sa.String),
    sa.column("stage", sa.String),
    sa.column("position", sa.Integer),
    sa.column("retired_at", INSTANT),
)
CHECKLIST = sa.table(
    "checklist",
    sa.column("id", sa.Integer),
    sa.column("category", sa.String),
    sa.column("stage", sa.String),
    sa.column("number", sa.Integer),
    sa.column("made_at", INSTANT),
)
ITEM = sa.table(
    "checklist_item",
    sa.column("checklist_id", sa.Integer),
    sa.column("question_id", sa.Integer),
    sa.column("position", sa.Integer),
)
OBSERVATION = sa.table(
    "observation",
    sa.column("id", sa.Integer),
    sa.column("contract_id", sa.Integer),
    sa.column("stage", sa.String),
    sa.column("created_at", INSTANT),
    sa.column("checklist_id", sa.Integer),
)
CONTRACT = sa.table("contract", sa.column("id", sa.Integer), sa.column("category", sa.String))


def upgrade() -> None:
    _create_tables()
    with op.batch_alter_table("observation") as table:
        table.add_column(sa.Column("checklist_id", sa.Integer(), nullable=True))
        table.add_column(sa.Column("channel", sa.String(), nullable=False, server_default="web"))
        table.create_foreign_key("fk_observation_checklist_id", "checklist", ["checklist_id"], ["id"])
        table.create_index("ix_observation_checklist_id", ["checklist_id"])
    _make_versions()
    _pin_observations()
    with op.batch_alter_table("checklist_question") as table:
        for name in ("category", "stage", "position", "retired_at"):
            table.drop_column(name)


def _create_tables() -> None:
    op.create_table(
        "checklist",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("category", sa.String(), nullable=True),
        sa.Column("stage", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("made_at", INSTANT, nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["made_by_id"], ["user.id"], name="fk_checklist_made_by_id"),
        sa.PrimaryKeyConstraint("id", name="pk_checklist"),
        sa.UniqueConstraint("category", "stage", "number", name="uq_checklist_category_stage_number"),
    )
    op.create_index(
        "uq_checklist_general",
        "checklist",
        ["stage", "number"],
        unique=True,
        sqlite_where=GENERAL,
        postgresql_where=GENERAL,
    )
    op.create_table(
        "checklist_item",
        sa.Column("checklist_id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["checklist_id"], ["checklist.id"], name="fk_checklist_item_checklist_id"),
        sa.ForeignKeyConstraint(["question_id"], ["checklist_question.id"], name="fk_checklist_item_question_id"),
        sa.PrimaryKeyConstraint("checklist_id", "question_id", name="pk_checklist_item"),
    )
    op.create_index("ix_checklist_item_question_id", "checklist_item", ["question_id"])
    quantity = sa.Numeric(15, 3)
    _create_rows("observation_document", sa.Column("name", sa.String(), nullable=False), _text("outcome", False))
    _create_rows(
        "observation_goods",
        _text("item", False),
        sa.Column("allocated", quantity, nullable=True),
        sa.Column("received", quantity, nullable=True),
        _text("unit", True),
        _text("condition", True),
        sa.Column("received_on", sa.Date(), nullable=True),
    )


def _text(name: str, nullable: bool) -> sa.Column[str]:
    return sa.Column(name, sa.String(), nullable=nullable)


def _create_rows(name: str, *columns: sa.Column[Any]) -> None:
    """A table of rows in the order in which the monitor wrote them."""
    op.create_table(
        name,
        sa.Column("observation_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        *columns,
        sa.ForeignKeyConstraint(["observation_id"], ["observation.id"], name=f"fk_{name}_observation_id"),
        sa.PrimaryKeyConstraint("observation_id", "position", name=f"pk_{name}"),
    )


def _make_versions() -> None:
    bind = op.get_bind()
    questions = bind.execute(sa.select(QUESTION).order_by(QUESTION.c.position, QUESTION.c.id)).all()
    began = bind.scalar(sa.select(sa.func.min(OBSERVATION.c.created_at)))
    turns = [_aware(row.retired_at) for row in questions if row.retired_at]
    first = min([datetime.now(UTC), *turns, *([_aware(began)] if began else [])])
    number_of_list = 0
    for place in dict.fromkeys((row.category, row.stage) for row in questions):
        asked = [row for row in questions if (row.category, row.stage) == place]
        for number, (made_at, rows) in enumerate(_versions(asked, first), 1):
            number_of_list += 1
            values = dict(zip(("category", "stage"), place, strict=True))
            bind.execute(sa.insert(CHECKLIST).values(id=number_of_list, number=number, made_at=made_at, **values))
            items = [
                {"checklist_id": number_of_list, "question_id": row.id, "position": position}
                for position, row in enumerate(rows, 1)
            ]
            if items:
                bind.execute(sa.insert(ITEM), items)
    if bind.dialect.name == "postgresql" and number_of_list:
        bind.execute(sa.text("SELECT setval(pg_get_serial_sequence('checklist', 'id'), :last)"), {"last": number_of_list})


def _versions(asked: Sequence[Any], first: datetime) -> Iterable[tuple[datetime, list[Any]]]:
    """(since when, questions asked) for each instant at which wordings were retired.

    When a wording began was not kept: the one before it under the same code tells, else it was there from the start.
    """
    begins: dict[int, datetime] = {}
    ended: dict[str, datetime] = {}
    for row in sorted(asked, key=lambda row: row.id):
        begins[row.id] = ended.get(row.code, first)
        if row.retired_at:
            ended[row.code] = _aware(row.retired_at)
    turns = sorted({first, *(_aware(row.retired_at) for row in asked if row.retired_at)})
    for turn in turns:
        yield turn, [row for row in asked if begins[row.id] <= turn and not _is_over(row, turn)]


def _is_over(row: Any, turn: datetime) -> bool:
    return row.retired_at is not None and _aware(row.retired_at) <= turn


def _pin_observations() -> None:
    bind = op.get_bind()
    lists = bind.execute(sa.select(CHECKLIST).order_by(CHECKLIST.c.number)).all()
    asking = set(bind.scalars(sa.select(ITEM.c.checklist_id)))
    by_place: dict[tuple[str | None, str], list[Any]] = {}
    for row in lists:
        by_place.setdefault((row.category, row.stage), []).append(row)
    seen = sa.select(OBSERVATION.c.id, OBSERVATION.c.stage, OBSERVATION.c.created_at, CONTRACT.c.category)
    for row in bind.execute(seen.join_from(OBSERVATION, CONTRACT, CONTRACT.c.id == OBSERVATION.c.contract_id)).all():
        for category in (row.category, None):
            versions = by_place.get((category, row.stage), [])
            then = [made for made in versions if _aware(made.made_at) <= _aware(row.created_at)][-1:]
            if then and then[0].id in asking:
                pin = sa.update(OBSERVATION).where(OBSERVATION.c.id == row.id)
                bind.execute(pin.values(checklist_id=then[0].id))
                break


def _aware(instant: datetime) -> datetime:
    """SQLite gives instants without their zone, which is always UTC."""
    return instant if instant.tzinfo else instant.replace(tzinfo=UTC)


def downgrade() -> None:
    with op.batch_alter_table("checklist_question") as table:
        table.add_column(sa.Column("category", sa.String(), nullable=True))
        table.add_column(sa.Column("stage", sa.String(), nullable=False, server_default=""))
        table.add_column(sa.Column("position", sa.Integer(), nullable=False, server_default="0"))
        table.add_column(sa.Column("retired_at", INSTANT, nullable=True))
    _restore_questions()
    with op.batch_alter_table("checklist_question") as table:
        table.alter_column("stage", existing_type=sa.String(), server_default=None)
        table.alter_column("position", existing_type=sa.Integer(), server_default=None)
    op.drop_table("observation_goods")
    op.drop_table("observation_document")
    with op.batch_alter_table("observation") as table:
        table.drop_index("ix_observation_checklist_id")
        table.drop_constraint("fk_observation_checklist_id", type_="foreignkey")
        table.drop_column("channel")
        table.drop_column("checklist_id")
    op.drop_table("checklist_item")
    op.drop_table("checklist")


def _restore_questions() -> None:
    """A question stands where the last version that asks it put it, and is retired when a later one does not."""
    bind = op.get_bind()
    query = sa.select(CHECKLIST, ITEM.c.question_id, ITEM.c.position).order_by(CHECKLIST.c.number)
    places = bind.execute(query.outerjoin_from(CHECKLIST, ITEM, ITEM.c.checklist_id == CHECKLIST.c.id)).all()
    made = {(row.category, row.stage, row.number): row.made_at for row in places}
    for row in places:
        if row.question_id is not None:
            values = {"category": row.category, "stage": row.stage, "position": row.position}
            values["retired_at"] = made.get((row.category, row.stage, row.number + 1))
            bind.execute(sa.update(QUESTION).where(QUESTION.c.id == row.question_id).values(**values))
