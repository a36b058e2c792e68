"""Who may open the register: identified at the highest level, and with a concrete purpose (RD 29-4-2019 7:12, 7:13)."""

from datetime import date

from services.membership.domain.errors import AssuranceTooLow, DayNotOver, PurposeMissing


def assert_may_read(*, assurance: str, needed: str, purpose: str) -> None:
    """`needed` is empty for an extract that the company delivers: then only the purpose is asked for."""
    if needed:
        assert_may_enter(assurance=assurance, needed=needed)
    if not purpose.strip():
        raise PurposeMissing


def assert_may_enter(*, assurance: str, needed: str) -> None:
    """The level of identification is the one that is needed, no other."""
    if assurance != needed:
        raise AssuranceTooLow(needed=needed, given=assurance or "none")


def assert_known_day(day: date, *, today: date) -> None:
    """Nothing is known of days to come."""
    if day > today:
        raise DayNotOver(day=day.isoformat(), today=today.isoformat())
