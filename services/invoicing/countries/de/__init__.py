"""Germany: VAT cases of the UStG, creditor references, invoices in German and English."""

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date

from services.invoicing.bank.rules import BankStatement
from services.invoicing.clients.rules import ClientKind, ElectronicAddress, Numbers
from services.invoicing.countries.de import client_numbers, references, vat, words
from services.invoicing.countries.protocol import VatReturns
from services.invoicing.invoices.rules.invoice import PaymentReference
from services.invoicing.invoices.rules.vat import VatCase
from services.invoicing.orders.rules.prices import Supply
from services.invoicing.vat_returns.errors import VatReturnNotKnown
from shared.parameters import Tables


class GermanInvoicing:
    """German law as invoicing asks for it."""

    code = "DE"

    def client_numbers(self, *, kind: ClientKind, country: str, numbers: Numbers) -> Numbers:
        """VAT numbers whose check digits are right; a company of another member state has one."""
        return client_numbers.checked_numbers(kind, country, numbers, home=self.code)

    def electronic_address(
        self, tables: Tables, on: date, *, kind: ClientKind, country: str, numbers: Numbers,
    ) -> ElectronicAddress | None:
        """The Peppol participant that the table `peppol_scheme` makes of its numbers."""
        return vat.electronic_address(tables, on, kind=kind, country=country, numbers=numbers)

    def vat_case(
        self, tables: Tables, on: date, *, kind: ClientKind, country: str, vat_number: str, supply: Supply, place: str,
    ) -> VatCase:
        """VAT of home at the rate of the supply, or reverse charge to a liable client of another member state."""
        return vat.vat_case(tables, on, kind=kind, country=country, vat_number=vat_number, supply=supply,
                            home=self.code)

    def mentions(
        self, tables: Tables, on: date, *, buyer: str, language: str, vat_given_back: bool, cases: Collection[VatCase],
    ) -> tuple[str, ...]:
        """None beside the reason that stands with the tax: that of a reverse charge (UStG section 14a par. 1 and 5)."""
        return ()

    def wage_period(self, day: date) -> date:
        """The calendar month: wages are monthly."""
        return day.replace(day=1)

    def payment_reference(self, *, prefix: str, place: int) -> PaymentReference:
        """A creditor reference (ISO 11649)."""
        return references.creditor_reference(prefix, place)

    def read_payment_reference(self, text: str) -> str:
        """The creditor reference that a text is, or holds."""
        return references.read_reference(text)

    def bank_file_readers(self) -> Mapping[str, Callable[[str], Iterable[BankStatement]]]:
        """None beside CAMT.053."""
        return {}

    def charges_from(self, tables: Tables, *, reminded_on: date, by_mail: bool) -> date:
        """Not known here: without the row nothing is asked of a consumer beyond what is open."""
        return date.fromisoformat(str(tables.value("consumer_charges_from", reminded_on)))

    def vat_returns(self) -> VatReturns:
        """Its form is not known here: the partner's accountant files it."""
        raise VatReturnNotKnown(country=self.code)

    def paper_words(self, language: str) -> Mapping[str, str]:
        """German, or English for whoever reads none."""
        return words.words_of(language)


LAW = GermanInvoicing()
