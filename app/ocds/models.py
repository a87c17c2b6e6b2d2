"""Sources of procurement data, import runs, and what was wrong in them."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import User
from app.core.database import Base


class Source(Base):
    """An address that contracts are fetched from. `kind`: see `terms.SOURCE_KINDS`.

    `cursor`: where an interrupted run goes on, and by what the server tells that nothing changed.
    """

    __tablename__ = "source"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    kind: Mapped[str]
    address: Mapped[str]
    is_daily: Mapped[bool] = mapped_column(default=False)
    follows_links: Mapped[bool] = mapped_column(default=False)
    cursor: Mapped[dict[str, Any]] = mapped_column(default=dict)
    created_at: Mapped[datetime]


class ImportRun(Base):
    """One file or source taken in: first only looked at (a dry run), then applied. States: `states.RUN`.

    Counts are releases: read = added + changed + unchanged + refused. Of a dry run they say what would happen.
    `file_name`, `sha256`: of a file handed in, which is kept until the run ends. `mapping`: of a spreadsheet, which
    column gives which field. `done` of `total` bytes or pages tell how far it is; `beat_at`: last sign of life.
    """

    __tablename__ = "import_run"

    id: Mapped[int] = mapped_column(primary_key=True)
    source: Mapped[str]
    source_id: Mapped[int | None] = mapped_column(ForeignKey("source.id"), index=True)
    state: Mapped[str] = mapped_column(default="waiting", index=True)
    file_name: Mapped[str | None]
    sha256: Mapped[str | None]
    mapping: Mapped[dict[str, Any] | None]
    started_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    beat_at: Mapped[datetime | None]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    read: Mapped[int] = mapped_column(default=0)
    added: Mapped[int] = mapped_column(default=0)
    changed: Mapped[int] = mapped_column(default=0)
    unchanged: Mapped[int] = mapped_column(default=0)
    refused: Mapped[int] = mapped_column(default=0)
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int | None]
    stop_asked: Mapped[bool] = mapped_column(default=False)
    error: Mapped[str | None]

    from_source: Mapped[Source | None] = relationship()
    by: Mapped[User | None] = relationship()
    problems: Mapped[list["ImportProblem"]] = relationship(
        back_populates="run", order_by="ImportProblem.count.desc()", cascade="all, delete-orphan"
    )


class ImportProblem(Base):
    """One kind of problem at one path (list positions left out) of a run: how often, and an example of it."""

    __tablename__ = "import_problem"

    id: Mapped[int] = mapped_column(primary_key=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("import_run.id"), index=True)
    code: Mapped[str]
    path: Mapped[str]
    count: Mapped[int]
    where: Mapped[str] = mapped_column("place")
    detail: Mapped[str]
    ocid: Mapped[str]

    run: Mapped[ImportRun] = relationship(back_populates="problems")
