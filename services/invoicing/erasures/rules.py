"""Until when the books keep what they name."""

from datetime import date, timedelta
from enum import StrEnum

from services.invoicing.clients.rules import ClientKind
from services.invoicing.erasures.errors import NotAPerson, NotSettled


class Subject(StrEnum):
    """Who is erased."""

    CLIENT = "client"
    MEMBER = "member"


def assert_erasable(client_id: str, kind: ClientKind, *, open_: int) -> None:
    """Erasure is for natural persons with whom nothing is open any more."""
    if kind != ClientKind.PERSON:
        raise NotAPerson(client_id=client_id)
    if open_:
        raise NotSettled(client_id=client_id, open=open_)


def kept_until(last_on: date | None, *, on: date, years: int) -> date:
    """The last day of keeping: so many years from 1 January after the year of the last document; today without one."""
    return date(last_on.year + 1 + years, 1, 1) - timedelta(days=1) if last_on else on


def books_begin(on: date, *, years: int) -> date:
    """The first day whose books are still kept: so many whole years after the year in which something was booked."""
    return date(on.year - years, 1, 1)
