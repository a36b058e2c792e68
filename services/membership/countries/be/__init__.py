"""Belgium: what its law says of members and shares, beside its dated tables."""

from collections.abc import Collection, Mapping
from datetime import date

import holidays
import holidays.countries  # with the law: three hundred modules are not loaded while a call waits
from stdnum import get_cc_module
from stdnum.be import ogm_vcs, vat
from stdnum.exceptions import ValidationError

from services.membership.countries.be import leaving
from services.membership.countries.be.words import letter_words_of
from services.membership.countries.protocol import SepaPayments
from services.membership.events import LeavingReason
from services.membership.payouts.rules import Finding, NetAssets, Room, Worth, add_months
from shared.errors import ParameterMissing
from shared.money import Money
from shared.parameters import Tables

RANGE = "1"  # structured communications of membership begin with this digit


class BelgianMembership(SepaPayments):
    """What membership asks of Belgium."""

    zone = "Europe/Brussels"
    paper_language = "fr"

    def person_number(self, tables: Tables, given: str, *, on: date) -> str | None:
        """The national register or BIS number (Act 8-8-1983, Act 15-1-1990 art. 4)."""
        check = str(tables.value("identity_number", on))
        module = get_cc_module(*check.split("."))
        if module is None:
            raise ParameterMissing(parameter=f"identity_number.{check}", day=on.isoformat(), country=tables.country)
        try:
            return str(module.validate(given))
        except ValidationError:
            return None

    def identified_person(self, tables: Tables, number: str, *, provider: str, on: date) -> str | None:
        """The same number, whoever says it."""
        return self.person_number(tables, number, on=on)

    def enterprise_number(self, given: str) -> str | None:
        """The number of the Crossroads Bank for Enterprises."""
        try:
            return str(vat.validate(given))
        except ValidationError:
            return None

    def share_communication(self, number: int) -> str:
        """A structured communication (OGM): the range, nine digits, two check digits."""
        base = f"{RANGE}{number:09d}"
        return base + str(ogm_vcs.calc_check_digits(base))

    def number_of_share_call(self, communication: str) -> int | None:
        """The nine digits after the range."""
        ours = ogm_vcs.is_valid(communication) and self.names_a_share_call(communication)
        return int(communication[1:-2]) if ours else None

    def printed_communication(self, communication: str) -> str:
        """`+++100/0000/00135+++`, as transfer forms show it."""
        return f"+++{communication[:3]}/{communication[3:7]}/{communication[7:]}+++"

    def names_a_share_call(self, communication: str) -> bool:
        """Whether it lies in the range of membership."""
        return communication.startswith(RANGE)

    def first_part(self, amount: Money, *, on: date) -> tuple[Money, date] | None:
        """Shares are paid whole (CSA art. 6:109; statutes)."""
        return None

    def share_holds_until(self, *, year: int, shares: int, before: date | None) -> date | None:
        """Each share is for a year of use: several bought at once are for as many years (smartbe.be/fr/faq)."""
        last = max(year - 1, before.year if before else 0)
        return date(last + shares, 12, 31)

    def resignation_takes_effect(self, tables: Tables, *, on: date, founder: bool) -> date:
        """The last day of month six of the financial year (CSA art. 6:120)."""
        return leaving.resign(
            on=on, founder=founder,
            window=leaving.Window(first_month=tables.integer("financial_year_first_month", on),
                                  months=tables.integer("resignation_window_months", on)),
            founded_on=date.fromisoformat(str(tables.value("founded_on", on))),
            founders_from_year=tables.integer("founders_leave_from_year", on))

    def membership_ends_on(self, tables: Tables, cause: LeavingReason, *, on: date) -> date:
        """On the day itself (CSA art. 6:121, 6:123)."""
        return on

    def exit_paid_by(self, tables: Tables, *, effective_on: date) -> date:
        """Within a month (CSA art. 6:120 par. 1, 4)."""
        return add_months(effective_on, tables.integer("exit_payment_months", effective_on))

    def value_of_shares(
        self, *, shares: int, paid_in: Money, accounts: NetAssets | None, effective_on: date,
    ) -> Worth:
        """Paid in, capped at net asset value (CSA art. 6:120 par. 1)."""
        return leaving.worth_of(shares=shares, paid_in=paid_in, accounts=accounts)

    def exclusion_answered_by(self, tables: Tables, *, notified_on: date) -> date:
        """A month after they were told (CSA art. 6:123 par. 2)."""
        return add_months(notified_on, tables.integer("exclusion_answer_months", notified_on))

    def room_for_distribution(
        self, tables: Tables, *, on: date, statement: NetAssets | None, paid_since_statement: Money,
        finding: Finding | None, paid_since_finding: Money,
    ) -> Room:
        """The net asset test and the liquidity test (CSA art. 6:115, 6:116)."""
        return leaving.room_for_distribution(
            on=on, statement=statement, paid_since_statement=paid_since_statement, finding=finding,
            paid_since_finding=paid_since_finding, months=tables.integer("liquidity_months", on))

    def letter_words(self, language: str) -> Mapping[str, Mapping[str, str]]:
        """The words of letters where this law speaks; English is for those who speak none of its languages."""
        return letter_words_of(language)

    def holidays(self, year: int) -> Collection[date]:
        """Legal holidays; Easter and Pentecost fall on Sundays all the same."""
        return set(holidays.country_holidays("BE", years=year))


LAW = BelgianMembership()
