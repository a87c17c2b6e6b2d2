"""Many visits through a network that fails in every way: nothing is lost, nothing is doubled."""

import os
import threading
from pathlib import Path

import pytest

from tests.journeys.field.conftest import held, signed_in
from tests.journeys.field.proxy import FAULTS, Proxy, at_random
from tests.journeys.hands import BROWSER

pytestmark = BROWSER

VISITS = int(os.environ.get("FIELD_VISITS", "500"))
BATCH = 250
SEED = int(os.environ.get("FIELD_SEED", "7"))
SIMULATED = (Path(__file__).parent / "simulated.js").read_text("utf-8")


def test_visits_through_a_failing_network(site, monitor, installed_server, context, code_path):
    captured = {}
    with Proxy(installed_server.address) as proxy:
        page = signed_in(context, monitor, proxy.address)
        proxy.fault = killing(installed_server, at_random(0.25, SEED, (*FAULTS, "kill")))
        for batch, start in enumerate(range(0, VISITS, BATCH)):
            said = page.evaluate(
                SIMULATED,
                {
                    "code": code_path,
                    "count": min(BATCH, VISITS - start),
                    "seed": SEED + batch,
                    "person": monitor.id,
                    "contract": monitor.contracts[0],
                    "firstPause": 5,
                },
            )
            assert {item["at"] for item in said["left"]} == {"done"}, said["left"]
            captured |= said["captured"]
        met = dict(proxy.met)
    print(f"{len(captured)} visits, {sum(met.values())} faults: {met}")
    assert len(captured) == VISITS
    assert held(site, monitor) == captured
    assert VISITS < 100 or set(FAULTS) <= met.keys()


def killing(server, fault):
    """Now and then the worker dies under a request."""
    one_at_a_time, hits = threading.Lock(), iter(range(10**9))

    def wrapped(method, path):
        found = fault(method, path)
        if found != "kill":
            return found
        if next(hits) % 20 == 0 and one_at_a_time.acquire(blocking=False):
            threading.Timer(0.005, die).start()
        return None

    def die():
        try:
            server.kill_worker()
        finally:
            one_at_a_time.release()

    return wrapped


@pytest.mark.parametrize("fault", FAULTS)
def test_each_fault_alone(site, monitor, installed_server, context, code_path, fault):
    """Half of the requests meet it."""
    with Proxy(installed_server.address) as proxy:
        page = signed_in(context, monitor, proxy.address)
        proxy.fault = at_random(0.5, SEED, (fault,))
        facts = {"code": code_path, "count": 4, "seed": 1, "person": monitor.id, "contract": monitor.contracts[0]}
        said = page.evaluate(SIMULATED, facts | {"firstPause": 5})
    assert held(site, monitor) == said["captured"]
    assert proxy.met[fault]
