"""The Belgian VAT return: grids, control formulas, days, and the files that Intervat takes."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal

import holidays

from services.invoicing.countries.be import intervat
from services.invoicing.countries.be.vat import HOME, MEMBER_STATES
from services.invoicing.vat_returns.rules import Fact, GridControl, Grids, ListedClient, Period, VatReturn
from shared.money import Money, total
from shared.parameters import Row, Tables

SATURDAY = 5
DUE, DEDUCTIBLE = ("54", "55", "56", "57", "61", "63"), ("59", "62", "64")
ABROAD = ("44", "48")
TOLERANCE = Decimal(62)  # the authority's own, in euro


class BelgianVatReturns:
    """The periodic return (form 625), the intra-Community listing and the client listing."""

    def months(self, tables: Tables, on: date) -> int:
        """A month, or a quarter by licence."""
        return tables.integer("vat_period_months", on)

    def latest_invoice_day(self, tables: Tables, on: date) -> int:
        """The fifteenth of the month after the work."""
        return tables.integer("latest_invoice_day", on)

    def due_on(self, tables: Tables, period: Period) -> date:
        """The 20th after a month, the 25th after a quarter, or the next working day."""
        kind = "month" if period.is_month else "quarter"
        day = period.ends_before.replace(day=tables.integer("vat_filing_day", period.ends_before, kind))
        closed = holidays.country_holidays(HOME, years=day.year)
        while day.weekday() >= SATURDAY or day in closed:
            day += timedelta(days=1)
        return day

    def grids(self, tables: Tables, on: date, fact: Fact) -> Grids | None:
        """By the table `vat_grid`; a reverse charge stands elsewhere at home than in another member state."""
        case = [fact.kind]
        if fact.category:
            case += [fact.category, format(fact.rate.normalize(), "f")]
        if fact.category == "AE":
            case.append("home" if fact.country == HOME else
                        "member_state" if fact.country in MEMBER_STATES else "elsewhere")
        key = " ".join(case)
        if ("vat_grid", key) not in tables.names():
            return None
        row = tables.row("vat_grid", on, key)
        return Grids(base=row["base"], tax=row["tax"])

    def balance(self, grids: Mapping[str, Money], currency: str) -> Money:
        """Grids XX less YY: 71 when positive, 72 when negative."""
        owed, back = (total((grids[one] for one in side if one in grids), currency) for side in (DUE, DEDUCTIBLE))
        return owed - back

    def controls(self, grids: Mapping[str, Money]) -> Sequence[GridControl]:
        """The authority's formulas O, S and U, with its tolerance; P to R and T speak of grids that are empty here."""
        amounts = {grid: grids[grid].amount if grid in grids else Decimal(0)
                   for grid in ("01", "02", "03", "49", "54", "59", "64", "81", "82", "83")}
        rates = {"01": Decimal("0.06"), "02": Decimal("0.12"), "03": Decimal("0.21")}
        expected = sum((amounts[grid] * rate for grid, rate in rates.items()), Decimal(0))
        most = amounts["49"] * rates["03"] + TOLERANCE
        bought = sum((amounts[grid] for grid in ("81", "82", "83")), Decimal(0))
        return (
            GridControl(
                rule="O", agrees=abs(expected - amounts["54"]) < TOLERANCE,
                sentence=f"Grid 54 is {amounts['54']}; 6, 12 and 21 % of grids 01, 02 and 03 make {expected:.2f}."),
            GridControl(
                rule="S", agrees=amounts["59"] <= bought / 2,
                sentence=f"Grid 59 is {amounts['59']}; half of grids 81 to 83 makes {bought / 2:.2f}."),
            GridControl(
                rule="U", agrees=amounts["64"] < most,
                sentence=f"Grid 64 is {amounts['64']}; 21 % of grid 49 and {TOLERANCE} make {most:.2f}."))

    def listed_grids(self) -> Sequence[str]:
        """Services on which the client owes the tax of another member state, and credit notes on them."""
        return ABROAD

    def return_file(self, seller: Row, of: VatReturn, *, nothing_to_list: bool) -> bytes:
        """The periodic return."""
        return intervat.periodic_return(seller, of, nothing_to_list=nothing_to_list)

    def sales_listing(self, seller: Row, period: Period, clients: Sequence[ListedClient]) -> bytes:
        """The intra-Community listing."""
        return intervat.intra_community_listing(seller, period, clients)

    def client_listing(self, seller: Row, year: int, clients: Sequence[ListedClient]) -> bytes:
        """The client listing."""
        return intervat.client_listing(seller, year, clients)
