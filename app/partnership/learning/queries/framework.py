"""Reads of the competency framework."""

from collections.abc import Iterable

from sqlalchemy import Select, func, select
from sqlalchemy.orm import selectinload

from app.core.database import db
from app.core.errors import NotFound
from app.partnership.learning.models import Competency, CompetencyWording, FrameworkItem, FrameworkVersion
from app.partnership.learning.rules import Text, Words


def find_framework() -> FrameworkVersion | None:
    """The version that holds, whole; None before there is any."""
    return db.session.scalar(_whole().order_by(FrameworkVersion.number.desc()).limit(1))


def _whole() -> Select[FrameworkVersion]:
    """With its competencies and what each level of them means."""
    wording = selectinload(FrameworkVersion.items).joinedload(FrameworkItem.wording)
    return select(FrameworkVersion).options(wording.selectinload(CompetencyWording.descriptors))


def newest_number() -> int:
    """Of the version that holds; 0 before there is any."""
    return db.session.scalar(select(func.max(FrameworkVersion.number))) or 0


def get_version(number: int) -> FrameworkVersion:
    """NotFound where there is none."""
    found: FrameworkVersion | None = db.session.scalar(_whole().where(FrameworkVersion.number == number))
    if found is None:
        raise NotFound()
    return found


def list_versions() -> list[FrameworkVersion]:
    """The newest first."""
    return list(db.session.scalars(select(FrameworkVersion).order_by(FrameworkVersion.number.desc())))


def get_competency(competency_id: int) -> Competency:
    competency = db.session.get(Competency, competency_id)
    if competency is None:
        raise NotFound()
    return competency


def get_item(competency_id: int) -> FrameworkItem:
    """A competency's place in the framework that holds: NotFound if it has none."""
    framework = find_framework()
    items = framework.items if framework else []
    found = next((row for row in items if row.wording.competency_id == competency_id), None)
    if found is None:
        raise NotFound()
    return found


def words_of(version: FrameworkVersion | None) -> list[Words]:
    return [words_in(row) for row in version.wordings] if version else []


def words_in(row: CompetencyWording) -> Words:
    return Words(
        Text(row.area_mn, row.area_en),
        Text(row.title_mn, row.title_en),
        tuple((line.level, Text(line.text_mn, line.text_en)) for line in row.descriptors),
        row.competency_id,
        row.is_example,
    )


def names_of_levels(version: FrameworkVersion | None) -> dict[int, Text]:
    return {row.number: Text(row.name_mn, row.name_en) for row in version.levels} if version else {}


def wordings_of(competency_ids: Iterable[int]) -> dict[int, CompetencyWording]:
    """What each competency was called last, by its number; those that left the framework too."""
    wanted = set(competency_ids)
    if not wanted:
        return {}
    newest = (
        select(func.max(FrameworkVersion.number))
        .join(FrameworkItem, FrameworkItem.version_id == FrameworkVersion.id)
        .join(CompetencyWording, CompetencyWording.id == FrameworkItem.wording_id)
        .where(CompetencyWording.competency_id.in_(wanted))
        .group_by(CompetencyWording.competency_id)
        .add_columns(CompetencyWording.competency_id)
        .subquery()
    )
    query = (
        select(CompetencyWording)
        .join(FrameworkItem, FrameworkItem.wording_id == CompetencyWording.id)
        .join(FrameworkVersion, FrameworkVersion.id == FrameworkItem.version_id)
        .join(
            newest,
            (newest.c.competency_id == CompetencyWording.competency_id) & (newest.c[0] == FrameworkVersion.number),
        )
    )
    return {row.competency_id: row for row in db.session.scalars(query)}
