"""Import runs and what was wrong in them."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.database import Base


class ImportRun(Base):
    """One file taken in. Counts are releases: read = added + changed + unchanged + refused."""

    __tablename__ = "import_run"

    id: Mapped[int] = mapped_column(primary_key=True)
    source: Mapped[str]
    sha256: Mapped[str]
    started_at: Mapped[datetime]
    finished_at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    read: Mapped[int]
    added: Mapped[int]
    changed: Mapped[int]
    unchanged: Mapped[int]
    refused: Mapped[int]

    problems: Mapped[list["ImportProblem"]] = relationship(back_populates="run", order_by="ImportProblem.id")


class ImportProblem(Base):
    """One thing wrong at one place of the file; kept up to a limit per run, all are counted."""

    __tablename__ = "import_problem"

    id: Mapped[int] = mapped_column(primary_key=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("import_run.id"), index=True)
    code: Mapped[str]
    where: Mapped[str] = mapped_column("place")
    detail: Mapped[str]

    run: Mapped[ImportRun] = relationship(back_populates="problems")
