"""How far a place is from where somebody lives: from centre to centre, for no more is known of most contracts. Pure."""

import math
from typing import Any, NamedTuple, Protocol

from flask_babel import lazy_gettext as _l

EARTH_RADIUS = 6371.0088  # kilometres, the mean of the IUGG
STEP = 10  # kilometres: nothing finer is true between centres


class Located(Protocol):
    """What is needed of a place; latitude and longitude in degrees, None when its centre is not known."""

    id: Any
    parent_id: Any
    latitude: Any
    longitude: Any


class Nearness(NamedTuple):
    """Sorts from here to wherever. `rank`: 0 the same place, 1 a known distance, 2 not known."""

    rank: int
    kilometres: float = 0

    @property
    def said(self) -> Any:
        """In words, None when nothing is known."""
        if self.rank == 0:
            return _l("In your place")
        if self.rank == 2:
            return None
        if self.kilometres < STEP:
            return _l("Near your place")
        return _l("About %(kilometres)s km away", kilometres=round(self.kilometres / STEP) * STEP)


HERE, UNKNOWN = Nearness(0), Nearness(2)


def nearness(home: Located | None, place: Located | None) -> Nearness:
    """Of a place to a home. A district lies in its capital, so one is where the other is."""
    if home is None or place is None:
        return UNKNOWN
    if home.id in (place.id, place.parent_id) or place.id == home.parent_id:
        return HERE
    if home.latitude is None or place.latitude is None:
        return UNKNOWN
    return Nearness(1, kilometres((home.latitude, home.longitude), (place.latitude, place.longitude)))


def kilometres(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Along the great circle between two points (latitude, longitude), in degrees; by the haversine."""
    (north, east), (to_north, to_east) = (tuple(map(math.radians, point)) for point in (one, other))
    across = math.sin((to_north - north) / 2) ** 2
    across += math.cos(north) * math.cos(to_north) * math.sin((to_east - east) / 2) ** 2
    return 2 * EARTH_RADIUS * math.asin(min(1.0, math.sqrt(across)))
