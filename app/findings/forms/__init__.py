"""Forms of observations, their review, and findings."""

from app.findings.forms.checklists import LISTED, ChecklistForm, checklist_form, in_order
from app.findings.forms.gathering import GatherForm, MergeForm, ObservationsForm
from app.findings.forms.observing import COLUMNS, ObservationForm, PaperCodeForm, observation_form, without_empty_rows
from app.findings.forms.queue import QueueFilter, TogetherForm, ViewForm, stamp_of
from app.findings.forms.reviewing import AskForm, DisclosureForm, DuplicateForm, RejectForm, SecondLookForm
from app.findings.forms.stating import FindingFilter, FindingForm

__all__ = [
    "COLUMNS",
    "LISTED",
    "AskForm",
    "ChecklistForm",
    "DisclosureForm",
    "DuplicateForm",
    "FindingFilter",
    "FindingForm",
    "GatherForm",
    "MergeForm",
    "ObservationForm",
    "ObservationsForm",
    "PaperCodeForm",
    "QueueFilter",
    "RejectForm",
    "SecondLookForm",
    "TogetherForm",
    "ViewForm",
    "checklist_form",
    "in_order",
    "observation_form",
    "stamp_of",
    "without_empty_rows",
]
