"""The only source of time. Tests travel; nothing else in the application asks the system."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

ULAANBAATAR = ZoneInfo("Asia/Ulaanbaatar")


def now() -> datetime:
    """The present instant, aware UTC."""
    return datetime.now(UTC)


def today() -> date:
    """The present day in Ulaanbaatar: legal terms are counted in its days."""
    return now().astimezone(ULAANBAATAR).date()


def local_day(instant: datetime) -> date:
    """The Ulaanbaatar day on which an instant falls."""
    return instant.astimezone(ULAANBAATAR).date()
