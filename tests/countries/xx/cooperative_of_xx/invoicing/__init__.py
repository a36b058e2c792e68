"""Invoices: one rate of VAT at home, none abroad; the country's numbers and references."""

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date

from cooperative_of_xx.numbers import COMPANY, number_of, read_number
from services.invoicing.bank.rules import BankStatement
from services.invoicing.clients.errors import NumberNotValid
from services.invoicing.clients.rules import ClientKind, ElectronicAddress, Numbers
from services.invoicing.countries.protocol import VatReturns
from services.invoicing.invoices.rules.invoice import PaymentReference
from services.invoicing.invoices.rules.vat import VatCase
from services.invoicing.orders.rules.prices import Supply
from services.invoicing.vat_returns.errors import VatReturnNotKnown
from shared.parameters import Tables

HOME = "XX"


class InvoicingOfXX:
    """What invoicing asks of the country."""

    def client_numbers(self, *, kind: ClientKind, country: str, numbers: Numbers) -> Numbers:
        """A client at home has one number for everything; of others any number will do."""
        if country != HOME:
            return numbers
        number = read_number(COMPANY, numbers.enterprise_number)
        if number is None:
            raise NumberNotValid(kind="company number", country=country)
        return Numbers(enterprise_number=number, vat_number=number)

    def electronic_address(
        self, tables: Tables, on: date, *, kind: ClientKind, country: str, numbers: Numbers,
    ) -> ElectronicAddress | None:
        """The client's number under a scheme that is open to all."""
        return ElectronicAddress(scheme="0130", number=numbers.enterprise_number)

    def vat_case(
        self, tables: Tables, on: date, *, kind: ClientKind, country: str, vat_number: str, supply: Supply, place: str,
    ) -> VatCase:
        """Ten per cent at home, an export without tax elsewhere; one rate for everything."""
        row = tables.row("vat_case", on, "home" if country == HOME else "abroad")
        return VatCase(category=row["category"], rate=row.decimal("rate"), exemption_code=row["exemption_code"],
                       exemption_reason=row["exemption_reason"], source=row.source)

    def mentions(
        self, tables: Tables, on: date, *, buyer: str, language: str, vat_given_back: bool, cases: Collection[VatCase],
    ) -> tuple[str, ...]:
        """The law wants no words."""
        return ()

    def wage_period(self, day: date) -> date:
        """The calendar month."""
        return day.replace(day=1)

    def charges_from(self, tables: Tables, *, reminded_on: date, by_mail: bool) -> date:
        """The law lets nobody wait."""
        return reminded_on

    def payment_reference(self, *, prefix: str, place: int) -> PaymentReference:
        """A letter, seven digits, a check digit."""
        bare = number_of(prefix, place)
        return PaymentReference(bare=bare, printed=f"{bare[0]}-{bare[1:8]}-{bare[8]}")

    def read_payment_reference(self, text: str) -> str:
        """The same, bare."""
        return read_number(text[:1], text) or ""

    def bank_file_readers(self) -> Mapping[str, Callable[[str], Iterable[BankStatement]]]:
        """None of its own."""
        return {}

    def vat_returns(self) -> VatReturns:
        """Its form is known to nobody here."""
        raise VatReturnNotKnown(country=HOME)

    def paper_words(self, language: str) -> Mapping[str, str]:
        """Everything is written in one language; each word stands for itself."""
        return _Plain()


class _Plain(dict[str, str]):
    def __missing__(self, word: str) -> str:
        return "VAT {rate} on {base}" if word == "vat_of" else word.replace("_", " ").capitalize()


LAW = InvoicingOfXX()
