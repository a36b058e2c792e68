"""When an order form leaves by itself, when a person looks at it first, and when it does not leave at all."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from services.invoicing.clients.rules import Client
from services.invoicing.events import ClientStanding
from services.invoicing.orders.rules.order import Order
from services.invoicing.screening.errors import AnotherPersonDecides, ClientBlocked, ScreeningNotOpen, TradeExcluded
from shared.chain import canonical, salted_digest
from shared.money import Money


class Risk(StrEnum):
    """Why somebody looks at an order before it leaves."""

    TRADE_CHECKED = "trade_checked"          # its trade may need a permit, or is dangerous
    WORK_ABROAD = "work_abroad"              # it is worked in another country than the cooperative's
    CLIENT_LATE = "client_late"              # the client leaves invoices unpaid for too long
    EXPOSURE = "exposure"                    # what the client owes and has ordered passes the limit
    MAILBOX_ELSEWHERE = "mailbox_elsewhere"  # whoever is to sign has a mailbox under another host than the client's


class ScreeningState(StrEnum):
    """Where a screening is."""

    ASKED = "asked"
    APPROVED = "approved"
    REFUSED = "refused"


@dataclass(frozen=True, kw_only=True)
class Surroundings:
    """What is known beside an order: `trade` is the country's rule for its trade, `owed_and_ordered` without it."""

    home: str
    client: Client
    mailbox: str
    trade_rule: str
    trade_source: str
    oldest_due_on: date | None
    late_days: int
    owed_and_ordered: Money
    limit: Money
    today: date


@dataclass(frozen=True, kw_only=True)
class Screening:
    """A question about an order: why it is asked, and what became of it."""

    screening_id: str
    order_id: str
    number: str
    member_id: str
    risks: tuple[Risk, ...]
    state: ScreeningState
    asked_on: date
    decided_by: str
    decision: str
    appeal: str


def risks_of(order: Order, known: Surroundings) -> tuple[Risk, ...]:
    """Why a person should look at it; refuses what is not agreed at all."""
    if known.client.standing == ClientStanding.BLOCKED:
        raise ClientBlocked(number=order.number)
    if known.trade_rule == "excluded":
        raise TradeExcluded(number=order.number, trade=order.trade.replace("_", " "), source=known.trade_source)
    late = known.oldest_due_on is not None and (known.today - known.oldest_due_on).days > known.late_days
    found = {
        Risk.TRADE_CHECKED: known.trade_rule == "checked",
        Risk.WORK_ABROAD: order.place not in {"", known.home},
        Risk.CLIENT_LATE: late,
        Risk.EXPOSURE: known.owed_and_ordered + order.amount > known.limit,
        Risk.MAILBOX_ELSEWHERE: _elsewhere(known.client.email, known.mailbox),
    }
    return tuple(risk for risk, there in found.items() if there)


def _elsewhere(known: str, mailbox: str) -> bool:
    hosts = [address.rpartition("@")[2].lower() for address in (known, mailbox)]
    return all(hosts) and hosts[0] != hosts[1]


def content_of(order: Order, mailbox: str, risks: tuple[Risk, ...]) -> str:
    """The digest of what a person looks at: let anything of it change, and it is asked anew."""
    parts = [[part.description, part.starts_on.isoformat(), part.ends_on.isoformat(), part.amount.cents]
             for part in order.parts]
    return salted_digest("screening", canonical([order.client_id, order.trade, order.place, parts, mailbox, risks]))


def assert_may_decide(screening: Screening, *, actor: str) -> None:
    """An open question is decided by somebody who neither works the order nor refused it before."""
    if screening.state != ScreeningState.ASKED:
        raise ScreeningNotOpen(number=screening.number, state=screening.state)
    if actor in {screening.member_id, screening.decided_by}:
        raise AnotherPersonDecides(number=screening.number)


def assert_may_appeal(screening: Screening) -> None:
    """Only what was refused is looked at again, and once."""
    if screening.state != ScreeningState.REFUSED or screening.appeal:
        raise ScreeningNotOpen(number=screening.number, state=screening.state)
