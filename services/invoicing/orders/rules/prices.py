"""A line of a price: so many of a unit at a price each, less a discount, for one kind of supply."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from services.invoicing.orders.errors import AmountNotOfItsLines, LineWorthNothing, SupplyWorthNothing
from shared.money import EXACT, Money, total


class Unit(StrEnum):
    """What is counted."""

    LUMP_SUM = "lump_sum"
    HOUR = "hour"
    HALF_DAY = "half_day"
    DAY = "day"
    MONTH = "month"
    PIECE = "piece"
    PAGE = "page"
    WORD = "word"
    KILOMETRE = "kilometre"


class Supply(StrEnum):
    """What the law of VAT takes a line for; which rate and which mention follow is the country's to say.

    Service: any that no other word fits. Performance: of artists on stage or screen, advertising apart. Copyright:
    ceded or licensed, software apart. Building work: on what stands on land. Home renovation: building work on an old
    dwelling for who lives there. Catering: meals served, drinks apart.
    """

    SERVICE = "service"
    PERFORMANCE = "performance"
    COPYRIGHT = "copyright"
    BUILDING_WORK = "building_work"
    HOME_RENOVATION = "home_renovation"
    CATERING = "catering"


@dataclass(frozen=True, kw_only=True)
class PricedLine:
    """One line of a price. The unit price has up to four decimals; a discount is a share of the line (0.1 is 10 %).

    A quantity below zero takes back (a returned piece, a session that fell out); no price is below zero.
    """

    description: str
    quantity: Decimal
    unit: Unit
    unit_price: Decimal
    discount: Decimal
    supply: Supply
    currency: str

    @property
    def gross(self) -> Money:
        """Quantity times price, rounded once, half up."""
        return Money.rounded(EXACT.multiply(self.quantity, self.unit_price), self.currency)

    @property
    def taken_off(self) -> Money:
        """What the discount takes off, rounded once, half up."""
        return self.gross.times(self.discount)

    @property
    def net(self) -> Money:
        """What the line claims, without VAT."""
        return self.gross - self.taken_off


def lump_sum(description: str, amount: Money) -> PricedLine:
    """The line of a price that is not broken down."""
    return PricedLine(description=description, quantity=Decimal(1), unit=Unit.LUMP_SUM, unit_price=amount.amount,
                      discount=Decimal(0), supply=Supply.SERVICE, currency=amount.currency)


def priced_lines(rows: Iterable[Mapping[str, str]], currency: str) -> tuple[PricedLine, ...]:
    """The lines that rows hold, their exact figures as text."""
    return tuple(
        PricedLine(description=row["description"], unit=Unit(row["unit"]), supply=Supply(row["supply"]),
                   currency=currency, quantity=Decimal(row["quantity"]), unit_price=Decimal(row["unit_price"]),
                   discount=Decimal(row["discount"]))
        for row in rows)


def assert_lines_make(part: int, lines: Iterable[PricedLine], amount: Money) -> None:
    """The lines of a part make its amount to the cent, each claims or takes back, and no kind of supply is worth less.

    What one kind of supply takes back cannot be set against another kind: they bear different tax.
    """
    by_supply: dict[Supply, list[Money]] = {}
    for number, line in enumerate(lines, start=1):
        if not line.net:
            raise LineWorthNothing(part=part, line=number)
        by_supply.setdefault(line.supply, []).append(line.net)
    sums = {supply: total(nets, amount.currency) for supply, nets in by_supply.items()}
    for supply, worth in sums.items():
        if worth.cents <= 0:
            raise SupplyWorthNothing(part=part, supply=supply, amount=str(worth))
    if sums and (made := total(sums.values(), amount.currency)) != amount:
        raise AmountNotOfItsLines(part=part, amount=str(amount), made=str(made))
