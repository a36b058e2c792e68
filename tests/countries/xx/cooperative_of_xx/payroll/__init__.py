"""Wages: one flat tax, no social security of the worker's own, paid on the tenth of the month that follows."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from zoneinfo import ZoneInfo

from cooperative_of_xx import bank, numbers
from services.payroll.certificates.rules import Certificate
from services.payroll.countries.protocol import SocialReturns, TaxReturns
from services.payroll.declarations.rules import Form
from services.payroll.dues.rules import DuePayment
from services.payroll.employment_contracts.rules import Contract
from services.payroll.order_contracts.rules import OrderTerms
from services.payroll.outside_payroll.rules import DeclaredLine
from services.payroll.payments.errors import ReportNotReadable
from services.payroll.payments.rules import BankReport, Batch, end_to_end_id
from services.payroll.payslips.rules import Slip
from services.payroll.social_returns.errors import SocialReturnNotKnown
from services.payroll.tax_returns.errors import TaxReturnNotKnown
from services.payroll.wages.rules.budget import BudgetRule
from services.payroll.wages.rules.lines import Line, Rule
from services.payroll.wages.rules.occupation import Occupation
from services.payroll.wages.rules.pay import Creditor, GrossToNet, HolidayPay, PayFacts
from services.payroll.workers.rules import Household
from shared.money import Money
from shared.outgoing import Document
from shared.papers import Calculation, CalculationLine, Facts, PrintedPaper, PrintedParty
from shared.parameters import Row, Tables

PAY_DAY, HOME = 10, "XX"
ZONE = ZoneInfo("Pacific/Auckland")


class PayrollOfXX:
    """What payroll asks of the country."""

    outside_lines: Mapping[str, DeclaredLine] = {}
    counted: Sequence[str] = ("gross", "flat_tax")
    alone: Sequence[str] = ()
    owed_to: Mapping[str, Creditor] = {"flat_tax": Creditor.TAX_AUTHORITY}

    def person_number(self, text: str) -> str | None:
        """A person's number."""
        return numbers.read_number(numbers.PERSON, text)

    def company_number(self, text: str) -> str | None:
        """A company's number."""
        return numbers.read_number(numbers.COMPANY, text)

    def employer_number(self, text: str) -> str | None:
        """An employer's number."""
        return numbers.read_number(numbers.EMPLOYER, text)

    def account_number(self, text: str) -> str | None:
        """An account at the country's bank."""
        return numbers.read_number(numbers.ACCOUNT, text)

    def declaration_number(self, text: str) -> str | None:
        """The work office counts."""
        return text if text.isdecimal() else None

    def public_holidays(self, around: date) -> frozenset[date]:
        """One day for everybody."""
        return frozenset(date(year, 7, 1) for year in range(around.year - 1, around.year + 2))

    def bank_closing_days(self, around: date) -> frozenset[date]:
        """The bank rests with everybody."""
        return self.public_holidays(around)

    def due_on(self, tables: Tables, completed_on: date) -> date:
        """The tenth of the next month."""
        year, month = divmod(completed_on.year * 12 + completed_on.month, 12)
        return date(year, month + 1, PAY_DAY)

    def declared_until(self, tables: Tables, starts_on: date) -> date:
        """The day on which the work begins."""
        return starts_on

    def employment_declaration(self, tables: Tables, form: Form) -> Document:
        """A line for the work office: what happens, to whom, from when until when."""
        told = form.declaration
        line = f"{form.act.upper()}|{form.national_number}|{told.starts_on.isoformat()}|{told.ends_on.isoformat()}\n"
        return Document(channel="work_office", name=f"{form.act}_{told.declaration_id}.txt", media_type="text/plain",
                        content=line.encode(), about=told.order_id)

    def day_of(self, at: datetime) -> date:
        """The day where the cooperative is."""
        return at.astimezone(ZONE).date()

    def cover_certificate(self, certificate: Certificate) -> PrintedPaper:
        """Who insures whom."""
        return PrintedPaper(
            language="en", country="", issuer=PrintedParty(name=certificate.employer.name), title="Cover",
            number=certificate.number, on=certificate.issued_on, parties=(PrintedParty(name=certificate.worker.name),),
            blocks=(Facts([(one.insurer, one.policy) for one in certificate.covers]),))

    def employment_contract(self, contract: Contract) -> PrintedPaper:
        """Who works for whom, from when, for how much."""
        return PrintedPaper(
            language="en", country="", issuer=PrintedParty(name=contract.employer.name), title="Employment",
            number=contract.number, on=contract.written_on, parties=(PrintedParty(name=contract.worker.name),),
            blocks=(Facts([("From", contract.from_on), ("A month", contract.gross)]),))

    def order_contract(self, terms: OrderTerms) -> PrintedPaper:
        """Who works for whom, from when to when."""
        return PrintedPaper(
            language="en", country="", issuer=PrintedParty(name=terms.employer.name), title="Employment",
            number=terms.number, on=terms.written_on, parties=(PrintedParty(name=terms.worker.name),),
            blocks=(Facts([("From", terms.starts_on), ("To", terms.ends_on)]),))

    def budget_rule(self, tables: Tables, *, contract: str, on: date) -> BudgetRule:
        """The employer's contribution, and the share of the mutual fund."""
        contribution, variable = tables.row("employer_contribution", on), tables.row("variable_share", on)
        none = Rule(id="none", source="The law asks for nothing")
        return BudgetRule(
            contributions=contribution.decimal(), holiday=Decimal(0), other=Decimal(0), variable=variable.decimal(),
            contributions_rule=_rule(contribution), holiday_rule=none, other_rule=none, variable_rule=_rule(variable))

    def exit_holiday_pay(
        self, tables: Tables, *, earned: Money, untaken: Decimal, normal: Money, on: date,
    ) -> HolidayPay:
        """The law asks for none."""
        nothing = Money.zero(earned.currency)
        return HolidayPay(simple=nothing, double=nothing, beyond=nothing, normal=normal)

    def exit_budget_rule(self, tables: Tables, pay: HolidayPay, *, on: date) -> BudgetRule:
        """As of any pay."""
        return self.budget_rule(tables, contract="any", on=on)

    def occupation(
        self, tables: Tables, hours: Mapping[date, Decimal], *, contract: tuple[date, date],
    ) -> Occupation:
        """Days out of the thirty of every month."""
        return Occupation(worked=Decimal(len(hours)), full=Decimal(30), days=len(hours))

    def gross_to_net(self, tables: Tables, gross: Money, facts: PayFacts) -> GrossToNet:
        """The flat tax of the day of payment, whatever else was earned."""
        row = tables.row("flat_tax", facts.paid_on)
        return GrossToNet(strategy="flat", lines=(
            Line(code="gross", label="Gross wage", amount=gross, effect="adds", rule=_rule(row)),
            _flat_tax(row, gross)))

    def least_gross(self, tables: Tables, occupation: Occupation, on: date) -> Money:
        """The law sets no least wage."""
        return Money.zero(str(tables.value("currency", on)))

    def withholding_on(self, tables: Tables, taxable: Money, household: Household, on: date) -> tuple[Line, ...]:
        """The flat tax."""
        return (_flat_tax(tables.row("flat_tax", on), taxable),)

    def figures(self, wage: GrossToNet) -> Mapping[str, Money]:
        """There is one."""
        return {"flat_tax": wage["flat_tax"]}

    def payslip(self, slip: Slip) -> PrintedPaper:
        """Every line, and nothing else."""
        lines = [CalculationLine(label=line.label, amount=line.amount, base=line.base or "", effect=line.effect,
                                 source=line.rule.source) for line in slip.wage.pay.lines]
        return PrintedPaper(
            language="en", country="", issuer=PrintedParty(name=slip.employer.name, lines=slip.employer.address.lines),
            title="Payslip", number=slip.number, on=slip.issued_on,
            parties=(PrintedParty(name=slip.worker.name, lines=(slip.worker.national_number,)),),
            blocks=(Calculation(lines),))

    def payment_file(self, batch: Batch, written_at: datetime) -> Document:
        """The bank's own lines."""
        transfers = [(end_to_end_id(wage.transfer_id), wage.iban, wage.name, wage.amount) for wage in batch.wages]
        return Document(channel="bank", name=f"{batch.message_id}.pay", media_type="text/plain", about=batch.batch_id,
                        content=bank.payment_lines(batch.message_id, batch.execute_on, transfers))

    def bank_cut_off(self, tables: Tables, day: date) -> datetime:
        """Noon, where the bank is."""
        return datetime.combine(day, time.fromisoformat(str(tables.value("bank_cut_off", day))), ZONE)

    def payments_in(self, content: bytes) -> Sequence[Money]:
        """The amounts of those lines."""
        return bank.payments_in(content)

    def payment_report(self, content: bytes) -> BankReport:
        """The bank answers with what moved, and with nothing else."""
        raise ReportNotReadable(why="the bank of XX gives none.")

    def due_file(self, payment: DuePayment, written_at: datetime) -> Document:
        """The bank's own lines."""
        due = payment.due
        lines = [(due.due_id.replace("_", ""), payment.account, payment.payee, due.amount)]
        return Document(channel="bank", name=f"{payment.message_id}.pay", media_type="text/plain", about=due.due_id,
                        content=bank.payment_lines(payment.message_id, payment.execute_on, lines))

    def social_returns(self) -> SocialReturns:
        """Its form is known to nobody here."""
        raise SocialReturnNotKnown(country=HOME)

    def tax_returns(self) -> TaxReturns:
        """Its form is known to nobody here."""
        raise TaxReturnNotKnown(country=HOME)


def _flat_tax(row: Row, gross: Money) -> Line:
    return Line(code="flat_tax", label="Flat tax", base=gross, rate=row.decimal(), amount=gross.times(row.decimal()),
                effect="takes", rule=_rule(row))


def _rule(row: Row) -> Rule:
    return Rule(id=f"{row.name}@{row.valid_from.isoformat()}", source=row.source)


LAW = PayrollOfXX()
