"""The queue: one decision about several rows, filters, and views that are kept."""

import re
from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from app.bodies.models import Place
from app.core import audit, clock
from app.core.database import db
from app.findings.models import Observation
from app.findings.queue_models import QueueView
from app.findings.rules import MAX_VIEWS
from tests.given import commit, people, work

QUEUE = "/workspace/observations/queue"
VIEWS = f"{QUEUE}/views"
REASON = "Зураг дээр тодорхой байна."
ENGLISH = "?lang=en"


@pytest.fixture
def browser(client, cast):
    return client.sign_in(cast.lead)


@pytest.fixture
def rows(cast, logged):
    """Three that warn of nothing."""
    words = ("Дээвэр дутуу.", "Хашаа будсан.", "Хүүхэд алга.")
    return [logged(notes=text, visited_on=clock.today() - timedelta(days)) for days, text in enumerate(words)]


def stamps(*rows):
    return [f"{row.id}.{row.revision}.{row.state}" for row in rows]


def ticked(page):
    return re.findall(r'name="seen" value="([^"]+)" checked', page.text)


def state(row):
    db.session.expire_all()
    return db.session.get(Observation, row.id).state


def decide(browser, verb, *rows, reason=REASON, expect=303, query=ENGLISH):
    return browser.post(
        QUEUE + query, {"verb": verb, "cause": "unclear", "reason": reason, "seen": stamps(*rows)}, expect=expect
    )


def test_several_are_decided_and_the_queue_comes_back_as_it_was_narrowed(browser, rows):
    answer = decide(browser, "accept", *rows[:2], query="?tab=waiting&stage=implementation&lang=en")
    assert [state(row) for row in rows] == ["accepted", "accepted", "received"]
    assert "stage=implementation" in answer.headers["Location"]
    page = browser.follow(answer).text
    assert f"Accepted: No. {rows[0].id}, {rows[1].id}" in page


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"verb": "accept", "reason": REASON}, "Choose at least one observation."),
        ({"reason": REASON, "seen": True}, "This field is required."),
        ({"verb": "reject", "cause": "unclear", "reason": "  ", "seen": True}, "Write the reason."),
        ({"verb": "reject", "reason": REASON, "seen": True}, "Choose why it is rejected."),
        ({"verb": "withdraw", "reason": REASON, "seen": True}, "Not a valid choice."),
        (
            {"verb": "reject", "cause": "unclear", "reason": REASON, "seen": ["x", "1.1", "9" * 30 + ".1.received"]},
            "Choose at least one",
        ),
        (
            {"verb": "reject", "cause": "unclear", "reason": REASON, "seen": [f"{n}.1.received" for n in range(1, 27)]},
            "At most 25 at once.",
        ),
    ],
)
def test_what_is_wrong_with_the_form_is_said_and_nothing_is_lost(browser, rows, data, said):
    chosen = stamps(*rows[:2])
    page = browser.post(QUEUE + ENGLISH, data | ({"seen": chosen} if data.get("seen") is True else {}), expect=422)
    assert said in page.text
    assert {state(row) for row in rows} == {"received"}
    if data.get("seen") is True:
        assert ticked(page) == chosen and data["reason"].strip() in page.text


def test_what_was_refused_stays_ticked_with_its_reason(browser, cast, logged, rows):
    twin = logged(notes=rows[0].notes, visited_on=rows[0].visited_on)
    page = decide(browser, "accept", *rows, twin, expect=200)
    assert "2 of 4 done" in page.text and REASON in page.text
    assert page.text.count("It has to be looked at by itself") == 2
    assert ticked(page) == stamps(rows[0], twin)
    assert [state(row) for row in (*rows, twin)] == ["received", "accepted", "accepted", "received"]


def test_who_was_overtaken_reads_by_whom_and_ticks_anew(client, cast, rows):
    first, again, last = rows
    seen = stamps(*rows)
    client.sign_in(cast.second)
    decide(client, "reject", first, reason="Хуучин зураг байна.")
    db.session.get(Observation, again.id).revision = 2
    commit()
    client.sign_in(cast.lead)
    page = client.post(QUEUE + ENGLISH, {"verb": "ask", "reason": "Аль өрөө вэ?", "seen": seen}, expect=200)
    assert "1 of 3 done" in page.text and "Аль өрөө вэ?" in page.text
    said = f"Somebody was faster. Rejected: What was seen is not clear: {cast.second.name}"
    assert said in page.text and "Хуучин зураг байна." in page.text
    assert "It was sent again meanwhile" in page.text and ticked(page) == []
    assert f'value="{again.id}.2.received"' in page.text, "it can be ticked again, as it is now"
    assert f'value="{first.id}.' not in page.text
    assert state(last) == "needs_information"


def test_the_same_form_twice_decides_once(browser, cast, rows):
    seen = stamps(*rows)
    for expect in (303, 200):
        page = browser.post(
            QUEUE + ENGLISH, {"verb": "reject", "cause": "unclear", "reason": REASON, "seen": seen}, expect=expect
        )
    assert "0 of 3 done" in page.text
    assert "Somebody was faster. Rejected: What was seen is not clear: You" in page.text
    assert [entry.verb for entry in audit.history(rows[0])][-2:] == ["open", "reject"]


def test_boxes_stand_only_where_somebody_may_decide(browser, client, cast, logged, rows):
    mine, theirs, own = rows
    db.session.get(Observation, own.id).monitor_id = cast.lead.id
    theirs = db.session.get(Observation, theirs.id)
    theirs.state, theirs.reviewed_by_id = "in_review", cast.second.id
    foreign = work.observation(work.monitored(people.person()), state="received")
    commit()
    page = browser.get(f"{QUEUE}?subnetwork=all&lang=en").text
    assert re.findall(r'name="seen" value="([^"]+)"', page) == stamps(mine)
    assert f"in the hands of {cast.second.name}" in page and f"/observations/{foreign.id}" in page
    observer = people.person("observer")
    commit(observer)
    client.sign_in(observer)
    assert 'name="seen"' not in client.get(f"{QUEUE}?subnetwork=all").text
    client.post(QUEUE, {"verb": "reject", "cause": "unclear", "reason": REASON, "seen": stamps(mine)}, expect=403)
    assert state(mine) == "received"


@pytest.fixture
def various(cast, logged):
    """Four that differ in each filter; by what each is found."""
    aimag = db.session.query(Place).filter_by(level="aimag").first() or work.stored(
        Place(code="MN-900", level="aimag", name_mn="Тал", name_en="Tal", sort_key="tal")
    )
    soum = work.stored(
        Place(code="MN-900-1", level="soum", name_mn="Нутаг", name_en="Nutag", sort_key="n", parent_id=aimag.id)
    )
    network, body, far = cast.contract.subnetwork, people.body(), people.person("monitor")
    organisation = people.organisation()
    people.stand_for(organisation, far)
    now = clock.now()

    def seen(**fields):
        contract = work.monitored(subnetwork=network, **fields.pop("of", {}))
        return work.observation(contract, state="received", **fields)

    found = {
        f"place={aimag.id}": seen(of={"place_id": soum.id}),
        f"body={body.id}": seen(of={"buyer": body}),
        "stage=plan": seen(stage="plan"),
        "days=14": seen(sent_at=now - timedelta(15)),
        "held=mine": seen(),
    }
    found["held=mine"].reviewed_by_id, found["held=mine"].state = cast.lead.id, "in_review"
    contract = work.monitored(subnetwork=network)
    found[f"organisation={organisation.id}"] = work.observation(contract, far, state="received")
    commit()
    return found


def test_each_filter_finds_its_own(browser, various):
    def shown(query):
        page = browser.get(f"{QUEUE}?{query}").text
        listed = re.findall(r'card-title"[^>]*><a href="/workspace/observations/(\d+)', page)
        return {int(number) for number in listed}, page

    every = {row.id for row in various.values()}
    assert shown("tab=waiting")[0] == every
    for query, row in various.items():
        found, page = shown(query)
        assert found == {row.id}, query
        assert 'aria-current="page">Хянан үзэх <span class="num">1</span>' in page
    assert shown("held=free")[0] == every - {various["held=mine"].id}
    assert shown("stage=plan&held=mine")[0] == set()


def test_who_may_not_know_people_does_not_sort_by_where_they_belong(client, rows):
    organisation, observer = people.organisation(), people.person("observer")
    commit()
    client.sign_in(observer)
    page = client.get(f"{QUEUE}?subnetwork=all&organisation={organisation.id}&lang=en").text
    assert 'name="organisation"' not in page and "Left out" in page


@pytest.mark.parametrize("query", ["place=999999", "body=x", "stage=nonsense", "days=-1", "held=1", "organisation=0"])
def test_a_filter_that_is_not_there_is_left_out_and_said(browser, rows, query):
    page = browser.get(f"{QUEUE}?{query}&lang=en").text
    assert "Left out, because what it names is no longer there" in page
    assert all(f"/observations/{row.id}" in page for row in rows)


def views():
    db.session.expire_all()
    return db.session.query(QueueView).order_by(QueueView.id).all()


def test_a_view_is_kept_renamed_preferred_and_deleted(browser, cast, rows):
    answer = browser.post(f"{VIEWS}?days=7&tab=waiting&lang=en", {"name": "  Долоо   хоногоос удсан "})
    page = browser.follow(answer).text
    (view,) = views()
    assert (view.name, view.filters, view.user_id) == (
        "Долоо хоногоос удсан",
        {"days": "7", "tab": "waiting"},
        cast.lead.id,
    )
    assert re.search(r'aria-current="page">Долоо хоногоос удсан<', page)
    browser.post(f"{VIEWS}/{view.id}", {f"view-{view.id}-name": "🐎 Old ones"})
    assert views()[0].name == "🐎 Old ones"
    browser.post(f"{VIEWS}/{view.id}/prefer")
    assert "days=7" in browser.get(f"{QUEUE}?lang=en", expect=302).headers["Location"]
    browser.get(f"{QUEUE}?tab=waiting")
    browser.post(f"{VIEWS}/{view.id}/stop_preferring")
    browser.get(QUEUE)
    browser.post(f"{VIEWS}/{view.id}/delete")
    assert views() == []
    assert [entry.verb for entry in db.session.query(audit.AuditEntry).filter_by(subject_kind="queue_view")] == [
        *("create", "rename", "prefer", "stop_preferring", "delete")
    ]


def test_one_view_is_preferred_at_most(browser, rows):
    for number in "12":
        browser.post(f"{VIEWS}?tab=waiting", {"name": number, "is_default": "y"})
    assert [view.is_default for view in views()] == [False, True]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("", "Give it a name."),
        ("\u200b \u2060", "Give it a name."),
        ("а" * 61, "A name has at most 60 letters."),
        ("хуучин НЬ", "You have a view of this name already."),
        ("Хуучин\u200b нь", "You have a view of this name already."),
    ],
)
def test_a_name_that_cannot_be_is_said_and_kept_in_the_form(browser, rows, name, said):
    browser.post(f"{VIEWS}?tab=waiting", {"name": "Хуучин нь"})
    browser.post(f"{VIEWS}?tab=waiting", {"name": "Өөр"})
    assert said in browser.post(f"{VIEWS}?lang=en", {"name": name}, expect=422).text
    other = views()[1].id
    page = browser.post(f"{VIEWS}/{other}?lang=en", {f"view-{other}-name": name}, expect=422)
    assert said in page.text and [view.name for view in views()] == ["Хуучин нь", "Өөр"]


def test_there_is_an_end_to_views(browser, rows):
    for number in range(MAX_VIEWS):
        browser.post(f"{VIEWS}?tab=waiting", {"name": f"№{number}"})
    page = browser.post(f"{VIEWS}?lang=en", {"name": "one more"}, expect=422)
    assert "You keep 20 views already." in page.text


def test_views_are_each_ones_own(client, cast, rows):
    client.follow(client.sign_in(cast.lead).post(f"{VIEWS}?tab=waiting", {"name": "Минийх", "is_default": "y"}))
    (view,) = views()
    client.sign_in(cast.second)
    assert "Минийх" not in client.get(QUEUE).text + client.get(VIEWS).text
    for path in ("", "/prefer", "/delete"):
        client.post(f"{VIEWS}/{view.id}{path}", {f"view-{view.id}-name": "Минийх биш"}, expect=404)
    client.post(f"{VIEWS}?tab=waiting", {"name": "Минийх"})
    assert [row.name for row in views()] == ["Минийх", "Минийх"]
    client.sign_in(cast.monitor).get(VIEWS, expect=403)


def test_the_database_keeps_one_preferred_view(app, cast):
    for key in "ab":
        db.session.add(
            QueueView(user_id=cast.lead.id, name=key, key=key, filters={}, is_default=True, made_at=clock.now())
        )
    with pytest.raises(IntegrityError):
        db.session.flush()
    db.session.rollback()
