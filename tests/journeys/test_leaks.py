"""Nothing internal is public: canaries are planted everywhere inside, then each public address is searched for them."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select
from werkzeug.routing import Rule

from app import demo
from app.accounts.models import User
from app.bodies.models import PublicBody
from app.contracts.models import Contract, ContractSupplier, Supplier
from app.core import database
from app.core.database import db
from app.core.files import StoredFile
from app.findings.models import Evidence, Finding
from app.measures.terms import MEASURES, NETWORK
from app.partnership.models import ActionPoint, FocusArea, StrategicPlan
from app.responses.links import token_of
from app.summaries.models import PublishedFile, PublishedFinding, Summary, SummaryVersion
from app.summaries.states import PUBLIC
from app.tips.rules import receipt_of
from app.tips.service import find_by_receipt
from tests.journeys import canaries
from tests.journeys.addresses import waiting_for_reply
from tests.journeys.canaries import MARK, plant
from tests.journeys.conftest import installed
from tests.journeys.crawler import MOST, Crawler, unfolded

STARTS = ("/", "/method", "/feed.atom", "/robots.txt", "/healthz", "/sitemap.xml", "/sign-in", "/forgotten")
LANGUAGES = ("", "?lang=mn", "?lang=en")
NOWHERE = {f"/sitemap.xml{query}" for query in LANGUAGES}  # there is none so far
BEYOND = 3  # numbers tried after the last row of each kind
NUMBERED: dict[str, Any] = {
    "contract_id": Contract,
    "supplier_id": Supplier,
    "finding_id": Finding,
    "body_id": PublicBody,
    "focus_area_id": FocusArea,
    "action_point_id": ActionPoint,
}
WITH_DATA = {"/contracts/"}  # beside the page its data
PUBLISHED: dict[str, Any] = {
    "/contracts/": select(Contract.id).where(Contract.published_at.is_not(None)),
    "/suppliers/": select(ContractSupplier.supplier_id).join(Contract).where(Contract.published_at.is_not(None)),
    "/findings/": select(PublishedFinding.finding_id),
    "/action-points/": select(ActionPoint.id).where(ActionPoint.published_at.is_not(None)),
    "/focus-areas/": select(FocusArea.id).where(FocusArea.plan.has(StrategicPlan.state.in_(("in_force", "closed")))),
    "/files/": select(PublishedFile.sha256),
}


@dataclass(frozen=True)
class House:
    """The demonstration with canaries; `needles`: what must stand nowhere in public; `token`: of one reply link."""

    app: Flask
    needles: list[str]
    token: str

    def crawler(self, within: str = "/") -> Crawler:
        return Crawler(self.app, self.needles, within)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory, demonstration: Path) -> Iterator[House]:
    app = installed(shutil.copytree(demonstration, tmp_path_factory.mktemp("house") / "data"))
    with app.app_context():
        needles = [MARK, *_real_people(), *_withdrawn_words()]
        letter = waiting_for_reply()
        plant(letter)
        token = token_of(letter)
        database.commit()
    yield House(app, needles, token)
    with app.app_context():
        db.engine.dispose()


def _real_people() -> list[str]:
    """Names and addresses of the demonstration's members, as they were when its summaries were published."""
    people = db.session.execute(select(User.name, User.email)).all()
    return [word for name, email in people for word in (name.partition(" (")[0], email)]


def _withdrawn_words() -> list[str]:
    """The longest line of what was published and then taken back."""
    versions = db.session.scalars(select(SummaryVersion).join(Summary).where(Summary.state == "withdrawn"))
    return [max(version.document["text_mn"].splitlines(), key=len) for version in versions]


@pytest.fixture
def app(house: House) -> Iterator[Flask]:
    with house.app.app_context():
        yield house.app


def test_following_every_link_shows_nothing_internal(house: House) -> None:
    crawler = house.crawler()
    crawler.crawl(*(path + query for path, query in product(STARTS, LANGUAGES)))
    assert crawler.hits == []
    assert 200 < len(crawler.seen) < MOST
    assert any(path.startswith("/files/") for path in crawler.seen)
    dead = {path for path, code in crawler.seen.items() if code not in {200, 308, 410}}
    assert dead == NOWHERE, "a public page links to nowhere"


def test_trying_every_number_shows_nothing_but_what_is_published(house: House, app: Flask) -> None:
    crawler = house.crawler()
    for path in _every_public_address(app):
        crawler.visit(path)
    assert crawler.hits == []
    for prefix, query in PUBLISHED.items():
        found = {path.removeprefix(prefix) for path, code in crawler.seen.items() if code == 200 and prefix in path}
        public = {str(row) for row in db.session.scalars(query)}
        assert found == (public | {f"{row}.json" for row in public} if prefix in WITH_DATA else public), prefix
    for slug, state in db.session.execute(select(Summary.slug, Summary.state)):
        assert crawler.seen[f"/summaries/{slug}"] == (200 if state in PUBLIC else 410 if state == "withdrawn" else 404)


def _every_public_address(app: Flask) -> Iterator[str]:
    tried = _tried()
    for rule in app.url_map.iter_rules():
        if rule.endpoint.startswith("public."):
            yield from _addresses(rule, tried)


def _addresses(rule: Rule, tried: dict[str, list[Any]]) -> Iterator[str]:
    names = sorted(rule.arguments)
    for chosen in product(*(tried[name] for name in names)):
        yield rule.build(dict(zip(names, chosen, strict=True)))[1]  # type: ignore[index]


def _tried() -> dict[str, list[Any]]:
    """For each argument of a public address: every row there is, public or not, and some beyond."""
    last = {name: db.session.scalar(select(func.max(model.id))) for name, model in NUMBERED.items()}
    hashes = [*db.session.execute(select(StoredFile.sha256, StoredFile.clean_sha256))]
    hashes += db.session.execute(select(Evidence.public_sha256))
    return {
        **{name: list(range(1, number + BEYOND)) for name, number in last.items()},
        "slug": list(db.session.scalars(select(Summary.slug))),
        "number": list(range(1, 7)),
        "suffix": ["csv", "xlsx", "jsonl"],
        "name": ["extension.json", "release-schema.json"],
        "code": [*MEASURES, *NETWORK],
        "sha256": [sha256 for pair in hashes for sha256 in pair if sha256],
    }


def test_without_signing_in_the_workspace_shows_nothing(house: House, app: Flask) -> None:
    crawler = house.crawler()
    for rule in app.url_map.iter_rules():
        if rule.rule.startswith(("/workspace", "/account")) and "GET" in (rule.methods or ()):
            crawler.visit(_guess(rule))
    assert crawler.hits == []
    assert set(crawler.seen.values()) <= {302, 308, 404}  # 404: a feed whose address no account has signed


def _guess(rule: Rule) -> str:
    """An address of the rule: where it takes only some words, the first of them."""
    values = {"sha256": "0" * 64}
    for name, converter in rule._converters.items():
        words = sorted(getattr(converter, "items", ()))
        values.setdefault(name, words[0] if words else 1)
    return rule.build(values)[1]  # type: ignore[index]


def test_behind_its_link_a_body_meets_nothing_internal(house: House) -> None:
    crawler = house.crawler(within=f"/reply/{house.token}")
    crawler.crawl(*(f"/reply/{house.token}{query}" for query in LANGUAGES))
    assert crawler.hits == []
    assert len(crawler.seen) > 10
    assert set(crawler.seen.values()) == {200}


def test_a_receipt_opens_the_words_of_its_tip_and_nothing_else(house: House, app: Flask) -> None:
    digits = demo.receipt_of_the_asked()
    tip = find_by_receipt(digits)
    assert tip is not None
    own = {tip.text, *(word.text for word in tip.words)}
    for receipt, words in ((digits, own), (receipt_of(7), set()), ("", set())):
        crawler = house.crawler()
        crawler.post("/tips", receipt=receipt)
        assert {hit.partition(": ")[2] for hit in crawler.hits} == words, receipt


def test_no_public_page_holds_a_secret_link(house: House) -> None:
    crawler = Crawler(house.app, ["/reply/", "/invitation/", "/reset/"])
    crawler.crawl("/", "/feed.atom")
    assert crawler.hits == []


@pytest.mark.parametrize("words", ["demo", "сургууль", "zasvar", "canary", "a"])
def test_a_search_finds_only_what_is_public(house: House, app: Flask, words: str) -> None:
    links = Crawler(house.app, []).visit(f"/contracts?text={words}")
    found = {link.partition("?")[0].removeprefix("/contracts/") for link in links if link.startswith("/contracts/")}
    assert found <= {str(row) for row in db.session.scalars(PUBLISHED["/contracts/"])}


@pytest.mark.parametrize(("make", "media_type"), [(canaries.photo, "image/jpeg"), (canaries.letter, "application/pdf")])
def test_the_crawler_would_find_what_a_file_hides(make: Callable[[], bytes], media_type: str) -> None:
    """A file as it was handed in: the crawler stops at it, or finds the canaries in it."""
    with pytest.raises(AssertionError, match="served"):
        assert not any(MARK.encode() in part for part in unfolded(make(), media_type)), "would be served"


def test_the_crawler_would_find_a_name(house: House, app: Flask) -> None:
    """What the network's own pages show: the same search finds the canaries there."""
    person = db.session.scalars(select(User).where(User.is_active)).all()
    coordinator = next(row for row in person if row.can("subnetworks.all"))
    crawler = house.crawler()
    with crawler.client.session_transaction() as session:
        session["_user_id"], session["_fresh"] = coordinator.get_id(), True
    crawler.visit("/workspace/observations/queue?subnetwork=all&tab=accepted")
    assert any("username" in hit for hit in crawler.hits)
