"""Two requests at the same moment: one after the other, and the second sees what the first did."""

import threading
import time

from app.core import clock
from app.core.database import db
from app.core.errors import Stale, WrongState
from app.findings import queries, service
from app.findings.models import Observation
from tests.given import commit, people
from tests.integration.findings.material import change


def at_once(app, first, second):
    """Run `second` in another thread while `first` is not yet committed; returns what it raised."""
    raised = []

    def other():
        with app.app_context():
            try:
                second()
                db.session.commit()
            except Exception as error:
                raised.append(error)
            finally:
                db.session.remove()

    thread = threading.Thread(target=other)
    first()
    thread.start()
    time.sleep(0.3)
    db.session.commit()
    thread.join(10)
    return raised


def test_two_leads_decide(app, cast, sent, now):
    observation = sent()
    service.open_review(observation, cast.lead, now)
    commit()
    number, lead, second = observation.id, cast.lead.id, cast.second.id

    def decide(verb, person):
        row = queries.get_observation(number)
        cause = ("other",) if verb == "reject" else ()
        getattr(service, verb)(row, db.session.get(type(cast.lead), person), clock.now(), "Учир нь…", *cause)

    raised = at_once(app, lambda: decide("accept", lead), lambda: decide("reject", second))
    assert [type(error) for error in raised] == [WrongState]
    assert db.session.get(Observation, number).state == "accepted"


def test_two_coordinators_save_a_checklist(app, questions):
    person = people.person("coordinator")
    commit()
    number = person.id

    def save():
        words = queries.wordings_of(queries.get_checklist("works", "implementation"))[1:]
        who = db.session.get(type(person), number)
        service.edit_checklist("works", "implementation", words, who, clock.now(), based_on=1, reason="Учир.")

    raised = at_once(app, save, save)
    assert [type(error) for error in raised] == [Stale]
    assert queries.get_checklist("works", "implementation").number == 2


def test_a_form_sent_twice(app, cast, today):
    commit()
    contract, monitor, form = cast.contract.id, cast.monitor.id, change(today)

    def log():
        rows = db.session.get(type(cast.contract), contract), db.session.get(type(cast.monitor), monitor)
        service.save_draft(rows[0], "plan", form, rows[1], clock.now(), client_key="k")

    assert at_once(app, log, log) == []
    assert Observation.query.count() == 1
