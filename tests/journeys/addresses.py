"""One example address of every page that the application has, over the demonstration data.

Walks the map of addresses, so that a new page without an example fails the test.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from flask import Flask, url_for
from sqlalchemy import select
from werkzeug.routing import Rule

from app.accounts.links import reset_token
from app.accounts.models import User
from app.bodies.models import PublicBody
from app.contracts.models import Assignment, Contract, ContractSupplier, Supplier
from app.core import clock
from app.core.database import db
from app.findings.models import Checklist, Evidence, Finding, Observation, SealedOpening
from app.findings.second_models import SecondReview
from app.findings.states import OPENING, SECOND_REVIEW
from app.measures.terms import MEASURES, NETWORK, SCOPES
from app.ocds.models import ImportRun, Source
from app.partnership.learning.models import Competency
from app.partnership.meetings.models import Meeting, MeetingFile
from app.partnership.meetings.rules import lacking
from app.partnership.meetings.states import MEETING
from app.partnership.models import ActionPoint, FocusArea, Membership, Organisation, PlanLink, StrategicPlan, Subnetwork
from app.partnership.plan_models import Indicator, PlanText, Reading, SustainabilityEntry
from app.partnership.states import PLAN
from app.responses.follow_models import Referral, Revisit
from app.responses.links import token_of
from app.responses.models import CalendarException, Request, Response, TimeRule
from app.responses.notice_models import EscalationAddressee
from app.summaries.models import PublishedFinding, Summary
from app.tips.models import Tip
from app.tips.states import TIP

NO_PAGES = {"public.file", "public.feed", "public.healthz", "public.robots", "public.summary_document", "reply.file"}
NO_PAGES |= {
    "reply.evidence",
    "reply.letter",
    "observations.file",
    "observations.public_copy",
    "requests.file",
    "requests.letter_file",
    "summaries.file",
    "tips.file",
}
NO_PAGES |= {"requests.calendar", "reply.calendar", "meetings.invitation", "meetings.minutes_file", "meetings.document"}
NO_PAGES |= {"imports.template", "imports.progress", "field_pages.public_keys"}
NO_PAGES |= {f"field.{name}" for name in ("shell", "worker", "manifest", "words", "file")}  # tests/journeys/field
NO_PAGES |= {"public.contract_record", "public.extension", "contracts.record"}
NO_PAGES |= {"public.contracts_file", "public.contracts_feed", "contracts.download", "contracts.feed"}


@dataclass(frozen=True)
class Example:
    """Where rows for the pages are found: `person` sees everything, `invitation` is a secret that was mailed."""

    app: Flask
    person_id: int
    invitation: str

    def public(self) -> list[str]:
        """Every page that is open to all, reply pages apart."""
        return [path for name, path in self._pages() if not name.startswith("reply.") and not self._closed(name)]

    def reply(self) -> list[str]:
        return [path for name, path in self._pages() if name.startswith("reply.")]

    def workspace(self) -> list[str]:
        """Every page of signed-in people."""
        return [path for name, path in self._pages() if self._closed(name)]

    def _closed(self, name: str) -> bool:
        return bool(self.app.view_functions[name].access.signed_in)  # type: ignore[attr-defined]

    def _pages(self) -> Iterator[tuple[str, str]]:
        with self.app.test_request_context():
            rules = [rule for rule in self.app.url_map.iter_rules() if _is_page(rule)]
            for rule in sorted(rules, key=lambda rule: rule.rule):
                for values in _values(rule, self):
                    yield rule.endpoint, url_for(rule.endpoint, **values)


def _is_page(rule: Rule) -> bool:
    is_file = rule.endpoint in NO_PAGES or rule.endpoint.endswith("static") or rule.endpoint.startswith("field_api.")
    return "GET" in (rule.methods or ()) and not is_file


def _values(rule: Rule, example: Example) -> Iterator[dict[str, Any]]:
    """Values of the address, of one example or of several."""
    special = _special(example).get(rule.endpoint, [{}])
    common = _common(example)
    for values in special:
        yield {**{name: common[name] for name in rule.arguments if name not in values}, **values}


def _id(model: Any, *conditions: Any, **states: Any) -> int:
    """The first row that fits; the demonstration has one of everything."""
    found = db.session.scalar(select(model.id).where(*conditions).filter_by(**states).order_by(model.id).limit(1))
    assert found is not None, f"the demonstration has no {model.__tablename__} with {states}"
    return int(found)


def _request(state: str) -> Request:
    """One whose link still holds."""
    return db.session.get_one(Request, _id(Request, Request.link_expires_at > clock.now(), state=state))


def waiting_for_reply() -> Request:
    """A letter that was received, whose term runs and was not extended."""
    runs = (Request.due_on >= clock.today(), Request.extended_until.is_(None))
    return db.session.get_one(Request, _id(Request, *runs, state="delivered"))


def _common(example: Example) -> dict[str, Any]:
    """By name of the argument."""
    shown = db.session.scalars(select(PublishedFinding).order_by(PublishedFinding.finding_id)).first()
    assert shown is not None
    summary = db.session.get_one(Summary, _id(Summary, state="corrected"))
    return {
        "addressee_id": _id(EscalationAddressee, removed_at=None),
        "action_point_id": _id(ActionPoint, ActionPoint.published_at.is_not(None)),
        "assignment_id": _id(Assignment, state="assigned"),
        "body_id": shown.body_id,
        "category": "works",
        "code": "fix-rate",
        "competency_id": _id(Competency),
        "contract_id": shown.contract_id,
        "entry_id": _id(SustainabilityEntry, kind="resources"),
        "evidence_id": _id(Evidence, state="covered"),
        "exception_id": _id(CalendarException),
        "finding_id": shown.finding_id,
        "focus_area_id": _id(FocusArea, FocusArea.plan.has(state="in_force")),
        "indicator_id": _id(Indicator),
        "kind": "contract",
        "link_id": _id(PlanLink),
        "meeting_id": _id(Meeting, state="held"),
        "membership_id": _id(Membership, until_on=None),
        "number": 1,
        "observation_id": _id(Observation, state="accepted"),
        "opening_id": _id(SealedOpening, state="requested"),
        "organisation_id": _id(Organisation, is_coordinating=True),
        "person_id": _id(User, User.id != example.person_id),
        "plan_id": _id(StrategicPlan, state="in_force"),
        "referral_id": _id(Referral, state="unclear"),
        "request_id": _id(Request, state="answered"),
        "revisit_id": _id(Revisit, state="asked"),
        "rule_id": _id(TimeRule),
        "run_id": _id(ImportRun),
        "slug": summary.slug,
        "stage": "implementation",
        "source_id": _id(Source),
        "subject_id": shown.contract_id,
        "subnetwork_id": _id(Subnetwork),
        "summary_id": summary.id,
        "supplier_id": _id(Supplier, Supplier.id.in_(_supplying())),
        "year": clock.today().year + 1,
        "text_id": _id(PlanText),
        "tip_id": _id(Tip, Tip.contract_id.is_(None), state="in_review"),
    }


def _special(example: Example) -> dict[str, list[dict[str, Any]]]:
    """By page, where it needs a row in a certain state, an argument, or more than one example."""
    known = {
        **_of_meetings(),
        **_of_contracts(),
        **_of_monitoring(example),
        **_of_answers(example),
        **_of_summaries(),
        **_of_tips(),
    }
    return {**known, **_of_accounts(example)}


def _of_contracts() -> dict[str, list[dict[str, Any]]]:
    return {
        "bodies.body": [{"body_id": _id(PublicBody)}],
        "imports.columns": [{"run_id": _id(ImportRun, state="waiting")}],
        "imports.run": [{"run_id": _id(ImportRun, state=state)} for state in ("done", "waiting")],
        **{f"parties.{page}": _parties() for page in ("show", "choose", "split")},
        "parties.merge": [{"kind": "body", "number": 1, "other_id": 2}],
        "contracts.edit": [{"contract_id": _id(Contract, origin="hand")}],
        "contracts.end_assignment": [{"verb": "recall"}],
        "contracts.take_up": [{"contract_id": _id(Contract, state="registered")}],
        "partnership.action_point_passage": [{"action_point_id": _id(ActionPoint, state="under_way"), "verb": "drop"}],
        "partnership.plan_passage": [{"plan_id": _id(StrategicPlan, state="in_force"), "verb": "close"}],
        "partnership.plan_text_new": [{"kind": "outcome"}],
        "partnership.sustainability_new": [{"kind": kind} for kind in ("value", "resources")],
        "partnership.reading_correct": [{"reading_id": _id(Reading, corrects_id=None)}],
        "plan_pages.agree": [{"plan_id": _id(StrategicPlan, state="draft")}],
        "plan_pages.succession": [{"plan_id": _id(StrategicPlan, state="agreed")}],
        "partnership.plan": [{"plan_id": _id(StrategicPlan, state=state)} for state in PLAN.states],
        "workspace.contract": [{"contract_id": _id(Contract, state=state)} for state in ("registered", "monitored")],
    }


def _of_meetings() -> dict[str, list[dict[str, Any]]]:
    body, planned = {"body": _id(PublicBody)}, {"meeting_id": _id(Meeting, state="planned")}
    agreed = {"meeting_id": _id(Meeting, state="agreed")}
    return {
        "meeting_pages.show": [{"meeting_id": _id(Meeting, state=state)} for state in MEETING.states],
        "meetings.agree": [{"meeting_id": _to_agree()}],
        "meetings.detach": [{"meeting_id": agreed["meeting_id"], "file_id": _id(MeetingFile, **agreed)}],
        "meetings.edit": [planned],
        "meetings.new": [body, {"follows": agreed["meeting_id"]}],
        "meetings.passage": [{**planned, "verb": "cancel"}, {**agreed, "verb": "correct"}],
    }


def _to_agree() -> int:
    """A meeting whose minutes are whole and wait for both sides."""
    return next(row.id for row in db.session.scalars(select(Meeting).filter_by(state="held")) if not lacking(row))


def _supplying() -> Any:
    return select(ContractSupplier.supplier_id).join(Contract).where(Contract.published_at.is_not(None))


def _parties() -> list[dict[str, Any]]:
    return [{"kind": "body", "number": _id(PublicBody)}, {"kind": "supplier", "number": _id(Supplier)}]


def _of_monitoring(example: Example) -> dict[str, list[dict[str, Any]]]:
    mine = {"observation_id": _id(Observation, state="draft", monitor_id=example.person_id)}
    own = db.session.get_one(Observation, mine["observation_id"]).contract_id
    paper = {"contract_id": own, "stage": "plan", "version": 1, "checklist": _id(Checklist, stage="plan")}
    drafted, checked = _id(Finding, state="drafted"), _id(Finding, state="checked")
    into = db.session.scalar(select(Finding.merged_into_id).where(Finding.state == "merged"))
    accepted = db.session.get_one(Observation, _id(Observation, state="accepted"))
    in_review = {"observation_id": _id(Observation, state="in_review")}
    arriving = {"observation_id": _id(Observation, state="receiving")}
    whole = db.session.get_one(Observation, _id(Observation, Observation.receipt_code.is_not(None)))
    return {
        "field_pages.receipt": [{"code": whole.receipt_code}],
        "checklists.edit": [{}, {"category": "services", "stage": "plan"}],
        "findings.edit": [{"finding_id": drafted}],
        "findings.new": [{"contract_id": accepted.contract_id, "observation": accepted.id}],
        "findings.passage": [{"finding_id": drafted, "verb": "check"}],
        **{f"findings.{page}": [{"finding_id": into}] for page in ("add", "merge", "split", "take_out")},
        "findings.take_apart": [{"finding_id": _id(Finding, state="merged")}],
        "observations.decide": [{**in_review, "verb": verb} for verb in ("ask", "mark_duplicate")]
        + [{**arriving, "verb": "go_on"}, {**in_review, "verb": "reject"}, {**_disputed(), "verb": "reconsider"}],
        "observations.show": [
            {"observation_id": row} for row in (accepted.id, whole.id, arriving["observation_id"], _opened())
        ],
        "observations.edit": [mine],
        "observations.new": [{"contract_id": own}, {"contract_id": own, "stage": "implementation"}, paper],
        "observations.paper": [{"contract_id": _goods()}, {"contract_id": _goods(), "stage": "implementation"}],
        "observations.photos": [{"observation_id": _pictured()}],
        "observations.queue": [{"tab": tab, "subnetwork": "all"} for tab in ("waiting", "accepted")],
        "observations.views": [{"tab": "waiting", "days": "7"}],
        "observations.withdraw": [mine],
        "second_looks.show": [{"second_id": _id(SecondReview, state=state)} for state in SECOND_REVIEW.states],
        "second_looks.settle": [{"second_id": _id(SecondReview, state="differed")}],
        "openings.ask": [{"evidence_id": _id(Evidence, observation_id=accepted.id)}],
        "openings.show": [{"opening_id": _id(SealedOpening, state=state)} for state in OPENING.states],
        "requests.new": [{}, {"finding": checked}],
        "workspace.finding": [
            {"finding_id": _id(Finding, state=state)} for state in ("drafted", "merged", "answered", "closed")
        ],
    }


def _disputed() -> dict[str, int]:
    differed = db.session.get_one(SecondReview, _id(SecondReview, state="differed"))
    return {"observation_id": differed.observation_id}


def _opened() -> int:
    """An observation of which an original was opened."""
    return db.session.get_one(SealedOpening, _id(SealedOpening, state="opened")).observation.id


def _of_tips() -> dict[str, list[dict[str, Any]]]:
    shown = db.session.scalars(select(PublishedFinding)).first()
    about = {"tip_id": _id(Tip, Tip.contract_id.is_not(None), state="in_review")}
    return {
        "public_tips.new": [{}, {"contract": shown.contract_id if shown else 0}],
        "tips.decide": [about | {"verb": verb} for verb in ("ask", "answer", "take_up", "close")],
        "tips.queue": [{}, {"tab": "ended"}],
        "tips.show": [{"tip_id": _id(Tip, state=state)} for state in TIP.states],
    }


def _goods() -> int:
    return _id(Contract, category="goods", state="monitored")


def _of_answers(example: Example) -> dict[str, list[dict[str, Any]]]:
    drafted, sent = ({"request_id": _id(Request, state=state)} for state in ("drafted", "sent"))
    delivered = {"request_id": waiting_for_reply().id}
    answered = {"finding_id": _id(Finding, state="answered")}
    return {
        "requests.action_points": [drafted],
        "requests.assess": [answered],
        "requests.delivery": [sent],
        "requests.edit": [drafted],
        "requests.extension": [delivered],
        "requests.hand_back": [{"revisit_id": _id(Revisit, state="asked", monitor_id=example.person_id)}],
        "requests.paper": [delivered],
        "requests.send": [drafted],
        "requests.show": [drafted, delivered, {}],
        "requests.verify": [answered],
        "requests.withdraw": [sent],
        **_of_replies(),
    }


def _of_replies() -> dict[str, list[dict[str, Any]]]:
    """Letters that were just sent, that wait for a reply, and that are answered."""
    sent, waiting, answered = _request("sent"), waiting_for_reply(), _request("answered")
    token = {"token": token_of(waiting)}
    reply = db.session.get_one(Response, _id(Response, Response.request.has(Request.link_expires_at > clock.now())))
    return {
        "reply.answer": [{**token, "finding_id": waiting.findings[0].id}],
        "reply.check": [token],
        "reply.extension": [token],
        "reply.files": [token],
        "reply.receipt": [{"token": token_of(reply.request), "response_id": reply.id}],
        "reply.show": [{"token": token_of(row)} for row in (sent, waiting, answered)],
        "reply.whole": [token],
    }


def _of_summaries() -> dict[str, list[dict[str, Any]]]:
    wanted = {"edit": "composing", "propose": "composing", "clear": "right_of_reply", "recompose": "cleared"}
    wanted |= {"publish": "cleared", "revise": "published", "correct": "published", "withdraw": "published"}
    pages = {f"summaries.{verb}": [{"summary_id": _id(Summary, state=state)}] for verb, state in wanted.items()}
    states = ("composing", "cleared", "corrected", "withdrawn")
    shows = {"summaries.show": [{"summary_id": _id(Summary, state=state)} for state in states]}
    return {**pages, **shows, **_of_measures()}


def _of_measures() -> dict[str, list[dict[str, Any]]]:
    return {
        "workspace.measures": [{}, *({"by": scope} for scope in (*SCOPES, "subnetwork"))],
        "workspace.measure_cases": [{"code": code} for code in (*MEASURES, *NETWORK) if code != "network-days"],
        "public.measures": [{}, *({"by": scope} for scope in SCOPES)],
        "public.measure": [{"code": code} for code in (*MEASURES, *NETWORK)],
        "public.measure_cases": [{"code": code} for code in MEASURES],
    }


def _of_accounts(example: Example) -> dict[str, list[dict[str, Any]]]:
    reset = reset_token(db.session.get_one(User, example.person_id))
    return {"accounts.invitation": [{"token": example.invitation}], "accounts.reset": [{"token": reset}]}


def _pictured() -> int:
    """An accepted observation with a photo."""
    rows = db.session.scalars(select(Evidence).join(Evidence.observation).where(Observation.state == "accepted"))
    return next(row.observation_id for row in rows if row.file.is_picture)
