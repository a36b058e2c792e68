"""Austria: as in Germany the partner's own payroll works wages out; lines, numbers, days and pay day are its own."""

from calendar import monthrange
from collections.abc import Mapping
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from services.payroll.countries.at import numbers
from services.payroll.countries.at.lines import LINES, OWED_TO
from services.payroll.countries.de import GermanPayroll
from services.payroll.countries.de.calendar import public_holidays
from services.payroll.orders.rules import is_bank_day
from services.payroll.outside_payroll.rules import DeclaredLine
from services.payroll.wages.rules.pay import Creditor
from shared.parameters import Tables


class AustrianPayroll(GermanPayroll):
    """What payroll asks of Austria."""

    code = "AT"
    zone = ZoneInfo("Europe/Vienna")
    outside_lines: Mapping[str, DeclaredLine] = LINES
    owed_to: Mapping[str, Creditor] = OWED_TO

    def person_number(self, text: str) -> str | None:
        """An insurance number (ASVG section 31)."""
        return numbers.person_number(text)

    def company_number(self, text: str) -> str | None:
        """A VAT number."""
        return numbers.company_number(text)

    def employer_number(self, text: str) -> str | None:
        """The number of the contribution account at the health insurance."""
        return numbers.employer_number(text)

    def public_holidays(self, around: date) -> frozenset[date]:
        """The legal holidays."""
        return public_holidays(self.code, around)

    def due_on(self, tables: Tables, completed_on: date) -> date:
        """The last day of the month: nothing later may be agreed (AngG section 15)."""
        return completed_on.replace(day=monthrange(completed_on.year, completed_on.month)[1])

    def declared_until(self, tables: Tables, starts_on: date) -> date:
        """So many working days before the first one."""
        closed, day = self.public_holidays(starts_on), starts_on
        for _ in range(tables.integer("employment_lead_days", starts_on)):
            day -= timedelta(days=1)
            while not is_bank_day(day, closed):
                day -= timedelta(days=1)
        return day


LAW = AustrianPayroll()
