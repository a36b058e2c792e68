"""What invoicing asks of a country: its `LAW` answers it, its dated tables hold the figures and texts.

A country is `countries/<code>` here, or a package of its own found by its entry point (see `shared.countries`). Tables
that invoicing itself reads by name: `currency`, `cooperative` and `bank_account` (per legal entity), `account` (the
chart, by role), `fee_rate`, `payment_term_days`, `wage_delay_days`, `reference_range` (whose each reference is),
`expense_category`, `mileage_rate`, `expense_closing_day`, `entity_named_from` and `expenses_share_limit` (expenses),
`reminder_step`, `late_interest`, `late_lump_sum`, `late_charges_agreed`, `consumer_cap` and `consumer_cap_limit`.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Protocol, cast

from services.invoicing.bank.rules import BankStatement
from services.invoicing.clients.rules import ClientKind, ElectronicAddress, Numbers
from services.invoicing.invoices.rules.invoice import PaymentReference
from services.invoicing.invoices.rules.vat import VatCase
from services.invoicing.orders.rules.prices import Supply
from services.invoicing.vat_returns.rules import Fact, GridControl, Grids, ListedClient, Period, VatReturn
from shared.money import Money
from shared.parameters import Row, Tables
from shared.postgres import Tx

BankFileReader = Callable[[str], Iterable[BankStatement]]


class Law(Protocol):
    """What is law, or the custom of authorities and banks, and not a figure."""

    def client_numbers(self, *, kind: ClientKind, country: str, numbers: Numbers) -> Numbers:
        """The numbers under which a client of that country is invoiced, bare; refuses wrong and missing ones."""

    def electronic_address(
        self, tables: Tables, on: date, *, kind: ClientKind, country: str, numbers: Numbers,
    ) -> ElectronicAddress | None:
        """Under which scheme and number such a client gets e-invoices, if any reach them."""

    def vat_case(
        self, tables: Tables, on: date, *, kind: ClientKind, country: str, vat_number: str, supply: Supply, place: str,
    ) -> VatCase:
        """How VAT falls due that day on a supply to a kind of client in that country; refuses what no rule covers.

        `place` is the country in which it is worked, empty where nobody said it.
        """

    def mentions(
        self, tables: Tables, on: date, *, buyer: str, language: str, vat_given_back: bool, cases: Collection[VatCase],
    ) -> tuple[str, ...]:
        """What the law, or the house, wants written on a document beside its figures, in the client's language.

        `buyer` is the kind of client on an invoice, and empty on a credit note; `vat_given_back`: the note corrects tax
        of this country that the client may have deducted.
        """

    def wage_period(self, day: date) -> date:
        """The first day of the period to which the pay of a day's work relates: one wage pays one period."""

    def payment_reference(self, *, prefix: str, place: int) -> PaymentReference:
        """The reference that a client pays by: that of this place in the range that begins with `prefix`."""

    def read_payment_reference(self, text: str) -> str:
        """The bare reference that a text is, its check digits verified; nothing when it is none."""

    def bank_file_readers(self) -> Mapping[str, BankFileReader]:
        """The readers of bank files in formats of this country, by name (CAMT.053 is everybody's)."""

    def charges_from(self, tables: Tables, *, reminded_on: date, by_mail: bool) -> date:
        """The first day on which a consumer may be asked more than what is open, after a first reminder of that day.

        `by_mail`: it went electronically, else by post.
        """

    def vat_returns(self) -> "VatReturns":
        """The form of the country's VAT return; refuses where none is known to us."""

    def paper_words(self, language: str) -> Mapping[str, str]:
        """The words of an invoice in one of the four languages."""


class VatReturns(Protocol):
    """What a country wants to hear about VAT, when and in which form. Reads the table `client_listing_above`."""

    def months(self, tables: Tables, on: date) -> int:
        """How many months a period has: 1 or 3."""

    def latest_invoice_day(self, tables: Tables, on: date) -> int:
        """The day of the month after the work on which its tax falls due at the latest, invoiced or not."""

    def due_on(self, tables: Tables, period: Period) -> date:
        """The last day on which the return of a period may arrive, and what is due be paid."""

    def grids(self, tables: Tables, on: date, fact: Fact) -> Grids | None:
        """In which grids such documents stand; nothing where no rule says it."""

    def balance(self, grids: Mapping[str, Money], currency: str) -> Money:
        """What is due to the State (negative: claimed back)."""

    def controls(self, grids: Mapping[str, Money]) -> Sequence[GridControl]:
        """What the State itself will compare within the return."""

    def listed_grids(self) -> Sequence[str]:
        """The grids whose documents are listed by client, because they owe the tax in another member state."""

    def return_file(self, seller: Row, of: VatReturn, *, nothing_to_list: bool) -> bytes:
        """The return as the State takes it; `nothing_to_list`: no client stands in the year's listing."""

    def sales_listing(self, seller: Row, period: Period, clients: Sequence[ListedClient]) -> bytes:
        """The listing of sales to clients who owe the tax in another member state."""

    def client_listing(self, seller: Row, year: int, clients: Sequence[ListedClient]) -> bytes:
        """The yearly listing of clients at home who are liable to VAT."""


def law(tx: Tx) -> Law:
    """The law of the country that the transaction is in."""
    return cast("Law", tx.law)


def assert_can_be_taxed(tx: Tx, *, kind: ClientKind, country: str, vat_number: str) -> None:
    """Refuse a client to whom not even a service of the general rule could be invoiced today."""
    law(tx).vat_case(tx.tables, tx.on, kind=kind, country=country, vat_number=vat_number,
                     supply=Supply.SERVICE, place="")
