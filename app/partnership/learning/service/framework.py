"""What coordinators do to the framework: every change is a new version, nothing that was assessed is rewritten."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app.core import audit
from app.core.actors import Actor
from app.core.database import db
from app.core.errors import Invalid, Missing, NotFound, Refused, Stale
from app.partnership.learning import queries, rules
from app.partnership.learning.models import (
    Competency,
    CompetencyDescriptor,
    CompetencyWording,
    FrameworkItem,
    FrameworkLevel,
    FrameworkVersion,
)
from app.partnership.learning.policy import ensure_framer
from app.partnership.learning.rules import Text, Words

CHANGED = _l("Somebody changed the framework meanwhile. What you typed is still here: compare, then save again.")


def put_competency(
    words: Words, place: int, actor: Actor, at: datetime, *, seen: int, reason: str | None
) -> FrameworkVersion:
    """A version in which the competency has these words and this place, counted from 1; a new one is added.

    `seen`: number of the version that this person saw, 0 for none. Words that differ from a shipped example are no
    example any more. Raises Stale, Invalid by form field, Missing for "reason", NotFound.
    """
    ensure_framer(actor)
    every = queries.words_of(_newest(seen))
    if faults := rules.faults_of_words(words):
        raise Invalid(faults)
    before = next((row for row in every if row.competency == words.competency), None) if words.competency else None
    if words.competency and before is None:
        raise NotFound()
    if before is None and len(every) >= rules.MOST_COMPETENCIES:
        raise Refused(_l("At most %(most)s competencies.", most=rules.MOST_COMPETENCIES))
    kept = before if before and _says_the_same(before, words) else words
    return _change(rules.placed(every, kept, place), None, actor, at, reason)


def _says_the_same(one: Words, other: Words) -> bool:
    return (one.area, one.title, one.descriptors) == (other.area, other.title, other.descriptors)


def remove_competency(
    competency_id: int, actor: Actor, at: datetime, *, seen: int, reason: str | None
) -> FrameworkVersion:
    """A version without the competency; what was assessed of it stays where it is."""
    ensure_framer(actor)
    every = queries.words_of(_newest(seen))
    left = [row for row in every if row.competency != competency_id]
    if len(left) == len(every):
        raise NotFound()
    return _change(left, None, actor, at, reason)


def name_levels(
    names: Mapping[int, Text], actor: Actor, at: datetime, *, seen: int, reason: str | None
) -> FrameworkVersion:
    """A version in which the levels are called so; `names` has each of `terms.LEVELS`."""
    ensure_framer(actor)
    newest = _newest(seen)
    if faults := rules.faults_of_names(names):
        raise Invalid(faults)
    return _change(queries.words_of(newest), names, actor, at, reason)


def _newest(seen: int) -> FrameworkVersion | None:
    newest = queries.find_framework()
    if seen != (newest.number if newest else 0):
        raise Stale(CHANGED)
    return newest


def _change(
    every: Sequence[Words], names: Mapping[int, Text] | None, actor: Actor, at: datetime, reason: str | None
) -> FrameworkVersion:
    newest = queries.find_framework()
    names = names or queries.names_of_levels(newest)
    if (list(every), names) == (queries.words_of(newest), queries.names_of_levels(newest)):
        raise Refused(_l("Nothing was changed."))
    if not names:
        raise Refused(_l("Name the levels first."))
    if not (reason or "").strip():
        raise Missing("reason", _l("Write the reason."))
    try:
        with db.session.begin_nested():
            made = make_version(every, names, at, made_by_id=actor.actor_id, reason=reason)
    except IntegrityError:  # two people saved at once, and the other was faster
        raise Stale(CHANGED) from None
    audit.record(actor, at, "edit", made, reason=reason, number=made.number)
    return made


def make_version(
    every: Sequence[Words],
    names: Mapping[int, Text],
    at: datetime,
    *,
    made_by_id: int | None = None,
    reason: str | None = None,
) -> FrameworkVersion:
    """The next version; words that stood for a competency before are the same row again."""
    newest = queries.find_framework()
    made = FrameworkVersion(number=newest.number + 1 if newest else 1, made_at=at, made_by_id=made_by_id, reason=reason)
    made.levels = [FrameworkLevel(number=n, name_mn=text.mn, name_en=text.en) for n, text in sorted(names.items())]
    rows = _standing([row.competency for row in every if row.competency])
    for position, words in enumerate(every, 1):
        made.items.append(FrameworkItem(wording=rows.get(words) or _worded(words, at), position=position))
    db.session.add(made)
    db.session.flush()
    return made


def _standing(competency_ids: Sequence[int]) -> dict[Words, CompetencyWording]:
    query = select(CompetencyWording).where(CompetencyWording.competency_id.in_(competency_ids))
    return {queries.words_in(row): row for row in db.session.scalars(query.order_by(CompetencyWording.id.desc()))}


def _worded(words: Words, at: datetime) -> CompetencyWording:
    competency = queries.get_competency(words.competency) if words.competency else Competency(created_at=at)
    db.session.add(competency)
    db.session.flush()
    return CompetencyWording(
        competency_id=competency.id,
        area_mn=words.area.mn,
        area_en=words.area.en,
        title_mn=words.title.mn,
        title_en=words.title.en,
        is_example=words.is_example,
        descriptors=[
            CompetencyDescriptor(level=level, text_mn=text.mn, text_en=text.en) for level, text in words.descriptors
        ],
    )
