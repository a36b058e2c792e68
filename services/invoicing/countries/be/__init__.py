"""Belgium: number schemes, VAT cases, structured communications, CODA, and the words of its invoices."""

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date

from services.invoicing.bank.rules import BankStatement
from services.invoicing.clients.rules import ClientKind, ElectronicAddress, Numbers
from services.invoicing.countries.be import client_numbers, coda, references, terms, vat, words
from services.invoicing.countries.be.vat_returns import BelgianVatReturns
from services.invoicing.invoices.rules.invoice import PaymentReference
from services.invoicing.invoices.rules.vat import VatCase
from services.invoicing.orders.rules.prices import Supply
from shared.parameters import Tables


class Belgium:
    """Belgian law as invoicing asks for it."""

    def client_numbers(self, *, kind: ClientKind, country: str, numbers: Numbers) -> Numbers:
        """A Belgian company shows its enterprise number, one of another member state its VAT number."""
        return client_numbers.checked_numbers(kind, country, numbers)

    def electronic_address(
        self, tables: Tables, on: date, *, kind: ClientKind, country: str, numbers: Numbers,
    ) -> ElectronicAddress | None:
        """The Peppol participant that the table `peppol_scheme` makes of its numbers."""
        return vat.electronic_address(tables, on, kind=kind, country=country, numbers=numbers)

    def vat_case(
        self, tables: Tables, on: date, *, kind: ClientKind, country: str, vat_number: str, supply: Supply, place: str,
    ) -> VatCase:
        """Belgian VAT at the rate of the supply, or reverse charge to a liable client."""
        return vat.vat_case(tables, on, kind=kind, country=country, vat_number=vat_number, supply=supply, place=place)

    def mentions(
        self, tables: Tables, on: date, *, buyer: str, language: str, vat_given_back: bool, cases: Collection[VatCase],
    ) -> tuple[str, ...]:
        """Late payment between undertakings; that deducted Belgian tax is paid back; what the VAT cases want said."""
        late = ["late_payment"] if buyer not in {"", ClientKind.PERSON} else []
        keys = late + (["credit_note"] if vat_given_back else []) + sorted({case.mention for case in cases} - {""})
        return tuple(str(tables.value("mention", on, f"{key}_{language}")) for key in keys)

    def wage_period(self, day: date) -> date:
        """The calendar month (law of 12 April 1965, art. 9; the ONSS divides a longer period by month)."""
        return day.replace(day=1)

    def payment_reference(self, *, prefix: str, place: int) -> PaymentReference:
        """A structured communication."""
        return references.structured_communication(prefix, place)

    def read_payment_reference(self, text: str) -> str:
        """The twelve digits of a structured communication."""
        return references.structured(text)

    def bank_file_readers(self) -> Mapping[str, Callable[[str], Iterable[BankStatement]]]:
        """CODA (Febelfin)."""
        return {"coda": coda.read_coda}

    def charges_from(self, tables: Tables, *, reminded_on: date, by_mail: bool) -> date:
        """Fourteen calendar days after a consumer's first reminder (art. XIX.2 CEL), posted or sent electronically."""
        return terms.charges_from(tables, reminded_on=reminded_on, by_mail=by_mail)

    def vat_returns(self) -> BelgianVatReturns:
        """The periodic return, the intra-Community listing and the client listing, as Intervat takes them."""
        return BelgianVatReturns()

    def paper_words(self, language: str) -> Mapping[str, str]:
        """French, Dutch, German or English."""
        return words.words_of(language)


LAW = Belgium()
