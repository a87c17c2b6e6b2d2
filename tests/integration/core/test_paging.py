"""A page of a list is counted as far as it must be, and not further."""

from app.core import paging
from app.core.database import db
from app.core.paging import paginate
from app.partnership.models import Subnetwork
from tests.given import people


def test_rows_are_counted_up_to_a_number_or_to_the_page_asked_for(app, monkeypatch):
    made = [people.subnetwork().id for _row in range(7)]
    monkeypatch.setattr(paging, "COUNTED", 4)
    query = db.select(Subnetwork).where(Subnetwork.id.in_(made)).order_by(Subnetwork.id)
    first, deeper, last, beyond = (paginate(query, number, per_page=2) for number in (1, 3, 4, 10**12))
    assert [(page.total, page.is_open, page.has_next) for page in (first, deeper, last, beyond)] == [
        (4, True, True),
        (6, True, True),
        (7, False, False),
        (7, False, False),
    ]
    assert [row.id for row in deeper.items] == made[4:6]
    assert [row.id for row in beyond.items] == made[6:]
