"""Germany: what its law on cooperatives (GenG) says of members and shares, beside its dated tables."""

from collections.abc import Collection, Mapping
from datetime import date

import holidays
import holidays.countries  # with the law: three hundred modules are not loaded while a call waits

from services.membership.countries.de import leaving
from services.membership.countries.de.references import names_shares, number_of_reference, printed, reference_of
from services.membership.countries.de.words import letter_words_of
from services.membership.countries.protocol import SepaPayments
from services.membership.events import LeavingReason
from services.membership.payouts.rules import Finding, NetAssets, Room, Worth, add_months
from shared.money import Money
from shared.parameters import Tables


class GermanMembership(SepaPayments):
    """What membership asks of Germany."""

    zone = "Europe/Berlin"
    paper_language = "de"

    def person_number(self, tables: Tables, given: str, *, on: date) -> str | None:
        """None is asked for: the tax number may be used for taxes only (AO section 139b)."""
        return None if given else ""

    def identified_person(self, tables: Tables, number: str, *, provider: str, on: date) -> str | None:
        """The provider's own pseudonym of a person; another provider calls them something else."""
        return f"{provider}/{number}" if number else None

    def enterprise_number(self, given: str) -> str | None:
        """None is known yet: registers of companies number by court."""
        return None

    def share_communication(self, number: int) -> str:
        """A creditor reference (ISO 11649)."""
        return reference_of(number)

    def number_of_share_call(self, communication: str) -> int | None:
        """The nine digits after the mark, where the check digits are right."""
        return number_of_reference(communication)

    def printed_communication(self, communication: str) -> str:
        """In groups of four."""
        return printed(communication)

    def names_a_share_call(self, communication: str) -> bool:
        """Whether it begins as references of membership do."""
        return names_shares(communication)

    def first_part(self, amount: Money, *, on: date) -> tuple[Money, date] | None:
        """Shares are paid whole; statutes may let a part come later (section 7), none was found that does."""
        return None

    def share_holds_until(self, *, year: int, shares: int, before: date | None) -> date | None:
        """For ever: the share is bought once (smart-eg.de, costs)."""
        return None

    def resignation_takes_effect(self, tables: Tables, *, on: date, founder: bool) -> date:
        """At the end of the financial year, declared months before it (section 65 par. 2); founders like others."""
        return leaving.end_after_notice(
            on, first_month=tables.integer("financial_year_first_month", on),
            last_day=lambda end: leaving.months_before(end, tables.integer("resignation_notice_months", on)))

    def membership_ends_on(self, tables: Tables, cause: LeavingReason, *, on: date) -> date:
        """Death and exclusion: with the financial year; the heirs are members until then (sections 77, 68).

        Neither bankruptcy nor incapacity ends a membership by itself: who administers the estate gives notice.
        """
        leaving.assert_ends_membership(cause, LeavingReason.DEATH, LeavingReason.EXCLUSION)
        return leaving.end_of_year(on, first_month=tables.integer("financial_year_first_month", on))

    def exit_paid_by(self, tables: Tables, *, effective_on: date) -> date:
        """Within six months (section 73 par. 2)."""
        return add_months(effective_on, tables.integer("exit_payment_months", effective_on))

    def value_of_shares(
        self, *, shares: int, paid_in: Money, accounts: NetAssets | None, effective_on: date,
    ) -> Worth:
        """By the balance sheet of the day on which the membership ended (section 73 par. 1 and 2)."""
        return leaving.worth_of(shares=shares, paid_in=paid_in, accounts=accounts, effective_on=effective_on)

    def exclusion_answered_by(self, tables: Tables, *, notified_on: date) -> date:
        """As the statutes say; without them nobody is excluded."""
        return add_months(notified_on, tables.integer("exclusion_answer_months", notified_on))

    def room_for_distribution(
        self, tables: Tables, *, on: date, statement: NetAssets | None, paid_since_statement: Money,
        finding: Finding | None, paid_since_finding: Money,
    ) -> Room:
        """What net assets leave above the least capital that the statutes name (section 8a); no finding is asked."""
        return leaving.room_for_distribution(statement=statement, paid_since_statement=paid_since_statement)

    def letter_words(self, language: str) -> Mapping[str, Mapping[str, str]]:
        """The words of letters where this law speaks."""
        return letter_words_of(language)

    def holidays(self, year: int) -> Collection[date]:
        """The legal holidays of all of Germany and of Berlin, where the seat is."""
        return set(holidays.country_holidays("DE", subdiv="BE", years=year))


LAW = GermanMembership()
