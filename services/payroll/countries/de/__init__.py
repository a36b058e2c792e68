"""Germany: the partner's own payroll works wages out and notifies the authorities; the rest is the house's."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from services.payroll.certificates.rules import Certificate
from services.payroll.countries.de import calendar, numbers, papers
from services.payroll.countries.de.lines import LINES, OWED_TO
from services.payroll.countries.de.notices import notice
from services.payroll.countries.protocol import SepaPayments, SocialReturns, TaxReturns
from services.payroll.declarations.rules import Form
from services.payroll.employment_contracts.rules import Contract
from services.payroll.order_contracts.rules import OrderTerms
from services.payroll.outside_payroll.errors import PayNotWorkedOutHere
from services.payroll.outside_payroll.rules import GROSS, DeclaredLine
from services.payroll.payslips.rules import Slip
from services.payroll.social_returns.errors import SocialReturnNotKnown
from services.payroll.tax_returns.errors import TaxReturnNotKnown
from services.payroll.wages.rules.budget import BudgetRule
from services.payroll.wages.rules.lines import Line
from services.payroll.wages.rules.occupation import Occupation, month_of, weekdays_in_month
from services.payroll.wages.rules.pay import Creditor, GrossToNet, HolidayPay, PayFacts
from services.payroll.workers.rules import Household
from shared.money import Money
from shared.outgoing import Document
from shared.papers import PrintedPaper
from shared.parameters import Tables


class GermanPayroll(SepaPayments):
    """What payroll asks of Germany."""

    code = "DE"
    zone = ZoneInfo("Europe/Berlin")
    outside_lines: Mapping[str, DeclaredLine] = LINES
    owed_to: Mapping[str, Creditor] = OWED_TO
    counted: Sequence[str] = (GROSS,)
    alone: Sequence[str] = ()

    def person_number(self, text: str) -> str | None:
        """The tax identification number (AO section 139b): wages are taxed under it."""
        return numbers.person_number(text)

    def company_number(self, text: str) -> str | None:
        """A VAT number."""
        return numbers.company_number(text)

    def employer_number(self, text: str) -> str | None:
        """An establishment number of the Federal Employment Agency (SGB IV section 18i)."""
        return numbers.employer_number(text)

    def account_number(self, text: str) -> str | None:
        """An IBAN."""
        return numbers.account_number(text)

    def declaration_number(self, text: str) -> str | None:
        """The partner's own reference of the notice that its payroll sent."""
        return text.strip() or None

    def public_holidays(self, around: date) -> frozenset[date]:
        """The legal holidays of all of Germany and of Berlin, where the seat is."""
        return calendar.public_holidays(self.code, around, region="BE")

    def bank_closing_days(self, around: date) -> frozenset[date]:
        """Those, and the closing days of the euro payment system."""
        return self.public_holidays(around) | calendar.closed_to_the_euro(around)

    def due_on(self, tables: Tables, completed_on: date) -> date:
        """The pay day of the month, and after it that of the next month."""
        day = tables.integer("pay_day_of_month", completed_on)
        this = completed_on.replace(day=day)
        return this if completed_on <= this else (completed_on.replace(day=1) + timedelta(days=31)).replace(day=day)

    def declared_until(self, tables: Tables, starts_on: date) -> date:
        """The last day of the month before: employment is asked for until then."""
        return starts_on.replace(day=1) - timedelta(days=1)

    def employment_declaration(self, tables: Tables, form: Form) -> Document:
        """What the partner's payroll is to notify (SGB IV section 28a): ids and days."""
        return notice(form)

    def day_of(self, at: datetime) -> date:
        """The day where the cooperative is."""
        return at.astimezone(self.zone).date()

    def cover_certificate(self, certificate: Certificate) -> PrintedPaper:
        """The cover against accidents at work (SGB VII section 2)."""
        return papers.cover_certificate(certificate, self.code)

    def employment_contract(self, contract: Contract) -> PrintedPaper:
        """None: an employment without an end is planned by rules from budget to gross, which are not here."""
        raise PayNotWorkedOutHere(country=self.code)

    def order_contract(self, terms: OrderTerms) -> PrintedPaper:
        """None: it names a gross wage, which the partner's payroll works out; what both sign is the partner's."""
        raise PayNotWorkedOutHere(country=self.code)

    def budget_rule(self, tables: Tables, *, contract: str, on: date) -> BudgetRule:
        """None is here."""
        raise PayNotWorkedOutHere(country=self.code)

    def exit_holiday_pay(
        self, tables: Tables, *, earned: Money, untaken: Decimal, normal: Money, on: date,
    ) -> HolidayPay:
        """None: what is owed at an end is for the partner's payroll to work out (BUrlG section 7)."""
        raise PayNotWorkedOutHere(country=self.code)

    def exit_budget_rule(self, tables: Tables, pay: HolidayPay, *, on: date) -> BudgetRule:
        """None is here."""
        raise PayNotWorkedOutHere(country=self.code)

    def occupation(
        self, tables: Tables, hours: Mapping[date, Decimal], *, contract: tuple[date, date],
    ) -> Occupation:
        """Days out of the weekdays of the month: shown on the payslip, deciding nothing."""
        month_of(min(hours), max(hours))
        days = Decimal(len(hours))
        return Occupation(worked=days, full=max(Decimal(weekdays_in_month(max(hours))), days), days=len(hours))

    def least_gross(self, tables: Tables, occupation: Occupation, on: date) -> Money:
        """None is here: the partner's payroll keeps to the minimum wage."""
        raise PayNotWorkedOutHere(country=self.code)

    def gross_to_net(self, tables: Tables, gross: Money, facts: PayFacts) -> GrossToNet:
        """None is here: wages are not worked out by guess."""
        raise PayNotWorkedOutHere(country=self.code)

    def withholding_on(self, tables: Tables, taxable: Money, household: Household, on: date) -> tuple[Line, ...]:
        """None is here."""
        raise PayNotWorkedOutHere(country=self.code)

    def figures(self, wage: GrossToNet) -> Mapping[str, Money]:
        """What the partner's payroll withheld, line by line."""
        return {line.code: line.amount for line in wage.lines if line.effect == "takes"}

    def payslip(self, slip: Slip) -> PrintedPaper:
        """Every line of the partner's payroll, and what it was made from (GewO section 108)."""
        return papers.payslip(slip, self.code)

    def social_returns(self) -> SocialReturns:
        """The partner's payroll declares; no form is known here."""
        raise SocialReturnNotKnown(country=self.code)

    def tax_returns(self) -> TaxReturns:
        """The partner's payroll declares; no form is known here."""
        raise TaxReturnNotKnown(country=self.code)


LAW = GermanPayroll()
