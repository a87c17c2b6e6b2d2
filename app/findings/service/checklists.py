"""What coordinators do to the checklists: every change is a new version, nothing that was asked is ever rewritten."""

from collections.abc import Sequence
from datetime import datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy.exc import IntegrityError

from app.contracts.terms import CATEGORIES
from app.core import audit
from app.core.actors import Actor
from app.core.database import db
from app.core.errors import Invalid, Missing, NotPermitted, Refused, Stale
from app.findings import queries
from app.findings.models import Checklist, ChecklistItem, ChecklistQuestion
from app.findings.terms import STAGES
from app.findings.wordings import Wording, what_refuses_list


def edit_checklist(
    category: str | None,
    stage: str,
    wordings: Sequence[Wording],
    actor: Actor,
    at: datetime,
    *,
    based_on: int,
    reason: str,
) -> Checklist:
    """Make a new version of a list that asks these questions in this order.

    A question of this list or of the general one of the stage keeps its code, so that answers can be compared.
    `based_on`: number of the version that was edited, 0 for a list that does not exist yet; raises Stale when
    somebody made another meanwhile. A category's list without questions means that its contracts are asked the
    general list; the general list itself is refused without any. Raises Invalid as `wordings.what_refuses_list`.
    """
    if not actor.can("checklists.edit"):
        raise NotPermitted(_l("You may not do this."))
    newest = _newest_to_edit(category, stage, based_on)
    _refuse_unfit(category, stage, wordings, newest)
    if not reason.strip():
        raise Missing("reason", _l("Write the reason."))
    try:
        with db.session.begin_nested():
            made = make_version(category, stage, wordings, at, made_by_id=actor.actor_id, reason=reason)
    except IntegrityError:  # two people saved at once, and the other was faster
        raise _overtaken() from None
    audit.record(actor, at, "edit", made, reason=reason, number=made.number)
    return made


def _newest_to_edit(category: str | None, stage: str, based_on: int) -> Checklist | None:
    if stage not in STAGES or (category is not None and category not in CATEGORIES):
        raise Refused(_l("Not a valid choice."))
    newest = queries.find_newest(category, stage)
    if based_on != (newest.number if newest else 0):
        raise _overtaken()
    return newest


def _overtaken() -> Stale:
    return Stale(_l("Somebody changed this list meanwhile. Look at what changed, then save again."))


def _refuse_unfit(category: str | None, stage: str, wordings: Sequence[Wording], newest: Checklist | None) -> None:
    if faults := what_refuses_list(wordings):
        raise Invalid(faults)
    if category is None and not wordings:
        raise Refused(_l("The general list needs at least one question."))
    codes = [wording.code for wording in wordings if wording.code]
    versions = queries.list_versions(category, stage) + queries.list_versions(None, stage)
    if len(set(codes)) < len(codes) or not set(codes) <= {row.code for made in versions for row in made.questions}:
        raise Refused(_l("Not a valid choice."))
    if list(wordings) == queries.wordings_of(newest):
        raise Refused(_l("Nothing was changed."))


def make_version(
    category: str | None,
    stage: str,
    wordings: Sequence[Wording],
    at: datetime,
    *,
    made_by_id: int | None = None,
    reason: str | None = None,
) -> Checklist:
    """The next version of a list; words that stood under the same code before are the same row again."""
    newest = queries.find_newest(category, stage)
    made = Checklist(category=category, stage=stage, number=newest.number + 1 if newest else 1)
    made.made_at, made.made_by_id, made.reason = at, made_by_id, reason
    standing = queries.list_wordings([wording.code for wording in wordings if wording.code])
    rows = {Wording(row.text_mn, row.text_en, row.code): row for row in standing}
    for position, wording in enumerate(wordings, 1):
        question = rows.get(wording) or _new_question(wording, made, position)
        made.items.append(ChecklistItem(question=question, position=position))
    db.session.add(made)
    db.session.flush()
    return made


def _new_question(wording: Wording, made: Checklist, position: int) -> ChecklistQuestion:
    parts = [made.category, made.stage, f"v{made.number}", str(position)]
    code = wording.code or "-".join(part for part in parts if part)
    return ChecklistQuestion(code=code, text_mn=wording.text_mn, text_en=wording.text_en)
