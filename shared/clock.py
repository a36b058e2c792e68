"""The clock. Use cases never read it: the dispatchers and the jobs do, and pass instants (`at`) and days (`on`) in."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo


def now() -> datetime:
    """The present instant, aware, in UTC."""
    return datetime.now(UTC)


def day_of(instant: datetime, zone: str) -> date:
    """The legal day on which an instant falls in a country."""
    return instant.astimezone(ZoneInfo(zone)).date()


ZONES = {  # the civil time of each country of the network
    "AT": "Europe/Vienna", "BE": "Europe/Brussels", "DE": "Europe/Berlin", "ES": "Europe/Madrid", "FR": "Europe/Paris",
    "HU": "Europe/Budapest", "IT": "Europe/Rome", "NL": "Europe/Amsterdam", "SE": "Europe/Stockholm",
}
