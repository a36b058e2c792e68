"""Austria: what its law on cooperatives (GenG of 1873) says of members and shares, beside its dated tables.

Where nothing else was found it is asked what Germany is asked: references, the balance sheet of the last day, payments.
"""

from collections.abc import Collection, Mapping
from datetime import date, timedelta

import holidays
import holidays.countries  # with the law: three hundred modules are not loaded while a call waits

from services.membership.countries.at.words import letter_words_of
from services.membership.countries.de import GermanMembership, leaving
from services.membership.events import LeavingReason
from shared.parameters import Tables


class AustrianMembership(GermanMembership):
    """What membership asks of Austria."""

    zone = "Europe/Vienna"

    def resignation_takes_effect(self, tables: Tables, *, on: date, founder: bool) -> date:
        """At the end of the financial year, with four weeks' notice (section 77 par. 1); founders like others."""
        notice = timedelta(days=tables.integer("resignation_notice_days", on))
        return leaving.end_after_notice(on, first_month=tables.integer("financial_year_first_month", on),
                                        last_day=lambda end: end - notice)

    def membership_ends_on(self, tables: Tables, cause: LeavingReason, *, on: date) -> date:
        """Death ends it on its day, unless the statutes say otherwise (section 54 par. 2); exclusion as decided."""
        leaving.assert_ends_membership(cause, LeavingReason.DEATH, LeavingReason.EXCLUSION)
        return on

    def letter_words(self, language: str) -> Mapping[str, Mapping[str, str]]:
        """The words of letters where this law speaks."""
        return letter_words_of(language)

    def holidays(self, year: int) -> Collection[date]:
        """The legal holidays of Austria."""
        return set(holidays.country_holidays("AT", years=year))


LAW = AustrianMembership()
