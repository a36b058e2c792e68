"""What payroll asks of a country, by capability. A country is a package with dated tables and a `LAW` that answers.

Nothing else in the service names a country, an authority's form, a number scheme or a rate. `tables` are the country's
own; a missing parameter is a refusal that names it and the day.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time, tzinfo
from decimal import Decimal
from typing import Any, Protocol, cast

from lxml import etree

from services.payroll.certificates.rules import Certificate
from services.payroll.declarations.rules import Form
from services.payroll.dues.rules import DuePayment, ReturnPeriod, payment_of
from services.payroll.employment_contracts.rules import Contract
from services.payroll.order_contracts.rules import OrderTerms
from services.payroll.outside_payroll.rules import DeclaredLine
from services.payroll.payments.errors import ReportNotReadable
from services.payroll.payments.rules import (
    BankReport,
    BankVerdict,
    Batch,
    PaymentState,
    WageToSend,
    end_to_end_id,
    transfer_of,
)
from services.payroll.payslips.rules import Slip
from services.payroll.social_returns.rules import SocialReturn, WorkerPeriod, WorkerStatement
from services.payroll.tax_returns.rules import YearlyPaper
from services.payroll.wages.rules.budget import BudgetRule
from services.payroll.wages.rules.lines import Line
from services.payroll.wages.rules.occupation import Occupation
from services.payroll.wages.rules.pay import Creditor, GrossToNet, HolidayPay, PayFacts
from services.payroll.workers.rules import Address, Employer, Household
from shared.money import Money
from shared.outgoing import Document
from shared.papers import PrintedPaper
from shared.parameters import Tables
from shared.postgres import Tx
from shared.sepa import (
    BankAddress,
    Control,
    CreditTransfer,
    NotAStatusReport,
    Payer,
    PaymentOutcome,
    PaymentStatus,
    TransferBatch,
    read_status_report,
    transfer_chunks,
)

SALARY = "SALA"  # the purpose by which banks know wages


class Law(Protocol):
    """The law of one country, as far as employment and pay are concerned."""

    # --- workers: number schemes; each gives the number as it is stored, or nothing when it is none ---

    def person_number(self, text: str) -> str | None:
        """The number under which authorities know a person."""

    def company_number(self, text: str) -> str | None:
        """The number under which a company is registered."""

    def employer_number(self, text: str) -> str | None:
        """The number under which social security knows an employer."""

    def account_number(self, text: str) -> str | None:
        """The number of a bank account that wages can be paid to."""

    # --- orders: calendars and the pay day ---

    def public_holidays(self, around: date) -> frozenset[date]:
        """Paid public holidays from the year before to the year after a day."""

    def bank_closing_days(self, around: date) -> frozenset[date]:
        """Days, beside Saturdays and Sundays, on which no payment is carried out, in the same years."""

    def due_on(self, tables: Tables, completed_on: date) -> date:
        """The last day on which work that was completed on a day is paid in time."""

    # --- declarations ---

    def declared_until(self, tables: Tables, starts_on: date) -> date:
        """The last day on which an employment that begins on a day is asked for in time; later somebody decides."""

    def employment_declaration(self, tables: Tables, form: Form) -> Document:
        """What tells the authority that an employment begins, has another end, is over, or never took place."""

    def declaration_number(self, text: str) -> str | None:
        """The number that the authority gives to an accepted declaration, or nothing when it is none."""

    def day_of(self, at: datetime) -> date:
        """The legal day on which an instant falls."""

    def cover_certificate(self, certificate: Certificate) -> PrintedPaper:
        """What a worker, or an inspector, is shown of the cover of an order, in the worker's language."""

    # --- contracts ---

    def employment_contract(self, contract: Contract) -> PrintedPaper:
        """The contract that both sign before the first hour, or a change of it, in the worker's language."""

    def order_contract(self, terms: OrderTerms) -> PrintedPaper:
        """The contract of an order that both sign before its first hour, in the worker's language."""

    # --- wages that the partner's own payroll works out ---

    @property
    def outside_lines(self) -> Mapping[str, DeclaredLine]:
        """The lines that it may answer with, by code; none where gross to net is the country's own code."""

    # --- wages ---

    @property
    def counted(self) -> Sequence[str]:
        """The codes of the lines that add up over the contracts of a month."""

    @property
    def alone(self) -> Sequence[str]:
        """The strategies of withholding whose wages do not add up with others of the month."""

    @property
    def owed_to(self) -> Mapping[str, Creditor]:
        """To whom what each line takes from the gross wage is owed."""

    def budget_rule(self, tables: Tables, *, contract: str, on: date) -> BudgetRule:
        """How an employment budget is divided on a day."""

    def exit_holiday_pay(
        self, tables: Tables, *, earned: Money, untaken: Decimal, normal: Money, on: date,
    ) -> HolidayPay:
        """What an employment that ends on a day owes for a year: its gross, and the share of its leave not taken."""

    def exit_budget_rule(self, tables: Tables, pay: HolidayPay, *, on: date) -> BudgetRule:
        """What such holiday pay costs, of what wages set aside for it."""

    def occupation(
        self, tables: Tables, hours: Mapping[date, Decimal], *, contract: tuple[date, date],
    ) -> Occupation:
        """How much of a full month was worked, on a contract from its first to its last day."""

    def least_gross(self, tables: Tables, occupation: Occupation, on: date) -> Money:
        """The least that may be agreed for this share of a full month."""

    def gross_to_net(self, tables: Tables, gross: Money, facts: PayFacts) -> GrossToNet:
        """Social security, tax and what else is withheld, each line explained."""

    def withholding_on(self, tables: Tables, taxable: Money, household: Household, on: date) -> tuple[Line, ...]:
        """The tax on a month's taxable pay alone, step by step; the last line is what is withheld."""

    def figures(self, wage: GrossToNet) -> Mapping[str, Money]:
        """The figures by which people compare a pay with another calculator's."""

    # --- payslips and payments ---

    def payslip(self, slip: Slip) -> PrintedPaper:
        """The payslip as the law wants it, in the worker's language."""

    def payment_file(self, batch: Batch, written_at: datetime) -> Document:
        """The file that asks the bank to pay a batch of wages."""

    def bank_cut_off(self, tables: Tables, day: date) -> datetime:
        """The instant until which the bank takes a file that it is to carry out on a day."""

    def payments_in(self, content: bytes) -> Sequence[Money]:
        """What such a file asks the bank to pay, payment by payment."""

    def payment_report(self, content: bytes) -> BankReport:
        """What the bank answers to such a file, or a refusal."""

    # --- returns ---

    def due_file(self, payment: DuePayment, written_at: datetime) -> Document:
        """The file that asks the bank to pay an authority what is owed to it."""

    def social_returns(self) -> "SocialReturns":
        """The form of the country's return to social security; refuses where none is known to us."""

    def tax_returns(self) -> "TaxReturns":
        """The forms of the country's returns of what is withheld; refuses where none is known to us."""


class SocialReturns(Protocol):
    """What a country's social security wants to be told of each worker, when and in which form."""

    @property
    def codes(self) -> Sequence[str]:
        """The codes of the wage lines whose sums it asks for."""

    def months(self, tables: Tables, on: date) -> int:
        """How many months a period has: a divisor of twelve."""

    def due_on(self, tables: Tables, period: ReturnPeriod) -> date:
        """The last day on which a period is declared and paid in time."""

    def provisional(self, tables: Tables, period: ReturnPeriod) -> Sequence[str]:
        """The rules in force that are choices of ours until the authority confirms them."""

    def state(self, tables: Tables, period: ReturnPeriod, worker: WorkerPeriod) -> WorkerStatement:
        """What is stated of one worker; refuses what the tables do not know, for this worker alone."""

    def sums(self, record: Mapping[str, Any]) -> tuple[int, int]:
        """The contributions and the reductions that a record states, in cents."""

    def file(
        self, employer: Employer, of: SocialReturn, workers: Iterable[Mapping[str, Any]], written_at: datetime,
    ) -> Document:
        """The return as it leaves: `workers` have place, record, member_id and national_number, in their order."""


class TaxReturns(Protocol):
    """What a country's tax authority, and the worker, are told of what was withheld."""

    @property
    def yearly_codes(self) -> Sequence[str]:
        """The codes of the wage lines whose sums of a year are stated."""

    def due_on(self, tables: Tables, period: ReturnPeriod) -> date:
        """The last day on which a month is declared and paid in time."""

    def yearly_paper(self, paper: YearlyPaper) -> PrintedPaper:
        """What the worker was paid in a year, in the worker's language."""

    def yearly_file(self, year: int) -> bytes:
        """The file of a year; refuses where its form is not known to us."""


def law(tx: Tx) -> Law:
    """The law of the transaction's country."""
    return cast("Law", tx.law)


class SepaPayments:
    """What a law answers about payments: one debit per wage, paid as salary, at the hours of the country.

    `number_issuer` is who gives the numbers by which banks know companies; where they ask for none it is empty.
    """

    zone: tzinfo
    number_issuer = ""

    def payment_file(self, batch: Batch, written_at: datetime) -> Document:
        """The file (pain.001) that asks the bank to pay a batch of wages on its day."""
        asked = TransferBatch(message_id=batch.message_id, payer=self._payer(batch.employer),
                              execute_on=batch.execute_on, written_at=written_at, purpose=SALARY)
        return _to_bank(asked, map(_wage, batch.wages), Control(count=len(batch.wages), total=batch.total),
                        about=batch.batch_id)

    def due_file(self, payment: DuePayment, written_at: datetime) -> Document:
        """The file that asks the bank to pay an authority: one payment, with the reference that the authority gave."""
        asked = TransferBatch(message_id=payment.message_id, payer=self._payer(payment.employer),
                              execute_on=payment.execute_on, written_at=written_at)
        due = payment.due
        transfer = CreditTransfer(end_to_end_id=end_to_end_id(payment.payment_id), name=payment.payee,
                                  iban=payment.account, amount=due.open, text=due.reference)
        return _to_bank(asked, [transfer], Control(count=1, total=due.open), about=due.due_id)

    def payments_in(self, content: bytes) -> Sequence[Money]:
        """The amount of every payment that a file asks for."""
        amounts = etree.fromstring(content).iterfind(".//{*}InstdAmt")
        return [Money.of(str(amount.text), str(amount.get("Ccy"))) for amount in amounts]

    def payment_report(self, content: bytes) -> BankReport:
        """What the bank accepts and rejects of a file (pain.002), with its code and words."""
        try:
            report = read_status_report(content)
        except NotAStatusReport as broken:
            raise ReportNotReadable(why=broken.message) from None
        verdicts = {named: _verdict(status) for end_to_end, status in report.payments.items()
                    if (named := transfer_of(end_to_end) or payment_of(end_to_end))}
        return BankReport(
            message_id=report.original_message_id, verdicts=verdicts, written_at=self._instant(report.written_at),
            on_all=_verdict(report.whole) if report.whole is not None else None)

    def bank_cut_off(self, tables: Tables, day: date) -> datetime:
        """The hour that the bank agreed, as clocks of the country show it."""
        return datetime.combine(day, time.fromisoformat(str(tables.value("bank_cut_off", day))), self.zone)

    def _instant(self, text: str) -> datetime | None:
        """When the bank wrote it: in the country where it does not say where; nothing where it does not say when."""
        try:
            at = datetime.fromisoformat(text)
        except ValueError:
            return None
        return at if at.tzinfo else at.replace(tzinfo=self.zone)

    def _payer(self, employer: Employer) -> Payer:
        return Payer(name=employer.name, iban=employer.iban, bic=employer.bic, address=_address(employer.address),
                     number=employer.enterprise_number if self.number_issuer else "",
                     number_issuer=self.number_issuer)


def _to_bank(
    asked: TransferBatch, transfers: Iterable[CreditTransfer], control: Control, *, about: str,
) -> Document:
    return Document(channel="bank", name=f"{asked.message_id}.xml", media_type="application/xml", about=about,
                    content=b"".join(transfer_chunks(asked, transfers, control=control)))


def _verdict(status: PaymentStatus) -> BankVerdict | None:
    match status.outcome:
        case PaymentOutcome.ACCEPTED:
            return BankVerdict(PaymentState.ACCEPTED)
        case PaymentOutcome.REJECTED:
            words = (status.reason or status.code, status.text)
            return BankVerdict(PaymentState.REJECTED, " ".join(word for word in words if word))
        case PaymentOutcome.PENDING:
            return None


def _wage(wage: WageToSend) -> CreditTransfer:
    return CreditTransfer(
        end_to_end_id=end_to_end_id(wage.transfer_id), name=wage.name, iban=wage.iban, amount=wage.amount,
        text=f"Wage {wage.month}", address=_address(wage.address) if wage.address else None)


def _address(address: Address) -> BankAddress:
    return BankAddress(street=address.street, building_number=address.building_number, postcode=address.postcode,
                       town=address.town, country=address.country)
