"""Mongolia's open-data service as `domain.md` describes it, with its bad days."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import parse_qs

from tests.standin.server import Asked, Reply, Standin, serving

TOKEN = "secret-of-the-agency"
PATH = "/api/invitation"
HTML = Reply(body=b"<html>Tur saatal garlaa</html>", headers={"Content-Type": "text/html"})
BUSY = Reply(429, headers={"Retry-After": "999999"})
DROPPED = Reply(cut=-1)
CUT_OFF = Reply(body=b'{"return_code": 200, "data": [' + b" " * 100, cut=20)


def complaint(code: object, message: str = "Алдаа") -> Reply:
    """An answer that is well in HTTP and tells of a fault in its body."""
    return as_json({"return_code": code, "message": message, "data": None})


def notice(number: int, year: int = 2026, **fields: Any) -> dict[str, Any]:
    return {
        "invitationId": 1780000000000 + number,
        "tenderId": 9000 + number,
        "tenderCode": f"ГБТГ/{year}-{number}",
        "tenderName": f"{number}-р сургуулийн засвар",
        "invitationNumber": f"УТ-{number}",
        "totalBudget": 1250000000.5,
        "yearBudget": 1000000000,
        "budgetEntityName": "Говь-Алтай аймгийн Засаг даргын Тамгын газар",
        "registrationNumber": "9012345",
        "positionName": "Б. Болд",
        "ruleName": "Нээлттэй тендер шалгаруулалт",
        "fundName": "Улсын төсөв",
        "tenderTypeCode": "JOB",
        "tenderTypeName": "Ажил",
        "publishDate": f"{year}-06-24 12:00:00",
        "receiveDate": f"{year}-07-24 10:00:00",
        "openDate": f"{year}-07-24 10:30:00",
        "docStatusCode": "PUBLISHED",
        "docStatusName": "Зарласан",
        "isPackage": False,
        "subTenders": [],
        **fields,
    }


class OpenTender:
    """`notices`: by year, as listed now. `bad_days`: replies given first, one to a request. `meanwhile`: called with
    the number of the request, from 1, before it is answered."""

    def __init__(self) -> None:
        self.notices: dict[int, list[dict[str, Any]]] = {}
        self.bad_days: list[Reply] = []
        self.meanwhile: Callable[[int], None] = lambda number: None
        self.server: Standin
        self._count = 0

    @property
    def url(self) -> str:
        return self.server.address + PATH

    @property
    def asked(self) -> list[tuple[int, int]]:
        """Year and page of each request."""
        fields = [parse_qs(asked.body.decode()) for asked in self.server.asked]
        return [(int(each["tenderYear"][0]), int(each["current_page"][0])) for each in fields]

    def answer(self, asked: Asked) -> Reply:
        self._count += 1
        self.meanwhile(self._count)
        if self.bad_days:
            return self.bad_days.pop(0)
        if (asked.method, asked.path) != ("POST", PATH):
            return Reply(404)
        if asked.headers.get("Authorization") != f"Bearer {TOKEN}":
            return Reply(401)
        return self._listed({name: int(values[0]) for name, values in parse_qs(asked.body.decode()).items()})

    def _listed(self, fields: dict[str, int]) -> Reply:
        listed, size = self.notices.get(fields["tenderYear"], []), fields["per_page"]
        start = (fields["current_page"] - 1) * size
        told = {"return_code": 200, "message": "Амжилттай", "total": len(listed), "per_page": str(size)}
        return as_json(told | {"current_page": str(fields["current_page"]), "data": listed[start : start + size]})


def as_json(value: Any) -> Reply:
    return Reply(body=json.dumps(value, ensure_ascii=False).encode(), headers={"Content-Type": "application/json"})


@contextmanager
def open_tender() -> Iterator[OpenTender]:
    service = OpenTender()
    with serving(service.answer) as service.server:
        yield service
