"""Belgian law, as payroll asks for it (see `countries/protocol.py`)."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import date, datetime, timedelta
from decimal import Decimal

from services.payroll.certificates.rules import Certificate
from services.payroll.countries.be import calendar, numbers
from services.payroll.countries.be.cover_certificate import cover_certificate
from services.payroll.countries.be.dimona import ZONE, dimona
from services.payroll.countries.be.dmfa import BelgianSocialReturns
from services.payroll.countries.be.employment_contract import employment_contract
from services.payroll.countries.be.exit_pay import EXIT_PAY, exit_budget_rule, exit_holiday_pay, exit_pay_to_net
from services.payroll.countries.be.gross_to_net import COUNTED, OWED_TO, compared, gross_to_net
from services.payroll.countries.be.occupation import occupation_of
from services.payroll.countries.be.order_contract import order_contract
from services.payroll.countries.be.pay_rules import budget_rule, pay_rules, withholding_rule
from services.payroll.countries.be.payslip import payslip
from services.payroll.countries.be.student import SOLIDARITY, STUDENT, solidarity_rule, student_pay
from services.payroll.countries.be.withholding import withhold
from services.payroll.countries.be.yearly import BelgianTaxReturns
from services.payroll.countries.protocol import SepaPayments
from services.payroll.declarations.rules import Form
from services.payroll.employment_contracts.rules import Contract
from services.payroll.order_contracts.rules import OrderTerms
from services.payroll.outside_payroll.rules import DeclaredLine
from services.payroll.payslips.rules import Slip
from services.payroll.wages.rules.budget import BudgetRule
from services.payroll.wages.rules.lines import Line
from services.payroll.wages.rules.occupation import Occupation
from services.payroll.wages.rules.pay import GrossToNet, HolidayPay, PayFacts
from services.payroll.workers.rules import Household
from shared.errors import ParameterMissing
from shared.money import Money
from shared.outgoing import Document
from shared.papers import PrintedPaper
from shared.parameters import Tables


class Belgium(SepaPayments):
    """The law of Belgium."""

    zone = ZONE
    number_issuer = "KBO-BCE"
    outside_lines: Mapping[str, DeclaredLine] = {}
    counted = COUNTED
    alone = (SOLIDARITY, EXIT_PAY)
    owed_to = OWED_TO

    def person_number(self, text: str) -> str | None:
        """A national or bis number."""
        return numbers.person_number(text)

    def company_number(self, text: str) -> str | None:
        """An enterprise number."""
        return numbers.company_number(text)

    def employer_number(self, text: str) -> str | None:
        """The employer's number at social security."""
        return numbers.employer_number(text)

    def account_number(self, text: str) -> str | None:
        """An IBAN."""
        return numbers.account_number(text)

    def public_holidays(self, around: date) -> frozenset[date]:
        """The ten legal public holidays."""
        return calendar.public_holidays(around)

    def bank_closing_days(self, around: date) -> frozenset[date]:
        """Public and bank holidays, and the closing days of the euro payment system."""
        return calendar.bank_closing_days(around)

    def due_on(self, tables: Tables, completed_on: date) -> date:
        """Calendar days after the work, as the work rules have it (law of 12/4/1965 art. 9)."""
        return completed_on + timedelta(days=tables.integer("wage_delay_days", completed_on))

    def declared_until(self, tables: Tables, starts_on: date) -> date:
        """The day on which the work begins: a Dimona is due at the latest then."""
        return starts_on

    def employment_declaration(self, tables: Tables, form: Form) -> Document:
        """A Dimona IN, UPDATE, OUT or CANCEL."""
        return dimona(form, tables.row("dimona_feature", form.declaration.starts_on, form.contract))

    def declaration_number(self, text: str) -> str | None:
        """A Dimona period number."""
        return numbers.declaration_number(text)

    def day_of(self, at: datetime) -> date:
        """The day in Belgium."""
        return at.astimezone(ZONE).date()

    def cover_certificate(self, certificate: Certificate) -> PrintedPaper:
        """The cover against accidents at work (law of 10/4/1971)."""
        return cover_certificate(certificate)

    def employment_contract(self, contract: Contract) -> PrintedPaper:
        """An open-ended contract of employment (law of 3/7/1978)."""
        return employment_contract(contract)

    def order_contract(self, terms: OrderTerms) -> PrintedPaper:
        """A fixed-term contract of employment, or that of a student (law of 3/7/1978)."""
        return order_contract(terms)

    def budget_rule(self, tables: Tables, *, contract: str, on: date) -> BudgetRule:
        """The shares of a euro of gross, and of a euro of budget."""
        return budget_rule(tables, contract=contract, on=on)

    def exit_holiday_pay(
        self, tables: Tables, *, earned: Money, untaken: Decimal, normal: Money, on: date,
    ) -> HolidayPay:
        """15.34 % of a year's gross (royal decree of 30/3/1967 art. 46)."""
        return exit_holiday_pay(tables, earned=earned, untaken=untaken, normal=normal, on=on)

    def exit_budget_rule(self, tables: Tables, pay: HolidayPay, *, on: date) -> BudgetRule:
        """Employer's contributions on the simple part alone."""
        return exit_budget_rule(tables, pay, on=on)

    def occupation(
        self, tables: Tables, hours: Mapping[date, Decimal], *, contract: tuple[date, date],
    ) -> Occupation:
        """Days (J/D) or hours (H/U) of a full month, paid public holidays included."""
        last = contract[1]
        return occupation_of(hours, contract=contract, public_holidays=self.public_holidays(last),
                             weekly=tables.decimal("full_time_weekly_hours", last))

    def least_gross(self, tables: Tables, occupation: Occupation, on: date) -> Money:
        """The share of the guaranteed average minimum monthly income."""
        return occupation.part_of(tables.money("minimum_monthly_wage", on))

    def gross_to_net(self, tables: Tables, gross: Money, facts: PayFacts) -> GrossToNet:
        """Social security by the day on which the work ended, withholding tax by the day on which it is paid."""
        if facts.exit_pay is not None:
            return exit_pay_to_net(tables, facts.exit_pay, facts)
        least = self._known_least(tables, facts)
        if facts.contract == STUDENT:
            return student_pay(gross, solidarity_rule(tables, facts.worked_on), facts.carried, least)
        rules = pay_rules(tables, contract=facts.contract, household=facts.household, worked_on=facts.worked_on,
                          paid_on=facts.paid_on, several=facts.several)
        return gross_to_net(gross, household=facts.household, occupation=facts.occupation, rules=rules,
                            so_far=facts.so_far, carried=facts.carried, least=least)

    def _known_least(self, tables: Tables, facts: PayFacts) -> Money | None:
        """The guaranteed minimum for what was worked; nothing for a day of which the tables know none."""
        with suppress(ParameterMissing):
            return self.least_gross(tables, facts.occupation, facts.worked_on)
        return None

    def withholding_on(self, tables: Tables, taxable: Money, household: Household, on: date) -> tuple[Line, ...]:
        """Annex III on a month's taxable pay, without work bonus."""
        nothing = Money.zero(taxable.currency)
        return tuple(withhold(taxable, nothing, nothing, household, withholding_rule(tables, on)))

    def figures(self, wage: GrossToNet) -> Mapping[str, Money]:
        """Social security, work bonus, taxable pay, tax: what the official calculators show."""
        return compared(wage)

    def payslip(self, slip: Slip) -> PrintedPaper:
        """The items of the royal decree of 27/9/1966."""
        return payslip(slip)

    def social_returns(self) -> BelgianSocialReturns:
        """The quarterly declaration of wages (DmfA)."""
        return BelgianSocialReturns()

    def tax_returns(self) -> BelgianTaxReturns:
        """The monthly return of withholding tax, and the yearly form 281.10."""
        return BelgianTaxReturns()
